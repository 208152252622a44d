"""Unsigned facts in JSON Lines: a line becomes a claim, ready to be sealed (docs/format/json-lines.md, section 2)."""

from __future__ import annotations

import msgspec

from repo_format import objects
from repo_format.decoder import decoder_of
from repo_format.errors import InvalidInput
from repo_format.ids import object_id
from steme.importing.fact import Fact, problem_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects.assertion import Assertion
    from steme.importing.claim_maker import ClaimMaker

    Prepared = tuple[bytes, bytes, Assertion]
    """Id, payload, the payload read."""

UNDECODABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

_decode = decoder_of(Fact)
_split = decoder_of(dict[str, msgspec.Raw])


class JsonFacts:
    """Reads lines one by one; called about a million times, so what recurs is looked up and the rest is done once."""

    def __init__(self, maker: ClaimMaker) -> None:
        self._make = maker.make

    def read(self, line: bytes) -> Prepared:
        """The claim of one line. Raises InvalidInput, whose message names the field."""
        try:
            fact = _decode(line)
        except UNDECODABLE as error:
            raise problem_of(line, error) from None
        # No line has fewer colons than it has keys and texts with colons, so one that has as many has no key twice.
        given = (
            2
            + (fact.predicate is not None)
            + (fact.unit is not None)
            + (fact.confidence is not None)
            + (fact.tier is not None)
            + (fact.time is not None)
            + (fact.source is not None)
            + (fact.note is not None)
        )
        colons = line.count(b":")
        if colons != given and (b"\\" in line or colons != given + _colons_in_texts(fact)):
            check_keys(line)
        claim = self._make(fact)
        payload = objects.write(claim)
        return object_id(payload), payload, claim


def _colons_in_texts(fact: Fact) -> int:
    """Colons in the texts of a fact that often have some."""
    found = fact.subject.count(":")
    for text in (fact.value, fact.time, fact.note, fact.source):
        if type(text) is str:
            found += text.count(":")
    return found


def check_keys(text: bytes, deep: bool = True) -> None:
    """Refuse a JSON object, known to decode, in which a key stands twice; ``deep`` in an object directly in it too.

    Raises InvalidInput. The decoder keeps the last of several; their colons are what tells.
    """
    members = _split(text)
    accounted = len(members)
    for key, value in members.items():
        raw = bytes(value)
        accounted += key.count(":") + raw.count(b":")
        if deep and raw.startswith(b"{"):
            check_keys(raw)
    if accounted != text.count(b":"):
        raise InvalidInput("", "holds a key twice")
