"""Made-up claims that look like real ones, the same for the same seed: what every benchmark feeds to everybody.

Two shapes, because each flatters another design. ``contested``: 20 claims a question from 16 sources, numbers and texts
that mostly agree and sometimes do not. ``wide``: one to three claims a question, nearly every value a text of its own.
Lines come in no order at all, which is the hard case for every index.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

CONTESTED, WIDE = "contested", "wide"
SHAPES = (CONTESTED, WIDE)
SCATTERED, MEASURED = "scattered", "measured"
"""Further shapes for the survey: ``scattered`` has 2.5 claims a question on average, texts, booleans and references;
``measured`` the same and mostly numbers."""
CLAIMS_A_QUESTION = 20
SOURCES = 16

Claim = dict[str, Any]

_FIRST_TIME = 1_500_000_000_000_000
_LAST_TIME = 1_790_000_000_000_000
_SYLLABLES = (
    "al", "an", "ar", "bel", "ca", "cor", "da", "den", "el", "en", "fer", "gan", "hal", "in", "ka", "lan", "lor", "mar",
    "mi", "nor", "or", "pa", "per", "qui", "ra", "ren", "sa", "sol", "ta", "ver", "vin", "zo",
)  # fmt: skip
_KINDS = ("country", "drug", "device", "library", "company", "river", "polymer", "trial")
_FIELDS = ("population", "area", "dosage", "price", "half_life", "height", "latency", "yield", "capacity", "mass")
_UNITS = ("mg", "km2", "years", "USD", "kg", "m", "%", "ms")
_WORDS = ("capital", "currency", "status", "licence", "maintainer", "colour", "grade")
_FLAGS = ("approved", "landlocked", "deprecated")
_TITLES = ("title", "author", "address", "summary", "code")


def write(shape: str, size: str, path: str) -> None:
    """Make ``size`` claims of a shape and write them to ``path``: JSON Lines, compact, UTF-8."""
    with Path(path).open("wb") as file:
        file.writelines(map(_line, claims(shape, int(size))))


def _line(claim: Claim) -> bytes:
    return json.dumps(claim, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def claims(shape: str, size: int, seed: int = 1) -> Iterator[Claim]:
    """``size`` claims of a shape as the objects of an import file: sources by name, times in microseconds."""
    draw = random.Random(f"{shape} {seed}")
    made = list(_MADE[shape](draw, size))
    draw.shuffle(made)
    return iter(made)


def questions(path: Path) -> list[tuple[str, str]]:
    """The distinct ``(subject, predicate)`` in a file of claims, in order of first appearance."""
    with path.open("rb") as file:
        parsed = map(json.loads, file)
        return list(dict.fromkeys((claim["subject"], claim["predicate"]) for claim in parsed))


def source_names(shape: str) -> list[str]:
    """The sources that the claims of a shape cite; they have to be registered first."""
    return [f"{shape}-source-{number:02d}" for number in range(SOURCES)]


def _contested(draw: random.Random, size: int) -> Iterator[Claim]:
    names = source_names(CONTESTED)
    for number in range(-(-size // CLAIMS_A_QUESTION)):
        subject = f"{draw.choice(_KINDS)}/{_name(draw, 3)}-{number}" + (f"/{_name(draw, 2)}" if number % 3 else "")
        predicate, truth, unit = _truth(draw, number)
        for _ in range(min(CLAIMS_A_QUESTION, size - number * CLAIMS_A_QUESTION)):
            yield _claim(draw, (subject, predicate, _said(draw, truth), unit), names)


def _wide(draw: random.Random, size: int) -> Iterator[Claim]:
    names = source_names(WIDE)
    for number in count():
        path = "/".join(_name(draw, 2) for _ in range(draw.randrange(2, 5)))
        subject, predicate = f"work/{path}/{number}", draw.choice(_TITLES)
        for _ in range(draw.choice((1, 1, 1, 2, 2, 3))):
            if not size:
                return
            size -= 1
            text = " ".join(_name(draw, draw.randrange(1, 4)) for _ in range(draw.randrange(3, 9)))
            yield _claim(draw, (subject, predicate, text.capitalize(), None), names)


def _scattered(draw: random.Random, size: int) -> Iterator[Claim]:
    return _few(draw, size, (SCATTERED, range(12, 20)))


def _measured(draw: random.Random, size: int) -> Iterator[Claim]:
    return _few(draw, size, (MEASURED, range(20)))


def _few(draw: random.Random, size: int, of: tuple[str, range]) -> Iterator[Claim]:
    shape, sorts = of
    names = source_names(shape)
    for number in count():
        subject = f"{draw.choice(_KINDS)}/{_name(draw, 3)}-{number}"
        predicate, truth, unit = _truth(draw, draw.choice(sorts))
        for _ in range(draw.choice((1, 2, 2, 3, 3, 4))):
            if not size:
                return
            size -= 1
            yield _claim(draw, (subject, predicate, _said(draw, truth), unit), names)


_MADE = {CONTESTED: _contested, WIDE: _wide, SCATTERED: _scattered, MEASURED: _measured}


def _claim(draw: random.Random, said: tuple[str, str, Any, str | None], names: list[str]) -> Claim:
    subject, predicate, value, unit = said
    claim: Claim = {"subject": subject, "predicate": predicate, "value": value}
    if unit:
        claim["unit"] = unit
    claim["confidence"] = round(draw.uniform(0.3, 1.0), 2)
    claim["tier"] = draw.randrange(6)
    claim["source"] = draw.choice(names)
    claim["time"] = draw.randrange(_FIRST_TIME, _LAST_TIME)
    return claim


def _truth(draw: random.Random, number: int) -> tuple[str, Any, str | None]:
    """A predicate, what is true of it, and the unit: 60 % numbers, 25 % texts, 10 % booleans, 5 % references."""
    sort = number % 20
    if sort < 12:
        amount = 10 ** draw.uniform(-2, 8)
        return draw.choice(_FIELDS), round(amount, 3) if amount < 1e4 else int(amount), draw.choice(_UNITS)
    if sort < 17:
        return draw.choice(_WORDS), _name(draw, 4).capitalize(), None
    if sort < 19:
        return draw.choice(_FLAGS), draw.random() < 0.5, None
    return "part_of", {"ref": f"{draw.choice(_KINDS)}/{_name(draw, 3)}"}, None


def _said(draw: random.Random, truth: Any) -> Any:
    """What a source makes of the truth: half of them have it, the others are off by a little or by a lot."""
    luck = draw.random()
    if luck < 0.5:
        return truth
    if isinstance(truth, bool):
        return truth if luck < 0.8 else not truth
    if isinstance(truth, str):
        return f"{truth} {draw.choice(('City', 'II', 'North'))}" if luck < 0.7 else _name(draw, 3).capitalize()
    if isinstance(truth, dict):
        return truth if luck < 0.8 else {"ref": f"{draw.choice(_KINDS)}/{_name(draw, 3)}"}
    amount = truth * draw.choice((0.5, 0.9, 0.99, 1.01, 1.1, 10))
    return round(amount, 3) if amount < 1e4 else int(amount)


def _name(draw: random.Random, syllables: int) -> str:
    return "".join(draw.choices(_SYLLABLES, k=syllables))
