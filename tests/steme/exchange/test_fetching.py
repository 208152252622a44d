from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from repo_format import head, refs
from repo_format.checking.check import check
from repo_format.errors import NotARepository, Refused
from repo_format.storage import commits
from steme import exchange, remotes
from steme.remotes import state as states
from steme.repository import Repository
from tests.steme.exchange.world import ALICE, BOB, CAROL, claim, fill, made, ref, remote, root


def newest(repository: Repository) -> head.Head:
    with repository.snapshot() as view:
        return commits.head_at(view, view.watermark.commit)


def test_brings_everything_and_names_their_head(here: Repository, there: Repository) -> None:
    told: list[tuple[int, int | None]] = []
    fetched = exchange.fetch(here, remote(here, there), ALICE, advance=lambda done, total: told.append((done, total)))
    assert root(here) == root(there)
    assert ref(here, "refs/remotes/origin/main") == newest(there).id
    assert (fetched.arrivals.objects, fetched.present) == (300, 0)
    assert fetched.arrivals.kinds == {"assertion": 300}
    assert fetched.arrivals.authors == {BOB.public.hex(): 300}
    assert (fetched.ahead, fetched.behind) == (0, 0)
    assert fetched.head == newest(there)
    assert told[-1] == (300, 300)


def test_again_asks_once_and_writes_nothing(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    before = newest(here).id
    fetched = exchange.fetch(here, origin, ALICE)
    assert (fetched.traffic.round_trips, fetched.arrivals.objects, newest(here).id) == (1, 0, before)


def test_after_a_remembered_fetch_only_what_came_since_travels(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    fill(here, ALICE, range(1000, 1010))
    before = _log_size(there)
    fill(there, BOB, range(300, 400))
    written = _log_size(there) - before
    fetched = exchange.fetch(here, origin, ALICE)
    assert fetched.traffic.round_trips <= 3
    assert fetched.traffic.received + fetched.traffic.sent <= written + 4096
    assert (fetched.arrivals.objects, fetched.present, fetched.ahead, fetched.behind) == (100, 0, 10, 0)


def _log_size(repository: Repository) -> int:
    log = repository.store.log
    return sum(log.size(number) for number in log.numbers())


@pytest.mark.parametrize("common", [0, 40, 600])
def test_two_that_never_met(tmp_path: Path, common: int) -> None:
    with made(tmp_path / "a", ALICE, range(common)) as one, made(tmp_path / "b", ALICE, range(common)) as other:
        fill(one, ALICE, range(1000, 1050))
        fill(other, BOB, range(2000, 2070))
        synced = exchange.sync(one, remote(one, other), ALICE)
        assert root(one) == root(other)
        assert root(one)[0] == common + 120
        assert synced.fetched.traffic.round_trips <= 5
        assert (synced.fetched.arrivals.objects, synced.pushed.added) == (70, 50)
        assert (synced.pushed.ahead, synced.pushed.behind) == (0, 0)
        assert ref(one, "refs/remotes/origin/main") == newest(other).id


def test_what_came_another_way_is_counted_as_present(here: Repository, there: Repository, tmp_path: Path) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    for repository in (here, there):
        fill(repository, BOB, range(500, 520))
    fill(there, BOB, range(600, 605))
    fetched = exchange.fetch(here, origin, ALICE)
    assert (fetched.arrivals.objects, fetched.present, fetched.ahead, fetched.behind) == (5, 20, 0, 0)


def test_says_what_became_contested(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    there.add([claim(BOB, 7000, "blue", "thing/5"), claim(BOB, 7001, 6, "thing/6")], BOB)
    fetched = exchange.fetch(here, origin, ALICE)
    found = [(one.subject, one.predicate, one.before, one.after) for one in fetched.contradictions]
    assert found == [("thing/5", "size", "UNANIMOUS", "CONTESTED")]
    assert (fetched.contradicted, fetched.unchecked) == (1, 0)
    assert fetched.contradictions[0].conflict > fetched.contradictions[0].conflict_before == 0


def test_says_what_was_contested_and_got_another_value(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    there.add([claim(BOB, 7000, "blue", "thing/5")], BOB)
    exchange.fetch(here, origin, ALICE)
    there.add([claim(BOB, 7001, "blue", "thing/5")], BOB)
    there.add([claim(ALICE, 7002, "blue", "thing/5")], ALICE)
    fetched = exchange.fetch(here, origin, ALICE)
    assert (fetched.contradicted, fetched.widened, fetched.widenings) == (0, 0, [])  # only more of what was there
    there.add([claim(BOB, 7003, "green", "thing/5")], BOB)
    fetched = exchange.fetch(here, origin, ALICE)
    found = [(one.subject, one.before, one.after) for one in fetched.widenings]
    assert found == [("thing/5", "CONTESTED", "CONTESTED")]
    assert (fetched.contradicted, fetched.contradictions, fetched.widened) == (0, [], 1)


def test_a_clone_contradicts_nothing(here: Repository, there: Repository) -> None:
    there.add([claim(BOB, 7000, "blue", "thing/5")], BOB)
    assert exchange.fetch(here, remote(here, there), ALICE).contradictions == []


def test_a_dry_run_changes_nothing(here: Repository, there: Repository) -> None:
    fill(here, BOB, range(10))
    before = (newest(here).id, states.load(here, "origin"))
    fetched = exchange.fetch(here, remote(here, there), ALICE, dry_run=True)
    assert (newest(here).id, states.load(here, "origin")) == before
    assert not (Path(here.path) / ".steme/incoming").exists()
    assert (fetched.arrivals.objects, fetched.present, fetched.behind) == (290, 0, 290)
    assert fetched.arrivals.kinds == {"assertion": 290}


def test_tags_travel_and_a_tag_of_ones_own_stays(here: Repository, there: Repository) -> None:
    there.tag("v1", newest(there).id, BOB)
    there.tag("mine", newest(there).id, BOB)
    fill(here, ALICE, range(3))
    here.tag("mine", newest(here).id, ALICE)
    own = ref(here, "refs/tags/mine")
    fetched = exchange.fetch(here, remote(here, there), ALICE)
    assert list(fetched.tags_set) == ["refs/tags/v1"]
    assert list(fetched.tags_kept) == ["refs/tags/mine"]
    assert ref(here, "refs/tags/v1") == ref(there, "refs/tags/v1")
    assert ref(here, "refs/tags/mine") == own
    again = exchange.fetch(here, remotes.find(here, "origin"), ALICE)
    assert (list(again.tags_set), list(again.tags_kept)) == ([], ["refs/tags/mine"])


def test_a_tag_alone_is_fetched_too(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    there.tag("v2", newest(there).id, BOB)
    assert list(exchange.fetch(here, origin, ALICE).tags_set) == ["refs/tags/v2"]
    assert ref(here, "refs/tags/v2") == ref(there, "refs/tags/v2")


def test_an_empty_remote(here: Repository, tmp_path: Path) -> None:
    with made(tmp_path / "empty") as empty:
        fetched = exchange.fetch(here, remote(here, empty), ALICE)
    assert (fetched.head, fetched.arrivals.objects, fetched.behind) == (None, 0, 0)
    assert ref(here, "refs/remotes/origin/main") is None


def test_only_trusted_keys_speak_for_a_remote(here: Repository, there: Repository) -> None:
    remote(here, there)
    trusting = remotes.set_trust(here, "origin", [CAROL.public.hex()])
    with pytest.raises(Refused, match="trust does not list"):
        exchange.fetch(here, trusting, ALICE)
    assert root(here)[0] == 0
    trusting = remotes.set_trust(here, "origin", [CAROL.public.hex(), BOB.public.hex()])
    assert exchange.fetch(here, trusting, ALICE).arrivals.objects == 300


def test_a_key_that_was_not_seen_before_is_reported(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    assert exchange.fetch(here, origin, ALICE).new_signer is None
    fill(there, CAROL, range(400, 401))
    fetched = exchange.fetch(here, origin, ALICE)
    assert fetched.new_signer == CAROL.public
    assert "has not signed one before" in fetched.notes[0]
    fill(there, CAROL, range(401, 402))
    assert exchange.fetch(here, origin, ALICE).new_signer is None


def test_another_repository_at_the_same_place(here: Repository, there: Repository, tmp_path: Path) -> None:
    exchange.fetch(here, remote(here, there), ALICE)
    with made(tmp_path / "another", BOB, range(290, 310)) as another:
        fetched = exchange.fetch(here, remotes.set_url(here, "origin", another.path), ALICE)
    assert "is another repository now" in fetched.notes[0]
    assert fetched.rolled_back is None
    assert (fetched.arrivals.objects, fetched.ahead, fetched.behind) == (10, 290, 0)


def test_a_state_that_does_not_fit_our_history_is_dropped(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    state = states.load(here, "origin")
    assert state is not None
    state.own = b"\7" * 32
    states.save(here, "origin", state)
    assert not remotes.distance(here, "origin").known
    fetched = exchange.fetch(here, origin, ALICE)
    assert "does not fit the history here" in fetched.notes[0]
    assert (fetched.ahead, fetched.behind) == (0, 0)
    assert remotes.distance(here, "origin").known


def test_a_state_that_is_wrong_is_found_out_by_the_root(here: Repository, there: Repository) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    fill(here, ALICE, range(1000, 1010))
    state = states.load(here, "origin")
    assert state is not None
    state.shared |= type(state.shared)(((301, 305),))
    with here.snapshot() as view:
        state.own = commits.row(view, view.watermark.commit).head
    states.save(here, "origin", state)
    fill(there, BOB, range(300, 310))
    fetched = exchange.fetch(here, origin, ALICE)
    assert "proved wrong" in fetched.notes[0]
    assert (fetched.arrivals.objects, fetched.ahead, fetched.behind) == (10, 10, 0)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"version":2}', b"[" * 3000])
def test_a_damaged_state_is_as_none(here: Repository, there: Repository, data: bytes) -> None:
    origin = remote(here, there)
    exchange.fetch(here, origin, ALICE)
    (Path(here.path) / ".steme/remotes/origin.json").write_bytes(data)
    fetched = exchange.fetch(here, origin, ALICE)
    assert (fetched.ahead, fetched.behind, root(here)) == (0, 0, root(there))


def test_refs_of_remotes_survive_a_rebuilt_index(here: Repository, there: Repository) -> None:
    exchange.fetch(here, remote(here, there), ALICE)
    named = ref(here, "refs/remotes/origin/main")
    here.store.rebuild()
    assert ref(here, "refs/remotes/origin/main") == named != ref(here, refs.MAIN)


def test_nobody_there(here: Repository, tmp_path: Path) -> None:
    gone = remotes.add(here, "gone", str(tmp_path / "nothing"))
    with pytest.raises(NotARepository):
        exchange.fetch(here, gone, ALICE)


def test_a_copy_of_ones_own_repository_is_a_remote_like_any_other(here: Repository, tmp_path: Path) -> None:
    fill(here, ALICE, range(10))
    here.close()
    shutil.copytree(here.path, tmp_path / "copy")
    with Repository.open(here.path) as one, Repository.open(str(tmp_path / "copy")) as other:
        fill(one, ALICE, range(100, 105))
        fill(other, BOB, range(200, 207))
        synced = exchange.sync(one, remote(one, other), ALICE)
        assert (synced.fetched.arrivals.objects, synced.pushed.added) == (7, 5)
        assert root(one) == root(other)
        one.store.rebuild()
        assert ref(one, "refs/remotes/origin/main") == newest(other).id
        assert [str(finding) for finding in check(one.path).findings] == []


def test_a_look_at_a_pack_without_end_ends(
    here: Repository, there: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEME_RECEIVE_MAX_OBJECTS", "100")
    with pytest.raises(Refused, match="max_objects"):
        exchange.fetch(here, remote(here, there), ALICE, dry_run=True)
