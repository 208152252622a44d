"""The audit log: which questions this repository answered, how, and from what (docs/semantics/provenance.md).

    asker, aging    asking as of a fixed moment of the clock
    contribution    how much of an answer rests on each claim
    writing         from an answer to its record
    recorder        Recorder: asks, and records what it answers
    fields          the fields of a record
    recorded        Recorded: a record as it is read back
    reading         the records of a repository, and those that used some objects
    replay          an old answer once more: as it was then, and as it is today
    changes         what happened to the claims of an answer since

``repo_format.audit`` keeps the bytes. Nothing is imported here, so that a question that records nothing pays nothing;
``uses`` is found in ``reading``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from steme.audit.recorded import Recorded
    from steme.repository import Repository


def uses(repository: Repository, ids: Iterable[bytes]) -> list[Recorded]:
    """The records of answers that any of these objects contributed to; see ``reading.uses``."""
    from steme.audit import reading

    return reading.uses(repository, ids)
