"""Faults put in on purpose: each takes one safeguard out of the store, and a campaign has to turn red.

They are tests of the campaigns. ``FAULTS`` says what is taken out and which campaign must notice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from unittest import mock

from campaigns import kill, power
from campaigns.summary import Summary
from repo_format import frame
from repo_format.storage import head_rows, leftovers, recovery, tables
from repo_format.storage.appender import Appender
from repo_format.storage.index import Index
from repo_format.storage.snapshot import Watermark
from repo_format.storage.store import Store
from repo_format.storage.transaction import Transaction

Patches = list[AbstractContextManager[Any]]

STATES = 1_500
ROUNDS = 60
WINDOW = 0.003
"""Seconds between two steps that should be one: wide enough for a kill to hit."""


def _nothing() -> Patches:
    return []


def _late_sync() -> Patches:
    """What is written gets synced when the next transaction begins, or at the end."""
    waiting: list[Appender] = []
    real_sync, real_begin, real_close = Appender.sync, Store.begin, Store.close

    def sync(self: Appender) -> None:
        self._write()
        waiting.append(self)

    def catch_up() -> None:
        while waiting:
            real_sync(waiting.pop())

    def begin(self: Store, timeout: float = 30.0) -> Transaction:
        catch_up()
        return real_begin(self, timeout)

    def close(self: Store) -> None:
        catch_up()
        real_close(self)

    return [
        mock.patch.object(Appender, "sync", sync),
        mock.patch.object(Store, "begin", begin),
        mock.patch.object(Store, "close", close),
    ]


def _watermark_apart() -> Patches:
    """The rows of a commit go into one LMDB transaction, the watermark into the next."""
    real_init = Transaction.__init__
    indexes: dict[int, Index] = {}

    def init(self: Transaction, log: Any, index: Index, *rest: Any) -> None:
        indexes[id(self)] = index
        real_init(self, log, index, *rest)

    def apart(self: Transaction, commit: Any, offset: int) -> None:
        head_rows.put_commit(self._txn, self._databases, commit, self._seq, self._log.segment, offset)
        self._indexer.finish()
        self._txn.commit()
        time.sleep(WINDOW)
        mark = Watermark(self._log.segment, self._log.offset, offset, self._log.chain, commit.number, self._seq)
        with indexes.pop(id(self)).begin(write=True) as txn:
            txn.put(tables.WATERMARK, mark.encode(), db=self._databases[tables.META])

    return [mock.patch.object(Transaction, "__init__", init), mock.patch.object(Transaction, "_index", apart)]


def _without(place: object, name: str, result: object = None) -> Callable[[], Patches]:
    return lambda: [mock.patch.object(place, name, return_value=result)]


def _power(seed: int, lose: str = "") -> Summary:
    return power.run(seed, STATES, lose, enough=1)


def _kill(seed: int) -> Summary:
    return kill.run(seed, ROUNDS, enough=1)


FAULTS: dict[str, tuple[Callable[[], Patches], Callable[[int], Summary]]] = {
    "nothing is ever synced": (_nothing, lambda seed: _power(seed, "sync")),
    "acknowledged before the sync": (_late_sync, _power),
    "a torn tail is not repaired": (_without(recovery, "cut_tail", 0), _kill),
    "the chain is not checked": (_without(frame, "follows", True), _power),
    "the watermark in a transaction of its own": (_watermark_apart, _kill),
    "the index is not marked dirty": (_without(Index, "mark_dirty"), _power),
    "what the dead left unsynced is built upon": (_without(recovery, "settle"), _power),
    "what the dead left lying about stays": (_without(leftovers, "sweep"), _kill),
}


def run(seed: int, rounds: int) -> Summary:
    """Every fault, ``rounds`` times with other seeds."""
    summary = Summary("faults", seed)
    for number in range(rounds):
        for name in FAULTS:
            summary.count("faults")
            if noticed(name, seed + number):
                summary.count("noticed")
            else:
                summary.violations.append(f"not noticed: {name}")
    return summary


def noticed(name: str, seed: int) -> list[str]:
    """What the campaign that must notice a fault says of it; an empty list when it does not."""
    patches, campaign = FAULTS[name]
    with ExitStack() as stack:
        for patch in patches():
            stack.enter_context(patch)
        return campaign(seed).violations
