from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repo_format import frame, merkle, refs
from repo_format.errors import BadSignature, Busy, InvalidInput, Refused
from repo_format.objects.erasure import Erasure
from repo_format.storage import commits
from steme.receiving.receive import waiting
from steme.repository import Repository
from tests.repo_format.conftest import NOON
from tests.repo_format.pack.conftest import packed
from tests.steme.receiving.parcels import (
    ALICE,
    BOB,
    SERVER,
    complete,
    described,
    head_over,
    held,
    in_pieces,
    incoming,
    mixture,
    parts_of,
    sealed,
    sound,
    take,
)


def test_everything_arrives_with_its_proof_in_one_commit(here):
    records = mixture()
    told = []
    received = take(here, complete(records), expect=head_over(records), remote="origin", advance=told.append)
    assert described(held(sound(here))) == described(records)
    assert (received.added, received.present, received.erased) == (len(records), 0, 0)
    assert (received.first_seq, received.next_seq) == (1, len(records) + 1)
    assert received.head.root == merkle.root([one.id for one in records])
    assert (received.head.signer, received.head.repository) == (SERVER.public, here.id)
    assert sum(told) == len(records)
    assert incoming(here) == []
    with here.snapshot() as view:
        assert view.watermark.commit == 1
        assert commits.ref(view, "refs/remotes/origin/main") == head_over(records).id


def test_workers_find_the_same(here, many):
    records = mixture()
    assert take(here, complete(records), expect=head_over(records)).added == len(records)
    assert described(held(sound(here))) == described(records)


def test_blocks_are_kept_as_they_came(here):
    data = complete(sealed(ALICE, 0, 150))
    take(here, data)
    blocks = [one.body for one in here.store.log.scan(1, 0, frame.START) if one.kind == frame.BLOCK]
    assert blocks == [body for kind, body, _ in parts_of(data) if kind == frame.BLOCK]
    assert len(blocks) > 1


def test_what_is_here_already_is_passed_over(here):
    records = mixture()
    first = take(here, complete(records))
    size = here.store.log.size(1)
    again = take(here, complete(records), expect=head_over(records))
    assert (again.added, again.present) == (0, len(records))
    assert again.first_seq == again.next_seq == len(records) + 1
    assert again.head == first.head
    assert here.store.log.size(1) == size


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_any_part_first_and_all_of_it_later(tmp_path_factory, chance: random.Random):
    records = mixture()
    part = [record for record in records if chance.random() < chance.choice((0.02, 0.5, 0.98))]
    with Repository.init(str(tmp_path_factory.mktemp("here"))) as here:
        take(here, in_pieces(packed(part), chance.randrange(1, 5000)))
        received = take(here, complete(records), expect=head_over(records))
        assert (received.added, received.present) == (len(records) - len(part), len(part))
        assert sorted(described(held(sound(here)))) == sorted(described(records))


def test_the_same_object_twice_in_one_pack(here):
    one, other = sealed(ALICE, 0, 2), ALICE.signed(ALICE.assertion(0))
    received = take(here, packed([*one, other, *one]))
    assert (received.added, received.present) == (2, 3)
    sound(here)


def test_a_pack_of_nothing(here):
    received = take(here, packed([]))
    assert (received.added, received.head) == (0, None)


def test_the_root_must_come_out(here):
    records = mixture()
    with pytest.raises(Refused, match="does not make up what the other side says"):
        take(here, packed(records[:-1]), expect=head_over(records), remote="origin")
    assert held(here) == []
    with here.snapshot() as view:
        assert list(commits.refs(view)) == []
    assert incoming(here) == []


@pytest.mark.parametrize(("ours", "theirs"), [(3, 5), (300, 5), (3, 400), (600, 600), (600, 0)])
def test_what_is_ours_alone_is_left_out_of_the_root(here, ours, theirs):
    mine, shared = sealed(BOB, 0, ours), sealed(ALICE, 0, 300)
    take(here, packed([*mine, *shared]))
    records = [*shared, *sealed(ALICE, 1000, theirs)] if theirs else shared
    minus = [one.id for one in mine]
    received = take(here, complete(records), expect=head_over(records), minus=[*minus, bytes(32), records[0].id])
    assert received.added == theirs
    with pytest.raises(Refused):
        take(here, complete(records), expect=head_over(records), minus=minus[1:])


def test_tags_come_along_and_never_move(here):
    records = sealed(ALICE, 0, 5)
    old, new = head_over(records[:3]), head_over(records)
    first = take(here, packed(records), tags={"v1": old, "refs/tags/v2": new})
    assert (first.set_tags, first.kept_tags) == (("refs/tags/v1", "refs/tags/v2"), ())
    second = take(here, packed([]), tags={"v1": new, "v2": new, "v3": old})
    assert (second.set_tags, second.kept_tags) == (("refs/tags/v2", "refs/tags/v3"), ("refs/tags/v1",))
    with here.snapshot() as view:
        named = dict(commits.refs(view))
    assert [named[refs.TAGS + name] for name in ("v1", "v2", "v3")] == [old.id, new.id, old.id]
    sound(here)


def test_a_tag_of_our_own_head_comes_back(here):
    head = take(here, packed(sealed(ALICE, 0, 5))).head
    assert take(here, packed([]), tags={"v1": head}).set_tags == ("refs/tags/v1",)
    sound(here)


def test_a_head_that_nobody_signed(here):
    forged = head_over([])
    forged.signature = bytes(64)
    for more in ({"expect": forged}, {"tags": {"v1": forged}}):
        with pytest.raises(BadSignature):
            take(here, packed([]), **more)
    with pytest.raises(InvalidInput):
        take(here, packed([]), remote="origin")
    with pytest.raises(InvalidInput):
        take(here, packed([]), tags={"../v1": head_over([])})


def erasure_of(record):  # type: ignore[no-untyped-def]
    return BOB.signed(Erasure(author=BOB.public.hex(), reason="asked for", target=record.id.hex(), time=NOON))


@pytest.mark.parametrize("where", ["before", "after", "here"])
def test_an_erased_object_comes_with_its_erasure(here, where):
    whole, alone = sealed(ALICE, 0, 100), ALICE.signed(ALICE.assertion(500))
    reasons = [erasure_of(whole[7]), erasure_of(alone)]
    records = [*whole[:7], ALICE.erased(whole[7]), *whole[8:], ALICE.erased(alone)]
    if where == "here":
        take(here, packed(reasons))
    received = take(here, packed([*reasons, *records] if where == "before" else [*records, *reasons]))
    assert received.erased == 2
    assert [one.id for one in held(sound(here)) if one.payload is None] == [whole[7].id, alone.id]


@pytest.mark.parametrize("sort", ["sealed", "alone"])
def test_an_erased_object_without_a_reason_is_refused(here, sort):
    whole, alone = sealed(ALICE, 0, 9), ALICE.signed(ALICE.assertion(500))
    record = ALICE.erased(whole[7] if sort == "sealed" else alone)
    with pytest.raises(BadSignature, match="without its payload"):
        take(here, packed([*whole[:5], record, erasure_of(whole[6])]))
    assert held(here) == []
    take(here, packed([*whole, alone]))
    assert take(here, packed([record])).present == 1


def test_while_somebody_writes_for_too_long_the_pack_waits(here, monkeypatch):
    data = packed(sealed(ALICE, 0, 9))
    monkeypatch.setenv("STEME_LOCK_TIMEOUT", "0")
    with Repository.open(here.path) as other, other.begin(), pytest.raises(Busy):
        take(here, data)
    assert waiting(here, "origin")[0] == len(data)
    assert take(here, b"", offset=len(data)).added == 9
    assert incoming(here) == []
