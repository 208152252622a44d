"""Repositories made from backups: the newest state, every earlier one, and none from a backup that is not sound."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from unittest import mock

import msgspec
import pytest
from blake3 import blake3

from repo_format import frame, limits, segment
from repo_format.audit.log import AuditLog
from repo_format.errors import Damaged, NotFound, Refused
from repo_format.storage import commits
from repo_format.verification import Verifier
from steme.backup import restoring
from steme.backup.copying import back_up
from steme.backup.manifest import MANIFEST, Part, decode, encode
from steme.backup.place import open_place
from steme.backup.restoring import plan, restore
from steme.backup.source import Backup
from steme.backup.verifying import verify
from steme.repository import Repository
from tests.sample import Sample
from tests.steme.backup.conftest import Take, grow


def root_of(path: Path) -> tuple[int, bytes]:
    with Repository.open(str(path)) as repository, repository.snapshot() as view:
        return view.count, view.trie.root(view.count)


def test_every_commit_comes_back_with_its_root(own_sample: Sample, take: Take, where: str, tmp_path: Path) -> None:
    with mock.patch.object(limits, "SEGMENT_BYTES", 9_000):
        for _ in range(4):
            grow(own_sample, 20)
        take()
    with own_sample.open() as repository, repository.snapshot() as view:
        heads = [commits.head_at(view, number) for number in range(1, view.watermark.commit + 1)]
    with Backup.open(where) as backup:
        assert len(backup.manifest.segments) > 2
        for number, head in enumerate(heads, 1):
            target = tmp_path / f"commit {number}"
            made = restore(backup, plan(backup, head.id.hex()), str(target))
            assert (made.plan.point.commit, made.root) == (number, head.root)
            assert root_of(target) == (head.count, head.root)


def test_a_restored_repository_goes_on(own_sample: Sample, take: Take, where: str, tmp_path: Path) -> None:
    take()
    for to in (None, "v1", "seq:0"):
        with Backup.open(where) as backup:
            restore(backup, plan(backup, to), str(tmp_path / f"{to}"))
        with Repository.open(str(tmp_path / f"{to}")) as repository:
            assert repository.id == backup.repository_id
            claim = own_sample.claim(own_sample.alice, "after", "all", 1)
            _, commit = repository.add([claim], own_sample.alice)
            assert commit is not None


def test_the_index_of_a_restored_repository_is_the_one_it_keeps(take: Take, where: str, tmp_path: Path) -> None:
    take()
    with Backup.open(where) as backup:
        restore(backup, plan(backup, None), str(tmp_path / "restored"))
    index = tmp_path / "restored/.steme/index/data.mdb"
    before = index.stat().st_ino
    root_of(tmp_path / "restored")
    assert index.stat().st_ino == before


def test_an_empty_repository_can_be_backed_up(tmp_path: Path) -> None:
    Repository.init(str(tmp_path / "empty")).close()
    with closing(open_place(str(tmp_path / "backup"), write=True)) as place:
        back_up(str(tmp_path / "empty"), place)
    with Backup.open(str(tmp_path / "backup")) as backup:
        verify(backup)
        restore(backup, plan(backup, None), str(tmp_path / "restored"))
    assert root_of(tmp_path / "restored")[0] == 0


def test_what_is_in_the_way_is_left_alone(take: Take, where: str, tmp_path: Path) -> None:
    take()
    target = tmp_path / "target"
    target.mkdir()
    (target / "note.txt").write_text("mine")
    with Backup.open(where) as backup:
        with pytest.raises(Refused, match="is not empty"):
            restore(backup, plan(backup, None), str(target))
        with pytest.raises(Refused, match="cannot hold"):
            restore(backup, plan(backup, None), str(target / "note.txt"))
    assert os.listdir(target) == ["note.txt"]


def test_what_a_killed_restore_has_left_is_no_obstacle(take: Take, where: str, tmp_path: Path) -> None:
    take()
    target = tmp_path / "target"
    killed = mock.patch.multiple(restoring, _clear=mock.DEFAULT, _index=mock.Mock(side_effect=KeyboardInterrupt))
    with Backup.open(where) as backup, killed, pytest.raises(KeyboardInterrupt):
        restore(backup, plan(backup, None), str(target))
    assert os.listdir(target) == [".steme.restoring"]
    with Backup.open(where) as backup:
        restore(backup, plan(backup, None), str(target))
    assert os.listdir(target) == [".steme"]


def test_a_restore_that_fails_leaves_nothing(take: Take, where: str, tmp_path: Path) -> None:
    take()
    failing = mock.patch.object(restoring, "_index", side_effect=Damaged("no"))
    with Backup.open(where) as backup, failing, pytest.raises(Damaged):
        restore(backup, plan(backup, None), str(tmp_path / "target"))
    assert os.listdir(tmp_path / "target") == []


def test_records_of_a_backup_are_those_of_the_repository(own_sample: Sample, take: Take, where: str) -> None:
    take()
    with Backup.open(where) as backup:
        records = list(backup.records())
        assert [record.id for record in records] == list(backup.ids())
    with own_sample.open() as repository, repository.snapshot() as view:
        for record in records:
            same = view.record(record.seq)
            assert (same.id, same.payload, same.signature) == (record.id, record.payload, record.signature)
            assert (same.seal and same.seal.id) == (record.seal and record.seal.id)
    checker = Verifier()
    for record in records:
        checker.check(record)


def test_there_is_no_backup(tmp_path: Path, s3: str) -> None:
    for where in (str(tmp_path), s3, str(tmp_path / "nowhere")):
        with pytest.raises(NotFound):
            Backup.open(where)


def forge(place: Path, sample: Sample) -> None:
    """A backup whose hashes all fit, made by somebody who changed a signed object and has no key."""
    file = place / "log/00000001.seg"
    chain, made, last = frame.START, b"", 0
    for found in frame.unchain(file.read_bytes(), frame.START):
        body = bytearray(found.body)
        if found.kind == frame.SIGNED and not made.count(b"forged"):
            body[-1] ^= 1  # the signature
        last = len(made)
        data, chain = frame.encode(found.kind, bytes(body), chain, found.flags)
        made += data
    file.write_bytes(made)
    manifest = decode((place / MANIFEST).read_bytes())
    part = Part(len(made), blake3(made).hexdigest())
    one = msgspec.structs.replace(manifest.last, chain=chain.hex(), last=last, parts=(part,))
    (place / MANIFEST).write_bytes(encode(msgspec.structs.replace(manifest, segments=(one,))))


@pytest.mark.parametrize("where", ["directory"], indirect=True)
def test_a_forged_signature_is_not_restored(own_sample: Sample, take: Take, where: str, tmp_path: Path) -> None:
    take()
    forge(Path(where), own_sample)
    with Backup.open(where) as backup:
        with pytest.raises(Damaged, match="not sound"):
            restore(backup, plan(backup, None), str(tmp_path / "forged"))
        with pytest.raises(Damaged):
            verify(backup)
    assert os.listdir(tmp_path / "forged") == []


@pytest.mark.parametrize("where", ["directory"], indirect=True)
def test_a_manifest_of_another_state_is_noticed(own_sample: Sample, take: Take, where: str) -> None:
    take()
    place = Path(where)
    manifest = decode((place / MANIFEST).read_bytes())
    first = next(
        segment.decode_commit(found.body)
        for found in frame.unchain((place / "log/00000001.seg").read_bytes(), frame.START)
        if found.kind == frame.COMMIT
    )
    one = msgspec.structs.replace(manifest.last, commits=1, objects=first.head.count)
    changed = msgspec.structs.replace(manifest, segments=(one,), head=first.head.encode().hex())
    (place / MANIFEST).write_bytes(encode(changed))
    with Backup.open(where) as backup, pytest.raises(Damaged):
        verify(backup)


def test_verify_leaves_nothing_behind(take: Take, where: str, tmp_path: Path) -> None:
    take()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with Backup.open(where) as backup:
        found = verify(backup, str(scratch))
        signed = backup.manifest.signed_head
    assert signed is not None
    assert found.root == signed.root
    assert os.listdir(scratch) == []


@pytest.mark.parametrize("where", ["directory"], indirect=True)
def test_answers_that_are_not_what_was_copied_are_not_restored(
    own_sample: Sample, take: Take, where: str, tmp_path: Path
) -> None:
    with own_sample.open() as repository:
        AuditLog(repository.store.directory, repository.id).append([b'{"a":1}'], 1)
    take()
    file = Path(where) / "audit/records.seg"
    data = bytearray(file.read_bytes())
    data[-6] ^= 1
    file.write_bytes(data)
    with Backup.open(where) as backup:
        with pytest.raises(Damaged, match=r"audit/records.seg is not what was copied"):
            restore(backup, plan(backup, None), str(tmp_path / "restored"))
        restore(backup, plan(backup, "main~1"), str(tmp_path / "earlier"))
