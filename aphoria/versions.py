"""Versions and ranges of versions, as Python, Cargo and npm write them.

``packaging`` takes longer to be imported than a file takes to be looked at, so only a claim about versions imports it.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

_NUMBERS = re.compile(r"[vV=]?\s*(\d+(?:\.\d+)*)")


def lies_in(version: str, wanted: str) -> bool:
    """Whether a version, or every version that a range like ``^1.2`` begins with, lies in a range.

    Alternatives are separated by ``||``. What cannot be read lies in no range.
    """
    from packaging.specifiers import InvalidSpecifier
    from packaging.version import InvalidVersion, Version

    try:
        lowest = Version(_lowest(version))
        return any(_range(part).contains(lowest, prereleases=True) for part in wanted.split("||"))
    except (InvalidVersion, InvalidSpecifier):
        return False


def is_range(text: str) -> bool:
    """Whether every alternative of a text is a range of versions."""
    from packaging.specifiers import InvalidSpecifier

    try:
        return all(len(_range(part)) for part in text.split("||"))
    except InvalidSpecifier:
        return False


def _lowest(text: str) -> str:
    """The version itself, or the lowest of a range: ``>=2.1,<3`` begins with 2.1."""
    from packaging.version import InvalidVersion, Version

    found = _NUMBERS.search(text)
    plain = text.strip().lstrip("vV=^~ ")
    try:
        return str(Version(plain))
    except InvalidVersion:
        return found[1] if found else text


def _range(text: str) -> SpecifierSet:
    from packaging.specifiers import SpecifierSet

    parts = [part for word in text.replace(",", " ").split() for part in _specifiers(word)]
    return SpecifierSet(",".join(_rejoined(parts)))


def _rejoined(parts: list[str]) -> list[str]:
    """``>= 2.1`` written with a space is one specifier."""
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1].rstrip("<>=!~") == "":
            joined[-1] += part.removeprefix("==")
        else:
            joined.append(part)
    return joined


def _specifiers(word: str) -> list[str]:
    if word[0] == "^":
        return _up_to(word[1:], caret=True)
    if word[0] == "~" and not word.startswith(("~=", "~>")):
        return _up_to(word[1:], caret=False)
    if word.startswith("~>"):
        return ["~=" + word[2:].strip()]
    if word[0] == "=" and not word.startswith("=="):
        return ["==" + word[1:]]
    return [word if word[0] in "<>=!~" else f"=={word}"]


def _up_to(text: str, *, caret: bool) -> list[str]:
    """``^1.2.3`` is below 2, ``^0.2.3`` below 0.3, ``~1.2.3`` below 1.3 (semver's rules)."""
    numbers = [int(part) for part in _numbers(text)]
    if caret:
        at = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
    else:
        at = min(1, len(numbers) - 1)
    above = [*numbers[:at], numbers[at] + 1]
    return [f">={text}", f"<{'.'.join(map(str, above))}"]


def _numbers(text: str) -> list[str]:
    found = _NUMBERS.match(text)
    if found is None:
        from packaging.specifiers import InvalidSpecifier

        raise InvalidSpecifier(text)
    return found[1].split(".")
