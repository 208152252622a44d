"""What strangers may have put on the ref: refused with the commit's name, or noticed."""

from __future__ import annotations

import random

import pytest

from repo_format import head, merkle
from repo_format.errors import RemoteFailed, StemeError
from repo_format.head import Head
from steme.git_remote import objects, program
from steme.git_remote.content import write_tags
from steme.git_remote.holdings import GitHoldings
from tests.steme.git_remote.conftest import ALICE, BOB, Place, pack, records

HELD = records(0, 5)


def signed(count: int = 5, previous: bytes = head.NO_HEAD, repository: bytes = bytes(16)) -> Head:
    root = merkle.root([record.id for record in HELD])
    fields = (repository, count, root, previous, 1, ALICE.public)
    return Head(*fields, ALICE.sign_head_id(Head(*fields).id))


GOOD = {"head": signed().encode(), "pack-0000": pack(HELD)}


def test_a_commit_of_a_stranger_that_keeps_the_rules_is_read(place: Place) -> None:
    place.commit(GOOD)
    assert place.visit().state.count == 5


def without(name: str) -> dict[str, bytes]:
    return {key: value for key, value in GOOD.items() if key != name}


FORGED = Head(bytes(16), 5, bytes(32), head.NO_HEAD, 1, BOB.public, bytes(64))
BAD: dict[str, dict[str, bytes]] = {
    "nothing": {},
    "no head": without("head"),
    "no pack": without("pack-0000"),
    "a further file": {**GOOD, "README.md": b"hello"},
    "a name with escapes": {**GOOD, "\x1b[31m": b"hello"},
    "a hole in the pack": {**without("pack-0000"), "pack-0001": GOOD["pack-0000"]},
    "a part too many": {**GOOD, "pack-0001": b"more"},
    "a short head": {**GOOD, "head": signed().encode()[:-1]},
    "a long head": {**GOOD, "head": signed().encode() + b"\0"},
    "a huge head": {**GOOD, "head": bytes(2_000_000)},
    "a head that nobody signed": {**GOOD, "head": FORGED.encode()},
    "a head that counts too many": {**GOOD, "head": signed(6).encode()},
    "a head that follows another": {**GOOD, "head": signed(previous=bytes([1]) * 32).encode()},
    "a head of the future": {**GOOD, "head": b"\2" + signed().encode()[1:]},
    "a pack cut off": {**GOOD, "pack-0000": pack(HELD)[:-1]},
    "a pack that goes on": {**GOOD, "pack-0000": pack(HELD) + b"\0"},
    "a pack of noise": {**GOOD, "pack-0000": random.Random(1).randbytes(5000)},
    "an empty pack": {**GOOD, "pack-0000": b""},
    "a huge pack of nothing": {**GOOD, "pack-0000": bytes(70 * 1024 * 1024)},
    "tags of noise": {**GOOD, "tags": b"\xff\xfe"},
    "a tag with a bad name": {**GOOD, "tags": b"refs/tags/../x " + signed().encode().hex().encode() + b"\n"},
    "a branch among the tags": {**GOOD, "tags": b"refs/heads/main " + signed().encode().hex().encode() + b"\n"},
    "a tag in capitals": {**GOOD, "tags": b"refs/tags/v1 " + signed().encode().hex().upper().encode() + b"\n"},
    "a tag twice": {**GOOD, "tags": 2 * write_tags({"refs/tags/v1": signed()})},
    "an empty list of tags": {**GOOD, "tags": b""},
}


@pytest.mark.parametrize("name", BAD)
def test_hostile_commits_are_refused(place: Place, name: str) -> None:
    commit = place.commit(BAD[name])
    with pytest.raises(RemoteFailed, match=f"commit {commit[:12]} of refs/steme/main cannot be believed") as caught:
        place.visit()
    assert str(caught.value).isprintable()


def test_links_and_programs_are_no_files(place: Place) -> None:
    for mode in ("120000", "100755"):
        place.commit(GOOD, mode=mode)
        with pytest.raises(RemoteFailed, match="no plain file"):
            place.visit(mode)


def test_what_went_before_a_hostile_commit_is_named_as_the_way_back(place: Place) -> None:
    place.push(HELD)
    good = place.git("rev-parse", "refs/steme/main")
    bad = place.commit({"head": b"x"}, [good])
    with pytest.raises(RemoteFailed, match=f"git push --force URL {bad[:12]}~1:refs/steme/main"):
        place.visit()
    place.git("update-ref", "refs/steme/main", f"{bad}~1")
    assert place.visit().state.count == 5


def test_there_is_no_way_back_behind_the_first_commit(place: Place) -> None:
    place.commit({"head": b"x"})
    with pytest.raises(RemoteFailed, match="can begin anew: git push URL :refs/steme/main"):
        place.visit()


def test_a_merge_is_refused(place: Place) -> None:
    one, other = place.commit(GOOD), place.commit({**GOOD, "tags": write_tags({"refs/tags/v1": signed()})})
    place.commit(GOOD, [one, other])
    with pytest.raises(RemoteFailed, match="only grows in a line"):
        place.visit()


def test_a_head_of_another_repository_is_refused(place: Place) -> None:
    first = place.commit(GOOD)
    place.commit({"head": signed(previous=signed().id, repository=bytes([7]) * 16).encode()}, [first])
    with pytest.raises(RemoteFailed, match="of another repository"):
        place.visit()


def test_the_ref_may_be_no_commit(place: Place) -> None:
    for blob in (b"hello", bytes(3_000_000)):
        oid = place.git("hash-object", "-w", "--stdin", input=blob)
        place.git("update-ref", "refs/steme/main", oid)
        with pytest.raises(RemoteFailed):
            place.visit()


def test_other_refs_are_not_even_fetched(place: Place) -> None:
    place.push(HELD)
    oid = place.git("hash-object", "-w", "--stdin", input=bytes(5_000_000))
    for ref in ("refs/steme/main2", "refs/steme/x/main", "refs/heads/steme", "refs/tags/huge"):
        place.git("update-ref", ref, oid) if not ref.startswith("refs/heads") else None
    visit = place.visit("bob")
    with pytest.raises(StemeError), objects.Objects(visit.git) as kept:
        kept.small(oid, objects.BLOB)


def test_a_forced_push_is_noticed_and_the_rest_is_offered_again(place: Place) -> None:
    place.push(HELD)
    first = place.git("rev-parse", "refs/steme/main")
    place.push(records(5, 9))
    visit = place.visit("bob")
    seen = visit.state.head
    visit.close()
    place.git("update-ref", "refs/steme/main", first)
    visit = place.visit("bob")
    assert seen is not None
    assert (visit.state.count, GitHoldings(visit.state, visit.git).known_head(seen.id)) == (5, None)
    visit.close()
    place.push(records(5, 9), "bob", BOB)
    assert place.visit("carol").state.count == 9


def test_a_deleted_ref_keeps_the_id_for_those_who_knew_it(place: Place) -> None:
    place.push(HELD)
    before = place.visit("bob")
    before.close()
    place.git("update-ref", "-d", "refs/steme/main")
    after = place.visit("bob")
    assert (after.state.count, after.state.repository) == (0, before.state.repository)
    after.close()
    place.push(HELD, "bob", BOB)
    assert place.visit("carol").state.repository == before.state.repository


def test_flipped_bits_anywhere_are_refused(place: Place) -> None:
    """Every byte of a head and of a pack is under a signature or a chain."""
    chance = random.Random(5)
    for number in range(8):
        name = chance.choice(list(GOOD))
        data = bytearray(GOOD[name])
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        place.commit({**GOOD, name: bytes(data)})
        with pytest.raises(RemoteFailed):
            place.visit(f"p{number}")


def test_a_commit_that_expands_beyond_all_measure_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MAX_MEMORY", 64 * 1024**2)
    bomb = place.git("hash-object", "-w", "-t", "commit", "--literally", "--stdin", input=bytes(200_000_000))
    place.git("update-ref", "--no-deref", "refs/heads/x", place.commit(GOOD))
    (place.path / "refs/steme/main").write_text(f"{bomb}\n")
    with pytest.raises(RemoteFailed, match="git could not read"):
        place.visit()
