"""Five replicas that say things, exchange them in every way, break down on it, and lose what was not yet in a backup.

After every deed the replicas that took part hold what they held and perhaps more, of a transfer all or nothing; only a
restore may go back, and whoever meets the replica next must say so.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from functools import partial
from itertools import count
from pathlib import Path

from campaigns import claims
from campaigns.children import Died, in_child
from campaigns.histories import REPLICAS, Step
from campaigns.sayings import KINDS, Voice, known_to
from campaigns.transfers import FAULTS, SECONDS, sync_with_fault
from campaigns.ways import GIT, WAYS, reached
from repo_format import ids, objects
from repo_format.errors import RemoteFailed
from repo_format.storage import commits
from steme import exchange, remotes
from steme.backup.copying import back_up
from steme.backup.place import open_place
from steme.backup.restoring import plan, restore
from steme.backup.source import Backup
from steme.compacting import compact
from steme.erasing.erase import erase, reasons_for
from steme.erasing.received import waiting
from steme.erasing.targets import find
from steme.exchange.results import Outcome, Pushed, Synced
from steme.remotes.remote import every
from steme.repository import Repository

_GIT = 0.12
"""How often an exchange goes to the git repository that all of them know."""
_IMPORTED = (20, 300)


class World:
    """The replicas below ``top``. ``wrong`` collects what must not be, ``did`` what was done how often."""

    def __init__(self, top: str) -> None:
        self.top = top
        self.paths = [f"{top}/{number}" for number in range(REPLICAS)]
        self.keys = [claims.key(number + 1) for number in range(REPLICAS)]
        self.wrong: list[str] = []
        self.did: dict[str, int] = {}
        self.held: list[frozenset[bytes]] = [frozenset()] * REPLICAS
        self.seen: dict[tuple[int, int], bytes] = {}
        """The head of the second under which the first had everything, where that is certain."""
        self.saved: dict[int, frozenset[bytes]] = {}
        self._clones, self._tags = count(), count()
        for number, path in enumerate(self.paths):
            Repository.init(path).close()
            self._introduce(number)
        subprocess.run(["git", "init", "--quiet", "--bare", f"{top}/hub.git"], check=True)

    def _introduce(self, who: int) -> None:
        """Let a replica know the others and the hub."""
        with Repository.open(self.paths[who]) as repository:
            known = {remote.name for remote in every(repository)}
            for other in set(range(REPLICAS)) - {who}:
                if f"r{other}" not in known:
                    remotes.add(repository, f"r{other}", self.paths[other])
            if "hub" not in known:
                remotes.add(repository, "hub", f"git+file://{self.top}/hub.git")

    def do(self, step: Step) -> None:
        """Do one step of a history."""
        chance = random.Random(step.seed)
        if step.deed in KINDS:
            self._say(step.deed, step.who, chance)
        else:
            _DEEDS[step.deed](self, step.who, step.other, chance)

    def _count(self, what: str) -> None:
        self.did[what] = self.did.get(what, 0) + 1

    def look(self, who: int) -> frozenset[bytes]:
        """What a replica holds."""
        with Repository.open(self.paths[who]) as repository, repository.snapshot() as view:
            return frozenset(view.trie.below(b""))

    def _grown(self, deed: str, *who: int) -> None:
        """Note what was done, what replicas hold now, and what they have lost."""
        self._count(deed)
        for number in who:
            now = self.look(number)
            if lost := self.held[number] - now:
                self.wrong.append(f"{deed}: replica {number} lost {len(lost)} objects")
            self.held[number] = now

    def _say(self, kind: str, who: int, chance: random.Random) -> None:
        key = self.keys[who]
        with Repository.open(self.paths[who]) as repository:
            known = known_to(repository)
            others = [one.public.hex() for one in self.keys if one is not key]
            number = chance.randint(*_IMPORTED) if kind == "import" else chance.randint(1, 3)
            said = Voice(key.public.hex(), known, others, chance).say(kind, number)
            if kind == "import":
                written = [(one, objects.write(one)) for one in said]
                offers = [(ids.object_id(data), data, one) for one, data in written]
                claims.add_sealed(repository, key, offers, time.time_ns() // 1000)  # type: ignore[arg-type]
            elif said:
                repository.add(said, key)
        self._grown(kind, who)

    def tag(self, who: int, other: int, chance: random.Random) -> None:
        """A tag of its own on the newest head."""
        with Repository.open(self.paths[who]) as repository:
            newest = self._head(repository)
            if newest is not None:
                repository.tag(f"v{who}-{next(self._tags)}", newest, self.keys[who])
                self._count("tag")

    @staticmethod
    def _head(repository: Repository) -> bytes | None:
        with repository.snapshot() as view:
            found: bytes | None = view.get("refs", b"refs/heads/main")
            return found

    def exchange(
        self, verb: str, who: int, other: int, chance: random.Random, way: str = "", *, cut: bool = False
    ) -> None:
        """Push, fetch or sync, in a way that chance decides where none is given, perhaps cut off."""
        way = way or (GIT if chance.random() < _GIT else chance.choice(WAYS))
        name, peer = (f"r{other}", other) if way != GIT else ("hub", who)
        before = self.held[who], self.held[peer]
        done: Outcome | Synced | None = None
        try:
            with reached(way, self.paths[peer], self.keys[peer], chance if cut else None):
                done = self._exchanged(verb, who, name)
        except (RemoteFailed, OSError) as error:
            if not cut:
                self.wrong.append(f"{verb} {who} {name} ({way}): {error}")
        self._grown(f"{'cut' if cut else verb} over {way}", who, peer)
        if way != GIT:
            self._judge(who, other, before, done)

    def _exchanged(self, verb: str, who: int, name: str) -> Outcome | Synced:
        with Repository.open(self.paths[who]) as repository:
            done: Outcome | Synced = getattr(exchange, verb)(repository, remotes.find(repository, name), self.keys[who])
            return done

    def _judge(
        self, who: int, other: int, before: tuple[frozenset[bytes], frozenset[bytes]], done: Outcome | Synced | None
    ) -> None:
        """What came of an exchange: all or nothing on either side, and a rollback is said."""
        both = before[0] | before[1]
        for number, held in zip((who, other), before, strict=True):
            if self.held[number] not in (held, both):
                self.wrong.append(f"replica {number} holds a part: {len(self.held[number])} of {len(both)}")
        seen = self.seen.pop((who, other), None)
        if done is None:
            return
        if seen is not None and seen not in self._history(other):
            outcome = done.fetched if isinstance(done, Synced) else done
            if outcome.rolled_back is None:
                self.wrong.append(f"replica {who} did not notice that {other} was rolled back")
            self._count("rollbacks noticed")
        if isinstance(done, Pushed):
            return  # who has only pushed need not have had everything, and asks for no head
        with Repository.open(self.paths[other]) as repository:
            newest = self._head(repository)
        if newest is not None:
            self.seen[who, other] = newest

    def _history(self, who: int) -> set[bytes]:
        with Repository.open(self.paths[who]) as repository, repository.snapshot() as view:
            return {commits.head_at(view, number).id for number in range(1, view.watermark.commit + 1)}

    def kill(self, who: int, other: int, chance: random.Random) -> None:
        """A sync over pipes during which one of the two is killed, or the pipes break."""
        before = self.held[who], self.held[other]
        fault, seed = chance.choice(FAULTS), chance.random()
        deed = partial(sync_with_fault, self.paths[who], self.paths[other], f"r{other}", self.keys[who], fault, seed)
        came = in_child(deed, SECONDS)
        self._count("interrupted" if came != "done" else "survived")
        if isinstance(came, Died) and "the process ended with -9" not in came.reason:
            self.wrong.append(f"{fault}: {came.reason}")
        self._grown(fault, who, other)
        self._judge(who, other, before, None)

    def clone(self, who: int, other: int, chance: random.Random) -> None:
        """A replica that has nothing to lose is cloned anew from another."""
        if self.held[who] - self.held[other]:
            return
        path = f"{self.top}/clone-{next(self._clones)}"
        with reached(chance.choice(WAYS), self.paths[other], self.keys[other]):
            exchange.clone(self.paths[other], path, self.keys[who], name=f"r{other}")
        self._replace(who, path)
        self.seen = {pair: head for pair, head in self.seen.items() if pair[1] != who}  # it is another repository
        self.held[who] = frozenset()
        self._grown("clone", who)
        if self.held[who] != self.held[other]:
            self.wrong.append(f"a clone of {other} holds {len(self.held[who])} of {len(self.held[other])}")

    def _replace(self, who: int, path: str) -> None:
        shutil.rmtree(self.paths[who])
        Path(path).rename(self.paths[who])
        self.saved.pop(who, None)
        shutil.rmtree(f"{self.top}/backup-{who}", ignore_errors=True)
        self.seen = {pair: head for pair, head in self.seen.items() if pair[0] != who}
        self._introduce(who)

    def back_up(self, who: int, other: int, chance: random.Random) -> None:
        """Bring a replica's backup up to it."""
        place = open_place(f"{self.top}/backup-{who}", write=True)
        try:
            back_up(self.paths[who], place)
        finally:
            place.close()
        self.saved[who] = self.held[who]
        self._count("back up")

    def restore(self, who: int, other: int, chance: random.Random) -> None:
        """The disk of a replica that has a backup has failed: the backup is all that is left."""
        saved = sorted(number for number, held in self.saved.items() if held)
        if not saved:
            return
        self._restore(saved[who % len(saved)])

    def _restore(self, who: int) -> None:
        kept, path = self.saved[who], f"{self.top}/restored-{next(self._clones)}"
        with Backup.open(f"{self.top}/backup-{who}") as backup:
            restore(backup, plan(backup, None), path)
        self._count("restore")
        self._replace(who, path)
        self.held[who] = self.look(who)
        if self.held[who] != kept:
            self.wrong.append(f"a restored replica holds {len(self.held[who])} and not {len(kept)}")

    def lose(self, who: int, other: int, chance: random.Random) -> None:
        """Another replica has seen more of this one than its backup has, when that is restored."""
        self.back_up(who, other, chance)
        self._say("assert", who, chance)
        self.exchange("fetch", other, who, chance, chance.choice(WAYS))
        if chance.random() < 0.5:
            third = chance.choice([number for number in range(REPLICAS) if number not in (who, other)])
            self.exchange("fetch", third, who, chance, chance.choice(WAYS))
        self._restore(who)

    def erase(self, who: int, other: int, chance: random.Random) -> None:
        """A payload leaves a replica; others hear of it and may follow."""
        key = self.keys[who]
        with Repository.open(self.paths[who]) as repository:
            known = known_to(repository).get("assertion", [])
            if not known:
                return
            with repository.snapshot() as view:
                targets = find(view, [chance.choice(known)])
            reasons = reasons_for(repository, targets, key, "asked for", time.time_ns() // 1000)
            erase(repository, targets, reasons, key)
        self._grown("erase", who)

    def follow(self, who: int, other: int = 0, chance: random.Random | None = None) -> None:
        """A replica follows the erasures that it has heard of."""
        with Repository.open(self.paths[who]) as repository:
            targets = {request.target.id: request.target for request in waiting(repository)}
            if targets:
                erase(repository, list(targets.values()), [], None)
        self._grown("follow", who)

    def compact(self, who: int, other: int, chance: random.Random) -> None:
        """Its log is written anew."""
        with Repository.open(self.paths[who]) as repository:
            compact(repository)
        self._grown("compact", who)

    def reindex(self, who: int, other: int, chance: random.Random) -> None:
        """Its index is made anew."""
        with Repository.open(self.paths[who]) as repository:
            repository.store.rebuild()
        self._grown("reindex", who)


_DEEDS = {
    "tag": World.tag,
    "push": lambda world, *two: world.exchange("push", *two),
    "pull": lambda world, *two: world.exchange("fetch", *two),
    "sync": lambda world, *two: world.exchange("sync", *two),
    "cut": lambda world, *two: world.exchange("sync", *two, cut=True),
    "kill": World.kill,
    "clone": World.clone,
    "back up": World.back_up,
    "restore": World.restore,
    "lose": World.lose,
    "erase": World.erase,
    "follow": World.follow,
    "compact": World.compact,
    "reindex": World.reindex,
}
