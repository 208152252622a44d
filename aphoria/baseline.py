"""The findings a team starts with: ``.aphoria/baseline.json`` names them by fingerprint, and only new ones count.

A fingerprint holds no line number, so a finding stays the same when code moves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aphoria.finding import NOTE, Finding, Suppressed
from aphoria.place import FOLDER
from aphoria.writing import replace_file
from repo_format.errors import InvalidInput, NotFound, StorageFailed, shown
from steme.times import format_time

NAME = "baseline.json"
FILE = f"{FOLDER}/{NAME}"
KEY = "aphoria.baseline/v1"
BY = "baseline"
MAX_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A finding as it was when the baseline was saved."""

    file: str
    rule: str
    fingerprint: str
    level: str
    message: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What is new since the baseline, what of it is gone, and what is still there."""

    new: tuple[Known, ...]
    gone: tuple[Known, ...]
    same: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings, in order, and when they were saved (as text)."""

    saved: str
    known: tuple[Known, ...]

    @classmethod
    def read(cls, top: str) -> Baseline:
        """That of the project at ``top``. Raises NotFound, InvalidInput for a file that is not right."""
        document = _document(os.path.join(top, FILE))
        try:
            rows = [Known(**{name: str(value) for name, value in row.items()}) for row in document["findings"]]
            return cls(str(document["saved"]), tuple(sorted(rows)))
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidInput("", f"{FILE} is not a baseline: {error}") from None

    def suppressed(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings (with their fingerprints), the known ones that are not suppressed otherwise marked as such."""
        fingerprints = {one.fingerprint for one in self.known}
        reason = f"known since {self.saved[:10]}"
        return [
            replace(one, suppressed=Suppressed(BY, reason))
            if one.suppressed is None and one.fingerprint in fingerprints
            else one
            for one in findings
        ]

    def difference(self, findings: Sequence[Finding]) -> Difference:
        """What the findings of a run over everything, with their fingerprints, change."""
        now = {one.fingerprint: one for one in _known(findings)}
        before = {one.fingerprint for one in self.known}
        return Difference(
            new=tuple(one for fingerprint, one in now.items() if fingerprint not in before),
            gone=tuple(one for one in self.known if one.fingerprint not in now),
            same=tuple(one for one in self.known if one.fingerprint in now),
        )


def save(top: str, findings: Iterable[Finding], now: int) -> Baseline:
    """Save the findings that count as the baseline of the project at ``top``, but for notes on files of the linter;
    durable.

    Raises StorageFailed, and an earlier one stays as it was.
    """
    made = Baseline(format_time(now - now % 1_000_000), tuple(_known(findings)))
    rows = [{name: getattr(one, name) for name in Known.__slots__} for one in made.known]
    text = json.dumps({KEY: {"saved": made.saved, "findings": rows}}, indent=1, ensure_ascii=False)
    replace_file(os.path.join(top, FILE), (text + "\n").encode())
    return made


def clear(top: str) -> None:
    """Take the baseline away. Raises NotFound, StorageFailed."""
    try:
        os.unlink(os.path.join(top, FILE))
    except FileNotFoundError:
        raise _none() from None
    except OSError as error:
        raise StorageFailed(f"cannot remove {FILE}: {error.strerror}") from error


def _known(findings: Iterable[Finding]) -> list[Known]:
    return sorted(
        Known(one.file, one.rule.name, one.fingerprint, one.level, one.message)
        for one in findings
        if one.counts and (one.level != NOTE or one.seen is not None)
    )


def _document(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InvalidInput("", f"{FILE} is larger than {MAX_BYTES:,} bytes")
        found = json.loads(data)
    except FileNotFoundError:
        raise _none() from None
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput("", f"{FILE} cannot be read: {shown(str(error), 200)[1:-1]}") from None
    if not isinstance(found, dict) or not isinstance(found.get(KEY), dict):
        raise InvalidInput("", f"{FILE} does not hold {KEY!r}; a newer aphoria may have written it")
    document: dict[str, Any] = found[KEY]
    return document


def _none() -> NotFound:
    return NotFound(f"there is no {FILE}; `aphoria baseline save` makes one of what is found now")
