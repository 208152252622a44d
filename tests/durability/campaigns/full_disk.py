"""Run in a mount namespace of its own: a small real file system is filled up, deeds are tried, room is made again.

`python -m campaigns.full_disk tmpfs|ext4 SEED`; status 75 where such a file system cannot be mounted.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from campaigns import deeds
from campaigns.children import Died, in_child
from steme.repository import Repository

ROUNDS = 25
SIZE = 8 << 20


def mount(system: str, place: Path) -> Path:
    """Mount a file system of 8 MB on a new directory in ``place``; exits with 75 where that is not allowed."""
    target = place / "full"
    target.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(target)]
    if system == "ext4":
        image = place / "image"
        image.write_bytes(bytes(SIZE))
        made = subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], capture_output=True, check=False)
        words = ["mount", "-o", "loop", str(image), str(target)] if made.returncode == 0 else ["false"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        sys.exit(75)
    return target


def fill(target: Path, leave: int) -> Path:
    """Fill the file system but for about ``leave`` bytes."""
    filler = target / "filler"
    with open(filler, "wb", buffering=0) as file:
        for size in (1 << 16, 4096, 512):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
        file.truncate(max(0, os.fstat(file.fileno()).st_size - leave))
    return filler


def one_round(top: Path, number: int, chance: random.Random, acked: set[bytes]) -> tuple[bool, list[str]]:
    """A deed on the full disk, then room. Returns whether it was refused and what was wrong; ``acked`` grows."""
    filler = fill(top.parent, chance.choice((0, 0, 4096, 20_000, 100_000)))
    deed = deeds.DEEDS[chance.choice(list(deeds.DEEDS))]
    result = in_child(lambda: deeds.attempt(str(top), deed, 2 * number))
    filler.unlink()
    if isinstance(result, Died):
        return False, [result.reason]
    done, identifiers, wrong = result
    acked.update(identifiers if done else ())
    later = in_child(lambda: (deeds.after(top, 2 * number + 1, acked), acked))
    if isinstance(later, Died):
        return False, [*wrong, later.reason]
    acked |= later[1]
    return not done, [*wrong, *later[0]]


def main(system: str, seed: int) -> int:
    """Run it; prints one line of figures, or what was wrong."""
    chance, refused, acked = random.Random(seed), 0, set[bytes]()
    with tempfile.TemporaryDirectory() as scratch:
        target = mount(system, Path(scratch))
        try:
            top = target / "repository"
            top.mkdir()
            in_child(lambda: Repository.init(str(top)).close())
            for number in range(ROUNDS):
                was_refused, wrong = one_round(top, number, chance, acked)
                refused += was_refused
                if wrong:
                    sys.stdout.write(f"round {number}: {wrong}\n")
                    return 1
        finally:
            subprocess.run(["umount", str(target)], check=False)
    sys.stdout.write(f"{ROUNDS} rounds, {refused} refused\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
