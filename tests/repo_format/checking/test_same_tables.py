"""`steme reindex` gives the same tables as writing did, whatever was written and in whatever batches."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from mutation.index_damage import Tables, dump
from mutation.specimen import ALICE, BOB, NOON, REPOSITORY

from repo_format import head, ids, limits, objects, seal, signature
from repo_format.objects.epoch import Epoch
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.payload import Payload
from repo_format.storage import recovery
from repo_format.storage.store import Store

Step = Callable[["Writer"], None]


class Writer:
    """Writes what it is told, and remembers what there is to speak about."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tag = head.NO_HEAD
        self.last = head.NO_HEAD

    def claims(self, first: int, count: int) -> list[Payload]:
        """Claims, statements about one of them, and other kinds between them."""
        author = BOB.public.hex()
        target = ids.object_id(objects.write(BOB.claim(first))).hex()
        other = ids.object_id(objects.write(BOB.claim(first + 1))).hex()
        return [
            *(BOB.claim(number, source=target if number % 5 == 0 else None) for number in range(first, first + count)),
            Vote(author=author, target=target, weight=0.5, time=NOON + first),
            Retraction(author=author, target=other, time=NOON + first),
            Stage(author=author, target=target, stage="approved", time=NOON + first),
            Supersession(author=author, old=target, new=other, time=NOON + first),
            Source(author=author, name=f"source {first % 3}", time=NOON + first),
            Epoch(author=author, name=f"epoch {first}", time=NOON + first),
            BOB.claim(first, value=f"text {first % 4}", subject="one/question", predicate="for all"),
        ]

    def write(self, first: int, count: int, sealed: int, ending: str) -> None:
        """One transaction: the first ``sealed`` objects under a seal, the others signed one by one."""
        payloads = [(one, objects.write(one)) for one in self.claims(first, count)]
        named = [(ids.object_id(data), data, one) for one, data in payloads]
        with self.store.begin() as transaction:
            for identifier, data, one in named[sealed:]:
                transaction.add(identifier, data, one, signature.sign_object(BOB.secret, identifier))
            transaction.flush()
            if sealed:
                proof = seal.Seal.sign(BOB.secret, NOON, tuple(one for one, _, _ in named[:sealed]))
                numbered = enumerate(named[:sealed])
                claimed = [(transaction.claim(one), place, one, data, read) for place, (one, data, read) in numbered]
                transaction.add_sealed(proof, [entry for entry in claimed if entry[0]])
            if ending == "tag" and self.last != head.NO_HEAD:
                transaction.set_ref("refs/tags/t", self.tag, self.last)
                self.tag = self.last
            if ending == "untag" and self.tag != head.NO_HEAD:
                transaction.set_ref("refs/tags/t", self.tag, head.NO_HEAD)
                self.tag = head.NO_HEAD
            commit = None if ending == "abort" else transaction.commit(ALICE, NOON)
        if commit is not None:
            self.last = commit.head.id


steps = st.lists(
    st.tuples(
        st.integers(0, 300), st.integers(1, 60), st.integers(0, 20), st.sampled_from(["", "tag", "untag", "abort"])
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None)
@given(steps, st.booleans())
def test_a_rebuild_makes_the_tables_that_writing_made(wanted: list[tuple[int, int, int, str]], rotate: bool) -> None:
    size = 9_000 if rotate else limits.SEGMENT_BYTES
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(limits, "SEGMENT_BYTES", size):
        _write(folder, wanted)
        written = dump(Path(folder))
        assert rebuilt(folder) == written
        with mock.patch.object(recovery, "_OBJECTS_PER_TRANSACTION", 40):
            assert rebuilt(folder) == written


def _write(folder: str, wanted: list[tuple[int, int, int, str]]) -> None:
    store = Store.create(folder, REPOSITORY, NOON)
    writer = Writer(store)
    try:
        for first, count, sealed, ending in wanted:
            tag, last = writer.tag, writer.last
            writer.write(first, count, sealed, ending)
            if ending == "abort":
                writer.tag, writer.last = tag, last
    finally:
        store.close()


def rebuilt(folder: str) -> Tables:
    """The tables after a rebuild."""
    store = Store.open_log(folder)
    store.rebuild()
    store.close()
    return dump(Path(folder))


def test_an_empty_repository_is_the_same_too(tmp_path: Path) -> None:
    Store.create(str(tmp_path), REPOSITORY, NOON).close()
    before = dump(tmp_path)
    assert rebuilt(str(tmp_path)) == before
