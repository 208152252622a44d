"""Which versions of its dependencies a project asks for, and whether exactly one.

Read are requirements files, pyproject.toml, Pipfile, Cargo.toml, package.json, go.mod, pom.xml. A slash in a name is
written as a dot: ``dependency/github.com.gorilla.mux``; names of Python packages are normalised as PEP 503 says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.pattern import later
from aphoria.setting import Setting
from aphoria.source import Source

LANGUAGES = ("requirements", "toml", "json", "gomod", "maven")
HINTS = ()
OBSERVES = (
    Observes("dependency/*", "version", "the version or the range that is asked for, * for any"),
    Observes("dependency/*", "pinned", "whether exactly one version will do"),
)
VERSION = 1

_REQUIREMENT = later(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*((?:[=<>!~^][^;#)]*)?)")
_EXACT = later(r"(?:===?|=)?\s*v?\d+(?:\.[\w+-]+)*")
_POETRY = ("tool", "poetry")
_CARGO = frozenset({"dependencies", "dev-dependencies", "build-dependencies"})
_NPM = frozenset({"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"})
_NO_VERSION = ("git", "http", "file:", "link:", "workspace:", "npm:", "github:", ".", "/")
Dependency = tuple[Setting, str, str]


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    name = source.path.rpartition("/")[2]
    read = _READERS.get(name) or (_requirements if source.language.name == "requirements" else None)
    for setting, package, wanted in read(source.settings) if read else ():
        about = f"dependency/{package.replace('/', '.')}"
        version = wanted.strip()
        exact = bool(_EXACT.fullmatch(version)) and (name != "Cargo.toml" or version.startswith("="))
        shown = version.lstrip("=").strip() if exact else version
        yield found_setting(setting, about, "version", shown or "*")
        yield found_setting(setting, about, "pinned", exact)


def _requirements(settings: list[Setting]) -> Iterator[Dependency]:
    return ((one, _normal(one.name), str(one.value)) for one in settings)


def _pyproject(settings: list[Setting]) -> Iterator[Dependency]:
    for one in settings:
        listed = one.key[:2] in {("project", "dependencies"), ("project", "optional-dependencies")}
        if (listed or one.key[0] == "dependency-groups") and one.name.isdecimal():
            found = _REQUIREMENT.match(str(one.value))
            if found:
                yield one, _normal(found[1]), found[2]
    yield from _tables(settings, _POETRY)


def _tables(settings: list[Setting], above: tuple[str, ...]) -> Iterator[Dependency]:
    """``[tool.poetry.dependencies]`` and groups of them: a name and a version, or a table with one."""
    for one in settings:
        if one.key[: len(above)] != above or not isinstance(one.value, str):
            continue
        key = one.key[len(above) :]
        at = next((place for place, part in enumerate(key) if part in {"dependencies", "dev-dependencies"}), -1)
        rest = key[at + 1 :]
        if at >= 0 and rest and rest[0] != "python" and (len(rest) == 1 or rest[1:] == ("version",)):
            yield one, _normal(rest[0]), str(one.value)


def _pipfile(settings: list[Setting]) -> Iterator[Dependency]:
    for one in settings:
        table = one.key[0] in {"packages", "dev-packages"}
        if table and isinstance(one.value, str) and (len(one.key) == 2 or one.name == "version"):
            yield one, _normal(one.key[1]), one.value.replace("*", "")


def _cargo(settings: list[Setting]) -> Iterator[Dependency]:
    for one in settings:
        at = next((place for place, part in enumerate(one.key) if part in _CARGO), -1)
        rest = one.key[at + 1 :]
        if at >= 0 and isinstance(one.value, str) and rest and (len(rest) == 1 or rest[1:] == ("version",)):
            yield one, rest[0], one.value


def _npm(settings: list[Setting]) -> Iterator[Dependency]:
    for one in settings:
        if len(one.key) == 2 and one.key[0] in _NPM and isinstance(one.value, str | int):
            version = str(one.value)
            yield one, one.name, "" if version.startswith(_NO_VERSION) or version in {"*", "latest"} else version


def _gomod(settings: list[Setting]) -> Iterator[Dependency]:
    return ((one, one.name, str(one.value).partition(" ")[0]) for one in settings if one.key[0] == "require")


def _maven(settings: list[Setting]) -> Iterator[Dependency]:
    for one in settings:
        if one.key[0] in {"dependency", "parent"} and one.value and "${" not in str(one.value):
            yield one, one.name, str(one.value)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


_READERS = {
    "pyproject.toml": _pyproject,
    "Pipfile": _pipfile,
    "Cargo.toml": _cargo,
    "package.json": _npm,
    "go.mod": _gomod,
    "pom.xml": _maven,
}
