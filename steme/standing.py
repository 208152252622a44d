"""Standing: which claims of a question still stand, and why the others step aside (docs/semantics/standing.md).

Nothing is ever edited: a claim steps aside because of a signed act about it, about its source or about something that
it derives from, or because its author gave up the key. All of that is looked up when somebody asks, within the bounds
of the question.
"""

from __future__ import annotations

from operator import itemgetter

from repo_format.errors import InvalidInput, shown
from repo_format.storage import tables
from steme import policy as policies
from steme.acts.act import Acts
from steme.acts.marks import REASONS, Mark, Marks
from steme.bounds import EVERYTHING
from steme.candidate import by_id
from steme.trust.acts import all_acts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from repo_format.storage.snapshot import Snapshot
    from steme.acts.act import Act
    from steme.acts.ancestry import Ancestry, SourceState
    from steme.acts.force import Force
    from steme.acts.marks import Cause
    from steme.bounds import Bounds
    from steme.candidate import Candidate
    from steme.policy import Policy

NONE: frozenset[str] = frozenset()
ALL = frozenset(REASONS)

_ON_CLAIMS = frozenset((tables.ACT_RETRACTION, tables.ACT_SUPERSESSION, tables.ACT_STAGE))
_SPREADING = frozenset((tables.ACT_RETRACTION, tables.ACT_SOURCE_STATUS))
_by_author: Callable[[Candidate], int] = itemgetter(2)
_by_source: Callable[[Candidate], int] = itemgetter(7)


class Standing:
    """The standing of claims in a view, within ``bounds``, under a policy; keep it for as many questions as you have.

    ``supposed`` are acts that nobody has made yet, by target, and ``newcomer`` is who they are by where the repository
    does not know that key (see ``acts/effect.py``).
    """

    def __init__(
        self,
        view: Snapshot,
        bounds: Bounds = EVERYTHING,
        policy: Policy = policies.DEFAULT,
        *,
        supposed: Mapping[bytes, list[Act]] | None = None,
        newcomer: bytes = b"",
    ) -> None:
        self.bounds = bounds
        self._acts = acts = Acts(view, bounds, supposed)
        self._kinds = acts.kinds & (_ON_CLAIMS | _SPREADING)
        self._revoked = _revoked(view, bounds)
        if self._kinds:
            self._prepare(view, bounds, acts, policy, newcomer)

    def _prepare(self, view: Snapshot, bounds: Bounds, acts: Acts, policy: Policy, newcomer: bytes) -> None:
        from steme.acts.ancestry import Ancestry  # only where something was said
        from steme.acts.force import Force

        self._force: Force = Force(view, bounds, policy, acts, newcomer)
        self._ancestry: Ancestry = Ancestry(view, self._force)

    @property
    def is_plain(self) -> bool:
        """Whether nobody has said anything that could make a claim step aside."""
        return not self._kinds and not self._revoked

    @property
    def has_aliases(self) -> bool:
        """Whether anybody has ever said that two subjects are one."""
        return tables.ACT_ALIAS in self._acts.kinds

    def touched(self) -> tuple[set[bytes], bool, frozenset[int]]:
        """``(ids, children, authors)``: nothing can make a claim step aside or change its stage but an act on it or on
        its source (``ids``), the fall of its parent (where ``children``), or that its author (a term) gave up the key.
        """
        return self._acts.targets(), bool(self._kinds & _SPREADING), frozenset(self._revoked)

    def sift(
        self, found: list[Candidate], include: frozenset[str] = NONE
    ) -> tuple[list[Candidate], dict[str, int], int]:
        """``(kept, aside, disputed)`` of candidates that are within the bounds.

        Kept, in their order, are those to which no reason applies but such as ``include`` asks back in; their lifecycle
        is the present one. ``aside`` counts the others by the first reason that applies. ``disputed`` is the number of
        those kept about which, or about whose source, somebody without the right said something; it changes nothing
        else. Costs two look-ups, kept for the next question, where nobody ever acted on anything.
        """
        marks = self._marks(found)
        if not marks:
            return found, {}, 0
        kept: list[Candidate] = []
        aside: dict[str, int] = {}
        disputed = 0
        for candidate, noted in zip(found, marks.noted(found), strict=True):
            if not noted:
                kept.append(candidate)
                continue
            reason = next((cause.reason for cause in marks.causes(candidate) if cause.reason not in include), None)
            if reason is None:
                kept.append(marks.current(candidate))
                disputed += marks.is_disputed(candidate)
            else:
                aside[reason] = aside.get(reason, 0) + 1
        return kept, {reason: aside[reason] for reason in REASONS if reason in aside}, disputed

    def causes(self, found: list[Candidate]) -> dict[bytes, list[Cause]]:
        """Every reason for which candidates step aside, in order of ``REASONS``, by id; none for those that stand."""
        marks = self._marks(found)
        made = {one.id: list(marks.causes(one)) for one in found} if marks else {}
        return {one: causes for one, causes in made.items() if causes}

    def effective_lifecycle(self, candidate: Candidate) -> int:
        """The present stage of a claim, a place in ``vocabulary.LIFECYCLES``: the latest given to it, else its own."""
        return self._marks([candidate]).current(candidate).lifecycle

    def staged_by(self, candidate: Candidate) -> bytes:
        """The id of the act that gave a claim its present stage, b"" for the stage that it was made with."""
        mark = self._marks([candidate]).claims.get(candidate.id)
        return mark.stage.id if mark and mark.stage else b""

    def source_states(self, ids: Iterable[bytes]) -> dict[bytes, SourceState]:
        """What each of these sources is: active, quarantined or retracted, and by which act."""
        if self._kinds & _SPREADING:
            return self._ancestry.states(ids)
        from steme.acts.ancestry import SourceState

        return {one: SourceState() for one in ids}

    def _marks(self, found: list[Candidate]) -> Marks:
        claims: dict[bytes, Mark] = {}
        sources: dict[int, SourceState] = {}
        orphans: dict[bytes, bytes] = {}
        if self._kinds & _ON_CLAIMS:
            owners = dict(zip(map(by_id, found), map(_by_author, found), strict=True))
            in_force, disputed = self._force.on(owners, _ON_CLAIMS)
            claims = {one: Mark(in_force.get(one, ()), one in disputed) for one in in_force.keys() | disputed}
        if self._kinds & _SPREADING:
            states = self._ancestry.sources(map(_by_source, found))
            sources = {term: state for term, state in states.items() if state.state or state.disputed}
            orphans = self._orphans(found)
        return Marks(claims, sources, orphans, self._revoked)

    def _orphans(self, found: list[Candidate]) -> dict[bytes, bytes]:
        """The candidates whose parent fell, and that parent."""
        parents = self._force.origins.parents([one.id for one in found if one.flags & tables.HAS_PARENT])
        fallen = self._ancestry.fallen(parents.values()) if parents else ()
        return {one: parent for one, parent in parents.items() if parent in fallen}


def _revoked(view: Snapshot, bounds: Bounds) -> dict[int, int]:
    """For every key that was given up, the seq after which what it signed steps aside."""
    if next(all_acts(view, bounds, tables.REVOCATION), None) is None:
        return {}
    from steme.trust.succession import revoked_after

    return revoked_after(view, bounds)


def included(text: str) -> frozenset[str]:
    """The reasons that a person asks back in: names separated by commas (``retracted,source-retracted``), or ``all``.

    Raises InvalidInput for a word that is no reason; the message lists them.
    """
    words = [word.strip().lower().replace("-", " ") for word in text.split(",")]
    unknown = [word for word in words if word not in ALL and word != "all"]
    if unknown:
        known = ", ".join(reason.replace(" ", "-") for reason in REASONS)
        raise InvalidInput("include", f"{shown(unknown[0])} is no reason to step aside; there are {known}, and all")
    return ALL if "all" in words else frozenset(words)
