"""Decay for somebody for whom it is always the same moment."""

from __future__ import annotations

from steme.decay import Decay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from steme.candidate import Candidate


class DecayAt(Decay):
    """As ``Decay``, at ``moment`` (microseconds) whatever moment it is applied at."""

    __slots__ = ("_moment",)

    def __init__(self, days: float | None, moment: int) -> None:
        super().__init__(days)
        self._moment = moment

    def applied(self, found: Iterable[Candidate], moment: int) -> list[Candidate]:  # noqa: ARG002
        """The candidates with the confidence that they had left then."""
        return super().applied(found, self._moment)
