"""A repository answers alike through its index and through its segments alone."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import frame, head, ids, limits, objects, signature
from repo_format.errors import Damaged, NotFound, Refused
from repo_format.head import Head
from repo_format.objects.assertion import Assertion
from repo_format.objects.erasure import Erasure
from repo_format.pack.opening import COMPLETE, DIFFERENCE, Opening
from repo_format.pack.reader import PackReader, verified
from repo_format.record import Record
from repo_format.seal import Seal
from repo_format.wire import digests
from steme.repository import Repository
from steme.serving.holdings import children, count_below, top
from steme.serving.index_holdings import IndexHoldings
from steme.serving.log_holdings import LogHoldings
from steme.serving.packing import leave_out, pack_frames, pack_records
from tests.sample import Sample

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.serving.holdings import Holdings

NOON = 1_767_268_800_000_000


def told(record: Record) -> tuple[bytes, bytes | None, bytes, bytes, bytes]:
    return record.id, record.payload, record.signature, record.seal.encode() if record.seal else b"", record.author


def everything(holdings: Holdings, some: list[bytes]) -> dict[str, object]:
    """All that can be asked."""
    newest = holdings.head()
    answers: dict[str, object] = {
        "id": holdings.repository_id,
        "head": newest and newest.encode(),
        "tags": {name: one.encode() for name, one in holdings.tags().items()},
        "unknown": holdings.known_head(b"\7" * 32),
        "all": list(holdings.ids_below(b"")),
        "root": holdings.node(b""),
        "top": top(holdings),
        "counts": [count_below(holdings, path) for path in (b"", b"\0", b"\0\1", b"\0\1\2")],
        "deep": [list(holdings.ids_below(bytes((digit, 3)))) for digit in range(16)],
        "children": [children(holdings, bytes((digit,))) for digit in range(16)],
    }
    if newest is not None:
        assert holdings.known_head(newest.id) == newest
        opening = Opening(newest.repository, COMPLETE, (newest,))
        answers["complete"] = b"".join(pack_frames(opening, holdings.since(None, newest)))
        answers["nothing"] = list(holdings.since(newest, newest))
    if some:
        records = holdings.records(some)
        answers["some"] = (len(records), [told(record) for record in records], [told(record) for record in records])
    return answers


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Repository, list[Head]]]:
    """700 objects in several commits: sealed, alone, erased, their erasure, tags, a foreign head."""
    folder = tmp_path_factory.mktemp("served")
    with Repository.init(str(folder)) as repository:
        heads = fill(repository)
        yield repository, heads


class Key:
    """Signs, as keys of the library do."""

    def __init__(self, name: bytes) -> None:
        self.secret = signature.secret_key(name.ljust(32, b"\0"))
        self.public = self.secret[32:]

    def sign_head_id(self, head_id: bytes) -> bytes:
        return signature.sign_head(self.secret, head_id)


ALICE = Key(b"alice")


def assertion(number: int, key: Key = ALICE) -> Assertion:
    fields = {"predicate": "n", "value": number, "confidence": 0.5, "tier": 3, "time": NOON + number}
    return Assertion(author=key.public.hex(), subject=f"s/{number}", **fields)  # type: ignore[arg-type]


def fill(repository: Repository) -> list[Head]:
    heads = []
    for begin in (0, 300):
        payloads = [assertion(number) for number in range(begin, begin + 300)]
        written = [objects.write(payload) for payload in payloads]
        named = list(map(ids.object_id, written))
        proof = Seal.sign(ALICE.secret, NOON, tuple(named))
        with repository.begin() as transaction:
            seqs = transaction.claim_each(named)
            transaction.add_sealed(proof, list(zip(seqs, range(300), named, written, payloads, strict=True)))
            heads.append(transaction.commit(ALICE, NOON).head)
    for begin in (600, 650):
        with repository.begin() as transaction:
            for number in range(begin, begin + 50):
                add(transaction, assertion(number))
            heads.append(transaction.commit(ALICE, NOON).head)
    heads.append(erased_ones(repository))
    foreign = Head(b"S" * 16, 7, b"r" * 32, head.NO_HEAD, NOON, ALICE.public)
    foreign.signature = ALICE.sign_head_id(foreign.id)
    with repository.begin() as transaction:
        transaction.put_head(foreign)
        transaction.set_ref("refs/tags/theirs", head.NO_HEAD, foreign.id)
        transaction.set_ref("refs/remotes/o/main", head.NO_HEAD, foreign.id)
        transaction.set_ref("refs/tags/ours", head.NO_HEAD, heads[1].id)
        heads.append(transaction.commit(ALICE, NOON).head)
    return heads


def add(transaction, payload) -> bytes:
    data = objects.write(payload)
    object_id = ids.object_id(data)
    transaction.add(object_id, data, payload, signature.sign_object(ALICE.secret, object_id))
    return object_id


def erased_ones(repository: Repository) -> Head:
    """An object that came without its payload, one of a seal too, and why."""
    gone = [ids.object_id(objects.write(assertion(number))) for number in (9000, 9001, 9002)]
    proof = Seal.sign(ALICE.secret, NOON, tuple(gone[1:]))
    with repository.begin() as transaction:
        transaction.add_erased(gone[0], ALICE.public, signature.sign_object(ALICE.secret, gone[0]))
        transaction.flush()
        seqs = transaction.claim_each(gone[1:])
        rest = objects.write(assertion(9002))
        transaction.add_sealed(proof, [(seqs[0], 0, gone[1], b"", None), (seqs[1], 1, gone[2], rest, assertion(9002))])
        for target in gone[:2]:
            add(transaction, Erasure(author=ALICE.public.hex(), target=target.hex(), reason="asked", time=NOON))
        return transaction.commit(ALICE, NOON).head


def test_index_and_log_tell_the_same(served) -> None:
    repository, heads = served
    through_index = IndexHoldings(repository)
    some = sorted(list(through_index.ids_below(b""))[::9])
    with LogHoldings.open(repository.path) as through_log:
        one, other = everything(through_index, some), everything(through_log, some)
        assert one.keys() == other.keys()
        for name, answer in one.items():
            assert answer == other[name], name
        for after, until in ((heads[0], heads[3]), (heads[3], heads[5]), (heads[1], heads[2])):
            opening = Opening(until.repository, DIFFERENCE, (until, after))
            streams = [
                b"".join(pack_frames(opening, side.since(after, until))) for side in (through_index, through_log)
            ]
            assert streams[0] == streams[1]
            assert len(list(PackReader(io.BytesIO(streams[0])))) == until.count - after.count
    through_index.release()


def test_the_complete_stream_is_a_pack_of_everything(served) -> None:
    repository, _heads = served
    holdings = IndexHoldings(repository)
    newest = holdings.head()
    opening = Opening(newest.repository, COMPLETE, (newest,))
    data = b"".join(pack_frames(opening, holdings.since(None, newest)))
    found = {record.id for record, _ in verified(PackReader(io.BytesIO(data)))}
    assert sorted(found) == list(holdings.ids_below(b""))
    assert b"".join(pack_frames(opening, holdings.since(None, newest))) == data
    for offset in (0, 1, 1000, len(data) - 1, len(data)):
        assert b"".join(leave_out(pack_frames(opening, holdings.since(None, newest)), offset)) == data[offset:]
    holdings.release()


def test_erased_objects_travel_with_their_erasure(served) -> None:
    repository, _ = served
    gone = sorted(ids.object_id(objects.write(assertion(number))) for number in (9000, 9001, 5))
    holdings = IndexHoldings(repository)
    records = list(holdings.records(gone))
    holdings.release()
    assert [b"erasure" in (record.payload or b"") for record in records] == [True, True, False, False, False]
    assert [record.payload is None for record in records] == [False, False, False, True, True]


def test_what_is_not_there(served) -> None:
    repository, _heads = served
    with LogHoldings.open(repository.path) as through_log:
        for holdings in (IndexHoldings(repository), through_log):
            assert holdings.known_head(head.NO_HEAD) is None
            assert holdings.known_head(holdings.tags()["refs/tags/theirs"].id) is None
            with pytest.raises(NotFound):
                holdings.records([bytes(32)])
            holdings.release()


def test_the_remembered_count_and_the_tags(served) -> None:
    repository, heads = served
    holdings = IndexHoldings(repository)
    assert holdings.known_head(heads[2].id).count == 650
    assert {name: one.id for name, one in holdings.tags().items()}["refs/tags/ours"] == heads[1].id
    holdings.release()


def test_the_sample_with_every_kind(sample: Sample) -> None:
    with sample.open() as repository, LogHoldings.open(str(sample.path)) as through_log:
        through_index = IndexHoldings(repository)
        some = list(through_index.ids_below(b""))
        assert everything(through_index, some) == everything(through_log, some)
        through_index.release()


def test_nothing_yet(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository, LogHoldings.open(str(tmp_path)) as through_log:
        through_index = IndexHoldings(repository)
        assert everything(through_index, []) == everything(through_log, [])
        assert through_log.head() is None
        through_index.release()


def test_many_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 20_000)
    with Repository.init(str(tmp_path)) as repository:
        fill(repository)
        with repository.begin() as transaction:
            add(transaction, assertion(77_777))
            transaction.commit(ALICE, NOON)
        assert len(repository.store.log.numbers()) > 2
        some = [ids.object_id(objects.write(assertion(number))) for number in (1, 400, 620, 77_777)]
        through_index = IndexHoldings(repository)
        with LogHoldings.open(str(tmp_path)) as through_log:
            assert everything(through_index, sorted(some)) == everything(through_log, sorted(some))
        through_index.release()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_tails_that_crashes_left_are_not_seen(served, data) -> None:
    """Behind the last commit may stand anything that a crash leaves: cut frames, zeros, noise."""
    repository, heads = served
    path = Path(repository.path) / ".steme" / "log" / "active.seg"
    whole = path.read_bytes()
    kind = data.draw(st.sampled_from(("noise", "zeros", "a cut frame", "whole frames")))
    body = os.urandom(data.draw(st.integers(1, 600)))
    last = frame.encode(frame.REF, b"x" * 100, list(frame.unchain(whole, frame.START))[-1].chain)[0]
    tail = {
        "noise": body,
        "zeros": bytes(len(body)),
        "a cut frame": last[: len(body) % len(last)],
        "whole frames": last,
    }
    try:
        path.write_bytes(whole + tail[kind])
        with LogHoldings.open(repository.path) as holdings:
            assert holdings.head() == heads[-1]
            assert holdings.ids_below(b"")
            opening = Opening(heads[-1].repository, COMPLETE, (heads[-1],))
            assert b"".join(pack_frames(opening, holdings.since(None, heads[-1])))
    finally:
        path.write_bytes(whole)


def test_a_flipped_bit_is_told_and_not_taken_for_a_tail(served) -> None:
    repository, _heads = served
    path = Path(repository.path) / ".steme" / "log" / "active.seg"
    whole = path.read_bytes()
    middle = len(whole) // 3
    try:
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        with pytest.raises(Damaged):
            LogHoldings.open(repository.path)
    finally:
        path.write_bytes(whole)


def test_links_are_not_followed(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    with Repository.init(str(there)) as repository:
        fill(repository)
    with Repository.init(str(here)):
        pass
    log = here / ".steme" / "log" / "active.seg"
    log.unlink()
    log.symlink_to(there / ".steme" / "log" / "active.seg")
    with pytest.raises(Refused, match="symbolic link"):
        LogHoldings.open(str(here))
    log.unlink()
    os.link(there / ".steme" / "log" / "active.seg", log)
    with pytest.raises(Refused, match="hard link"):
        LogHoldings.open(str(here))


def test_the_index_is_not_opened(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        heads = fill(repository)
    for name in (tmp_path / ".steme" / "index").iterdir():
        name.write_bytes(b"poison")
    with LogHoldings.open(str(tmp_path)) as holdings:
        assert holdings.head() == heads[-1]
        assert list(digests.entries(top(holdings)))
    assert all(name.read_bytes() == b"poison" for name in (tmp_path / ".steme" / "index").iterdir())


def test_single_records_make_a_pack_too(served) -> None:
    repository, _ = served
    holdings = IndexHoldings(repository)
    wanted = list(holdings.ids_below(b"\3"))
    records = holdings.records(wanted)
    holdings.release()
    data = b"".join(pack_records(Opening(holdings.repository_id, objects=len(records)), records))
    assert set(wanted) <= {record.id for record, _ in verified(PackReader(io.BytesIO(data)))}


def test_while_somebody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every opening finds a whole state, none older than the one before, through many a change of segment."""
    monkeypatch.setattr(limits, "SEGMENT_BYTES", 8_000)
    done = threading.Event()

    def write() -> None:
        with Repository.open(str(tmp_path)) as repository:
            for number in range(150):
                with repository.begin() as transaction:
                    add(transaction, assertion(number))
                    transaction.commit(ALICE, NOON)
        done.set()

    Repository.init(str(tmp_path)).close()
    writer = threading.Thread(target=write)
    writer.start()
    seen, rounds = 0, 0
    while not done.is_set() or not rounds:
        with LogHoldings.open(str(tmp_path)) as holdings:
            newest = holdings.head()
            count = newest.count if newest else 0
            assert len(holdings.ids_below(b"")) == count >= seen
            if newest is not None:
                opening = Opening(newest.repository, COMPLETE, (newest,))
                assert b"".join(pack_frames(opening, holdings.since(None, newest)))
            seen, rounds = count, rounds + 1
    writer.join()
    assert rounds > 3
