"""The weighing: what each claim under a question counted for and why, and what made the others step aside.

An answer says what came out; this looks everything up again that it was made from, claim by claim, for whoever asks how
it came about (`steme query --explain`).
"""

from __future__ import annotations

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import lens as lenses
from steme.acts.marks import AUTHOR_REVOKED
from steme.bounds import Bounds
from steme.candidate import candidates
from steme.context import TRUST, VOTES
from steme.standing import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from steme.asking import Asker
    from steme.candidate import Candidate
    from steme.query import Answer
    from steme.scoring import Side

LIFECYCLE, EPOCH_SUPERSEDED = "lifecycle", "epoch superseded"


class Weighed:
    """A claim that took part. ``candidate`` has the confidence that is ``left`` of the ``stated`` one.

    ``half_life`` is in days, None where nothing decays. ``trust`` in the author with the ``depth`` of the chain to them
    (None for no chain, 0 for oneself) and ``votes`` are there where the lens asks for them. ``voice`` is the claim that
    speaks for its author here, itself or a better one, ``claims`` how many of theirs say the same.
    """

    __slots__ = ("candidate", "claims", "depth", "half_life", "stated", "trust", "voice", "votes")

    def __init__(self, candidate: Candidate, stated: float, voice: Candidate, claims: int) -> None:
        self.candidate = candidate
        self.stated = stated
        self.voice = voice
        self.claims = claims
        self.half_life: float | None = None
        self.trust: float | None = None
        self.depth: int | None = None
        self.votes: float | None = None

    @property
    def is_voice(self) -> bool:
        """Whether it is this claim that counts for its author."""
        return self.candidate.seq == self.voice.seq


class SetAside:
    """A claim that took no part, the first ``reason`` that applied, and the id of the act that is the cause, b"" where
    none is: the question itself left it out.
    """

    __slots__ = ("by", "candidate", "reason")

    def __init__(self, candidate: Candidate, reason: str, by: bytes) -> None:
        self.candidate = candidate
        self.reason = reason
        self.by = by


class Weighing:
    """``sides`` in the order of the answer, each with its claims: voices first, the strongest tier and the highest
    confidence first, a voice followed by what it speaks for; and what was set ``aside``, by reason, then by seq.
    """

    __slots__ = ("aside", "sides")

    def __init__(self, sides: list[tuple[Side, list[Weighed]]], aside: list[SetAside]) -> None:
        self.sides = sides
        self.aside = aside


def weigh(asker: Asker, answer: Answer) -> Weighing:
    """How an answer of ``asker`` came about. Costs a look at every claim under the question, one by one."""
    work = _Work(asker, answer)
    left_out = [SetAside(one, EPOCH_SUPERSEDED, work.newer_epoch(one)) for one in work.left_out]
    aside = [*work.fallen(), *left_out]
    order = list(answer.aside)
    aside.sort(key=lambda one: (order.index(one.reason) if one.reason in order else len(order), one.candidate.seq))
    return Weighing([(side, list(work.claims(side))) for side in answer.resolution.sides], aside)


class _Work:
    def __init__(self, asker: Asker, answer: Answer) -> None:
        self._asker = asker
        self._answer = answer
        question = answer.question
        self._question = question
        self._bounds = Bounds(question.filters.as_of, question.filters.known_at)
        self._stated = {one.seq: one for one in self._rows()}
        self._context = asker.context(question, answer.candidates)
        self._needs = lenses.needs(question.lens)
        passed = self._context.superseded_epochs
        self.left_out = [one for one in answer.candidates if one.epoch in passed]

    def _rows(self) -> Iterator[Candidate]:
        view, question = self._asker.view, self._question
        predicate = view.term(key_of(tables.TERM_PREDICATE, question.predicate))
        for name in (question.subject, *self._answer.also) if predicate else ():
            subject = view.term(key_of(tables.TERM_SUBJECT, name))
            if subject:
                yield from candidates(view.rows(subject, predicate))

    def claims(self, side: Side) -> Iterator[Weighed]:
        """The claims for a value."""
        left_out = {one.seq for one in self.left_out}
        own: dict[int, list[Candidate]] = {}
        for one in self._answer.candidates:
            if one.seq not in left_out and self._answer.counts_as(one) == side.value:
                own.setdefault(one.author, []).append(one)
        for voice in sorted(side.voices, key=_strongest_first):
            others = sorted((one for one in own.get(voice.author, ()) if one.seq != voice.seq), key=_strongest_first)
            for one in (voice, *others):
                yield self._weighed(one, voice, 1 + len(others))

    def _weighed(self, one: Candidate, voice: Candidate, claims: int) -> Weighed:
        stated = self._stated.get(one.seq, one).confidence
        made = Weighed(one, stated, voice, claims)
        if self._question.decay is not None:
            made.half_life = self._question.decay.half_life(one.tier)
        if TRUST in self._needs:
            made.trust = self._context.trust_in(one)
            made.depth = self._asker.trust(self._bounds).depth(one.author, self._question.subject)
        if VOTES in self._needs:
            made.votes = self._context.votes_for(one)
        return made

    def fallen(self) -> Iterator[SetAside]:
        """What was set aside before the lens saw it."""
        kept = {one.seq for one in self._answer.candidates}
        others = [one for seq, one in self._stated.items() if seq not in kept]
        standing = Standing(self._asker.view, self._bounds, self._asker.policy)
        causes = standing.causes(others)
        for one in others:
            reason = next(iter(self._asker.sifted([one], self._question)[1]), "")
            by = next((cause.by for cause in causes.get(one.id, ()) if cause.reason == reason), b"")
            if reason == LIFECYCLE:
                by = standing.staged_by(one)
            elif reason == AUTHOR_REVOKED:
                by = self._revocation(one.author)
            yield SetAside(one, reason, by)

    def _revocation(self, author: int) -> bytes:
        from steme.trust.succession import revoked_after  # only where a key was given up

        view = self._asker.view
        return view.id_of(revoked_after(view, self._bounds)[author])

    def newer_epoch(self, one: Candidate) -> bytes:
        """The id of the act that put a newer epoch in the place of that of a claim."""
        from steme.epochs import named  # only for the lens of epochs

        view = self._asker.view
        epoch = named(view, view.text(one.epoch), self._bounds, self._asker.policy)
        return epoch.superseded_by[0].id if epoch and epoch.superseded_by else b""


def _strongest_first(one: Candidate) -> tuple[int, float, bytes]:
    return (one.tier, -one.confidence, one.id)
