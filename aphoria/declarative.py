"""The extractors of a project: those that come with the linter, and those its team declares in
``.aphoria/extractors/*.toml``, a file for each, named as the extractor.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aphoria import members, walk
from aphoria.extractor import Extractor, Observes, shipped
from aphoria.place import FOLDER
from repo_format.errors import InvalidInput, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aphoria.declaring.cases import Case
    from aphoria.declaring.declaration import Declaration

EXTRACTORS = "extractors"
MAX_BYTES = 64 << 10
MAX_FILES = 100
_SUFFIX = ".toml"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,50}")
_PLACE = re.compile(r"[^/]*\{\w+\}[^/]*")
_ENGINE = b"1\0"
"""Raised when the same file would find something else; a part of every version, because results are cached."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An extractor of the team, with the file it stands in, relative to the project's top."""

    file: str
    declaration: Declaration
    extractor: Extractor
    cases: tuple[Case, ...]


def extractors_of(top: str) -> dict[str, Extractor]:
    """All extractors of the project at ``top``, by name. Raises InvalidInput, naming the file that is not right."""
    own = {one.extractor.name: one.extractor for one in declared(top)}
    return {**shipped(), **own}


def names(top: str) -> set[str]:
    """The names of all extractors of the project, whether or not those of the team are right. Raises as ``files``."""
    return {*members.names("extractors"), *(os.path.basename(one).removesuffix(_SUFFIX) for one in files(top))}


def declared(top: str) -> list[Declared]:
    """The team's own extractors, by name. Raises as ``extractors_of``."""
    return [read(top, name) for name in files(top)]


def files(top: str) -> list[str]:
    """The files of the team's own extractors, relative to ``top``, sorted. Raises InvalidInput for too many."""
    folder = os.path.join(top, FOLDER, EXTRACTORS)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_SUFFIX))
    except OSError:
        return []
    if len(names) > MAX_FILES:
        raise InvalidInput("", f"{FOLDER}/{EXTRACTORS} holds {len(names)} files; {MAX_FILES} are allowed")
    return [f"{FOLDER}/{EXTRACTORS}/{name}" for name in names]


def read(top: str, file: str) -> Declared:
    """One extractor. Raises InvalidInput in one sentence, with the file and the field."""
    name = os.path.basename(file).removesuffix(_SUFFIX)
    try:
        _check_name(name)
        return _declared(file, name, _bytes(top, file))
    except InvalidInput as error:
        raise InvalidInput("", f"{shown(file)[1:-1]}: {error}") from None


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidInput("name", f"{shown(name)} is not lower-case letters, digits and _")
    if name in shipped():
        raise InvalidInput("name", f"{name} is that of an extractor of ours")


def _bytes(top: str, file: str) -> bytes:
    try:
        data = walk.read(top, file, MAX_BYTES)
    except OSError as error:
        raise InvalidInput("", f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise InvalidInput("", f"is larger than {MAX_BYTES:,} bytes")
    return data


def _declared(file: str, name: str, data: bytes) -> Declared:
    import tomllib  # this and what follows are for those who have such files

    import blake3

    from aphoria.declaring.cases import cases_of
    from aphoria.declaring.declaration import declaration_of
    from aphoria.declaring.seeing import extractor_of

    try:
        table = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput("", f"is not TOML: {shown(str(error), 200)[1:-1]}") from None
    declaration = declaration_of(table)
    extractor = Extractor(
        name=name,
        summary=declaration.summary,
        languages=frozenset(declaration.languages),
        hints=(declaration.pattern.encode(),),
        observes=tuple(_observes(declaration)),
        version=int.from_bytes(blake3.blake3(_ENGINE + data).digest(7)),
        extract=extractor_of(declaration),
    )
    return Declared(file, declaration, extractor, cases_of(table.get("test", [])))


def _observes(declaration: Declaration) -> Iterator[Observes]:
    yield Observes(_PLACE.sub("*", declaration.about), declaration.predicate, declaration.summary)


def language_names(one: Extractor) -> list[str]:
    """The names of the languages that an extractor reads, its families resolved."""
    from aphoria.declaring.patterns import languages_of

    return [language.name for language in languages_of(one.languages)]
