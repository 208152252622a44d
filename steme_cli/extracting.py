"""What `extractors` does: list, show, try and validate the extractors of a project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aphoria import declarative
from aphoria.declaring.cases import outcome
from aphoria.declaring.validating import ERROR, WARNING, Problem, unused
from aphoria.extractor import shipped
from aphoria.language import language_of
from aphoria.project import module_of
from aphoria.scan import Options, scan
from aphoria.source import Source
from aphoria.survey import claims_of
from aphoria.verification import ACTIVE
from aphoria.walk import MAX_BYTES, read
from repo_format.errors import InvalidInput, NotFound, shown
from steme_cli.surveying import top_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aphoria.declarative import Declared
    from aphoria.declaring.cases import Outcome
    from aphoria.extractor import Extractor, Found


def every() -> dict[str, tuple[Extractor, str]]:
    """All extractors by name, each with its file, "" for a shipped one."""
    own = {one.extractor.name: (one.extractor, one.file) for one in declarative.declared(top_here())}
    return dict(sorted({**{name: (one, "") for name, one in shipped().items()}, **own}.items()))


def named(name: str) -> tuple[Extractor, str]:
    """An extractor and its file. Raises NotFound with a suggestion."""
    known = every()
    if name not in known:
        from difflib import get_close_matches  # only for somebody who mistyped

        near = get_close_matches(name, list(known), 1)
        raise NotFound(f"there is no extractor {shown(name)}" + (f"; did you mean {near[0]}?" if near else ""))
    return known[name]


def outcomes(names: Sequence[str]) -> list[tuple[Declared, list[Outcome]]]:
    """What comes of the cases of the team's own extractors: those of these names, or all. Raises NotFound."""
    own = {one.extractor.name: one for one in declarative.declared(top_here())}
    for name in names:
        if name not in own:
            told = "comes with aphoria and is tested there" if name in shipped() else "is none of your extractors"
            raise NotFound(f"{shown(name)} {told}; yours stand in .aphoria/extractors")
    chosen = [own[name] for name in names] or list(own.values())
    return [(one, [outcome(one.extractor, case) for case in one.cases]) for one in chosen]


def tried(name: str, path: str) -> list[Found]:
    """What an extractor finds in a file, wherever that is. Raises NotFound, InvalidInput."""
    extractor, _ = named(name)
    language = language_of(os.path.basename(path))
    if language is None or not extractor.reads(language):
        raise InvalidInput("--file", f"{shown(path)} is of no language that {name} reads")
    try:
        data = read("", os.path.abspath(path), MAX_BYTES)
    except OSError as error:
        raise InvalidInput("--file", f"{shown(path)} cannot be read: {error.strerror}") from None
    source = Source(path, data, language, "project", module_of(os.path.basename(path)))
    return sorted(extractor.checked(source), key=lambda one: (one.lines, one.about))


def problems() -> tuple[list[Problem], int]:
    """What is the matter with the team's own extractors, and how many there are."""
    top, found, good = top_here(), list[Problem](), list["Declared"]()
    for file in declarative.files(top):
        try:
            good.append(declarative.read(top, file))
        except InvalidInput as error:
            name = os.path.basename(file).removesuffix(".toml")
            found.append(Problem(file, name, ERROR, str(error).removeprefix(f"{file}: ")))
    claims = [one.claim for one in claims_of(top) if one.claim.status == ACTIVE]
    seen = scan(top, Options(extractors={one.extractor.name: one.extractor for one in good})).observations
    for one in good:
        mine = [each for each in seen if each.extractor == one.extractor.name]
        found += unused(one.file, one.extractor, mine, claims)
        found += [] if one.cases else [Problem(one.file, one.extractor.name, WARNING, "has no [[test]]")]
        bad = sum(not outcome(one.extractor, case).passed for case in one.cases)
        if bad:
            text = f"fails {bad} of {len(one.cases)} tests; see `aphoria extractors test {one.extractor.name}`"
            found.append(Problem(one.file, one.extractor.name, ERROR, text))
    return sorted(found, key=lambda one: (one.file, one.severity, one.text)), len(good)
