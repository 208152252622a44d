"""``docs/reference/extractors.md``: what the linter can observe, extractor by extractor."""

from __future__ import annotations

from aphoria.extractor import Extractor, shipped
from aphoria.language import known
from generators.reference import MARK, table

PATH = "docs/reference/extractors.md"
INTRODUCTION = """\
What `aphoria` can observe in code. A claim or an authority is about an observation by its topic and leaf, `*` being
any, and its predicate ([matching](../semantics/linter.md)). `aphoria extractors show NAME` says what one looks for,
`aphoria extractors test NAME --file FILE` what it finds in a file. An extractor *on demand* has so much to observe that
it looks only when a claim is about it. [Extractors of your own](../extractors.md) stand beside these.
"""


def files() -> dict[str, str]:
    """The page: a list of all, and a section for each."""
    every = list(shipped().values())
    rows = [(f"[{one.name}](#{one.name})", one.summary, ", ".join(languages(one))) for one in every]
    listed = table(("extractor", "what it observes", "languages"), rows)
    return {PATH: "\n".join([MARK, "# Extractors\n", INTRODUCTION, listed, *map(section, every)])}


def languages(one: Extractor) -> list[str]:
    """Its languages; dialects go by the name of their family."""
    return sorted({known()[name].family or name for name in one.languages})


def section(one: Extractor) -> str:
    """One extractor: what it may observe."""
    when = " On demand." if one.on_demand else ""
    rows = [(f"`{it.about}`", f"`{it.predicate}`", it.what) for it in one.observes]
    parts = [f"## {one.name}\n", f"{one.summary}.{when}\n", table(("topic and leaf", "predicate", "meaning"), rows)]
    return "\n".join(parts)
