"""Recording answers before anybody sees them: asked as of one moment, written down together, then handed on."""

from __future__ import annotations

from repo_format.audit.log import AuditLog
from repo_format.errors import Busy, Damaged, Refused, StemeError, StorageFailed
from steme import times
from steme.audit.asker import AskerAt
from steme.audit.writing import payload_of
from steme.policy import configured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Kept
    from steme.configuration import Configuration
    from steme.query import Answer
    from steme.repository import Repository

SETTING = "audit.record"
BATCH = 100
"""So many answers are recorded with one wait for the disk."""

_WAYS_TO_FAIL = (StorageFailed, Busy, Damaged, Refused)


class Recorder:
    """Asks in one ``view`` of a repository and records what it answers.

    ``asker`` asks as of the moment at which the recorder was made, as the keys ``trust_roots`` see it (names as
    ``trust.roots`` takes them), out of the views that ``kept`` knows. ``program`` is who asks, such as ``steme 0.1.0``.
    """

    def __init__(
        self,
        repository: Repository,
        view: Snapshot,
        trust_roots: Iterable[str] = (),
        program: str | None = None,
        kept: Kept | None = None,
    ) -> None:
        names = list(trust_roots)

        def roots(of: Snapshot) -> frozenset[bytes]:
            from steme.trust.roots import trust_roots as found  # with it come the key files

            return found(of, repository.configuration, names)

        self.asker = AskerAt(view, configured(view, repository.configuration), roots, times.now(), kept)
        self._log = AuditLog(repository.store.directory, repository.id)
        self._timeout = repository.timeout
        self._by = asker_label(repository.configuration)
        self._program = program

    def record(self, answers: Iterable[Answer]) -> list[bytes]:
        """Write down some answers of ``asker``, durable on return; the ids of the records (32 bytes each).

        Raises Busy, StorageFailed, Refused, Damaged; then none was recorded.
        """
        payloads = [payload_of(answer, self.asker, self._by, self._program) for answer in answers]
        try:
            return self._log.append(payloads, self._timeout) if payloads else []
        except StemeError as error:
            if isinstance(error, _WAYS_TO_FAIL):
                sentence = f"the answer cannot be recorded, so it is not given ({error}); --no-audit asks without"
                raise type(error)(sentence) from error
            raise

    def recorded(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        """The answers, each once it has been recorded; ``BATCH`` of them at a time. Raises as ``record``."""
        batch: list[Answer] = []
        for answer in answers:
            batch.append(answer)
            if len(batch) == BATCH:
                self.record(batch)
                yield from batch
                batch = []
        self.record(batch)
        yield from batch


def asker_label(configuration: Configuration) -> str | None:
    """The label of the key that whoever asks would sign with; None where there is none or several to choose from."""
    from steme.keys.folder import keys_folder, labels

    name = configuration.text("user.key")
    if name is None:
        own = labels(keys_folder())
        return own[0] if len(own) == 1 else None
    from steme.keys.signing import find

    try:
        return find(name).label
    except StemeError:
        return None
