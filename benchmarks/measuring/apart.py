"""Work done and measured in a process of its own, so that no side inherits the memory or the caches of another.

The process imports what it needs first, then the clock runs for the call alone. Run as a program by ``run``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

from measuring.rounds import Sample, timed

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def run(work: Callable[..., object], *words: str | int | Path) -> Sample:
    """What ``work(*words)`` costs, a function at the top of a module; the words arrive as texts.

    Raises RuntimeError with the last line that the process said, where it fails.
    """
    command = [sys.executable, "-m", "measuring.apart", work.__module__, work.__name__, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings())
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise RuntimeError(f"{work.__module__}.{work.__name__} failed: {said[-1]}")
    return Sample(**json.loads(done.stdout.splitlines()[-1]))


def program(command: Sequence[str | Path], cwd: Path, env: Mapping[str, str]) -> Sample:
    """What a whole process costs, from ``posix_spawn`` to its end; its output goes to a file.

    Raises RuntimeError for an exit status other than 0, with what it said.
    """
    words = [os.fspath(word) for word in command]
    ended: list[tuple[int, int, resource.struct_rusage]] = []
    with chdir(cwd), TemporaryFile() as said:
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, said.fileno(), 1),  # not /dev/null: grep stops at the first hit when it sees that
            (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
        ]
        wall = timed(
            lambda: ended.append(os.wait4(os.posix_spawnp(words[0], words, env, file_actions=actions), 0))
        ).wall
        _, status, used = ended[0]
        if status:
            said.seek(0)
            raise RuntimeError(
                f"{words} ended with {os.waitstatus_to_exitcode(status)}: {said.read().decode().strip()}"
            )
    return Sample(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * _PEAK_UNIT)


def surroundings(**more: str) -> dict[str, str]:
    """The environment of the processes: nothing that slows Python down or changes what steme does, and ``more``."""
    unwanted = ("STEME_", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILE", "PYTHONDEV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, **more}


def main(module: str, name: str, *words: str) -> None:
    """Do one piece of work and say what it cost, as one line of JSON."""
    work = getattr(import_module(module), name)
    sample = timed(lambda: work(*words))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT
    print(json.dumps({"wall": sample.wall, "cpu": sample.cpu, "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
