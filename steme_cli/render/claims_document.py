"""All active claims as one Markdown document, the same for the same claims and code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aphoria.categories import by_category
from aphoria.verification import CONFLICT, MISSING, PASS
from aphoria.verification_findings import value_text, wanted_text
from repo_format.vocabulary import TIERS
from steme_cli.render.project_story import WORDS
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.survey import Survey
    from aphoria.verification import Verdict

_SPECIAL = frozenset("\\`*_{}[]<>#|~!&")
_PLACES = 5


def document(stands: Survey) -> str:
    """The document: an overview, then every claim with its reason, where it comes from, its state and where it is
    seen.
    """
    return "\n".join(_lines(stands)) + "\n"


def _lines(stands: Survey) -> Iterator[str]:
    done = stands.verification
    yield f"# What {_plain(stands.scan.project)} must do"
    yield ""
    yield "Written by `aphoria docs generate` from `.aphoria/claims.toml` and the code; do not edit it by hand."
    yield ""
    yield "| state | claims |"
    yield "|---|--:|"
    for verdict in (CONFLICT, MISSING, PASS):
        yield f"| {WORDS[verdict]} | {len(done.with_verdict(verdict))} |"
    for category, verdicts in by_category(done.verdicts).items():
        yield ""
        yield f"## {_plain(category)}"
        for one in verdicts:
            yield from _claim(one)


def _claim(one: Verdict) -> Iterator[str]:
    claim = one.claim
    yield ""
    yield f"### {claim.name}"
    yield ""
    yield f"{_plain(claim.invariant)}"
    yield ""
    yield f"- State: **{WORDS[one.verdict]}**" + (f" ({_plain(one.note)})" if one.note else "")
    yield f"- Otherwise: {_plain(claim.consequence)}"
    yield f"- Decided: {_plain(claim.provenance)} ({TIERS[claim.tier]})"
    for evidence in claim.evidence or ():
        yield f"- Evidence: {_link(evidence)}"
    if claim.supersedes:
        yield f"- Replaces: {claim.supersedes}"
    yield f"- Checked: {_code(f'{claim.path} {claim.predicate}')} {_plain(wanted_text(claim))}"
    yield from _places(one)


def _places(one: Verdict) -> Iterator[str]:
    for word, seen in (("Contradicted at", one.contrary), ("Seen at", one.fitting)):
        if seen:
            told = ", ".join(
                f"{_code(f'{each.file}:{each.line}')} ({_plain(value_text(each))})" for each in seen[:_PLACES]
            )
            more = f" and {len(seen) - _PLACES} more" if len(seen) > _PLACES else ""
            yield f"- {word}: {told}{more}"


def _plain(text: object) -> str:
    """A text in which Markdown and HTML see nothing but a text, on one line."""
    return "".join("\\" + letter if letter in _SPECIAL else letter for letter in safe(" ".join(str(text).split())))


def _code(text: str) -> str:
    return "`" + safe(text).replace("`", "'") + "`"


def _link(text: str) -> str:
    address = safe(text)
    if address.startswith(("https://", "http://")) and not set(address) & set("<> `\\"):
        return f"<{address}>"
    return _plain(text)
