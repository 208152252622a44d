"""The share of the support that the value of a claim has, among all claims about the same that stand."""

from __future__ import annotations

from steme.query import Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.objects.assertion import Assertion
    from steme.query import Answer
    from steme.repository import Repository

LENS = "skeptic"
_REMEMBERED = 32
"""Questions whose answers are kept; claims about one thing mostly arrive together."""


class Shares:
    """Asks every question once, as long as its claims come close to one another."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._known: dict[tuple[str, str], dict[bytes, float]] = {}

    def of(self, object_id: bytes, claim: Assertion) -> float:
        """The share, 0 to 1; 0 for a claim that does not count, whatever the reason."""
        asked = (claim.subject, claim.predicate)
        if asked not in self._known:
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[asked] = _by_claim(self._repository.ask(Question(*asked, LENS)))
        return self._known[asked].get(object_id, 0.0)


def _by_claim(answer: Answer) -> dict[bytes, float]:
    shares = {side.value: side.share for side in answer.resolution.sides}
    return {one.id: shares.get(answer.counts_as(one), 0.0) for one in answer.candidates}
