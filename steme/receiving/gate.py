"""The gate: whose claims are taken, and how many (docs/semantics/receiving.md, section 3).

    anyone      whoever signed them: claims contradict each other anyway, and say who made them
    keys        those of the keys that ``receive.keys`` names
    delegated   those of agents that a chain of delegations from ``trust.roots`` reaches

It is about authors. Who may speak to this repository at all is the business of the transport.
"""

from __future__ import annotations

from repo_format.errors import Refused
from repo_format.storage import tables
from steme import times

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from repo_format.pack.opening import Opening
    from repo_format.pack.totals import Totals
    from repo_format.storage.snapshot import Snapshot
    from steme.configuration import Configuration
    from steme.repository import Repository

ANYONE, KEYS, DELEGATED = "anyone", "keys", "delegated"

MINUTE = 60_000_000
_FREE_EXPANSION = 64 << 20
_EXPANSION = 100


class Gate:
    """What may enter. ``max_bytes`` and ``max_objects`` are for one transfer, ``rate`` is objects a minute, 0 for any.

    ``keys`` are names as ``receive.keys`` takes them; they and the roots are looked up when somebody is at the gate.
    """

    __slots__ = ("configuration", "keys", "max_bytes", "max_objects", "policy", "rate")

    def __init__(
        self, configuration: Configuration, policy: str = ANYONE, keys: Iterable[str] = (), rate: int = 0
    ) -> None:
        self.configuration = configuration
        self.policy = policy
        self.keys = tuple(keys)
        self.rate = rate
        self.max_bytes = int(configuration.number("receive.max_bytes"))
        self.max_objects = int(configuration.number("receive.max_objects"))

    @classmethod
    def for_push(cls, repository: Repository) -> Gate:
        """The gate for what others push, as configured here. Raises InvalidInput for a wrong setting."""
        configuration = repository.configuration
        listed = (configuration.text("receive.keys") or "").replace(",", " ").split()
        policy = configuration.text("receive.policy") or ANYONE
        return cls(configuration, policy, listed, int(configuration.number("receive.rate")))

    @classmethod
    def for_fetch(cls, repository: Repository, keys: Iterable[str] = ()) -> Gate:
        """The gate for what one fetches oneself: anyone's, or that of ``keys`` alone where some are named."""
        named = tuple(keys)
        return cls(repository.configuration, KEYS if named else ANYONE, named)

    def check_opening(self, opening: Opening) -> None:
        """Raise Refused where a pack says of itself that it is too much."""
        if (opening.objects or 0) > self.max_objects:
            raise self._too_many(opening.objects or 0)

    def check_totals(self, totals: Totals, taken: int) -> None:
        """Raise Refused where a pack has brought too much: objects, or text out of ``taken`` compressed bytes."""
        if totals.objects > self.max_objects:
            raise self._too_many(totals.objects)
        if totals.payload_bytes > _FREE_EXPANSION + _EXPANSION * taken:
            raise Refused(
                f"the pack expands to more than {_EXPANSION} times its size, which no honest one does; "
                "nothing was taken in"
            )

    def check_size(self, size: int) -> None:
        """Raise Refused where a pack has more bytes than one transfer may bring."""
        if size > self.max_bytes:
            raise Refused(
                f"the pack is larger than {self.max_bytes} bytes, the limit here (receive.max_bytes); send less at once"
            )

    def _too_many(self, objects: int) -> Refused:
        return Refused(
            f"the pack holds {objects} objects, and one transfer may bring {self.max_objects} here "
            "(receive.max_objects); send less at once"
        )

    def open(self, view: Snapshot) -> Watch:
        """The gate as it stands in a view. Raises InvalidInput, NotFound or AmbiguousId for a name that is no key."""
        return Watch(self, view)


class Watch:
    """A gate at the moment of a transaction: asked once for every author, and for the number of objects."""

    def __init__(self, gate: Gate, view: Snapshot) -> None:
        self._gate = gate
        self._known: dict[bytes, bool] = {}
        self._left = gate.rate - _objects_since(view, times.now() - MINUTE) if gate.rate else 0
        self._may = _rule(gate, view)

    def check_author(self, author: bytes) -> None:
        """Raise Refused where what this key signed may not enter."""
        if self._may is None:
            return
        known = self._known.get(author)
        if known is None:
            known = self._known[author] = self._may(author)
        if not known:
            raise Refused(
                f"the policy here (receive.policy is {self._gate.policy}) takes nothing signed by "
                f"{author.hex()[:12]}; nothing was taken in"
            )

    def check_count(self, added: int) -> None:
        """Raise Refused where so many new objects are more than may come in a minute."""
        if self._gate.rate and added > self._left:
            raise Refused(
                f"{added} objects are more than may come now: {self._gate.rate} a minute are taken here "
                "(receive.rate); send less at once, or wait a minute"
            )


def _rule(gate: Gate, view: Snapshot) -> Callable[[bytes], bool] | None:
    """Whether a key may have signed what enters; None where any may."""
    if gate.policy == ANYONE:
        return None
    from steme.trust import roots  # with it come the key files

    if gate.policy == KEYS:
        return frozenset(roots.named_key(view, name) for name in gate.keys).__contains__
    from steme.bounds import Bounds
    from steme.trust.view import TrustView

    trusted = roots.required_roots(view, gate.configuration)
    trust = TrustView(view, Bounds(), trusted)
    return lambda author: author in trusted or trust.depth(trust.agent_of(author), "") is not None


def _objects_since(view: Snapshot, moment: int) -> int:
    """How many objects were written here after ``moment`` (microseconds), by whomever."""
    found = 0
    with view.txn.cursor(view.databases[tables.COMMITS]) as cursor:
        for row in cursor.iterprev(keys=False):
            fields = tables.COMMIT_ROW.unpack(row)
            if fields[2] <= moment:
                break
            found += fields[1]
    return found
