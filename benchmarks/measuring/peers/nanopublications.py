"""nanopub-sign: every claim a nanopublication in TriG, normalised and signed with RSA, written to one file.

It does a few hundred a second, so it gets the first of the claims only, and its rate is taken to hold for the rest.
"""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nanopub_sign import KeyPair, Nanopub, NpProfile

NAME = "nanopub-sign"

SAMPLE = 300
"""How many claims it gets."""

_TEMPLATE = """@prefix : <http://purl.org/nanopub/temp/np/> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix pav: <http://purl.org/pav/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix x: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:head {{
  : a np:Nanopublication ; np:hasAssertion :assertion ; np:hasProvenance :provenance ; np:hasPublicationInfo :pubinfo .
}}
:assertion {{ <http://example.org/{subject}> x:{predicate} {value} . }}
:provenance {{ :assertion prov:hadPrimarySource x:{source} ; x:confidence {confidence} ; x:tier {tier} . }}
:pubinfo {{ : pav:createdOn "{time}"^^xsd:integer . }}
"""


def load(place: str, lines: str) -> None:
    """Sign the first ``SAMPLE`` claims and write them durably."""
    with Path(lines).open("rb") as file, Path(place).open("w", encoding="utf-8") as signed:
        signed.writelines(_signed(json.loads(line)) for line in islice(file, SAMPLE))
        signed.flush()
        os.fdatasync(signed.fileno())


_author = NpProfile(private_key=KeyPair().private, orcid_id="https://orcid.org/0000-0000-0000-0000")


def _signed(claim: dict[str, Any]) -> str:
    return str(Nanopub(_document(claim)).sign(_author).rdf())


def _document(claim: dict[str, Any]) -> str:
    value = claim["value"]
    shown = f"<http://example.org/{quote(value['ref'])}>" if type(value) is dict else json.dumps(value)
    return _TEMPLATE.format(**{**claim, "subject": quote(claim["subject"]), "value": shown})
