"""What some lenses have to know beyond the claims themselves: trust in authors, votes, which epochs have passed.

A context is gathered before a lens runs, so that a lens stays a pure function of its candidates and a context. A lens
that needs something says so: ``NEEDS`` in its module names the parts, and only those are looked up.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from steme.candidate import Candidate

DEFAULT_TRUST = 0.5
"""Trust in an author of whom nothing is known."""

TRUST, VOTES, EPOCHS = "trust", "votes", "epochs"
"""The parts that a lens may need."""


class Context:
    """Trust by author (term), votes by candidate (id), and the terms of superseded epochs; empty is neutral."""

    __slots__ = ("superseded_epochs", "trust", "votes")

    def __init__(
        self,
        trust: Mapping[int, float] | None = None,
        votes: Mapping[bytes, float] | None = None,
        superseded_epochs: frozenset[int] = frozenset(),
    ) -> None:
        self.trust = trust or {}
        self.votes = votes or {}
        self.superseded_epochs = superseded_epochs

    def trust_in(self, candidate: Candidate) -> float:
        """Trust in the author of a candidate, 0 to 1."""
        return self.trust.get(candidate.author, DEFAULT_TRUST)

    def votes_for(self, candidate: Candidate) -> float:
        """The sum of the valid votes for a candidate, one a voter."""
        return self.votes.get(candidate.id, 0.0)


NEUTRAL = Context()
"""Nobody is known, nothing was voted, no epoch has passed."""
