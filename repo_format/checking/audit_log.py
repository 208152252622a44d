"""The audit log as a check sees it: whether every record is what was recorded (docs/format/audit.md, section 4)."""

from __future__ import annotations

import os

from repo_format import plain_json
from repo_format.audit import frames
from repo_format.audit.log import FILE, FOLDER, Reader
from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.errors import FromTheFuture, MalformedObject, StemeError
from repo_format.storage.directory import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = f"{FOLDER}/{FILE}"
_FRAME = "audit record"
_ADVICE = f"Put it back from a backup, or move the folder {FOLDER} away; no object depends on it."


def check_audit_log(directory: Directory, repository_id: bytes) -> Iterator[Finding]:
    """Findings about the audit log in ``directory`` (a ``.steme``); none where nothing was ever recorded.

    None either where the folder must not be opened, which ``surroundings`` says, or nobody knows the repository's id.
    """
    try:
        folder = Directory.open(FOLDER, directory)
    except StemeError:
        return
    try:
        fd = folder.open_file(FILE, os.O_RDONLY)
    except FileNotFoundError:
        return
    except StemeError as error:
        yield Finding(DAMAGE, "audit", str(error), PLACE, advice=_ADVICE)
        return
    finally:
        folder.close()
    try:
        yield from _records(fd, repository_id) if repository_id else ()
    except OSError as error:
        yield Finding(DAMAGE, "audit", f"it cannot be read: {error.strerror}", PLACE, advice=_ADVICE)
    finally:
        os.close(fd)


def _records(fd: int, repository_id: bytes) -> Iterator[Finding]:
    reader = Reader(fd, frames.start(repository_id))
    for record in reader:
        try:
            plain_json.decode(record.payload)
        except MalformedObject as error:
            sentence = f"audit record {record.id.hex()[:12]} {error}"
            yield Finding(DAMAGE, "audit", sentence, PLACE, record.offset, _FRAME, advice=_ADVICE)
    if isinstance(reader.problem, FromTheFuture):
        sentence = f"the audit log cannot be judged from here on: {reader.problem}"
        yield Finding(NOTE, "future", sentence, PLACE, reader.end, _FRAME, advice="Update steme.")
    elif reader.problem is not None and reader.is_torn:
        sentence = "the last audit record was never acknowledged: a process was killed, or is at work"
        yield Finding(NOTE, "audit", sentence, PLACE, reader.end, _FRAME, advice="The next record takes its place.")
    elif reader.problem is not None:
        sentence = f"the audit log is not what was recorded: {reader.problem}; what stands behind cannot be believed"
        yield Finding(DAMAGE, "audit", sentence, PLACE, reader.end, _FRAME, advice=_ADVICE)
