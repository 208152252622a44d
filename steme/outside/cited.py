"""The sources that claims cite, each looked up once."""

from __future__ import annotations

from repo_format import vocabulary
from repo_format.errors import InvalidInput, NotFound
from steme.bounds import EVERYTHING
from steme.policy import configured
from steme.sources import read_source
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects.source import Source
    from repo_format.storage.snapshot import Snapshot
    from steme.repository import Repository


class Cited:
    """A source with its present status: active, quarantined or retracted."""

    __slots__ = ("source", "status")

    def __init__(self, source: Source, status: str) -> None:
        self.source = source
        self.status = status


class Sources:
    """Sources of a repository by their ids in hex."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._known: dict[str, Cited | None] = {}

    def get(self, source_id: str) -> Cited | None:
        """A source; None where it is not here, was erased or is something else."""
        if source_id not in self._known:
            with self._repository.snapshot() as view:
                self._known[source_id] = self._read(view, bytes.fromhex(source_id))
        return self._known[source_id]

    def _read(self, view: Snapshot, source_id: bytes) -> Cited | None:
        seq = view.seq_of(source_id)
        try:
            source = read_source(view, seq).source if seq else None
        except (InvalidInput, NotFound):
            return None
        if source is None:
            return None
        standing = Standing(view, EVERYTHING, configured(view, self._repository.configuration))
        return Cited(source, vocabulary.SOURCE_STATUSES[standing.source_states([source_id])[source_id].state])
