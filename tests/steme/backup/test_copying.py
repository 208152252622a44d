"""Rounds of a backup, into a directory and into an object store."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from repo_format import block, frame, ids, limits, objects, segment
from repo_format.audit.log import AuditLog
from repo_format.errors import Busy, Damaged, Refused, RemoteFailed
from repo_format.record import signed_records
from repo_format.storage import appender
from steme.backup.copying import back_up, used
from steme.backup.manifest import Manifest
from steme.backup.names import part_name, segment_name
from steme.backup.parts import extend
from steme.backup.place import open_place
from steme.backup.restoring import plan, restore
from steme.backup.source import Backup
from steme.repository import Repository
from tests.sample import Sample
from tests.steme.backup.conftest import Take, grow


def log_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (path / ".steme/log").iterdir()}


def manifest_in(where: str) -> Manifest:
    with Backup.open(where) as backup:
        return backup.manifest


def test_a_round_copies_everything_and_the_next_only_what_is_new(own_sample: Sample, take: Take, where: str) -> None:
    first = take()
    assert (first.is_first, first.commits, first.lag) == (True, 5, None)
    assert first.copied == len(log_of(own_sample.path)["active.seg"])
    idle = take()
    assert (idle.is_first, idle.commits, idle.copied) == (False, 0, 0)
    assert idle.manifest.time > first.manifest.time
    grow(own_sample)
    second = take()
    assert second.commits == 1
    assert second.copied == len(log_of(own_sample.path)["active.seg"]) - first.copied
    assert second.lag is not None
    assert manifest_in(where) == second.manifest


def test_without_news_nothing_is_written_when_that_was_asked_for(take: Take, where: str) -> None:
    first = take()
    take(idle=False)
    assert manifest_in(where) == first.manifest


def test_segments_are_sealed_between_the_rounds(own_sample: Sample, take: Take, where: str, tmp_path: Path) -> None:
    with mock.patch.object(limits, "SEGMENT_BYTES", 3_000):
        for n in range(12):
            grow(own_sample, n % 3 + 1)
            done = take()
    assert [one.closed for one in done.manifest.segments] == [True] * (len(done.manifest.segments) - 1) + [False]
    assert len(done.manifest.segments) > 3
    with Backup.open(where) as backup:
        restore(backup, plan(backup, None), str(tmp_path / "restored"))
    assert log_of(tmp_path / "restored") == log_of(own_sample.path)


def test_parts_are_few_and_nothing_else_is_left(own_sample: Sample, take: Take, where: str) -> None:
    for _ in range(20):
        grow(own_sample)
        done = take()
    assert len(done.manifest.last.parts) <= 6
    with closing(open_place(where, write=False)) as place:
        assert set(place.names()) <= set(used(done.manifest))


def test_an_unfinished_transaction_is_no_part_of_it(own_sample: Sample, take: Take) -> None:
    whole = take().manifest.size
    small = mock.patch.object(appender, "_FLUSH_BYTES", 100)
    with small, own_sample.open() as repository, repository.begin() as transaction:
        for n in range(5):
            payload = own_sample.claim(own_sample.alice, "x", "y", n)
            data = objects.write(payload)
            transaction.add(ids.object_id(data), data, payload, bytes(64))
            transaction.flush()
        assert len(log_of(own_sample.path)["active.seg"]) > whole
        assert take().manifest.size == whole


def test_damage_is_not_backed_up(own_sample: Sample, take: Take, where: str) -> None:
    grow(own_sample)
    first = take()
    grow(own_sample)
    grow(own_sample)
    grow(own_sample)
    file = own_sample.path / ".steme/log/active.seg"
    data = bytearray(file.read_bytes())
    data[first.manifest.size + 60] ^= 1
    file.write_bytes(data)
    with pytest.raises(Damaged):
        take()
    assert manifest_in(where) == first.manifest


def test_damage_in_what_is_joined_is_noticed_and_the_backup_stays(own_sample: Sample, take: Take, where: str) -> None:
    first = take()
    file = own_sample.path / ".steme/log/active.seg"
    data = bytearray(file.read_bytes())
    data[3_000] ^= 1
    file.write_bytes(data)
    with own_sample.open() as repository:
        values = [own_sample.claim(own_sample.alice, "more", f"p{n}", n, note="n" * 400) for n in range(60)]
        own_sample.commit(repository, own_sample.alice, values)
    with pytest.raises(Damaged, match="is not what was copied before"):
        take()
    with Backup.open(where) as backup:
        assert backup.manifest == first.manifest
        assert len(list(backup.ids())) == first.manifest.last.objects


def test_another_repository_is_refused(take: Take, where: str, tmp_path: Path) -> None:
    take()
    Repository.init(str(tmp_path / "other")).close()
    with closing(open_place(where, write=True)) as place, pytest.raises(Refused, match="of another repository"):
        back_up(str(tmp_path / "other"), place)


def test_a_history_that_parted_is_refused(own_sample: Sample, take: Take, where: str, tmp_path: Path) -> None:
    take()
    with Backup.open(where) as backup:
        restore(backup, plan(backup, "main~2"), str(tmp_path / "earlier"))
    with closing(open_place(where, write=True)) as place, pytest.raises(Refused, match="repository has not got"):
        back_up(str(tmp_path / "earlier"), place)
    grow(own_sample)
    assert take().commits == 1


def rewrite(sample: Sample) -> None:
    """The same history in other bytes, as after an erasure: the first signed object loses its payload."""
    folder, chain, done = sample.path / ".steme/log", frame.START, False
    for file in sorted(folder.iterdir()):  # active.seg comes last
        made, before = b"", chain
        for found in frame.unchain(file.read_bytes(), segment.decode_opening(_first(file).body).chain):
            body = found.body
            if found.kind == frame.OPENING:
                old = segment.decode_opening(body)
                body = segment.Opening(old.repository, old.number, old.first_seq, before, old.created).encode()
            if found.kind == frame.SIGNED and not done:
                body, done = _erased(found, sample), True
            data, chain = frame.encode(found.kind, body, chain, found.flags)
            made += data
        other = folder / "other.tmp"
        other.write_bytes(made)
        other.rename(file)
    shutil.rmtree(sample.path / ".steme/index")


def _first(file: Path) -> frame.Frame:
    return frame.parse(file.read_bytes())


def _erased(found: frame.Frame, sample: Sample) -> bytes:
    one, *others = signed_records(found)
    entries = [bytes(4) + one.id + sample.alice.public + one.signature]
    for record in others:
        payload = record.payload or b""
        entries.append(len(payload).to_bytes(4) + payload + record.signature)
    body = b"".join(entries)
    assert next(iter(block.decode_signed(body)))[0] is None
    return body


def test_a_log_that_is_rewritten_meanwhile_is_copied_as_it_is_then(
    own_sample: Sample, take: Take, where: str, tmp_path: Path
) -> None:
    with mock.patch.object(limits, "SEGMENT_BYTES", 3_000):
        grow(own_sample, 3)
        take()
        for _ in range(6):
            grow(own_sample, 3)
    once = [rewrite]
    with closing(open_place(where, write=True)) as place:
        real = place.write

        def write(*words: object) -> None:
            real(*words)  # type: ignore[arg-type]
            if once:
                once.pop()(own_sample)

        with mock.patch.object(place, "write", write):
            done = back_up(str(own_sample.path), place)
    assert (done.rewritten, done.manifest.generation) == (True, 2)
    with Backup.open(where) as backup:
        with pytest.raises(Damaged, match="no erasure says why"):
            restore(backup, plan(backup, None), str(tmp_path / "restored"))
        made = restore(backup, plan(backup, None), str(tmp_path / "restored"), verify=False)
        assert made.erased == 0
        earlier = restore(backup, plan(backup, "main~2"), str(tmp_path / "earlier"))
        assert (earlier.erased, earlier.root) == (1, earlier.plan.point.root)
    assert log_of(tmp_path / "restored") == log_of(own_sample.path)


def test_what_was_erased_is_gone_with_the_next_round(own_sample: Sample, take: Take, where: str) -> None:
    first = take()
    with Backup.open(where) as backup:
        assert all(record.payload for record in backup.records())
    rewrite(own_sample)
    grow(own_sample)
    second = take()
    assert (second.rewritten, second.commits, second.manifest.generation) == (True, 1, 2)
    with Backup.open(where) as backup:
        assert [record.payload is None for record in backup.records()][:2] == [True, False]
        assert len(list(backup.ids())) == first.manifest.last.objects + 1
    with closing(open_place(where, write=False)) as place:
        assert {name.split("/")[0] for name in place.names()} == {"log.2"}
    grow(own_sample)
    assert not take().rewritten


def test_settings_and_answers_come_along(own_sample: Sample, take: Take, where: str, tmp_path: Path) -> None:
    settings = own_sample.path / ".steme/config.toml"
    settings.write_text("[lock]\ntimeout = 5.0\n")
    with own_sample.open() as repository:
        log = AuditLog(repository.store.directory, repository.id)
        log.append([b'{"a":1}'], 1)
        take()
        log.append([b'{"a":2}', b'{"a":3}'], 1)
    done = take()
    assert done.manifest.audit is not None
    assert (done.manifest.config, done.manifest.audit.generation) == (settings.read_text(), 1)
    records = (own_sample.path / ".steme/audit/records.seg").read_bytes()
    with Backup.open(where) as backup:
        restore(backup, plan(backup, None), str(tmp_path / "restored"))
        restore(backup, plan(backup, "main~1"), str(tmp_path / "earlier"))
    assert (tmp_path / "restored/.steme/audit/records.seg").read_bytes() == records
    assert (tmp_path / "restored/.steme/config.toml").read_text() == settings.read_text()
    assert not (tmp_path / "earlier/.steme/config.toml").exists()
    (own_sample.path / ".steme/audit/records.seg").write_bytes(b"another log" * 40)
    again = take()
    assert again.manifest.audit is not None
    assert again.manifest.audit.generation == 2
    none = take(config=False, audit=False)
    assert (none.manifest.config, none.manifest.audit) == (None, None)
    with closing(open_place(where, write=False)) as place:
        assert {name.split("/")[0] for name in place.names()} == {"log"}


def test_no_key_is_in_a_backup(own_sample: Sample, take: Take, where: str) -> None:
    done = take()
    secrets = [own_sample.alice.secret[:32], own_sample.bob.secret[:32]]
    with Backup.open(where) as backup:
        content = b"".join(backup.segment_pieces(done.manifest.last)) + repr(backup.manifest).encode()
    assert not [one for one in secrets if one in content or one.hex().encode() in content]


def test_one_writes_at_a_time(own_sample: Sample, take: Take, where: str) -> None:
    take()
    with closing(open_place(where, write=True)) as place:
        if place.appends:
            with pytest.raises(Busy):
                take()
            return
        place.manifest()
        grow(own_sample)
        later = take()
        with pytest.raises(Busy, match="another process is writing"):
            place.publish(b"late")
        assert manifest_in(where) == later.manifest


class Cut(Exception):
    """Power is gone."""


@pytest.mark.parametrize("after", range(1, 12))
def test_a_round_that_is_cut_off_leaves_the_backup_before_it(
    own_sample: Sample, take: Take, where: str, after: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with mock.patch.object(limits, "SEGMENT_BYTES", 3_000):
        grow(own_sample, 3)
        before = take()
        for _ in range(6):
            grow(own_sample, 3)
    with closing(open_place(where, write=True)) as place:
        steps = 0

        def dying(method: str):  # type: ignore[no-untyped-def]
            real = getattr(place, method)

            def call(*words: object) -> object:
                nonlocal steps
                steps += 1
                if steps == after and method == "write":
                    *most, pieces = words
                    real(*most, list(pieces)[:1])  # type: ignore[call-overload]
                if steps == after:
                    raise Cut
                return real(*words)

            return call

        for method in ("write", "publish", "remove"):
            monkeypatch.setattr(place, method, dying(method))
        try:
            back_up(str(own_sample.path), place)
        except Cut:
            pass
    with Backup.open(where) as backup:
        assert backup.manifest.last.commits >= before.manifest.last.commits
        made = restore(backup, plan(backup, None), str(tmp_path / "cut"))
        signed = backup.manifest.signed_head
        assert signed is not None
        assert made.root == signed.root
    take()
    with Backup.open(where) as backup:
        restore(backup, plan(backup, None), str(tmp_path / "whole"))
    assert log_of(tmp_path / "whole") == log_of(own_sample.path)


def test_a_directory_of_something_else_is_refused(own_sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").write_bytes(b"cat")
    with pytest.raises(Refused, match=r"holds other things \(cat.jpg\)"):
        open_place(str(tmp_path / "photos"), write=True)


def test_a_link_in_a_backup_is_not_followed(own_sample: Sample, tmp_path: Path) -> None:
    where, victim = tmp_path / "backup", tmp_path / "victim"
    victim.write_bytes(b"precious")
    (where / "log").mkdir(parents=True)
    (where / "log/00000001.seg").symlink_to(victim)
    with closing(open_place(str(where), write=True)) as place, pytest.raises(Refused, match="symbolic link"):
        back_up(str(own_sample.path), place)
    assert victim.read_bytes() == b"precious"


def test_a_copy_of_a_bucket_in_a_directory_can_be_read(own_sample: Sample, s3: str, tmp_path: Path) -> None:
    import obstore

    with closing(open_place(s3, write=True)) as place:
        back_up(str(own_sample.path), place)
        grow(own_sample)
        done = back_up(str(own_sample.path), place)
        store = place._store  # type: ignore[attr-defined]
        mirror = tmp_path / "mirror"
        for entry in [one for page in obstore.list(store) for one in page]:
            file = mirror / entry["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(bytes(obstore.get(store, entry["path"]).bytes()))
    assert len(done.manifest.last.parts) == 2
    with Backup.open(str(mirror)) as backup:
        assert len(list(backup.ids())) == done.manifest.last.objects
    grow(own_sample)
    with closing(open_place(str(mirror), write=True)) as copy, pytest.raises(Refused, match="copied from an object"):
        back_up(str(own_sample.path), copy)


def test_a_store_that_is_away_is_said_to_be(own_sample: Sample, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setattr("steme.backup.places.s3._RETRIES", 0)
    place = open_place(s3, write=True)
    with pytest.raises(RemoteFailed, match="s3://truth/"):
        back_up(str(own_sample.path), place)


def test_a_bucket_that_is_not_there(own_sample: Sample, s3: str) -> None:
    with pytest.raises(RemoteFailed, match="no such bucket"):
        back_up(str(own_sample.path), open_place("s3://nobody/x", write=True))


def test_parts_are_joined_when_what_follows_is_as_large(tmp_path: Path) -> None:
    data = os.urandom(5_000)
    with closing(open_place(str(tmp_path / "parts"), write=True)) as place:
        parts: tuple[object, ...] = ()
        for end in (1_000, 1_500, 1_900, 2_500, 2_600):
            parts = extend(
                place,
                segment_name(1, 1),
                parts,
                end,
                lambda a, b: iter([data[a:b]]),
                lambda _: None,  # type: ignore[arg-type]
            )
        assert [one.bytes for one in parts] == [2_500, 100]  # type: ignore[attr-defined]
        assert b"".join(place.read(segment_name(1, 1), 0, 2_600)) == data[:2_600]
    assert part_name("log/00000001.seg", 0, 5) == "log/00000001.seg.000000000000-000000000005"


def test_what_a_round_says_of_a_manifest_that_is_broken(take: Take, where: str, tmp_path: Path) -> None:
    take()
    with closing(open_place(where, write=True)) as place:
        place.manifest()
        place.publish(b'{"digest":"","manifest":{}}')
    with pytest.raises(Damaged):
        Backup.open(where)
    with pytest.raises(Damaged, match="manifest"):
        take()
