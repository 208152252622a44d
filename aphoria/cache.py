"""What was found in a file before, by its content: a file that has not changed is not looked at again.

The key is a hash of the bytes, their language and every extractor with its version; so a cache never has to be
invalidated. It lies with the user, not in the tree: one that came with a tree could hide what is in it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Mapping

import blake3
import msgspec

from aphoria.extractor import Extractor, Found
from repo_format.decoder import decoder_of

_DAYS = 30
_SECONDS = 24 * 3600
_SCHEMA = "CREATE TABLE IF NOT EXISTS found (key BLOB PRIMARY KEY, day INTEGER, value BLOB) WITHOUT ROWID"

Results = list[tuple[str, list[Found]]]
"""For every extractor that found something, by name, what it found."""

_encode = msgspec.json.Encoder().encode
_decode = decoder_of(Results)


def fingerprint(extractors: Iterable[Extractor]) -> bytes:
    """What a set of extractors is, versions and all."""
    hasher = blake3.blake3()
    for one in sorted(extractors, key=lambda one: one.name):
        hasher.update(f"{one.name}\0{one.version}\0".encode())
    return hasher.digest()


def cache_folder() -> str:
    """Where caches lie: ``$XDG_CACHE_HOME/aphoria``, else ``~/.cache/aphoria``."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(home, "aphoria")


class Cache:
    """The results of earlier scans. Anything wrong with it makes it empty, never an error."""

    def __init__(self, mark: bytes, folder: str | None = None) -> None:
        """``mark`` is the fingerprint of the extractors."""
        self._mark = mark
        self._today = int(time.time()) // _SECONDS
        self._touched: list[bytes] = []
        self._database = _open(folder or cache_folder())

    def key(self, data: bytes, language: str) -> bytes:
        """The key of a file's content."""
        return blake3.blake3(self._mark + language.encode() + b"\0" + data).digest()

    def get(self, key: bytes) -> Results | None:
        """What was found, None when it is not known."""
        if self._database is None:
            return None
        try:
            row = self._database.execute("SELECT day, value FROM found WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            if row[0] != self._today:
                self._touched.append(key)
            return _decode(row[1])
        except (sqlite3.Error, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, results: Mapping[bytes, Results]) -> None:
        """Keep results, and forget what nobody has asked for in 30 days. A full disk or a busy cache is no error."""
        if self._database is None or not (results or self._touched):
            return
        rows = [(key, self._today, _encode(found)) for key, found in results.items()]
        with contextlib.suppress(sqlite3.Error), self._database:
            self._database.executemany("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", rows)
            days = [(self._today, key) for key in self._touched]
            self._database.executemany("UPDATE found SET day = ? WHERE key = ?", days)
            self._database.execute("DELETE FROM found WHERE day < ?", (self._today - _DAYS,))

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()


def _open(folder: str) -> sqlite3.Connection | None:
    path = os.path.join(folder, "found-1.sqlite")
    for _ in range(2):
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            database = sqlite3.connect(path, timeout=2.0)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(_SCHEMA)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                return None  # busy, read-only or full: done without
            with contextlib.suppress(OSError):
                os.unlink(path)  # not a database any more; it only held what can be found again
        except OSError:
            return None
        else:
            return database
    return None
