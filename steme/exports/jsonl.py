"""JSON Lines with every proof: what `steme import` takes in again byte for byte (docs/format/json-lines.md).

Each seal stands on a line before the first of its objects. A seal lists all of its objects whichever of them are
exported, so a part of a repository verifies as well as the whole.
"""

from __future__ import annotations

from steme import history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from repo_format.record import Record
    from steme.repository import Repository
    from steme.wanted import Wanted


def lines(repository: Repository, wanted: Wanted) -> Iterator[bytes]:
    """The lines, oldest object first, each ending in a newline. Raises Damaged.

    Erased objects are only among them when everything is wanted, because nothing else is known of them.
    """
    sealed: set[bytes] = set()
    for entry in history.entries(repository, wanted, oldest_first=True):
        record = entry.record
        if record.seal is not None and record.seal.id not in sealed:
            sealed.add(record.seal.id)
            yield b'{"seal":"%b"}\n' % record.seal.encode().hex().encode()
        yield b"{%b,%b}\n" % (_content(record), _proof(record))


def _content(record: Record) -> bytes:
    if record.payload is not None:
        return b'"payload":' + record.payload
    erased = b'"erased":"%b"' % record.id.hex().encode()
    return erased if record.seal is not None else b'"author":"%b",%b' % (record.author.hex().encode(), erased)


def _proof(record: Record) -> bytes:
    if record.seal is not None:
        return b'"seal":"%b"' % record.seal.id.hex().encode()
    return b'"signature":"%b"' % record.signature.hex().encode()
