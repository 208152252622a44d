"""Holding the claims of others against gold standards, and recording how they did
(docs/semantics/trust.md, section 5).
"""

from __future__ import annotations

from repo_format import ids, objects
from repo_format.errors import Refused
from repo_format.limits import MAX_SEAL
from repo_format.objects.outcome import Outcome
from repo_format.seal import Seal
from repo_format.storage import tables
from steme.bounds import EVERYTHING
from steme.gold.closeness import compared
from steme.gold.standard import golds, standing_claims
from steme.trust.acts import key_bytes
from steme.trust.rank import ranked
from steme.trust.scope import ALL
from steme.trust.view import TrustView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from repo_format.storage.snapshot import Snapshot
    from steme.candidate import Candidate
    from steme.gold.standard import Gold
    from steme.keys import SigningKey
    from steme.repository import Repository

_OUTCOME = tables.RELATIONS.index("outcome")


class Tally:
    """How one author did. ``key`` is their last key (32 bytes); claims were ``right``, ``wrong`` or ``incomparable``.

    ``outcomes`` are the new ones, ``(target, right or wrong, gold)``; ``before`` and ``after`` the rank without and
    with them.
    """

    __slots__ = ("after", "before", "incomparable", "key", "outcomes", "right", "wrong")

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.right = self.wrong = self.incomparable = 0
        self.before = self.after = 0.0
        self.outcomes: list[tuple[bytes, bool, bytes]] = []


def check_gold(
    repository: Repository,
    key: SigningKey,
    roots: Iterable[bytes],
    prefix: str = ALL,
    *,
    now: int,
    dry_run: bool = False,
) -> list[Tally]:
    """Compare the claims of everybody else with the gold standards under ``prefix`` and record new outcomes by ``key``.

    Gold standards, ranks and whether the outcomes will count are as ``roots`` see them. Returns a tally for each
    author who claimed something, by key. The outcomes are stamped ``now`` (microseconds), sealed, and durable on
    return; ``dry_run`` records none. Raises Refused where nobody among ``roots`` vouches for ``key``.
    """
    with repository.snapshot() as view:
        check = _Check(view, TrustView(view, EVERYTHING, roots, now), key)
        for gold in golds(view, check.trust, prefix):
            check.hold_against(gold)
        tallies = check.finished()
    if not dry_run:
        found = [outcome for tally in tallies for outcome in tally.outcomes]
        _record(repository, key, [_payload(key, now, *outcome) for outcome in found], now)
    return tallies


class _Check:
    """One pass over gold standards in one view."""

    def __init__(self, view: Snapshot, trust: TrustView, key: SigningKey) -> None:
        self.trust = trust
        self._view = view
        self._tallies: dict[int, Tally] = {}
        self._key = key.public
        self._judge = trust.agent_of(key.public)
        if self._judge in trust.web.succession.revoked:
            raise Refused(f"the key {key.label} was given up here, so its outcomes would not count; use another one")
        self._is_root = key.public in trust.roots
        if not self._is_root and self._judge not in trust.web.everybody:
            way = "sign with a key of theirs, or choose another --trust-root"
            raise Refused(f"nobody whose view this is vouches for {key.label}, so its outcomes would not count; {way}")

    def hold_against(self, gold: Gold) -> None:
        """Compare all claims of the gold standard's question with it and note what is to be recorded."""
        found = self._claims(gold)
        standard = next((one.value_key for one in found if one.id == gold.id), None)
        if standard is None:
            return
        sides: dict[tuple[int, bool], list[Candidate]] = {}
        for claim, author in self._to_be_judged(found, gold):
            verdict = compared(claim.value_key, standard, gold.tolerance)
            if verdict is None:
                self._tally(author).incomparable += 1
            else:
                sides.setdefault((author, verdict), []).append(claim)
        for (author, verdict), claims in sides.items():
            self._note(self._tally(author), verdict, claims, gold)

    def _to_be_judged(self, found: list[Candidate], gold: Gold) -> Iterator[tuple[Candidate, int]]:
        """The claims of others, each with its author."""
        for claim in found:
            author = self.trust.web.succession.agent(claim.author)
            if claim.id != gold.id and author != self._judge:
                yield claim, author

    def _claims(self, gold: Gold) -> list[Candidate]:
        """The claims that stand under the gold standard's question, the earliest first; none where an outcome would
        not count.
        """
        if not self._is_root and self.trust.depth(self._judge, gold.assertion.subject) is None:
            return []
        return sorted(standing_claims(self._view, gold.assertion, EVERYTHING), key=lambda claim: (claim.time, claim.id))

    def _tally(self, author: int) -> Tally:
        if author not in self._tallies:
            self._tallies[author] = Tally(key_bytes(self._view, author))
        return self._tallies[author]

    def _note(self, tally: Tally, verdict: bool, claims: list[Candidate], gold: Gold) -> None:
        """One outcome for all claims of an author that are right, or wrong, in the same way; and what was judged
        otherwise before is judged again.
        """
        if verdict:
            tally.right += len(claims)
        else:
            tally.wrong += len(claims)
        before = [self._judged(claim) for claim in claims]
        changed = [claim for claim, known in zip(claims, before, strict=True) if known is (not verdict)]
        if not changed and verdict not in before:
            changed = claims[:1]
        tally.outcomes += [(claim.id, verdict, gold.id) for claim in changed]

    def _judged(self, claim: Candidate) -> bool | None:
        """What this judge last said of a claim."""
        rows = tables.ABOUT_ROW.iter_unpack(self._view.duplicates(tables.ABOUT, claim.id))
        agent = self.trust.web.succession.agent
        said = [(row[2], row[4] == 0.0) for row in rows if row[1] == _OUTCOME and agent(row[3]) == self._judge]
        return not max(said)[1] if said else None

    def finished(self) -> list[Tally]:
        """The tallies by key, with the ranks without and with the new outcomes."""
        for author, tally in self._tallies.items():
            tally.before = self.trust.rank(author)
            tally.after = ranked(self._with_new(author, tally), self.trust.moment)
        return sorted(self._tallies.values(), key=lambda tally: tally.key)

    def _with_new(self, author: int, tally: Tally) -> Iterator[tuple[int, bool]]:
        judge = key_bytes(self._view, self._judge) if self._judge else self._key
        new = {target: correct for target, correct, _ in tally.outcomes}
        known = [one for one in self.trust.outcomes(author) if one[2] != judge or one[1] not in new]
        known += [(self.trust.moment, target, judge, correct) for target, correct in new.items()]
        return ((time, correct) for time, _, _, correct in sorted(known))


def _payload(key: SigningKey, now: int, target: bytes, correct: bool, gold: bytes) -> Outcome:
    return Outcome(author=key.public.hex(), correct=correct, gold=gold.hex(), target=target.hex(), time=now)


def _record(repository: Repository, key: SigningKey, outcomes: list[Outcome], now: int) -> None:
    """Sign the outcomes under seals and commit them; nothing for none."""
    with repository.begin() as transaction:
        for start in range(0, len(outcomes), MAX_SEAL):
            written = [(objects.write(outcome), outcome) for outcome in outcomes[start : start + MAX_SEAL]]
            named = [(ids.object_id(data), data, outcome) for data, outcome in written]
            seal = Seal.sign(key.secret, now, tuple(one for one, _, _ in named))
            entries = [(transaction.claim(one), at, one, data, read) for at, (one, data, read) in enumerate(named)]
            transaction.add_sealed(seal, [entry for entry in entries if entry[0]])
        transaction.commit(key, now)
