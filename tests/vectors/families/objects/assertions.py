"""Valid assertions: every sort of value, and numbers at the edges of their notation."""

from __future__ import annotations

from families.objects.named import BOB, ONE, OTHER, Example, example
from repo_format.payload import Reference


def _dose(description: str, value: object, **fields: object) -> Example:
    common = {"confidence": 0.9, "predicate": "maximum", "subject": "drug/aspirin/dosage", "tier": 1, "value": value}
    return example(description, "assertion", **{**common, **fields})


def _capital(description: str, value: object) -> Example:
    return _dose(description, value, author=BOB, predicate="capital", subject="country/côte d'ivoire", tier=4)


ASSERTIONS: dict[str, Example] = {
    "minimal": _dose("Only the required fields.", 4),
    "full": _dose(
        "Every optional field.",
        4.25,
        epoch="pharmacopoeia-2025",
        lifecycle="approved",
        meta={"checked": True, "lot": "B-17", "page": 42, "share": 0.25},
        note="Per day.\nAdults only.",
        parent=ONE,
        salt="00ff",
        source=OTHER,
        unit="g",
        visual_hash="f0e1d2c3b4a59687",
    ),
    "text-beyond-ascii": _capital("UTF-8, without escapes.", "Yamoussoukro, 象牙海岸 🐘"),
    "text-with-escapes": _capital("Escapes in their shortest form.", 'a "quoted" \\ back/slash\n\ttab'),
    "boolean": _capital("The value false.", False),
    "reference": _capital("The value is another subject.", Reference(ref="city/yamoussoukro")),
    "scheme": _dose("A subject with a scheme.", "required", subject="rfc://7519/auth/jwt/audience"),
    "time-before-1970": _dose("A negative time.", 4, time=-1),
    "confidence-one": _dose("An integral confidence has no fraction.", 4, confidence=1.0),
    "number-zero": _dose("Zero has no sign.", -0.0),
    "number-largest-integer": _dose("2^53 is the largest integer.", 2**53),
    "number-1e20": _dose("Below 1e21 a double is written without exponent.", 1e20),
    "number-1e21": _dose("From 1e21 on with one.", 1e21),
    "number-one-millionth": _dose("Down to 1e-6 without exponent.", 1e-6),
    "number-below-one-millionth": _dose("Below 1e-6 with one.", 9.5e-7),
    "number-smallest": _dose("The smallest double.", 5e-324),
    "number-largest": _dose("The largest double.", 1.7976931348623157e308),
}
