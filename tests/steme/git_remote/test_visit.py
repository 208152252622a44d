"""What is pushed to a bare repository is there for the next one who comes, whatever else lies there."""

from __future__ import annotations

import os
import shutil

import pytest

from repo_format import merkle
from repo_format.errors import Busy, MalformedObject, NotARepository, Refused, RemoteFailed
from repo_format.head import Head
from repo_format.pack.opening import COMPLETE, DIFFERENCE, Opening
from repo_format.pack.reader import PackReader, verified
from repo_format.record import Record
from steme.git_remote import content, intake
from steme.git_remote.holdings import GitHoldings
from steme.git_remote.intake import GitIntake
from steme.git_remote.visit import Visit
from steme.keys import SigningKey
from steme.serving.packing import pack_frames
from tests.steme.git_remote.conftest import ALICE, BOB, Place, pack, records


def taken(visit: Visit, held: list[Record], key: SigningKey = ALICE, **tags: Head) -> intake.Received:
    return GitIntake(visit, key).take(bytes(32), 0, [pack(held)], [(f"refs/tags/{n}", h) for n, h in tags.items()])


def ids_of(held: list[Record]) -> list[bytes]:
    return [record.id for record in held]


def newest(place: Place, who: str) -> tuple[Head, GitHoldings]:
    visit = place.visit(who)
    holdings = GitHoldings(visit.state, visit.git)
    found = holdings.head()
    assert found is not None
    return found, holdings


def test_an_empty_repository_has_an_id_that_stays(place: Place) -> None:
    visit = place.visit()
    first = visit.state.repository
    assert (len(first), visit.state.head, visit.state.count) == (16, None, 0)
    visit.close()
    assert place.visit().state.repository == first


def test_what_one_pushes_another_reads(place: Place) -> None:
    made = taken(place.visit(), records(0, 40))
    assert (made.added, made.present, made.first_seq, made.next_seq) == (40, 0, 1, 41)
    found, holdings = newest(place, "bob")
    assert (found.count, found.root, found.signer) == (40, merkle.root(ids_of(records(0, 40))), ALICE.public)
    assert made.head == found
    stream = pack_frames(Opening(holdings.repository_id, COMPLETE, (found,)), holdings.since(None, found))
    assert ids_of([record for record, _ in verified(PackReader(stream))]) == ids_of(records(0, 40))


def test_pushes_follow_each_other_and_overlap(place: Place) -> None:
    place.push(records(0, 30))
    visit = place.visit("bob")
    first = visit.state.head
    assert first is not None
    made = taken(visit, records(20, 60), BOB)
    assert (made.added, made.present, made.head and made.head.previous) == (30, 10, first.id)
    found, holdings = newest(place, "carol")
    assert (found.count, found.signer, holdings.known_head(first.id)) == (60, BOB.public, first)
    stream = pack_frames(Opening(holdings.repository_id, DIFFERENCE, (found, first)), holdings.since(first, found))
    assert ids_of(list(PackReader(stream))) == ids_of(records(30, 60))
    stream = pack_frames(Opening(holdings.repository_id, COMPLETE, (found,)), holdings.since(None, found))
    assert len(list(PackReader(stream))) == 60


def test_a_push_of_what_is_there_makes_no_commit(place: Place) -> None:
    place.push(records(0, 5))
    before = place.git("rev-parse", "refs/steme/main")
    made = taken(place.visit("bob"), records(0, 5), BOB)
    assert (made.added, made.present, place.git("rev-parse", "refs/steme/main")) == (0, 5, before)


def test_tags_travel_alone_and_are_never_moved(place: Place) -> None:
    visit = place.visit()
    first = taken(visit, records(0, 5)).head
    second = taken(visit, records(5, 6)).head
    assert first is not None
    assert second is not None
    made = taken(visit, [], v1=first)
    assert (made.set_tags, made.kept_tags) == (("refs/tags/v1",), ())
    made = taken(visit, [], v1=second, v2=second)
    assert (made.set_tags, made.kept_tags) == (("refs/tags/v2",), ("refs/tags/v1",))
    assert newest(place, "bob")[1].tags() == {"refs/tags/v1": first, "refs/tags/v2": second}
    assert place.git("tag", "--list") == ""


def test_single_objects_and_places_in_the_trie(place: Place) -> None:
    held = records(0, 700)
    place.push(held[:300])
    place.push(held[300:], "bob", BOB)
    _, holdings = newest(place, "carol")
    wanted = sorted(ids_of(held[290:310]))
    picked = holdings.records(wanted)
    assert (len(picked), ids_of(list(picked))) == (20, ids_of(held[290:310]))
    root = holdings.node(b"")
    assert root is not None
    assert merkle.node_digest(b"".join(root[at + 4 : at + 36] for at in range(0, 576, 36))) == merkle.root(ids_of(held))
    assert holdings.node(b"\1") is None
    assert list(holdings.ids_below(b"\1\2")) == sorted(one for one in ids_of(held) if one.hex().startswith("12"))
    assert len(holdings.ids_below(b"")) == 700
    assert list(holdings.ids_below(b"\17")) == sorted(one for one in ids_of(held) if one.hex().startswith("f"))


def test_a_long_pack_is_cut_into_parts(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "PART_BYTES", 4096)
    place.push(records(0, 100))
    files = place.git("ls-tree", "--name-only", "refs/steme/main").split()
    assert files[:2] == ["head", "pack-0000"]
    assert len(files) > 4
    assert newest(place, "bob")[0].count == 100


def test_who_is_too_late_pushes_behind_the_faster(place: Place) -> None:
    slow, fast = place.visit("slow"), place.visit("fast")
    assert slow.state.repository != fast.state.repository
    taken(fast, records(0, 10), BOB)
    made = taken(slow, records(5, 20))
    assert (made.added, made.present, made.head and made.head.count) == (10, 5, 20)
    assert slow.state.repository == fast.state.repository
    assert place.git("rev-list", "--count", "refs/steme/main") == "2"


def test_the_race_is_given_up_in_the_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "ATTEMPTS", 3)
    visit = place.visit()
    monkeypatch.setattr(visit, "push", lambda commit: False)
    with pytest.raises(Busy, match="3 times"):
        taken(visit, records(0, 1))


def test_a_push_that_arrived_before_the_connection_broke_counts(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = place.visit()
    run = visit.git.run

    def broken(*words: str, **more: object) -> bytes:
        done = run(*words, **more)  # type: ignore[arg-type]
        if words[0] == "push":
            run("fetch", "--", str(place.path / "nowhere"), what="go on")
        return done

    monkeypatch.setattr(visit.git, "run", broken)
    made = taken(visit, records(0, 3))
    assert (made.added, place.git("rev-list", "--count", "refs/steme/main")) == (3, "1")


def test_a_pack_that_does_not_hold_is_not_pushed(place: Place) -> None:
    good = records(0, 3)
    bad = Record(good[1].id, good[1].payload, good[0].signature)
    with pytest.raises(Refused):
        taken(place.visit(), [good[0], bad])
    data = pack(good)
    with pytest.raises(MalformedObject):
        GitIntake(place.visit("bob"), ALICE).take(bytes(32), 0, [data[:-1]], ())
    assert place.git("for-each-ref") == ""


def test_hooks_of_a_repository_on_this_machine_do_not_run(place: Place) -> None:
    canary = place.top / "canary"
    for name in ("pre-receive", "update", "post-receive", "post-update", "reference-transaction", "proc-receive"):
        hook = place.path / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\necho {name} >> {canary}\n")
        hook.chmod(0o755)
    for name in ("core.fsmonitor", "core.sshCommand", "core.alternateRefsCommand", "uploadpack.packObjectsHook"):
        place.git("config", name, f"touch {canary};")
    place.git("clone", "--quiet", "--mirror", str(place.path), str(place.top / "other.git"), at=place.top)
    (place.path / "objects/info/alternates").write_text(f"{place.top}/other.git/objects\n")
    place.push(records(0, 3))
    newest(place, "bob")
    assert not canary.exists()


def test_a_partial_clone_is_refused(place: Place) -> None:
    for name, value in (("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin")):
        place.git("config", name, value)
    with pytest.raises(Refused, match="partial clone"):
        place.visit()


def test_no_repository_there(place: Place) -> None:
    shutil.rmtree(place.path)
    with pytest.raises(NotARepository, match="there is no git repository"):
        place.visit()
    place.path.mkdir()
    with pytest.raises(RemoteFailed, match="git could not read file://"):
        place.visit()


def test_branches_and_tags_of_git_are_not_touched(place: Place) -> None:
    work = place.top / "work"
    place.git("clone", "--quiet", str(place.path), str(work), at=place.top)
    (work / "README").write_text("code\n")
    identity = ("-c", "user.name=x", "-c", "user.email=x@y")
    place.git("add", "README", at=work)
    place.git(*identity, "commit", "--quiet", "-m", "x", at=work)
    place.git(*identity, "tag", "-a", "-m", "x", "v1", at=work)
    place.git("push", "--quiet", "origin", "HEAD:main", "v1", at=work)
    before = place.git("for-each-ref")
    place.push(records(0, 3))
    after = place.git("for-each-ref").splitlines()
    assert [line for line in after if "refs/steme/main" not in line] == before.splitlines()
    assert len(after) == len(before.splitlines()) + 1


def test_a_mirror_carries_everything(place: Place) -> None:
    """Plain git, as any host speaks it."""
    place.push(records(0, 10))
    mirror = Place.__new__(Place)
    mirror.__dict__ |= {"top": place.top, "path": place.top / "mirror.git", "_visits": place._visits}
    mirror.url = f"git+file://{mirror.path}"
    place.git("clone", "--quiet", "--mirror", str(place.path), str(mirror.path), at=place.top)
    mirror.push(records(10, 20), "bob", BOB)
    place.git("push", "--quiet", str(place.path), "refs/steme/*:refs/steme/*", at=mirror.path)
    assert newest(place, "carol")[0].count == 20
    place.git("fsck", "--strict")


def test_a_cache_that_is_damaged_is_made_anew(place: Place) -> None:
    place.push(records(0, 10))
    (ledger,) = (place.top / "alice").rglob("ledger")
    data = bytearray(ledger.read_bytes())
    data[-1] ^= 1
    ledger.write_bytes(data)
    assert newest(place, "alice")[0].count == 10
    assert set(place.visit("dave").state.ids()) == set(ids_of(records(0, 10)))


def test_a_cache_of_somebody_else_is_not_used(place: Place) -> None:
    place.push(records(0, 1))
    (folder,) = (place.top / "alice/steme/git").iterdir()
    folder.chmod(0o777)
    with pytest.raises(Refused, match="not a directory of yours alone"):
        place.visit()


def test_a_repository_with_other_object_names(place: Place) -> None:
    shutil.rmtree(place.path)
    place.git("init", "--quiet", "--bare", "--object-format=sha256", str(place.path), at=place.top)
    with pytest.raises(RemoteFailed, match="push again"):
        place.push(records(0, 3))
    place.push(records(0, 3))
    assert newest(place, "bob")[0].count == 3
    assert len(place.git("rev-parse", "refs/steme/main")) == 64


def test_a_lock_that_a_killed_git_left_is_removed_in_time(place: Place) -> None:
    place.push(records(0, 3), "bob")
    (folder,) = (place.top / "bob/steme/git").iterdir()
    lock = folder / "objects.git/refs/steme/main.lock"
    lock.write_text("")
    place.push(records(3, 6))
    with pytest.raises(RemoteFailed):
        place.visit("bob")
    os.utime(lock, (0, 0))
    assert place.visit("bob").state.count == 6
