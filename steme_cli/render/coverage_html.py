"""Coverage as a page to be shown in a meeting: one file, nothing loaded from elsewhere, no script at all.

Every text that comes from code or claims is made safe and escaped; the page's own policy forbids whatever is not its
style sheet. Every bar stands beside its numbers, so that nothing is said by colour alone.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from aphoria.verification import CONFLICT, MISSING, PASS
from aphoria.verification_findings import wanted_text
from steme_cli.render import figures
from steme_cli.render.coverage_chart import headline, under_headline
from steme_cli.render.coverage_style import STYLE
from steme_cli.render.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aphoria.coverage import Coverage, Covered, Gap
    from aphoria.survey import Survey
    from aphoria.verification import Verdict

GAPS = 40
_FORMULA = (
    "Density is the share of the observations that an active claim is about. Imports, settings, versions and API shape "
    "count where a claim is about them."
)
_ORDER = {CONFLICT: 0, MISSING: 1, PASS: 2}
_WORDS = {PASS: "holds", CONFLICT: "contradicted", MISSING: "nothing shows it"}


def page(found: Coverage, stands: Survey, modules: Sequence[Covered], when: str) -> str:
    """The page, with the modules in the order given; ``when`` says when it was made."""
    title = f"Coverage of {_text(found.project)}"
    parts = [
        _head(title),
        f"<header><h1>{_text(headline(found))}</h1>" if found.total.observations else f"<header><h1>{title}</h1>",
        f"<p>{_text(under_headline(found))}</p></header>",
        "<main>",
        _tiles(found, stands),
        _modules([one for one in modules if one.observations or one.claims]),
        _claims(stands.verification.verdicts),
        _gaps(found.gaps),
        "</main>",
        f"<footer><p>Made by aphoria on {_text(when)}. {_FORMULA}</p></footer></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _text(words: object) -> str:
    return html.escape(safe(words), quote=True)


def _head(title: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body>"
    )


def _tiles(found: Coverage, stands: Survey) -> str:
    counts = {verdict: len(stands.verification.with_verdict(verdict)) for verdict in _ORDER}
    density = "none" if found.total.density is None else figures.percent(found.total.density)
    tiles = (
        ("claimed", density, ""),
        ("claims hold", figures.count(counts[PASS]), "good"),
        ("contradicted", figures.count(counts[CONFLICT]), "bad" if counts[CONFLICT] else ""),
        ("shown by nothing", figures.count(counts[MISSING]), "open" if counts[MISSING] else ""),
        ("observations unclaimed", figures.count(found.total.unclaimed), ""),
    )
    cells = "".join(f'<div class="tile {kind}"><dd>{number}</dd><dt>{name}</dt></div>' for name, number, kind in tiles)
    return f'<dl class="tiles">{cells}</dl>'


def _modules(modules: Sequence[Covered]) -> str:
    widest = max((one.observations for one in modules), default=0)
    legend = (
        '<p class="legend"><span class="holds"></span> claimed, and so '
        '<span class="contrary"></span> claimed, and otherwise <span class="rest"></span> not claimed</p>'
    )
    heads = ("Module", "", "Observations", "Claims", "Claimed", "Unclaimed", "Conflicts", "Missing", "Density")
    rows = "".join(_module(one, widest) for one in modules)
    return _section("Modules", "modules", legend + _table("Coverage by module", heads, rows))


def _module(one: Covered, widest: int) -> str:
    pieces = (("holds", one.claimed - one.conflicts), ("contrary", one.conflicts), ("rest", one.unclaimed))
    bar = "".join(
        f'<span class="{kind}" style="width:{100 * number / widest:.2f}%"></span>' for kind, number in pieces if number
    )
    density = "" if one.density is None else figures.percent(one.density)
    numbers = (one.observations, one.claims, one.claimed, one.unclaimed, one.conflicts, one.missing)
    cells = "".join(f"<td>{figures.count(number)}</td>" for number in numbers)
    return (
        f'<tr><th scope="row">{_text(one.module)}</th><td class="bar" aria-hidden="true"><div>{bar}</div></td>'
        f"{cells}<td>{density}</td></tr>"
    )


def _claims(verdicts: Iterable[Verdict]) -> str:
    ordered = sorted(verdicts, key=lambda one: (_ORDER[one.verdict], one.claim.name))
    rows = "".join(_claim(one) for one in ordered)
    heads = ("Claim", "State", "What must be", "Otherwise", "Decided", "Seen")
    body = _table("Active claims, what needs work first", heads, rows) if rows else "<p>Nothing is claimed yet.</p>"
    return _section("Claims", "claims", body)


def _claim(one: Verdict) -> str:
    claim = one.claim
    about = one.contrary if one.verdict == CONFLICT else one.fitting
    places = ", ".join(_text(f"{seen.file}:{seen.line}") for seen in about[:3])
    more = f" and {len(about) - 3:,} more" if len(about) > 3 else ""
    seen = places + more if about else _text(one.note or "nowhere")
    checked = _text(f"{claim.path} {claim.predicate} {wanted_text(claim)}")
    return (
        f'<tr><th scope="row"><code>{_text(claim.name)}</code></th>'
        f'<td><span class="state {one.verdict.lower()}">{_WORDS[one.verdict]}</span></td>'
        f"<td>{_text(claim.invariant)}<br><small><code>{checked}</code></small></td>"
        f"<td>{_text(claim.consequence)}</td><td>{_text(claim.provenance)}</td><td>{seen}</td></tr>"
    )


def _gaps(gaps: Sequence[Gap]) -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{_text(one.about)}</code> {_text(one.predicate)}</th>'
        f"<td>{figures.count(one.observations)}</td><td>{figures.count(one.modules)}</td>"
        f'<td class="words">{", ".join(_text(value[:60]) for value in one.values)}</td></tr>'
        for one in gaps[:GAPS]
    )
    if not rows:
        return _section("Gaps", "gaps", "<p>A claim is about everything that is observed.</p>")
    told = f"<p>The {GAPS} widest of {len(gaps):,}.</p>" if len(gaps) > GAPS else ""
    heads = ("Observed, and nobody claims it", "Observations", "Modules", "Values")
    return _section("Gaps", "gaps", told + _table("Gaps, the widest first", heads, rows))


def _section(title: str, name: str, body: str) -> str:
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{body}</section>'


def _table(caption: str, heads: Iterable[str], rows: str) -> str:
    cells = "".join(f'<th scope="col">{head}</th>' if head else '<td class="bar"></td>' for head in heads)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
