"""The findings that a team has decided to live with, ``.aphoria/acknowledgements.toml``: signed, reviewed like code.

    [[acknowledgement]]
    path = "wallet/net/tls/certificate"
    extractor = "tls_verify"
    reason = "the other side is ourselves"
    until = 2027-01-31
    ...

``until`` is a day, which belongs to it, or a time with its zone. Comments and order survive every change.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from aphoria.claims.entry import CHANGED, SIGNED
from aphoria.claims.entry import UNSIGNED as STATE_UNSIGNED
from aphoria.claims.fields import UNSIGNED
from aphoria.claims.signing import is_good
from aphoria.place import FOLDER
from aphoria.writing import replace_file
from repo_format.errors import InvalidInput, NotFound, shown
from repo_format.objects.acknowledgement import Acknowledgement

if TYPE_CHECKING:
    from tomlkit.items import Table

NAME, TABLES = "acknowledgements.toml", "acknowledgement"
FILE = f"{FOLDER}/{NAME}"
ORDER = ("path", "extractor", "predicate", "reason", "until", "author", "time", "signature")
HEADING = """\
# Findings that this team has decided to live with, each with the reason and perhaps a last day.
# `aphoria ack --help` changes them and keeps these comments.
"""
MAX_BYTES = 4 << 20
_SIGNATURE_BYTES = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST = timedelta(days=1) - _MICROSECOND


@dataclass(frozen=True, slots=True)
class Entry:
    """One acknowledgement in the file, which begins in ``line``, from 1."""

    said: Acknowledgement
    signature: bytes | None
    line: int

    @property
    def state(self) -> str:
        """Whether the author's signature is there and fits: signed, unsigned, or changed since it was signed."""
        if self.signature is None:
            return STATE_UNSIGNED
        return SIGNED if is_good(self.said, self.signature) else CHANGED


class AcknowledgementFile:
    """The acknowledgements of the project at ``top``, in the order of the file; none where there is no file."""

    def __init__(self, top: str) -> None:
        """Raises InvalidInput, with the line, for a file that is not right."""
        self.path = os.path.join(top, FOLDER, NAME)
        self.text = _read(self.path)
        self.entries = _entries(self.text)

    def put(self, said: Acknowledgement, signature: bytes) -> bool:
        """Write an acknowledgement, in place of one of the same extent; returns whether there was one. Durable.

        Raises StorageFailed, and nothing was changed.
        """
        import tomlkit

        document = tomlkit.parse(self.text or HEADING)
        tables = document.setdefault(TABLES, tomlkit.aot())
        at = next((place for place, one in enumerate(self.entries) if extent(one.said) == extent(said)), None)
        fields = _table_of(said, signature)
        if at is None:
            tables.append(_updated(tomlkit.table(), fields))
        else:
            _updated(tables[at], fields)
        self._write(tomlkit.dumps(document))
        return at is not None

    def remove(self, entry: Entry) -> None:
        """Take an acknowledgement out. Raises as ``put``."""
        import tomlkit

        document = tomlkit.parse(self.text)
        del document[TABLES][self.entries.index(entry)]
        self._write(tomlkit.dumps(document))

    def find(self, path: str, extractor: str | None = None, predicate: str | None = None) -> Entry:
        """The acknowledgement of a path. Raises NotFound, and InvalidInput when there are several."""
        fitting = [
            one
            for one in self.entries
            if one.said.path == path
            and extractor in (None, one.said.extractor)
            and predicate in (None, one.said.predicate)
        ]
        if not fitting:
            raise NotFound(f"nothing of the kind is acknowledged at {shown(path)}; `aphoria ack list` shows what is")
        if len(fitting) > 1:
            raise InvalidInput("PATH", f"{shown(path)} has {len(fitting)}; say --extractor or --predicate too")
        return fitting[0]

    def _write(self, text: str) -> None:
        heading = f"[[{TABLES}]]"
        spaced = text.replace(f"\n{heading}", f"\n\n{heading}").replace(f"\n\n\n{heading}", f"\n\n{heading}")
        self.entries = _entries(spaced)
        self.text = spaced
        replace_file(self.path, spaced.encode())


def extent(said: Acknowledgement) -> tuple[str, str | None, str | None]:
    """What it covers: path, extractor, predicate."""
    return said.path, said.extractor, said.predicate


def until_of(given: object) -> int:
    """Microseconds of an ``until``: the end of a day, or a time with its zone. Raises InvalidInput."""
    if isinstance(given, datetime) and given.tzinfo is not None:
        return (given - _EPOCH) // _MICROSECOND
    if isinstance(given, date) and not isinstance(given, datetime):
        return (datetime.combine(given, time(), UTC) + _LAST - _EPOCH) // _MICROSECOND
    raise InvalidInput("until", f"is {shown(given)}, not a day such as 2027-01-31")


def until_text(until: int) -> str:
    """An ``until`` as people read it: a day where it is the end of one."""
    return str(_moment(until)).replace(" ", "T")


def _moment(microseconds: int) -> date | datetime:
    moment = _EPOCH + timedelta(microseconds=microseconds)
    ends = moment.timetz().replace(tzinfo=None) == time(23, 59, 59, 999999)
    return moment.date() if ends else moment


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InvalidInput("", f"{FILE} is larger than {MAX_BYTES:,} bytes")
        return data.decode()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("", f"{FILE} cannot be read: {error}") from error


def _entries(text: str) -> list[Entry]:
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidInput("", f"{FILE} is not TOML: {error}") from error
    tables = document.get(TABLES, [])
    if not isinstance(tables, list) or set(document) - {TABLES}:
        raise InvalidInput("", f"{FILE} may hold [[{TABLES}]] and nothing else")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"[[{TABLES}]]")]
    known = len(lines) == len(tables)
    return [_entry(table, lines[place] if known else 0) for place, table in enumerate(tables)]


def _entry(table: Mapping[str, Any], line: int) -> Entry:
    try:
        said = _said(table)
        said.check()
        return Entry(said, _signature(table.get("signature")), line)
    except InvalidInput as error:
        raise InvalidInput("", f"{FILE}:{line}: {error.field} {error.problem}") from None


def _said(table: Mapping[str, Any]) -> Acknowledgement:
    unknown = sorted(set(table) - set(ORDER))
    if unknown:
        raise InvalidInput(shown(unknown[0]), f"is not a field of one; there are {', '.join(ORDER)}")
    for name in ("path", "reason"):
        if name not in table:
            raise InvalidInput(name, "is missing")
    for name in set(table) - {"until", "time"}:
        if not isinstance(table[name], str):
            raise InvalidInput(name, f"is {shown(table[name])}, not a text")
    moment = table.get("time")
    return Acknowledgement(
        author=table.get("author", UNSIGNED),
        extractor=table.get("extractor"),
        path=table["path"],
        predicate=table.get("predicate"),
        reason=table["reason"],
        time=0 if moment is None else until_of(moment),
        until=None if "until" not in table else until_of(table["until"]),
    )


def _signature(given: str | None) -> bytes | None:
    if given is None:
        return None
    try:
        data = bytes.fromhex(given)
    except ValueError:
        data = b""
    if len(data) != _SIGNATURE_BYTES or data.hex() != given:
        raise InvalidInput("signature", "is not 128 lower-case hex digits")
    return data


def _table_of(said: Acknowledgement, signature: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "path": said.path,
        "extractor": said.extractor,
        "predicate": said.predicate,
        "reason": said.reason,
        "until": None if said.until is None else _moment(said.until),
        "author": said.author,
        "time": _EPOCH + timedelta(microseconds=said.time),
        "signature": signature.hex(),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _updated(table: Table, fields: Mapping[str, Any]) -> Table:
    for name in [name for name in table if name not in fields]:
        del table[name]
    for name in ORDER:
        if name in fields and (name not in table or table[name] != fields[name]):
            table[name] = fields[name]
    return table
