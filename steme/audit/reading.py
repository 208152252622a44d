"""Reading the audit log of a repository: all of it, one record by its id, those that used some objects."""

from __future__ import annotations

from repo_format.audit.log import AuditLog
from repo_format.errors import AmbiguousId, Damaged, MalformedObject, NotFound
from repo_format.ids import parse_prefix
from steme.audit.recorded import Recorded
from steme.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.audit.frames import AuditRecord
    from steme.repository import Repository


def records(repository: Repository, subject: str | None = None, since: int | None = None) -> Iterator[Recorded]:
    """The records in order, of answers about ``subject`` (as for ``patterns.matches``) from ``since`` (microseconds).

    Reads the whole log. Raises Damaged where it is not what was recorded, FromTheFuture, Refused, StorageFailed.
    """
    for record in _log(repository).records():
        found = _read(record)
        asked = found.fields.question
        if (since is None or found.fields.time >= since) and (subject is None or matches(subject, asked.subject)):
            yield found


def find(repository: Repository, text: str) -> Recorded:
    """The record that an id or a unique prefix of 7 or more digits means.

    Raises InvalidInput, NotFound, AmbiguousId, and as ``records``.
    """
    digits = parse_prefix(text)
    found = [record for record in _log(repository).records() if record.id.hex().startswith(digits)]
    if not found:
        raise NotFound(f"no audit record has an id that begins with {digits}; `steme audit list` shows them")
    if len(found) > 1:
        raise AmbiguousId(f"{digits} begins the ids of {len(found)} audit records; give more digits")
    return _read(found[0])


def uses(repository: Repository, ids: Iterable[bytes]) -> list[Recorded]:
    """The records of answers that any of these objects (ids of 32 bytes) contributed to, in order.

    Objects that were set aside contributed nothing. Reads the whole log. Raises as ``records``.
    """
    wanted = {one.hex() for one in ids}
    if not wanted:
        return []
    return [found for found in records(repository) if not wanted.isdisjoint(found.fields.contributing)]


def _log(repository: Repository) -> AuditLog:
    return AuditLog(repository.store.directory, repository.id)


def _read(record: AuditRecord) -> Recorded:
    try:
        return Recorded(record)
    except MalformedObject as error:
        short = record.id.hex()[:12]
        raise Damaged(f"audit record {short}, at byte {record.offset}, cannot be read: {error.problem}") from error
