"""Reading the audit log of a repository: all of it, one record by its id, those that used some objects."""

from __future__ import annotations

from repo_format.audit.log import AuditLog
from repo_format.errors import AmbiguousId, Damaged, MalformedObject, NotFound
from repo_format.ids import parse_prefix
from steme.audit.recorded import Recorded, glance
from steme.patterns import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.audit.frames import AuditRecord
    from steme.audit.fields import Fields
    from steme.repository import Repository


def records(
    repository: Repository, subject: str | None = None, since: int | None = None, newest_first: bool = False
) -> Iterator[Recorded]:
    """The records in order, of answers about ``subject`` (as for ``patterns.matches``) from ``since`` (microseconds).

    Reads the whole log, with ``newest_first`` only as much of its end as is taken. Raises Damaged where it is not what
    was recorded, FromTheFuture, Refused, StorageFailed.
    """
    log = _log(repository)
    for record in log.newest() if newest_first else log.records():
        if since is not None or subject is not None:
            fields = _glance(record)
            if since is not None and fields.time < since:
                continue
            if subject is not None and not matches(subject, fields.question.subject):
                continue
        yield _read(record)


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
    log = _log(repository)
    return [_read(one) for one in log.records() if not wanted.isdisjoint(_glance(one).contributing)]


def _log(repository: Repository) -> AuditLog:
    return AuditLog(repository.store.directory, repository.id)


def _read(record: AuditRecord) -> Recorded:
    try:
        return Recorded(record)
    except MalformedObject as error:
        raise _unreadable(record, error) from error


def _glance(record: AuditRecord) -> Fields:
    try:
        return glance(record)
    except MalformedObject as error:
        raise _unreadable(record, error) from error


def _unreadable(record: AuditRecord, error: MalformedObject) -> Damaged:
    short = record.id.hex()[:12]
    return Damaged(f"audit record {short}, at byte {record.offset}, cannot be read: {error.problem}")
