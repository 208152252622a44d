"""The exchange: what two repositories lack of each other, found out and carried over (docs/semantics/sync.md).

    conversation.py    requests and strictly read responses over a channel, counted
    greeting.py        hello and welcome; whether the head that is shown may be believed
    walk.py            where two sets of ids differ; pure
    own_trie.py        our side of that walk
    outgoing.py        the pack of a push
    incoming.py        the pack of a fetch
    fetching.py, pushing.py, syncing.py, cloning.py, looking.py
    contradictions.py, arrivals.py    what came, for people
    results.py         what each of them returns

Nothing is merged and nothing is taken away: a set of signed objects grows on either side. Names are imported when they
are used, because a push needs half of them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.exchange.cloning import clone
    from steme.exchange.fetching import fetch
    from steme.exchange.looking import look
    from steme.exchange.pushing import push
    from steme.exchange.syncing import sync

__all__ = ["clone", "fetch", "look", "push", "sync"]

_PLACES = {"clone": "cloning", "fetch": "fetching", "look": "looking", "push": "pushing", "sync": "syncing"}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
