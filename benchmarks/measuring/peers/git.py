"""git: every line of a file of claims a blob of a new bare repository, in a pack that is on the disk at the end."""

from __future__ import annotations

import subprocess
from pathlib import Path

NAME = "git fast-import"


def load(place: str, lines: str) -> None:
    """Store a file of claims as blobs."""
    subprocess.run(["git", "init", "--quiet", "--bare", place], check=True)
    command = ["git", "-C", place, "fast-import", "--quiet", "--done"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as git, Path(lines).open("rb") as file:
        if git.stdin is not None:
            git.stdin.writelines(b"blob\ndata %d\n%b\n" % (len(line), line) for line in file)
            git.stdin.write(b"done\n")
    if git.returncode:
        raise RuntimeError(f"git fast-import ended with {git.returncode}")


def commit(place: str, lines: str) -> None:
    """The same claims as one commit: every line a file, in 256 directories, of a new bare repository."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch", "main", place], check=True)
    command = ["git", "-C", place, "fast-import", "--quiet", "--done"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as git, Path(lines).open("rb") as file:
        if git.stdin is not None:
            git.stdin.write(b"commit refs/heads/main\ncommitter b <b@example.org> 1700000000 +0000\ndata 0\n")
            for number, line in enumerate(file):
                git.stdin.write(b"M 100644 inline %02x/%d\ndata %d\n%b\n" % (number & 255, number, len(line), line))
            git.stdin.write(b"done\n")
    if git.returncode:
        raise RuntimeError(f"git fast-import ended with {git.returncode}")
