"""Aliases: subjects that are one thing, a question about one is about all (docs/semantics/acts.md, section 6)."""

from __future__ import annotations

from functools import partial

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme import policy as policies
from steme.acts.act import Acts
from steme.bounds import EVERYTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from repo_format.storage.snapshot import Snapshot
    from steme.acts.act import Act
    from steme.acts.rights import Rights
    from steme.bounds import Bounds
    from steme.policy import Policy

_ALIASES = frozenset((tables.ACT_ALIAS,))


class Link:
    """One alias in force: ``alias`` is another name of ``subject``. ``id`` is the object's, ``author`` its key (32
    bytes each), ``time`` in microseconds.
    """

    __slots__ = ("alias", "author", "id", "subject", "time")

    def __init__(self, alias: str, subject: str, act: Act, author: bytes) -> None:
        self.alias = alias
        self.subject = subject
        self.id = act.id
        self.author = author
        self.time = act.time


def subjects(view: Snapshot, subject: str, bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT) -> list[str]:
    """The other names of a subject, by any number of aliases in either direction, in the order of their UTF-8 bytes.

    An alias counts whoever made it, except under the policy enterprise, where the roots have to trust its author about
    both subjects; one that was taken back does not count. Costs one look-up where the subject has none.
    """
    web = _Web(view, bounds, policy)
    start = view.term(key_of(tables.TERM_SUBJECT, subject)) if web.acts.kinds & _ALIASES else 0
    if not start:
        return []
    met, waiting = {start}, [start]
    while waiting:
        new = {act.extra for acts in web.around(waiting).values() for act in acts} - met
        met |= new
        waiting = list(new)
    return sorted(map(view.text, met - {start}), key=str.encode)


def links(view: Snapshot, subject: str, bounds: Bounds = EVERYTHING, policy: Policy = policies.DEFAULT) -> list[Link]:
    """Every alias in force among a subject and its other names, by subject, alias, time and id."""
    web = _Web(view, bounds, policy)
    found: dict[bytes, Link] = {}
    for name in (subject, *subjects(view, subject, bounds, policy)):
        term = view.term(key_of(tables.TERM_SUBJECT, name))
        for acts in web.around([term]).values():
            for act in acts:
                other = view.text(act.extra)
                pair = (name, other) if act.amount else (other, name)
                found[act.id] = Link(*pair, act, bytes.fromhex(view.text(act.author)))
    return sorted(found.values(), key=lambda link: (link.subject, link.alias, link.time, link.id))


class _Web:
    """The aliases in force that touch some subjects."""

    def __init__(self, view: Snapshot, bounds: Bounds, policy: Policy) -> None:
        self._view = view
        self._bounds = bounds
        self._policy = policy
        self.acts = Acts(view, bounds)

    def around(self, terms: list[int]) -> dict[bytes, list[Act]]:
        """Alias acts by the term, as four bytes, of one of their two subjects; ``extra`` is the other."""
        made = self.acts.on(map(tables.U32.pack, terms), _ALIASES)
        return self._in_force(made) if made else {}

    def _in_force(self, made: dict[bytes, list[Act]]) -> dict[bytes, list[Act]]:
        from steme.acts.force import Force  # only where there are aliases

        force = Force(self._view, self._bounds, self._policy, self.acts)
        left = {key: force.left(acts) for key, acts in made.items()}
        if self._policy.name != policies.ENTERPRISE:
            return left
        return {key: [act for act in acts if self._is_trusted(force.rights, key, act)] for key, acts in left.items()}

    def _is_trusted(self, rights: Rights, key: bytes, act: Act) -> bool:
        """Whether the roots trust the author of an alias about both of its subjects."""
        terms = (act.extra, tables.U32.unpack(key)[0])
        return all(rights.trusted(act.author, act.time, partial(self._view.text, term)) for term in terms)
