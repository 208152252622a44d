"""Impact: what hangs on a source - the claims that cite it or follow from one that does, whose they are, what about."""

from __future__ import annotations

from steme import policy as policies
from steme.acting.reach import reach
from steme.bounds import EVERYTHING
from steme.sources import find_source
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from repo_format.storage.snapshot import Snapshot
    from steme.acting.reach import Reached
    from steme.policy import Policy
    from steme.sources import FoundSource


class Group:
    """Claims that have something in common: ``name`` is it, ``direct`` cite the source, ``derived`` follow from others.

    ``aside`` of them step aside today, for whatever reason; ``authors`` (keys in hex) and ``questions`` (subject,
    predicate) are those that they concern.
    """

    __slots__ = ("aside", "authors", "derived", "direct", "name", "questions")

    def __init__(self, name: str) -> None:
        self.name = name
        self.direct = self.derived = self.aside = 0
        self.authors: set[str] = set()
        self.questions: set[tuple[str, str]] = set()

    def count(self, reached: Reached, aside: bool) -> None:
        """Count one claim."""
        claim = reached.claim
        self.direct += reached.depth == 1
        self.derived += reached.depth > 1
        self.aside += aside
        self.authors.add(claim.author)
        self.questions.add((claim.subject, claim.predicate))

    @property
    def claims(self) -> int:
        """The number of claims."""
        return self.direct + self.derived


class Impact:
    """What hangs on ``source``: ``claims`` by depth, then in order of arrival; why claims step ``aside`` today, by id.

    ``total`` counts all of them, ``state`` says what the source is now: active, quarantined or retracted.
    """

    def __init__(self, source: FoundSource, state: str, claims: list[Reached], aside: dict[bytes, str]) -> None:
        self.source = source
        self.state = state
        self.claims = claims
        self.aside = aside
        self.total = self._grouped(lambda _: "")[0] if claims else Group("")

    @property
    def predicates(self) -> list[Group]:
        """The claims by predicate, the largest group first, then by name."""
        return self._grouped(lambda reached: reached.claim.predicate)

    @property
    def authors(self) -> list[Group]:
        """The claims by author (key in hex), the largest group first, then by key."""
        return self._grouped(lambda reached: reached.claim.author)

    def _grouped(self, name_of: Callable[[Reached], str]) -> list[Group]:
        groups: dict[str, Group] = {}
        for reached in self.claims:
            name = name_of(reached)
            groups.setdefault(name, Group(name)).count(reached, reached.row.id in self.aside)
        return sorted(groups.values(), key=lambda group: (-group.claims, group.name))


def impact(view: Snapshot, text: str, policy: Policy = policies.DEFAULT) -> Impact:
    """What hangs on the source that a name or an id means. Costs a read of every claim concerned.

    Raises NotFound, AmbiguousId, InvalidInput where it is no source.
    """
    source = find_source(view, text)
    claims = [reached for reached in reach(view, source.id) if reached.depth]
    standing = Standing(view, EVERYTHING, policy)
    causes = standing.causes([reached.row for reached in claims])
    state = standing.source_states([source.id])[source.id].word
    return Impact(source, state, claims, {one: found[0].reason for one, found in causes.items()})
