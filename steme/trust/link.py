"""What chains of trust are made of."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.trust.acts import Act


class Link:
    """One delegation: ``giver`` and ``taker`` are agents, ``by`` and ``to`` the keys it names, all terms.

    ``until`` is the time at which it ends, ``seq`` the object's.
    """

    __slots__ = ("by", "giver", "scope", "seq", "taker", "to", "until", "weight")

    def __init__(self, giver: int, taker: int, by: int, act: Act, scope: str) -> None:
        self.giver, self.taker, self.by, self.scope = giver, taker, by, scope
        self.seq, _, self.to, _, self.weight, self.until = act


class Standing:
    """How an agent is reached: weight of the best chain, number of its links, the last of them (None for a root)."""

    __slots__ = ("depth", "link", "weight")

    def __init__(self, weight: float, depth: int, link: Link | None) -> None:
        self.weight = weight
        self.depth = depth
        self.link = link
