"""Policies: which there are, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aphoria.verification_findings import wanted_text
from repo_format.vocabulary import TIERS
from steme.keys import public_keys
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.policies.pack import Policy
    from repo_format.objects.acknowledgement import Acknowledgement
    from repo_format.objects.alias import Alias
    from repo_format.objects.claim import Claim

_LIST = (
    Column("name"),
    Column("claims", right=True),
    Column("acknowledgements", right=True),
    Column("aliases", right=True),
    Column("signers", human=lambda names: " ".join(figures.short_id(one) for one in names)),
    Column("digest", human=figures.short_id),
)
_SHOW = (Column("id"), Column("path"), Column("predicate"), Column("wanted"), Column("tier"), Column("provenance"))


def write_list(policies: Sequence[Policy], format: str | None) -> None:
    """Write a row for every policy."""
    rows("aphoria.policies", _LIST, map(_facts, policies), format=format)


def _facts(one: Policy) -> dict[str, object]:
    return {
        "name": one.name,
        "claims": len(one.authorities),
        "acknowledgements": len(one.acknowledgements),
        "aliases": len(one.aliases),
        "signers": list(one.signers),
        "digest": one.digest,
    }


def write(policy: Policy, format: str | None) -> None:
    """Write a row for every object: claims, then acknowledgements, then aliases. JSON holds whole sentences too."""
    rows("aphoria.policy", _SHOW, _said(policy), format=format)


def _said(policy: Policy) -> list[dict[str, object]]:
    every = (*map(_claim, policy.authorities), *map(_accepted, policy.acknowledgements), *map(_alias, policy.aliases))
    return list(every)


def _claim(one: Claim) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": one.name,
        "path": one.path,
        "predicate": one.predicate,
        "wanted": wanted_text(one),
        "tier": TIERS[one.tier],
        "provenance": one.provenance,
        "invariant": one.invariant,
        "consequence": one.consequence,
        "evidence": list(one.evidence or ()),
        "category": one.category,
        "author": one.author,
    }


def _accepted(one: Acknowledgement) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": "",
        "path": one.path,
        "predicate": one.predicate or "",
        "wanted": "is accepted",
        "tier": "",
        "provenance": one.reason,
        "author": one.author,
    }


def _alias(one: Alias) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": "",
        "path": one.alias,
        "predicate": "",
        "wanted": f"is {one.subject}",
        "tier": "",
        "provenance": one.reason or "",
        "author": one.author,
    }


def summary(policy: Policy) -> str:
    """One line: what it holds, who signed it."""
    parts = (
        (len(policy.authorities), "claim"),
        (len(policy.acknowledgements), "acknowledgement"),
        (len(policy.aliases), "alias"),
    )
    told = ", ".join(f"{number} {word}{_plural(number, word)}" for number, word in parts if number) or "nothing"
    known = public_keys()
    who = ", ".join(safe(known.get(bytes.fromhex(one), figures.short_id(one))) for one in policy.signers)
    return f"{safe(policy.name)}: {told}, signed by {who}"


def _plural(number: int, word: str) -> str:
    return "" if number == 1 else "es" if word.endswith("s") else "s"
