"""Where a backup lies: what a place can do, and the one that a text names. The places themselves are in ``places/``.

A file of a backup grows and is kept in parts. A place that can append keeps them behind one another in one file; one
that cannot, such as an object store, keeps every part as an object of its own (``names.part_name``). In a file
there may be more bytes than the manifest says.
"""

from __future__ import annotations

from importlib import import_module

from repo_format.errors import InvalidInput, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    class Place(Protocol):
        """An open place. Everything raises StorageFailed or, for what is elsewhere, RemoteFailed."""

        shown: str
        """As it may stand in a message: safe, and without secrets."""

        appends: bool
        """Whether ``write`` goes on with a file; else it makes an object, which must then be a whole part."""

        def manifest(self) -> bytes | None:
            """The bytes of the manifest, None where there is none."""

        def publish(self, manifest: bytes) -> None:
            """Put the manifest in the place of the one that ``manifest`` or ``publish`` saw last; durable.

            Raises Busy when somebody else has been at it meanwhile.
            """

        def read(self, name: str, offset: int, size: int) -> Iterator[bytes]:
            """The part of file ``name`` with ``size`` bytes from ``offset`` on; fewer where there are no more."""

        def write(self, name: str, offset: int, end: int, pieces: Iterable[bytes]) -> None:
            """Write the bytes of ``name`` from ``offset`` to ``end``; durable. What is behind them means nothing."""

        def names(self) -> list[str]:
            """All names of files of backups in it (``names.OWN``)."""

        def remove(self, name: str) -> None:
            """Remove a file or object if it is there."""

        def close(self) -> None:
            """Let go of it."""


_SCHEMES = {"s3": "s3", "file": "directory"}


def open_place(text: str, *, write: bool) -> Place:
    """The place that ``text`` names: a directory, or ``s3://BUCKET/PREFIX``. To write, it is made where it is missing.

    Raises InvalidInput for another scheme, NotFound, Refused (a directory that holds something else), Busy when another
    process writes there.
    """
    scheme, mark, rest = text.partition("://")
    if not text or (mark and (scheme not in _SCHEMES or not rest)):
        raise InvalidInput("", f"{shown(text)} is no place for a backup; give a directory or s3://BUCKET/PREFIX")
    name = _SCHEMES[scheme] if mark else "directory"
    module = import_module(f"steme.backup.places.{name}")
    where = rest if mark and name == "directory" else text
    opened: Place = module.open_place(where, write=write)
    return opened
