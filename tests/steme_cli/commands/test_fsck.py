"""`steme fsck`: what it prints, in which form, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here

FIRST_FRAME = 113
"""Where the first frame of objects begins: behind the opening."""


def flip(file: Path) -> None:
    """Turn a bit over in the epoch, the third of the objects that are signed one by one."""
    data = bytearray(file.read_bytes())
    data[data.index(b"census-2025")] ^= 1
    file.write_bytes(data)


def count(sample: Sample) -> str:
    with sample.open() as repository, repository.snapshot() as view:
        return f"{view.count} objects in {view.watermark.commit} commits"


@pytest.fixture
def log(own_sample: Sample) -> Path:
    return own_sample.path / ".steme" / "log" / "active.seg"


def test_a_sound_repository(here: Here, sample: Sample) -> None:
    done = here("fsck")
    assert (done.status, done.stdout) == (0, "")
    assert done.stderr.startswith(count(sample))
    assert done.stderr.endswith(" of log: no damage\n")


@pytest.mark.parametrize("option", ["--quick", "--no-index"])
def test_less_of_it(here: Here, sample: Sample, option: str) -> None:
    done = here("fsck", option)
    assert (done.status, done.stdout) == (0, "")
    assert count(sample) in done.stderr


@pytest.mark.parametrize(("format", "text"), [("json", '{"steme.fsck/v1": []}\n'), ("jsonl", "")])
def test_nothing_to_say_to_a_program(here: Here, format: str, text: str) -> None:
    assert here("fsck", "--format", format).stdout == text


def test_damage_in_words(own_sample: Sample, steme: Program, log: Path) -> None:
    flip(log)
    done = steme("fsck", cwd=own_sample.path)
    first, objects, advice, *rest = done.stdout.splitlines()
    assert done.status == 6
    assert first.startswith(f"damage: log/active.seg, byte {FIRST_FRAME}: a frame (signed objects, ")
    assert first.endswith(" bytes) is damaged: it is not what was written")
    assert objects == f"    objects: {own_sample.ids['epoch'][:12]}"
    assert advice.startswith("    `steme fsck --repair-from SOURCE` mends it")
    assert rest[0].startswith("note: index: the tables of the index were not compared")
    assert done.stderr.endswith("1 finding of damage\n")


def test_damage_for_a_program(own_sample: Sample, steme: Program, log: Path) -> None:
    flip(log)
    done = steme("fsck", "--no-index", "--format", "json", cwd=own_sample.path)
    found, note = json.loads(done.stdout)["steme.fsck/v1"]
    assert done.status == 6
    assert (note["severity"], note["what"], note["file"], note["byte"]) == ("note", "roots", None, None)
    assert found["severity"] == "damage"
    assert (found["what"], found["file"], found["byte"], found["frame"]) == (
        "frame", "log/active.seg", FIRST_FRAME, "signed objects",
    )  # fmt: skip
    assert (found["ids"], found["unnamed"], found["objects"]) == ([], 1, 1)
    lines = steme("fsck", "--format", "csv", cwd=own_sample.path).stdout.splitlines()
    assert lines[0] == "severity,what,file,byte,frame,objects,message,advice"
    assert lines[1].startswith(f"damage,frame,log/active.seg,{FIRST_FRAME},signed objects,1,")


def test_a_note_is_no_damage(own_sample: Sample, steme: Program, log: Path) -> None:
    with open(log, "ab") as file:
        file.write(b"debris of a writer that was killed")
    done = steme("fsck", cwd=own_sample.path)
    assert done.status == 0
    assert done.stdout.startswith("note: log/active.seg, byte ")
    assert "34 bytes behind the last commit were never acknowledged" in done.stdout
    assert done.stderr.endswith("no damage\n")


def test_a_damaged_index_is_found_by_another_process(own_sample: Sample, steme: Program) -> None:
    data = own_sample.path / ".steme" / "index" / "data.mdb"
    status = data.stat()
    with open(data, "r+b") as file:
        for page in range(3, status.st_size // 4096):
            file.seek(page * 4096)
            file.write(os.urandom(4096))
    os.utime(data, ns=(status.st_atime_ns, status.st_mtime_ns))
    done = steme("fsck", cwd=own_sample.path)
    assert done.status == 6
    assert done.stdout.startswith("damage: index: ")
    assert "steme reindex" in done.stdout
    assert steme("reindex", cwd=own_sample.path).status == 0
    assert steme("fsck", cwd=own_sample.path).status == 0


def test_it_goes_on_where_nothing_else_opens(own_sample: Sample, steme: Program) -> None:
    (own_sample.path / ".steme" / "format").write_text("scribbled over")
    assert steme("query", "drug/aspirin", "dosage", cwd=own_sample.path).status == 6
    done = steme("fsck", cwd=own_sample.path)
    assert done.status == 6
    assert done.stdout.startswith("damage: format: ")
    assert f" objects in {len(own_sample.heads)} commits" in done.stderr


def test_outside_of_a_repository(steme: Program) -> None:
    done = steme("fsck")
    assert (done.status, done.stdout) == (4, "")
    assert done.stderr.startswith("steme: there is no repository in ")


def test_names_from_outside_are_shown_harmlessly(own_sample: Sample, steme: Program) -> None:
    (own_sample.path / ".steme" / "\x1b[31mred\n").write_bytes(b"")
    done = steme("fsck", cwd=own_sample.path)
    assert done.status == 0
    assert "\x1b" not in done.stdout
    assert len(done.stdout.splitlines()) == 1
