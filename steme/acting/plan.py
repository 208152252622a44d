"""A plan: acts that are ready to be recorded, allowed by policy, with what they would change."""

from __future__ import annotations

from steme import policy as policies
from steme import times
from steme.acting.drafts import Drafts
from steme.acting.effect import Effect, effect
from steme.acting.permission import Permission

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from repo_format.objects import Payload
    from steme.keys import SigningKey
    from steme.repository import Repository


class Plan:
    """Acts by the owner of ``key``: their ``payloads``, and the ``effect`` that they would have (None: not asked for).

    ``remarks`` are sentences for whoever acts. Nothing is written before ``record``.
    """

    def __init__(
        self,
        repository: Repository,
        key: SigningKey,
        payloads: Sequence[Payload],
        effect: Effect | None,
        remarks: Sequence[str],
    ) -> None:
        self._repository = repository
        self._key = key
        self.payloads = payloads
        self.effect = effect
        self.remarks = remarks

    def record(self) -> list[bytes]:
        """Sign the acts and commit them together; durable on return. Returns their ids. Raises Busy, StorageFailed."""
        return self._repository.add(self.payloads, self._key)[0]


def plan(
    repository: Repository,
    key: SigningKey,
    make: Callable[[Drafts], Sequence[Payload]],
    *,
    reason: str | None = None,
    time: str | None = None,
    dispute: bool = False,
    with_effect: bool = False,
) -> Plan:
    """The acts that ``make`` drafts, to be made by ``key`` at ``time`` (as typed; now by default).

    Raises what ``Drafts`` raises, and Refused where the policy gives an act no effect, unless it is a ``dispute``.
    ``with_effect`` costs a read of every claim concerned.
    """
    with repository.snapshot() as view:
        policy = policies.configured(view, repository.configuration)
        drafts = Drafts(view, key.public, times.parse_time(time or "now"), reason)
        payloads = list(dict.fromkeys(make(drafts)))
        permission = Permission(view, policy, key.public)
        ineffective = [payload for payload in payloads if not permission.require(payload, dispute)]
        if ineffective:
            drafts.remarks.append(f"a dispute: it is shown and changes nothing, as {policies.SETTING} is {policy.name}")
        changes = effect(view, policy, key.public, payloads) if with_effect else None
    return Plan(repository, key, payloads, changes, drafts.remarks)
