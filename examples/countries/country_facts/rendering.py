"""The files of this example as text: data lines, `sources.toml`, `ATTRIBUTION.md`. Same input, same bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass

from blake3 import blake3

from country_facts.archive import Archive
from country_facts.edition import Edition
from country_facts.facts import Fact

ATTRIBUTION_HEAD = """# Where the facts come from

Written by `build`; do not edit. Only facts are taken from these packages: no code, no prose, no pictures. The values
are the packages' own, rewritten to common codes and units as the README says; nobody named here endorses that. Each
file under `data/` keeps to the terms of the package it comes from.
"""


@dataclass(frozen=True)
class Taken:
    """What one edition gave: its archive and its facts in order."""

    edition: Edition
    archive: Archive
    facts: list[Fact]


def line(fact: Fact) -> str:
    """One fact as one line of compact JSON, without the line end; absent fields are left out."""
    fields = {"subject": fact.subject, "predicate": fact.predicate, "value": fact.value}
    optional = {"unit": fact.unit, "note": fact.note}
    fields |= {key: text for key, text in optional.items() if text}
    return json.dumps(fields, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def data_text(taken: Taken) -> str:
    """The data file of one edition."""
    return "".join(line(fact) + "\n" for fact in taken.facts)


def data_path(edition: Edition) -> str:
    """The data file's path below this example."""
    return f"data/{edition.name}.jsonl"


def sources_text(everything: list[Taken]) -> str:
    """`sources.toml`: one table per source, in order of name."""
    head = "# Written by `build`; do not edit. How to import each data file and what to register as its source.\n"
    return head + "".join(_source_table(taken) for taken in everything)


def _source_table(taken: Taken) -> str:
    edition = taken.edition
    fields: dict[str, str | float | int] = {
        "name": edition.name,
        "file": data_path(edition),
        "key": edition.key,
        "title": edition.title,
        "url": edition.url,
        "publisher": edition.publisher,
        "licence": edition.licence,
        "edition": edition.version,
        "published": edition.published,
        "dated_by": edition.dated_by,
        "tier": edition.tier,
        "confidence": edition.confidence,
        "tier_reason": edition.tier_reason,
        "archive": edition.file,
        "digest": blake3(taken.archive.raw).hexdigest(),
        "claims": len(taken.facts),
    }
    return "\n[[source]]\n" + "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()
    )


def licence_texts(everything: list[Taken]) -> dict[str, str]:
    """The licence files that came with the packages, by their path below this example; unchanged but for line ends."""
    found = [
        (taken, taken.archive.bytes(taken.edition.licence_file)) for taken in everything if taken.edition.licence_file
    ]
    return {_licence_path(taken.edition): raw.decode("utf-8").replace("\r\n", "\n") for taken, raw in found}


def _licence_path(edition: Edition) -> str:
    return f"licences/{edition.name}.txt"


def attribution_text(everything: list[Taken]) -> str:
    """`ATTRIBUTION.md`: a section per source."""
    return ATTRIBUTION_HEAD + "".join(_attribution(taken.edition) for taken in everything)


def _attribution(edition: Edition) -> str:
    text = f"[its text]({_licence_path(edition)})" if edition.licence_file else "the package has no licence file"
    lines = [
        f"\n## {edition.name}\n",
        f"- {edition.title}, by {edition.publisher}",
        f"- <{edition.url}>, `{edition.file}` from {edition.registry}",
        f"- published {edition.published} ({edition.dated_by})",
        f"- licence: {edition.licence}; {text}",
        *([f"- {edition.licence_note}"] if edition.licence_note else []),
        f"- facts: [{data_path(edition)}]({data_path(edition)})",
    ]
    return "\n".join(lines) + "\n"
