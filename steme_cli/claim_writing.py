"""The verbs of `claims` that make a claim or change what one says; they share all its fields as options."""

from __future__ import annotations

from typing import Annotated

import typer

from aphoria.claims import changing, drafting
from aphoria.claims import markers as marking
from aphoria.claims.file import ClaimsFile
from aphoria.ground import Ground
from aphoria.place import top_of
from repo_format.errors import InvalidInput
from steme_cli import claim_markers, output
from steme_cli.claiming import (
    Category,
    Comparison,
    Consequence,
    Evidence,
    Id,
    Invariant,
    Overrides,
    Path,
    Predicate,
    Provenance,
    Tier,
    Unit,
    Value,
    author,
    complete,
    file_here,
    file_or_none,
    warn,
)
from steme_cli.options import Key

NewId = Annotated[str | None, typer.Argument(metavar="[ID]", help="Its id; made of path and a number if left out.")]
Draft = Annotated[bool, typer.Option("--draft", help="Do not verify it yet; `claims promote` makes it active.")]


def _words(*given: object) -> dict[str, object]:
    path, predicate, comparison, value, unit, invariant, consequence, provenance, evidence, tier, category = given
    several = isinstance(value, list) and (len(value) > 1 or comparison in ("one_of", "in_range"))
    return {
        "path": path,
        "predicate": predicate,
        "comparison": comparison,
        "value": value[0] if isinstance(value, list) and value and not several else None,
        "values": value if several else None,
        "unit": unit,
        "invariant": invariant,
        "consequence": consequence,
        "provenance": provenance,
        "evidence": evidence,
        "tier": tier,
        "category": category,
    }


def create(
    id: NewId = None,
    path: Path = None,
    predicate: Predicate = None,
    comparison: Comparison = None,
    value: Value = None,
    unit: Unit = None,
    invariant: Invariant = None,
    consequence: Consequence = None,
    provenance: Provenance = None,
    evidence: Evidence = None,
    tier: Tier = None,
    category: Category = None,
    overrides: Overrides = None,
    draft: Draft = False,
    key: Key = None,
) -> None:
    """Make a claim; what is needed and not given is asked for at a terminal.

    With --overrides, what `aphoria scan` would find against an assertion is right where this claim is about the code.
    """
    given = _words(
        path, predicate, comparison, value, unit, invariant, consequence, provenance, evidence, tier, category
    )
    words = complete(given)  # type: ignore[arg-type]
    place, text = file_or_none()
    claims = ClaimsFile(place, text).claims
    words["id"] = id or drafting.free_name("-".join(str(words["path"]).split("/")[-2:]), claims)
    words["status"] = "draft" if draft else None
    words["supersedes"] = overrides and Ground.of(top_of(place)).authority(overrides).name
    claim = drafting.drafted(words)
    with author(key) as who:
        changing.create(who, place, text, claim)
    output.write(claim.name + "\n")
    warn(claim, claims)


def update(
    id: Id,
    path: Path = None,
    predicate: Predicate = None,
    comparison: Comparison = None,
    value: Value = None,
    unit: Unit = None,
    invariant: Invariant = None,
    consequence: Consequence = None,
    provenance: Provenance = None,
    evidence: Evidence = None,
    tier: Tier = None,
    category: Category = None,
    key: Key = None,
) -> None:
    """Change fields of a claim and sign it anew; an empty text takes an optional field away."""
    words = _words(
        path, predicate, comparison, value, unit, invariant, consequence, provenance, evidence, tier, category
    )
    file = file_here()
    before = file.entry(id).claim
    claim = drafting.changed(before, words)  # type: ignore[arg-type]
    if claim == before:
        raise InvalidInput("", f"nothing to change was given; {id} stays as it is")
    with author(key) as who:
        changing.update(who, file, claim)


def supersede(
    id: Id,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The id of the claim in its place.")],
    path: Path = None,
    predicate: Predicate = None,
    comparison: Comparison = None,
    value: Value = None,
    unit: Unit = None,
    invariant: Invariant = None,
    consequence: Consequence = None,
    provenance: Provenance = None,
    evidence: Evidence = None,
    tier: Tier = None,
    category: Category = None,
    key: Key = None,
) -> None:
    """Make a claim in place of another, which stays in the file; what is not given is taken from the old one."""
    words = _words(
        path, predicate, comparison, value, unit, invariant, consequence, provenance, evidence, tier, category
    )
    file = file_here()
    claim = drafting.changed(file.entry(id).claim, {**words, "id": new, "status": "active"})  # type: ignore[dict-item]
    with author(key) as who:
        changing.supersede(who, file, id, claim)
    output.write(claim.name + "\n")


def formalize(
    marker: Annotated[str, typer.Argument(metavar="MARKER", help="Its number, or the first digits of it.")],
    id: Annotated[str | None, typer.Option("--id", metavar="ID", help="The id of the claim; made if left out.")] = None,
    path: Path = None,
    predicate: Predicate = None,
    comparison: Comparison = None,
    value: Value = None,
    unit: Unit = None,
    invariant: Invariant = None,
    consequence: Consequence = None,
    evidence: Evidence = None,
    tier: Tier = None,
    key: Key = None,
) -> None:
    """Make a claim of a marker; the text of the comment is its invariant."""
    found = marking.find(claim_markers.markers_here(), marker)
    text = invariant or found.text
    words = _words(
        path, predicate, comparison, value, unit, text, consequence, found.provenance, evidence, tier, found.category
    )
    place, before = file_or_none()
    claims = ClaimsFile(place, before).claims
    full = complete(words)  # type: ignore[arg-type]
    full["id"] = id or drafting.free_name("-".join(str(full["path"]).split("/")[-2:]), claims)
    claim = drafting.drafted({name: given or None for name, given in full.items()})
    with author(key) as who:
        changing.create(who, place, before, claim)
    output.write(claim.name + "\n")
    warn(claim, claims)
