"""Claims that stand in comments: ``@aphoria:claim[category] text``, waiting to be written down or turned away.

A marker is known by a number made of its file and text, so it stays the same when it moves within its file. What was
turned away stands in ``.aphoria/rejected.toml`` with the reason.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import blake3

from aphoria.suppression import EXTRACTOR
from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown

if TYPE_CHECKING:
    from aphoria.observation import Observation
    from repo_format.objects.claim import Claim

_FORM = re.compile(r"@?aphoria:claim(?:\[([\w.-]+)\])?:?\s+(.*)")
_DIGITS = 10
_LEAST = 4
REJECTED = "rejected.toml"
OPEN, WRITTEN, TURNED_AWAY = "open", "formalized", "rejected"


@dataclass(frozen=True, slots=True)
class Marker:
    """``module`` is the concept path of the file it stands in, ``state`` one of the three words above."""

    id: str
    file: str
    line: int
    category: str
    text: str
    module: str
    state: str

    @property
    def provenance(self) -> str:
        """What a claim made of it says of where it comes from."""
        return f"comment in {self.file} [marker {self.id}]"


def markers(observations: Iterable[Observation], claims: Iterable[Claim], rejected: dict[str, str]) -> list[Marker]:
    """The markers among observations, by file and line."""
    written = " ".join(claim.provenance for claim in claims)
    found: list[Marker] = []
    for seen in observations:
        form = _FORM.match(str(seen.value)) if seen.extractor == EXTRACTOR else None
        if form is None:
            continue
        number = blake3.blake3(f"{seen.file}\0{form[2]}".encode()).hexdigest()[:_DIGITS]
        state = WRITTEN if f"[marker {number}]" in written else TURNED_AWAY if number in rejected else OPEN
        module = seen.path.removesuffix("/marker/claim")
        found.append(Marker(number, seen.file, seen.line, form[1] or "", form[2].strip(), module, state))
    return found


def find(markers: Iterable[Marker], text: str) -> Marker:
    """The marker whose id begins with ``text``. Raises NotFound, InvalidInput when several do."""
    fitting = {one.id: one for one in markers if one.id.startswith(text) and len(text) >= _LEAST}
    if not fitting:
        raise NotFound(f"there is no marker {shown(text)}; `aphoria claims markers` lists them")
    if len(fitting) > 1:
        raise InvalidInput("MARKER", f"{shown(text)} fits several; give more digits")
    return next(iter(fitting.values()))


def rejected(folder: str) -> dict[str, str]:
    """The markers that were turned away, by number, with the reasons. Raises InvalidInput for a broken file."""
    path = os.path.join(folder, REJECTED)
    try:
        with open(path, "rb") as file:
            document = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InvalidInput("", f"{shown(path)} cannot be read: {error}") from error
    return {str(number): str(reason) for number, reason in document.get("rejected", {}).items()}


def reject(folder: str, marker: Marker, reason: str) -> None:
    """Write down that a marker is turned away, and why. Raises StorageFailed."""
    import tomlkit  # only who writes needs it

    path = os.path.join(folder, REJECTED)
    try:
        with open(path, encoding="utf-8") as file:
            document = tomlkit.parse(file.read())
    except FileNotFoundError:
        document = tomlkit.document()
    table = document.setdefault("rejected", tomlkit.table())
    table[marker.id] = reason
    table[marker.id].comment(f"{marker.file}: {marker.text[:60]}")
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
    except OSError as error:
        raise StorageFailed(f"cannot write {shown(path)}: {error.strerror}") from error
