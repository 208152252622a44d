"""On what a measurement was made, without saying whose machine it is."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

_LIBRARIES = (
    "blake3",
    "lmdb",
    "msgspec",
    "pynacl",
    "zstandard",
    "typer",
    "numpy",
    "duckdb",
    "pyoxigraph",
    "nanopub-sign",
)
_TOP = Path(__file__).parents[2]


def described(place: Path) -> Iterator[str]:
    """Lines on the date, the commit, the processor, the system, the file system of ``place``, Python and libraries."""
    yield f"date       {time.strftime('%Y-%m-%d', time.gmtime())}, commit {_commit()}"
    yield f"processor  {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when this began"
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    yield f"system     {system}, {_memory()}, files on {_file_system(place)}"
    yield f"python     {platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield f"libraries  {', '.join(filter(None, map(_version, _LIBRARIES)))}"


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return ""


def _commit() -> str:
    try:
        return _git("rev-parse", "--short", "HEAD") + (" with changes" if _git("status", "--porcelain", "-uno") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*words: str) -> str:
    return subprocess.run(["git", "-C", _TOP, *words], capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> str:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / (1 << 20):.0f} GiB memory"
    return "unknown memory"


def _file_system(place: Path) -> str:
    """The type of the file system that holds ``place``: that of the longest mount point above it."""
    real = os.path.realpath(place) + "/"
    mounts = [line.split()[1:3] for line in _lines("/proc/self/mounts")]
    above = [(len(point), kind) for point, kind in mounts if real.startswith(point.rstrip("/") + "/")]
    return max(above)[1] if above else "an unknown file system"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
