"""Between a table of claims.toml and the payload of a claim (docs/reference/claims-file.md).

The words of the file are those of the format, but for ``id``, which is the payload's ``name``, ``tier`` by its name,
and ``time`` as a TOML date. What says nothing is left out on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aphoria import comparison
from repo_format.errors import InvalidInput, shown
from repo_format.objects.claim import Claim
from repo_format.payload import Reference, Value
from repo_format.vocabulary import TIERS, tier_number

NAME = "id"
SIGNATURE = "signature"
ORDER = (
    "id", "path", "predicate", "comparison", "value", "values", "unit", "invariant", "consequence", "provenance",
    "evidence", "tier", "category", "status", "supersedes", "author", "time", "signature",
)  # fmt: skip
"""The order in which a new claim is written."""

NEEDED = ("id", "path", "predicate", "comparison", "invariant", "consequence", "provenance")
UNSIGNED = "0" * 64
"""Stands for the author of a claim that nobody has signed."""

DEFAULT_TIER = "expert"
DEFAULT_STATUS = "active"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS = frozenset(ORDER) - {"value", "values", "evidence", "tier", "time"}


def claim_of(table: Mapping[str, Any]) -> Claim:
    """The payload that a table writes out, checked. Raises InvalidInput, naming the field by its word in the file."""
    unknown = sorted(set(table) - set(ORDER))
    if unknown:
        raise InvalidInput(unknown[0], f"is not a field of a claim; there are {', '.join(ORDER)}")
    missing = [name for name in NEEDED if name not in table]
    if missing:
        raise InvalidInput(missing[0], "is missing")
    for name in _TEXTS.intersection(table):
        if not isinstance(table[name], str):
            raise InvalidInput(name, f"is {shown(table[name])}, not a text")
    claim = _claim(table)
    try:
        claim.check()
        comparison.named(claim.comparison).check(claim)
    except InvalidInput as error:
        raise InvalidInput(NAME if error.field == "name" else error.field, error.problem) from None
    return claim


def _claim(table: Mapping[str, Any]) -> Claim:
    return Claim(
        author=str(table.get("author", UNSIGNED)),
        category=table.get("category"),
        comparison=table["comparison"],
        consequence=table["consequence"],
        evidence=_evidence(table.get("evidence")),
        invariant=table["invariant"],
        name=table[NAME],
        path=table["path"],
        predicate=table["predicate"],
        provenance=table["provenance"],
        status=table.get("status", DEFAULT_STATUS),
        supersedes=table.get("supersedes"),
        tier=_tier(table.get("tier", DEFAULT_TIER)),
        time=_time(table.get("time")),
        unit=table.get("unit"),
        value=None if "value" not in table else value_of(table["value"]),
        values=_values(table.get("values")),
    )


def _evidence(given: Any) -> tuple[str, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InvalidInput("evidence", "is not a list of texts")
    return tuple(str(one) for one in given) or None


def _values(given: Any) -> tuple[Value, ...] | None:
    if given is None:
        return None
    if not isinstance(given, list):
        raise InvalidInput("values", f"is {shown(given)}, not a list")
    return tuple(value_of(one) for one in given)


def value_of(given: Any) -> Value:
    """A value as TOML gives it: a number, a text, a boolean, or a table with ``ref``. Raises InvalidInput."""
    if isinstance(given, Mapping) and set(given) == {"ref"} and isinstance(given["ref"], str):
        return Reference(str(given["ref"]))
    for kind in (bool, int, float, str):
        if isinstance(given, kind):
            return kind(given)
    raise InvalidInput("value", f"is {shown(given)}, not a number, a text, a boolean or {{ ref = SUBJECT }}")


def _tier(given: Any) -> int:
    return tier_number(str(given))


def _time(given: Any) -> int:
    if given is None:
        return 0
    if not isinstance(given, datetime) or given.tzinfo is None:
        raise InvalidInput("time", f"is {shown(given)}, not a date with time and zone: 2026-11-20T12:00:00Z")
    return (given - _EPOCH) // timedelta(microseconds=1)


def table_of(claim: Claim, signature: bytes | None = None) -> dict[str, Any]:
    """The table that writes a claim out, in ``ORDER``; author, time and signature only with a signature."""
    table: dict[str, Any] = {
        "id": claim.name,
        "path": claim.path,
        "predicate": claim.predicate,
        "comparison": claim.comparison,
        "value": None if claim.value is None else _plain(claim.value),
        "values": None if claim.values is None else [_plain(one) for one in claim.values],
        "unit": claim.unit,
        "invariant": claim.invariant,
        "consequence": claim.consequence,
        "provenance": claim.provenance,
        "evidence": list(claim.evidence) if claim.evidence else None,
        "tier": TIERS[claim.tier],
        "category": claim.category,
        "status": claim.status,
        "supersedes": claim.supersedes,
        "author": claim.author if signature else None,
        "time": _EPOCH + timedelta(microseconds=claim.time) if signature else None,
        "signature": signature.hex() if signature else None,
    }
    return {name: value for name, value in table.items() if value is not None}


def _plain(value: Value) -> Any:
    return {"ref": value.ref} if isinstance(value, Reference) else value
