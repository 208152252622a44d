"""pyoxigraph: every claim a named graph of five to seven quads in a store on the disk, through its bulk loader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as rdf

NAME = "pyoxigraph"

_BASE = "http://example.org/"
_FIELDS = ("unit", "confidence", "tier", "source", "time")
_NAMES = {field: rdf.NamedNode(_BASE + field) for field in _FIELDS}


def load(place: str, lines: str) -> None:
    """Store a file of claims and flush it to the disk."""
    store = rdf.Store(place)
    store.bulk_extend(_quads(lines))
    store.flush()


def _quads(lines: str) -> Iterator[rdf.Quad]:
    with Path(lines).open("rb") as file:
        for line in file:
            claim = json.loads(line)
            graph = rdf.NamedNode(f"{_BASE}claim/{sha256(line).hexdigest()}")
            subject = rdf.NamedNode(_BASE + quote(claim["subject"]))
            yield rdf.Quad(subject, rdf.NamedNode(_BASE + claim["predicate"]), _term(claim["value"]), graph)
            for field in _FIELDS:
                if field in claim:
                    yield rdf.Quad(graph, _NAMES[field], _term(claim[field]), graph)


def _term(value: Any) -> rdf.NamedNode | rdf.Literal:
    return rdf.NamedNode(_BASE + quote(value["ref"])) if type(value) is dict else rdf.Literal(value)
