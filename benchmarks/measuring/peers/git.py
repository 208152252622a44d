"""git fast-import: every line a blob of a new bare repository, in a pack that is on the disk at the end."""

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
