"""Claims for people and programs: lists, one in full, the story of one, statistics, problems."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aphoria.claims.fields import table_of
from aphoria.verification import CONFLICT, MISSING
from aphoria.verification_findings import value_text, wanted_text
from repo_format.vocabulary import TIERS
from steme.times import format_time
from steme_cli import output
from steme_cli.render import figures
from steme_cli.render.column import Column
from steme_cli.render.record import record
from steme_cli.render.rows import rows
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from aphoria.claims.entry import Entry
    from aphoria.claims.linting import Problem
    from aphoria.claims.markers import Marker
    from aphoria.verification import Verdict

TEMPLATE = """\
# Fill in, then: aphoria claims import FILE

[[claim]]
id = "wallet-tls-001"                     # lower-case letters, digits and -
path = "wallet/tls/certificate"           # * stands for any one segment
predicate = "verified"
comparison = "equals"                     # aphoria help claims lists them
value = true                              # values = [1, 5] for one_of and in_range
# unit = "s"
invariant = "Certificates MUST be verified"
consequence = "Anyone between us and the bank reads balances"
provenance = "Security review of March 2026"
evidence = ["https://www.rfc-editor.org/rfc/rfc9325"]
tier = "expert"
category = "security"
status = "draft"
"""

_LIST = (
    Column("id"),
    Column("status"),
    Column("path"),
    Column("predicate"),
    Column("wanted"),
    Column("invariant"),
    Column("signature"),
)


def found(entries: Iterable[Entry], words: Sequence[str]) -> list[Entry]:
    """The claims in which all words occur, in upper or lower case."""
    return [one for one in entries if all(word.casefold() in _everything(one) for word in words)]


def _everything(entry: Entry) -> str:
    return json.dumps(table_of(entry.claim), ensure_ascii=False).casefold()


def write_list(entries: Iterable[Entry], format: str | None) -> None:
    """Write a row for each claim."""
    rows("aphoria.claims", _LIST, map(_row, entries), format=format)


def _row(entry: Entry) -> Mapping[str, object]:
    return {**_fields(entry), "wanted": wanted_text(entry.claim), "signature": entry.state, "line": entry.line}


def _fields(entry: Entry) -> dict[str, Any]:
    table = table_of(entry.claim, entry.signature)
    if "time" in table:
        table["time"] = format_time(entry.claim.time)
    return table


def write_claim(entry: Entry, format: str | None) -> None:
    """Write one claim with all its fields."""
    facts = {**_fields(entry), "state": entry.state, "line": entry.line}
    human = {"value": None if entry.claim.value is None else wanted_text(entry.claim).removeprefix("must be ")}
    record("aphoria.claim", facts, format=format, human={k: v for k, v in human.items() if k in facts})


def write_story(entry: Entry, entries: Sequence[Entry], verdict: Verdict | None) -> None:
    """Tell a claim: the sentence, the reason, the history, and what the code does."""
    claim = entry.claim
    parts = [
        f"{claim.name}: {claim.invariant}",
        f"If not: {claim.consequence}",
        f"Decided: {claim.provenance} ({TIERS[claim.tier]}), {entry.state}"
        + (f" on {format_time(claim.time)[:10]}" if entry.signature else ""),
        *(f"Evidence: {one}" for one in claim.evidence or ()),
        f"Checked: {claim.path} {claim.predicate} {wanted_text(claim)}",
        *_history(entry, entries),
        *_now(verdict),
    ]
    for part in parts:
        lines = textwrap.wrap(safe(part), 100, subsequent_indent="    ", break_long_words=False)
        output.write("\n".join(lines) + "\n")


def _history(entry: Entry, entries: Sequence[Entry]) -> list[str]:
    told = [f"Replaces: {entry.claim.supersedes}"] if entry.claim.supersedes else []
    successors = [one.claim.name for one in entries if one.claim.supersedes == entry.claim.name]
    return told + [f"Replaced by: {name}" for name in successors]


def _now(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return ["Now: not verified, because it is not active"]
    if verdict.verdict == MISSING:
        return [f"Now: MISSING, {verdict.note or 'nothing shows it'}"]
    about = verdict.contrary if verdict.verdict == CONFLICT else verdict.fitting
    places = [f"  {one.file}:{one.line} is {value_text(one)}" for one in about[:5]]
    more = [f"  and {len(about) - 5} more"] if len(about) > 5 else []
    return [f"Now: {verdict.verdict}{', ' + verdict.note if verdict.note else ''}", *places, *more]


def write_statistics(entries: Sequence[Entry], format: str | None) -> None:
    """Write how many claims there are, by several of their fields."""
    claims = [one.claim for one in entries]
    counted = {
        "claims": len(claims),
        "status": dict(Counter(one.status for one in claims)),
        "tier": dict(Counter(TIERS[one.tier] for one in claims)),
        "category": dict(Counter(one.category or "none" for one in claims)),
        "comparison": dict(Counter(one.comparison for one in claims)),
        "signature": dict(Counter(one.state for one in entries)),
        "authors": len({one.author for one in claims}),
    }
    told = {name: _counts(value) for name, value in counted.items() if isinstance(value, dict)}
    record("aphoria.claims_stats", counted, format=format, human=told)


def _counts(counted: Mapping[str, int]) -> str:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number} {name}" for name, number in ordered) or "none"


_PROBLEMS = (Column("line", right=True), Column("claim"), Column("severity"), Column("problem"))


def write_problems(problems: Sequence[Problem], format: str | None) -> None:
    """Write a row for each problem, and for people how many there are."""
    told = ({"line": one.line, "claim": one.name, "severity": one.severity, "problem": one.text} for one in problems)
    rows("aphoria.claims_lint", _PROBLEMS, told, format=format)
    if format in (None, "table"):
        output.note(figures.counted(len(problems), "problem") if problems else "nothing is the matter")


def as_json(entries: Iterable[Entry]) -> str:
    """All claims as one JSON document."""
    return json.dumps({"aphoria.claims/v1": [_fields(one) for one in entries]}, indent=1, ensure_ascii=False) + "\n"


def write_merged(done: Mapping[str, Sequence[str]], *, dry_run: bool) -> None:
    """Write the names of the claims that came, and how many did what."""
    for word in ("added", "replaced", "skipped"):
        output.write("".join(f"{word} {name}\n" for name in done[word]))
    told = ", ".join(f"{len(names)} {word}" for word, names in done.items())
    output.note(f"{told}{'; nothing was changed' if dry_run else ''}")


_MARKERS = (Column("marker"), Column("state"), Column("place"), Column("category"), Column("text"))


def write_markers(markers: Iterable[Marker], format: str | None) -> None:
    """Write a row for each claim in a comment."""
    told = (
        {
            "marker": one.id,
            "state": one.state,
            "place": f"{one.file}:{one.line}",
            "category": one.category or None,
            "text": one.text,
            "file": one.file,
            "line": one.line,
            "module": one.module,
        }
        for one in markers
    )
    rows("aphoria.markers", _MARKERS, told, format=format)
