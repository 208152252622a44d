"""The claims of a project, ``.aphoria/claims.toml``: reviewed like code, changed without losing a comment.

    [[claim]]
    id = "wallet-tls-001"
    ...

Whoever has the file can check every signature in it; no repository is needed.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from aphoria.claims.entry import Entry
from aphoria.claims.fields import SIGNATURE, claim_of
from repo_format.errors import InvalidInput, NotFound, shown
from repo_format.limits import MAX_FRAME_BODY

if TYPE_CHECKING:
    from repo_format.objects.claim import Claim

FOLDER, NAME = ".aphoria", "claims.toml"
TABLES = "claim"
MAX_BYTES = 16 * MAX_FRAME_BODY
_SIGNATURE_BYTES = 64


def find(start: str) -> str:
    """The path of the claims file at ``start`` or above. Raises NotFound, saying how to begin."""
    at = os.path.abspath(start)
    while True:
        path = os.path.join(at, FOLDER, NAME)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(at)
        if above == at:
            raise NotFound(f"there is no {FOLDER}/{NAME} here or above; `aphoria claims create` makes one")
        at = above


class ClaimsFile:
    """The claims of one file, in its order."""

    def __init__(self, path: str, text: str) -> None:
        """Raises InvalidInput, naming line and claim, for what is no file of claims."""
        self.path = path
        self.text = text
        self.entries = list(self._entries(text))
        self._refuse_doubles()

    @classmethod
    def read(cls, path: str) -> ClaimsFile:
        """Read the file at ``path``. Raises InvalidInput as above, NotFound where there is none."""
        try:
            with open(path, "rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            raise NotFound(f"there is no {shown(path)}") from None
        except OSError as error:
            raise InvalidInput("", f"{shown(path)} cannot be read: {error.strerror}") from error
        if len(data) > MAX_BYTES:
            raise InvalidInput("", f"{shown(path)} is larger than {MAX_BYTES:,} bytes")
        try:
            return cls(path, data.decode())
        except UnicodeDecodeError as error:
            raise InvalidInput("", f"{shown(path)} is not UTF-8: byte {error.start}") from error

    @property
    def claims(self) -> list[Claim]:
        """The claims, in the order of the file."""
        return [entry.claim for entry in self.entries]

    def entry(self, name: str) -> Entry:
        """The claim with an id. Raises NotFound, with a suggestion."""
        for entry in self.entries:
            if entry.claim.name == name:
                return entry
        raise NotFound(f"there is no claim {shown(name)} in {shown(self.path)}{_suggestion(name, self.claims)}")

    def _entries(self, text: str) -> Iterator[Entry]:
        try:
            document = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise InvalidInput("", f"{shown(self.path)} is not TOML: {error}") from error
        tables = document.get(TABLES, [])
        if not isinstance(tables, list) or set(document) - {TABLES}:
            raise InvalidInput("", f"{shown(self.path)} may hold [[{TABLES}]] and nothing else")
        lines = [number for number, line in enumerate(text.splitlines(), 1) if _is_heading(line)]
        known = len(lines) == len(tables)  # a heading inside of a text would shift them
        for place, table in enumerate(tables):
            yield self._entry(table, lines[place] if known else 0)

    def _entry(self, table: dict[str, Any], line: int) -> Entry:
        try:
            return Entry(claim_of(table), _signature(table.get(SIGNATURE)), line)
        except InvalidInput as error:
            owner = f" of {shown(table['id'])}" if isinstance(table.get("id"), str) else ""
            raise InvalidInput("", f"{self.path}:{line}: {error.field}{owner} {error.problem}") from None

    def _refuse_doubles(self) -> None:
        first: dict[str, Entry] = {}
        for entry in self.entries:
            before = first.setdefault(entry.claim.name, entry)
            if before is not entry:
                place = f"{self.path}:{entry.line}"
                raise InvalidInput("", f"{place}: {entry.claim.name} stands in line {before.line} already")


def _is_heading(line: str) -> bool:
    return line.replace(" ", "").replace("\t", "").startswith(f"[[{TABLES}]]")


def _signature(given: object) -> bytes | None:
    if given is None:
        return None
    try:
        data = bytes.fromhex(str(given))
    except ValueError:
        data = b""
    if len(data) != _SIGNATURE_BYTES or data.hex() != given:
        raise InvalidInput(SIGNATURE, "is not 128 lower-case hex digits")
    return data


def _suggestion(name: str, claims: list[Claim]) -> str:
    from difflib import get_close_matches  # only for somebody who mistyped

    near = get_close_matches(name, [claim.name for claim in claims], 1)
    return f"; did you mean {near[0]}?" if near else ""
