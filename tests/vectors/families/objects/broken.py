"""Broken siblings that belong to one kind: what its own rules refuse, and for assertions everything about form."""

from __future__ import annotations

import json

from families.objects.everywhere import FUTURE, MALFORMED, Broken, swap
from families.objects.examples import EXAMPLES
from families.objects.named import ALICE, BOB, NOON, ONE
from repo_format import objects


def _base(kind: str, name: str = "minimal") -> bytes:
    return objects.write(EXAMPLES[kind][name][1])


def _with(kind: str, name: str = "minimal", /, **fields: object) -> bytes:
    """A valid payload with fields set, or removed where None, in otherwise canonical form."""
    changed = {**json.loads(_base(kind, name)), **fields}
    kept = {field: value for field, value in sorted(changed.items()) if value is not None}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()


def _refused(description: str, data: bytes, field: str) -> Broken:
    return description, data, MALFORMED, field


_ASSERTION = _base("assertion")
_VALUE = b'"value":4'


def _value(description: str, text: bytes, field: str = "value") -> Broken:
    return _refused(description, swap(_ASSERTION, _VALUE, b'"value":' + text), field)


def _subject(description: str, subject: str) -> Broken:
    return _refused(description, _with("assertion", subject=subject), "subject")


_FORM = {
    "empty": _refused("No bytes.", b"", "payload"),
    "not-an-object": _refused("A JSON array.", b"[1]", "payload"),
    "deeply-nested": _refused("5,000 opening brackets.", b"[" * 5000, "payload"),
    "deeply-nested-value": _value("5,000 objects in each other.", b'{"ref":' * 5000, "payload"),
    "leading-space": _refused("A space before the object.", b" " + _ASSERTION, "payload"),
    "byte-order-mark": _refused("A UTF-8 byte order mark.", b"\xef\xbb\xbf" + _ASSERTION, "payload"),
    "not-utf-8": _value("Bytes that are not UTF-8.", b'"\xff"', "payload"),
    "surrogate-in-utf-8": _value("A surrogate as three bytes.", b'"\xed\xa0\x80"', "payload"),
    "surrogate-escaped": _value("A lone surrogate as an escape.", b'"\\ud800"', "payload"),
    "key-twice": _refused(
        "One key two times.", swap(_ASSERTION, b'"predicate"', b'"predicate":"maximum","predicate"'), "predicate"
    ),
    "keys-out-of-order": _refused(
        "Time before tier.", swap(_ASSERTION, b'"tier":1,"time":%d' % NOON, b'"time":%d,"tier":1' % NOON), "time"
    ),
    "null": _value("There is no null.", b"null"),
    "optional-field-null": _refused(
        "Nor is there in an optional field.", swap(_ASSERTION, b',"kind"', b',"epoch":null,"kind"'), "epoch"
    ),
    "escape-not-needed": _value("An escape for a letter.", b'"\\u0061"'),
    "escaped-slash": _value("An escape for a slash.", b'"\\/"'),
    "newline-as-unicode-escape": _value("A newline has a short escape.", b'"a\\u000ab"'),
    "escape-for-non-ascii": _value("An escape where UTF-8 is wanted.", b'"\\u00e9"'),
}  # fmt: skip

_NUMBERS = {
    "number-1.0": _value("A fraction of zero.", b"1.0"),
    "number-1e0": _value("A needless exponent.", b"1e0"),
    "number-1E+21": _value("An upper-case exponent.", b"1E+21"),
    "number-1e21": _value("An exponent without its sign.", b"1e21"),
    "number-1e-6": _value("An exponent for one millionth.", b"1e-6"),
    "number-0.0000001": _value("No exponent where one is wanted.", b"0.0000001"),
    "number-minus-zero": _value("Zero with a sign.", b"-0"),
    "number-leading-zero": _value("Not JSON.", b"04", "payload"),
    "number-too-many-digits": _value("More digits than the shortest.", b"0.10000000000000001"),
    "number-2-to-53-plus-1": _value("No double has this value.", b"9007199254740993"),
    "number-400-digits": _value("An integer beyond all doubles.", b"9" * 400),
    "number-1e400": _value("A fraction beyond all doubles.", b"1e400"),
    "number-nan": _value("Not JSON.", b"NaN", "payload"),
}

_RULES = {
    "subject-empty": _subject("The empty text.", ""),
    "subject-empty-segment": _subject("Two slashes in a row.", "drug//dosage"),
    "subject-leading-slash": _subject("A slash first.", "/drug"),
    "subject-trailing-slash": _subject("A slash last.", "drug/"),
    "subject-dot-dot": _subject("A segment of two dots.", "drug/../dosage"),
    "subject-space-at-end-of-segment": _subject("A space before a slash.", "drug /dosage"),
    "subject-star": _subject("A star, which is for patterns.", "drug/*/dosage"),
    "subject-scheme-in-upper-case": _subject("A scheme in upper case.", "RFC://7519"),
    "subject-scheme-alone": _subject("Nothing after the scheme.", "rfc://"),
    "subject-not-nfc": _subject("e and a combining acute.", "country/re\u0301union"),
    "subject-zero-width": _subject("A zero-width space.", "drug/as\u200bpirin"),
    "subject-right-to-left-override": _subject("A bidi override.", "drug/\u202easpirin"),
    "subject-escape": _subject("A terminal escape.", "drug/\u001b[31m"),
    "subject-variation-selector": _subject("An invisible selector.", "drug/aspirin\ufe0f"),
    "subject-newer-than-unicode-14": _subject("A character of Unicode 15.", "drug/\U0001fae8"),
    "subject-401-bytes": _subject("One byte too many.", "é" * 200 + "a"),
    "predicate-with-slash": _refused("A slash.", _with("assertion", predicate="max/min"), "predicate"),
    "predicate-101-bytes": _refused("One byte too many.", _with("assertion", predicate="p" * 101), "predicate"),
    "value-empty": _value("The empty text.", b'""'),
    "value-control-character": _value("A carriage return.", b'"a\\rb"'),
    "value-bidi-override": _value("U+202E.", b'"\xe2\x80\xae"'),
    "value-noncharacter": _value("U+FFFE.", b'"\xef\xbf\xbe"'),
    "value-array": _value("A list.", b"[1]"),
    "value-reference-with-more": _value("A second key.", b'{"ref":"a","to":"b"}', "value.to"),
    "value-reference-broken": _value("Not a subject.", b'{"ref":"a//b"}', "value.ref"),
    "confidence-above-one": _refused("1.5.", _with("assertion", confidence=1.5), "confidence"),
    "confidence-negative": _refused("-0.1.", _with("assertion", confidence=-0.1), "confidence"),
    "confidence-as-boolean": _refused("True is not 1.", _with("assertion", confidence=True), "confidence"),
    "tier-6": _refused("There are six tiers from 0.", _with("assertion", tier=6), "tier"),
    "tier-with-fraction": _refused("1.0.", _with("assertion", tier=1.0), "tier"),
    "time-beyond-2-to-53": _refused("2^53 + 1.", _with("assertion", time=2**53 + 1), "time"),
    "lifecycle-proposed": _refused("The default.", _with("assertion", lifecycle="proposed"), "lifecycle"),
    "lifecycle-unknown": _refused("Not a stage.", _with("assertion", lifecycle="done"), "lifecycle"),
    "unit-beside-text": _refused("A unit needs a number.", _with("assertion", unit="g", value="four"), "unit"),
    "unit-beside-boolean": _refused("True is no number.", _with("assertion", unit="g", value=True), "unit"),
    "source-too-short": _refused("62 digits.", _with("assertion", source="11" * 31), "source"),
    "salt-odd": _refused("Three digits.", _with("assertion", salt="abc"), "salt"),
    "salt-33-bytes": _refused("One byte too many.", _with("assertion", salt="ab" * 33), "salt"),
    "visual-hash-too-long": _refused("Nine bytes.", _with("assertion", visual_hash="ab" * 9), "visual_hash"),
    "meta-empty": _refused("No entries.", _with("assertion", meta={}), "meta"),
    "meta-17-entries": _refused("Too many.", _with("assertion", meta={f"k{n:02}": n for n in range(17)}), "meta"),
    "meta-key-in-upper-case": _refused("A capital.", _with("assertion", meta={"Lot": 1}), "meta"),
    "meta-out-of-order": _refused("Keys not sorted.", _with("assertion", meta={"b": 1, "a": 1}), "meta"),
    "meta-list": _refused("A list in an entry.", _with("assertion", meta={"a": [1]}), "meta[...]"),
    "kind-unknown": ("A kind from the future.", _with("assertion", kind="hologram"), FUTURE, None),
    "kind-of-another": _refused("A vote with these fields.", _with("assertion", kind="vote"), "confidence"),
    "kind-missing": _refused("No kind.", _with("assertion", kind=None), "kind"),
}

BROKEN: dict[str, dict[str, Broken]] = {
    "assertion": {**_FORM, **_NUMBERS, **_RULES},
    "vote": {
        "weight-above-one": _refused("1.1.", _with("vote", weight=1.1), "weight"),
        "reason-empty": _refused("Left out instead.", _with("vote", reason=""), "reason"),
    },
    "epoch": {
        "supersedes-itself": _refused("Its own name.", _with("epoch", supersedes="gaap-2024"), "supersedes"),
        "name-with-space-at-end": _refused("A space last.", _with("epoch", name="gaap "), "name"),
    },
    "source": {
        "url-without-scheme": _refused("No scheme.", _with("source", url="www.example.org"), "url"),
        "url-with-space": _refused("A space.", _with("source", url="https://example.org/a b"), "url"),
        "digest-too-short": _refused("31 bytes.", _with("source", digest="ab" * 31), "digest"),
    },
    "source_status": {
        "status-unknown": _refused("Not a status.", _with("source_status", status="fine"), "status"),
    },
    "supersession": {"of-itself": _refused("New is old.", _with("supersession", old=ONE), "new")},
    "retraction": {"cascade-false": _refused("Left out instead.", _with("retraction", cascade=False), "cascade")},
    "delegation": {
        "to-itself": _refused("The author's key.", _with("delegation", delegate=ALICE), "delegate"),
        "weight-negative": _refused("-0.5.", _with("delegation", weight=-0.5), "weight"),
        "scope-with-star": _refused("Not a prefix.", _with("delegation", scope="drug/*"), "scope"),
    },
    "alias": {"of-itself": _refused("One subject.", _with("alias", alias="drug/aspirin"), "alias")},
    "agent": {
        "action-unknown": _refused("Not an action.", _with("agent", action="promotion"), "action"),
        "profile-without-name": _refused("No name.", _with("agent", "full", name=None), "name"),
        "profile-with-new-key": _refused("A key.", _with("agent", "full", new_key=BOB), "new_key"),
        "rotation-without-signature": _refused(
            "The new key is silent.", _with("agent", "rotation", new_key_signature=None), "new_key_signature"
        ),
        "rotation-signed-by-nobody": _refused(
            "A signature of zeros.", _with("agent", "rotation", new_key_signature="00" * 64), "new_key_signature"
        ),
        "rotation-to-same-key": _refused("No change.", _with("agent", "rotation", new_key=ALICE), "new_key"),
        "revocation-with-name": _refused("A name.", _with("agent", name="Alice"), "name"),
    },
    "outcome": {"correct-as-number": _refused("1 is not true.", _with("outcome", correct=1), "correct")},
    "stage": {"stage-unknown": _refused("Not a stage.", _with("stage", stage="done"), "stage")},
    "erasure": {"without-reason": _refused("Why?", _with("erasure", reason=None), "reason")},
    "claim": {
        "comparison-unknown": _refused("Not a comparison.", _with("claim", comparison="like"), "comparison"),
        "equals-without-value": _refused("To what?", _with("claim", comparison="equals"), "value"),
        "one-of-with-value": _refused("Not a list.", _with("claim", comparison="one_of", value=1), "value"),
        "in-range-upside-down": _refused("2 to 1.", _with("claim", comparison="in_range", values=[2, 1]), "values"),
        "in-range-of-three": _refused("Three.", _with("claim", comparison="in_range", values=[1, 2, 3]), "values"),
        "at-least-a-text": _refused("No order.", _with("claim", comparison="at_least", value="5"), "value"),
        "matches-a-number": _refused("No pattern.", _with("claim", comparison="matches", value=5), "value"),
        "path-with-star-in-segment": _refused("Not whole.", _with("claim", path="code://rust/wal*"), "path"),
        "name-in-upper-case": _refused("Capitals.", _with("claim", name="WALLET-1"), "name"),
        "supersedes-itself": _refused("Itself.", _with("claim", supersedes="wallet-seqcst-001"), "supersedes"),
        "unit-without-number": _refused("No number.", _with("claim", unit="ms"), "unit"),
        "evidence-empty": _refused("No items.", _with("claim", evidence=[]), "evidence"),
    },
    "acknowledgement": {
        "without-reason": _refused("Why?", _with("acknowledgement", reason=None), "reason"),
        "until-as-text": _refused("A date.", _with("acknowledgement", until="2027-01-01"), "until"),
    },
}
