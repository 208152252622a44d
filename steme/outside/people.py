"""Names that the owners of keys have given themselves. Labels of keys are this machine's own and go nowhere."""

from __future__ import annotations

from repo_format import objects
from repo_format.objects.agent import Agent
from repo_format.storage import tables
from repo_format.vocabulary import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot

_AGENTS = bytes((KINDS.index("agent"),))


def profile_names(view: Snapshot) -> dict[str, str]:
    """The name in the latest profile of each key (hex) that has one; ties: the later arrival. Reads every profile."""
    found: dict[str, tuple[int, int, str]] = {}
    for seq in view.seqs(tables.BY_KIND, _AGENTS):
        data = view.record(seq).payload
        agent = objects.read(data) if data is not None else None
        if isinstance(agent, Agent) and agent.name:
            found[agent.author] = max(
                found.get(agent.author, (agent.time, seq, agent.name)), (agent.time, seq, agent.name)
            )
    return {key: name for key, (_, _, name) in found.items()}
