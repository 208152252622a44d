"""The one checker that every test and campaign of durability uses: what must hold of a repository at rest."""

from __future__ import annotations

import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import lmdb
from bare_log import NONE, Log

from repo_format.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
FSCK = ROOT / "steme_cli" / "commands" / "fsck.py"
_WATERMARK = struct.Struct(">IQQ32sQQ")
_ALLOWED = {
    "": r"format|lock|config\.toml|log|index|lost",
    "log": r"\d{8}\.seg|active\.seg",
    "index": r"data\.mdb|lock\.mdb|state",
    "lost": r"tail-\d{8}-\d{12}",
}

Tables = dict[str, list[tuple[bytes, bytes]]]


def check(
    path: str | Path,
    acked: Iterable[bytes],
    offered: Collection[bytes] | None = None,
    *,
    tags: Mapping[str, bytes] | None = None,
    known: set[bytes] | None = None,
    rebuild: bool = True,
) -> list[str]:
    """All that is wrong with the repository at ``path``, as sentences; an empty list when nothing is.

    ``acked`` are ids that must be there, ``offered`` all that may be, ``tags`` head ids of tags that were acknowledged.
    ``known`` holds chain hashes of commits that an earlier call verified, and grows. With ``rebuild`` the index
    is compared, table by table, with one made anew. Nobody may have the repository open in this process.
    """
    folder = Path(path) / ".steme"
    repository = bytes.fromhex((folder / "format").read_text().split("\n")[2].removeprefix("id "))
    log = Log(repository, set() if known is None else known).read(folder / "log")
    violations = log.violations
    if log.debris:
        violations.append(f"{log.debris} bytes stand behind the last commit")
    present = set(log.ids)
    violations += [f"acknowledged object {one.hex()[:12]} is lost" for one in acked if one not in present]
    if offered is not None:
        violations += [f"object {one.hex()[:12]} was never offered" for one in present - set(offered)]
    for name, head in (tags or {}).items():
        if log.refs.get(f"refs/tags/{name}") != head:
            violations.append(f"acknowledged tag {name} is lost")
    violations += _leftovers(folder)
    violations += _index(folder, log, rebuild)
    return violations


def fsck(path: str | Path) -> list[str]:
    """What the program's own, second opinion is; nothing while there is no such command."""
    if not FSCK.exists():
        return []
    command = [sys.executable, "-m", "steme_cli", "-C", str(path), "fsck"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"fsck ends with {done.returncode}: {done.stdout}{done.stderr}"]


def _leftovers(folder: Path) -> Iterator[str]:
    for part, allowed in _ALLOWED.items():
        for entry in sorted((folder / part).iterdir()):
            status = entry.lstat()
            if not re.fullmatch(allowed, entry.name):
                yield f"{part}/{entry.name} was left behind"
            elif stat.S_ISLNK(status.st_mode) or (stat.S_ISREG(status.st_mode) and status.st_nlink != 1):
                yield f"{part}/{entry.name} is a link"


def dump(index: Path) -> Tables:
    """All rows of all tables of an index."""
    with lmdb.open(str(index), readonly=True, max_dbs=32, map_size=1 << 30) as env, env.begin() as txn:
        names = [key.decode() for key, _ in txn.cursor()]
    with lmdb.open(str(index), readonly=True, max_dbs=32, map_size=1 << 30) as env:
        found: Tables = {}
        for name in names:
            database = env.open_db(name.encode(), create=False)
            with env.begin() as txn:
                found[name] = list(txn.cursor(database))
    return found


def _index(folder: Path, log: Log, rebuild: bool) -> Iterator[str]:
    tables = dump(folder / "index")
    if tables["ids"] != sorted((one, struct.pack(">I", seq)) for seq, one in enumerate(log.ids, 1)):
        yield "the index names other objects than the log"
    refs = {name.encode(): head for name, head in log.refs.items() if head != NONE}
    if dict(tables["refs"]) != refs:
        yield "the index names other refs than the log"
    if dict(tables["heads"]) != {head: struct.pack(">Q", number) for number, head in enumerate(log.heads, 1)}:
        yield "the index names other heads than the log"
    mark = _WATERMARK.unpack(dict(tables["meta"])[b"watermark"])
    if (mark[0], mark[1], mark[3], mark[4], mark[5]) != (*log.end, len(log.heads), len(log.ids) + 1):
        yield "the watermark is not the end of the log"
    if rebuild:
        yield from _differences(tables, _recomputed(folder))


def _differences(tables: Tables, anew: Tables) -> Iterator[str]:
    for name in sorted(tables.keys() | anew.keys()):
        if tables.get(name) != anew.get(name):
            yield f"table {name} of the index differs from what a rebuild makes"


def _recomputed(folder: Path) -> Tables:
    """The tables of an index made from a copy of the log."""
    place = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=place) as copy:
        inside = Path(copy) / ".steme"
        (inside / "lost").mkdir(parents=True)
        shutil.copytree(folder / "log", inside / "log")
        shutil.copy(folder / "format", inside / "format")
        Store.open(copy).close()
        return dump(inside / "index")
