from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import errors, frame, ids, merkle
from repo_format.errors import Damaged, FromTheFuture
from repo_format.storage import recovery
from repo_format.storage.store import Store

NOON = 1_767_268_800_000_000


def place(parent: Path, data: bytes, name: str = "active.seg", repository: bytes = b"R" * 16) -> Path:
    """A repository whose log is one file with these bytes, and which has no index."""
    root = parent / ".steme"
    for folder in ("log", "lost"):
        (root / folder).mkdir(parents=True)
    (root / "log" / name).write_bytes(data)
    (root / "format").write_text(f"steme repository\nformat 1\nid {repository.hex()}\n")
    return root


@pytest.fixture(scope="module")
def grown(tmp_path_factory, put, alice, bob):
    """The bytes of a log with four commits, the frames in it, and the ids of each commit."""
    path = tmp_path_factory.mktemp("grown")
    store = Store.create(str(path), b"R" * 16, NOON)
    batches = [
        [alice.signed(alice.assertion(number)) for number in range(3)],
        alice.sealed(*(alice.assertion(number) for number in range(10, 25))),
        [bob.retraction(b"t" * 32), *map(bob.assertion, range(30, 33))],
        [alice.signed(alice.assertion(40))],
    ]
    batches[2] = [*map(bob.signed, batches[2]), bob.erased(bob.signed(bob.assertion(50)))]
    for number, batch in enumerate(batches):
        put(store, batch, NOON + number)
    store.close()
    data = (path / ".steme" / "log" / "active.seg").read_bytes()
    return data, list(frame.unchain(data, frame.START)), [[record.id for record in batch] for batch in batches]


def ends(frames: list[frame.Frame]) -> list[int]:
    """Where the log may end: behind the opening and every commit."""
    return [one.end for one in frames if one.kind in (frame.OPENING, frame.COMMIT)]


def known(store: Store) -> list[bytes]:
    with store.snapshot() as view:
        return [view.record(seq).id for seq in range(1, view.count + 1)]


def recovered(parent: Path, data: bytes) -> tuple[list[bytes], bytes, list[bytes]]:
    """The ids that a repository has whose log was found like this, the log afterwards, and what was put aside."""
    root = place(parent, data)
    store = Store.open(str(parent))
    try:
        found = known(store)
    finally:
        store.close()
    aside = [path.read_bytes() for path in sorted((root / "lost").iterdir())]
    return found, (root / "log" / "active.seg").read_bytes(), aside


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_cut_off_anywhere(tmp_path_factory, grown, share):
    data, frames, batches = grown
    size = int(ends(frames)[0] + share * (len(data) - ends(frames)[0]))
    good = max(end for end in ends(frames) if end <= size)
    commits = ends(frames).index(good)
    found, log, aside = recovered(tmp_path_factory.mktemp("cut"), data[:size])
    assert found == [one for batch in batches[:commits] for one in batch]
    assert log == data[:good]
    assert aside == ([data[good:size]] if size > good else [])


@pytest.mark.parametrize("tail", [b"\0", bytes(4096), b"stmF", b"noise" * 300, b"stmF\1\6" + bytes(300)])
def test_debris_behind_the_last_commit(tmp_path, grown, tail):
    data, _, batches = grown
    found, log, aside = recovered(tmp_path, data + tail)
    assert (found, log, aside) == ([one for batch in batches for one in batch], data, [tail])


def test_a_whole_transaction_without_its_commit(tmp_path, grown):
    data, frames, batches = grown
    end = frames[-1].offset
    found, log, aside = recovered(tmp_path, data[:end])
    assert found == [one for batch in batches[:3] for one in batch]
    assert log == data[: ends(frames)[3]]
    assert aside == [data[ends(frames)[3] : end]]


def test_the_ambiguous_last_transaction(tmp_path, grown):
    """Without an index that tells whether the machine stopped, a torn end is taken for a crash, and put aside."""
    data, frames, batches = grown
    at = frames[-2].offset + 50
    bad = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    found, log, aside = recovered(tmp_path, bad)
    assert found == [one for batch in batches[:3] for one in batch]
    assert log + aside[0] == bad


def test_the_last_transaction_where_the_machine_did_not_stop(tmp_path, grown):
    """A process that dies leaves the beginning of what it wrote, never its commit without the rest: this is damage."""
    data, frames, _ = grown
    root = place(tmp_path, data[: ends(frames)[3]])
    store = Store.open(str(tmp_path))
    log = root / "log" / "active.seg"
    at = frames[-2].offset + 50
    with log.open("ab") as file:
        file.write(data[ends(frames)[3] : at] + b"?" + data[at + 1 :])
    bad = log.read_bytes()
    with pytest.raises(Damaged, match="steme fsck"):
        store.begin()
    store.close()
    assert log.read_bytes() == bad


def test_damage_before_a_later_commit(tmp_path_factory, grown):
    """Whatever bit it is: a commit by two greater than the last good one could only be written later."""
    data, frames, _ = grown
    for at in range(0, ends(frames)[2], 97):
        path = tmp_path_factory.mktemp("flip")
        root = place(path, data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        with pytest.raises((Damaged, FromTheFuture)):
            Store.open(str(path))
        assert len((root / "log" / "active.seg").read_bytes()) == len(data)
        assert not list((root / "lost").iterdir())


def test_a_commit_that_only_looks_like_one(tmp_path, grown, bob):
    """What stands behind the valid end counts as a later commit only when its head is signed."""
    data, frames, batches = grown
    later = b"?" + data[frames[-1].offset :].replace((4).to_bytes(8, "big"), (9).to_bytes(8, "big"), 1)
    unsigned = later[:-1] + bytes([later[-1] ^ 1])
    assert later.count((9).to_bytes(8, "big")) == 1
    found, log, _ = recovered(tmp_path / "unsigned", data + unsigned)
    assert found == [one for batch in batches for one in batch]
    assert log == data
    with pytest.raises(Damaged):
        recovered(tmp_path / "signed", data + later)


def test_a_signed_commit_far_behind_is_found_across_windows(tmp_path, grown, monkeypatch):
    data, frames, _ = grown
    monkeypatch.setattr(recovery, "_SEARCH", 300)
    at = ends(frames)[0] + 60
    place(tmp_path, data[:at] + b"?" + data[at + 1 :])
    with pytest.raises(Damaged):
        Store.open(str(tmp_path))


def test_replay_makes_the_tables_that_commits_made(store, put, alice, bob, dump, tmp_path):
    sealed = alice.sealed(*(alice.assertion(number, value=f"v{number % 7}", unit=None) for number in range(130)))
    for number in range(8):
        put(store, sealed[16 * number : 16 * number + 16], NOON + number)
        rows = [bob.signed(bob.assertion(number, subject="country/1", source="5" * 64, parent=sealed[number].id.hex()))]
        rows += [bob.signed(bob.retraction(sealed[number].id, NOON)), bob.erased(alice_erased(alice, number))]
        commit = put(store, rows, NOON + number)
        put(store, [], NOON, {f"refs/tags/v{number}": commit.head.id})
    before = dump(store)
    store.rebuild()
    assert dump(store) == before
    assert len(before["lens"]) > 100


def alice_erased(alice, number):
    return alice.signed(alice.assertion(9000 + number))


def test_replay_to_a_place_that_is_no_commit_ends(store, put, alice, tmp_path):
    put(store, [alice.signed(alice.assertion(1))])
    first, mark = store.first_mark(), store.catch_up()
    found = store.log.read(1, first.end)
    end = recovery.End(1, found.end, found.chain, 1)
    (tmp_path / "other").mkdir()
    other = Store.create(str(tmp_path / "other"), store.repository_id, NOON)
    with pytest.raises(Damaged, match="no commit that ends at byte"):
        recovery.replay(store.log, other.index, first, end)
    assert found.end < mark.end
    other.close()


def test_replay_in_several_transactions(store, put, alice, dump, monkeypatch):
    for number in range(10):
        put(store, [alice.signed(alice.assertion(10 * number + other)) for other in range(10)], NOON + number)
    before = dump(store)
    monkeypatch.setattr(recovery, "_OBJECTS_PER_TRANSACTION", 25)
    store.rebuild()
    assert dump(store) == before


VECTORS = {
    path.stem: json.loads(path.read_text())
    for path in (Path(__file__).parents[2] / "vectors" / "segments").glob("*.json")
}
VALID = ("active", "foreign", "sealed")


def vector_place(parent: Path, vector: dict) -> Path:
    return place(parent, bytes.fromhex(vector["segment"]), vector["file"], bytes.fromhex(vector["repository"]))


@pytest.mark.parametrize("name", VALID)
def test_vectors(tmp_path, name, dump):
    vector = VECTORS[name]
    vector_place(tmp_path, vector)
    store = Store.open(str(tmp_path))
    try:
        with store.snapshot() as view:
            assert view.watermark.commit == vector["commits"]
            assert view.count == len(vector["objects"])
            found = [view.record(seq) for seq in range(1, view.count + 1)]
        for record, told in zip(found, vector["objects"], strict=True):
            assert record.id.hex() == told["id"]
            assert (record.payload and record.payload.decode()) == told["payload"]
            assert (record.seal.id if record.seal else record.signature).hex() == told.get(
                "seal", told.get("signature")
            )
        rows = dump(store)
        assert {key.decode(): value.hex() for key, value in rows["refs"]} == vector["refs"]
        assert [value.hex() for _, value in rows["foreign"]] == vector.get("foreign", [])
        heads = [bytes.fromhex(one) for one in vector["heads"]]
        assert {key for key, _ in rows["heads"]} == {ids.head_id(one[:129]) for one in heads}
        assert heads[-1][25:57] == merkle.root([record.id for record in found])
    finally:
        store.close()


@pytest.mark.parametrize("name", VALID)
def test_frames_of_vectors(name):
    vector = VECTORS[name]
    for one, told in zip(frame.unchain(bytes.fromhex(vector["segment"]), frame.START), vector["frames"], strict=True):
        assert (one.offset, one.kind, one.flags, len(one.body), one.chain.hex()) == tuple(told.values())


@pytest.mark.parametrize("name", sorted(name for name in VECTORS if name.startswith("crash-")))
def test_vectors_of_crashes(tmp_path, name):
    vector = VECTORS[name]
    root = vector_place(tmp_path, vector)
    store = Store.open(str(tmp_path))
    with store.snapshot() as view:
        assert view.watermark.commit == vector["commits"]
    store.close()
    assert (root / "log" / "active.seg").read_bytes().hex() == vector["segment"][: 2 * vector["end"]]


@pytest.mark.parametrize("name", sorted(name for name, vector in VECTORS.items() if "error" in vector))
def test_vectors_of_damage(tmp_path, name):
    vector = VECTORS[name]
    root = vector_place(tmp_path, vector)
    with pytest.raises(getattr(errors, vector["error"])) as caught:
        Store.open(str(tmp_path))
    assert type(caught.value).__name__ == vector["error"]
    assert (root / "log" / vector["file"]).read_bytes().hex() == vector["segment"]
    assert not list((root / "lost").iterdir())


def test_every_vector_is_one_of_these():
    assert {name for name, vector in VECTORS.items() if "error" not in vector and not name.startswith("crash-")} == set(
        VALID
    )
