"""Claims from what a person typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from aphoria.claims.fields import DEFAULT_STATUS, DEFAULT_TIER, claim_of
from aphoria.matching import is_about, segments
from aphoria.verification import ACTIVE
from repo_format.errors import InvalidInput
from repo_format.objects.claim import Claim
from repo_format.payload import Reference
from steme.values import parse_value

_LISTS = ("one_of", "in_range")
CLEARED = ""
"""Typed for an optional field: take it away."""

Words = Mapping[str, str | Sequence[str] | None]
"""Fields of a claim by their words in the file, as they were typed; ``values`` and ``evidence`` as lists."""


def drafted(words: Words) -> Claim:
    """The claim that was typed. Raises InvalidInput, naming the field."""
    table = {name: _typed(name, given) for name, given in words.items() if given not in (None, [], ())}
    table.setdefault("status", DEFAULT_STATUS)
    table.setdefault("tier", DEFAULT_TIER)
    table.setdefault("comparison", "equals" if "value" in table else "present")
    return claim_of(_operands(table))


def changed(claim: Claim, words: Words) -> Claim:
    """The claim with the fields that were typed; an empty text takes an optional one away. Raises InvalidInput."""
    from aphoria.claims.fields import table_of

    table = table_of(claim)
    for name, given in words.items():
        if given == CLEARED:
            table.pop(name, None)
        elif given not in (None, [], ()):
            table[name] = _typed(name, given)
    if words.get("value") is not None:
        table.pop("values", None)
    if words.get("values"):
        table.pop("value", None)
    made = claim_of(_operands(table))
    kept: Claim = msgspec.structs.replace(made, author=claim.author, time=claim.time)
    return kept


def _typed(name: str, given: Any) -> Any:
    if name == "value":
        return _plain(str(given))
    if name == "values":
        return [_plain(one) for one in given]
    return list(given) if name == "evidence" else given


def _plain(text: str) -> Any:
    value = parse_value(text)
    return {"ref": value.ref} if isinstance(value, Reference) else value


def _operands(table: dict[str, Any]) -> dict[str, Any]:
    """Several values typed for a comparison of one are a mistake, one for a comparison of several is a list."""
    several = table["comparison"] in _LISTS
    if several and "values" not in table and "value" in table:
        table["values"] = [table.pop("value")]
    elif not several and len(table.get("values", ())) == 1:
        table["value"] = table.pop("values")[0]
    elif not several and "values" in table:
        raise InvalidInput("value", f"is given several times, which {table['comparison']} has no use for")
    return table


def free_name(stem: str, claims: Sequence[Claim]) -> str:
    """A name nobody has yet: the stem with a number of three digits."""
    taken = {claim.name for claim in claims}
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in stem.lower()).split())[:80]
    plain = "".join(letter for letter in slug if letter.isascii()).strip("-") or "claim"
    return next(name for number in range(1, len(taken) + 2) if (name := f"{plain}-{number:03}") not in taken)


def covering(claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """The active claims that speak about the same path and predicate already."""
    mine = segments(claim.path)
    return [
        other
        for other in claims
        if other.status == ACTIVE
        and other.name not in (claim.name, claim.supersedes)
        and other.predicate == claim.predicate
        and (is_about(segments(other.path), mine) or is_about(mine, segments(other.path)))
    ]
