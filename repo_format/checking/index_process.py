"""Asking the index in a process of its own, and what its answers and its end mean.

docs/format/checking.md, section 5.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile

from repo_format.checking.finding import DAMAGE, NOTE, Finding
from repo_format.errors import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any

_START = "import sys; from repo_format.checking.index_child import main; main(sys.argv[1:])"
_SILENCE = 300.0
"""Seconds without a word after which the child is taken to be caught in a loop of pages."""
_REINDEX = "Run `steme reindex`: it makes the index again from the log."
_HARMLESS = ("there is none", "it was copied from elsewhere", "it was made by another version of steme",
             "the machine stopped before it was on disk")  # fmt: skip


class Mark:
    """How far the index says that it has followed the log: behind which byte, commit, and object."""

    __slots__ = ("commit", "end", "next_seq", "segment")

    def __init__(self, segment: int, end: int, commit: int, next_seq: int) -> None:
        self.segment = segment
        self.end = end
        self.commit = commit
        self.next_seq = next_seq


class Answers:
    """What a child said: the mark, the ids in order of seq, lines about tables, and why something could not be done."""

    def __init__(self) -> None:
        self.mark: Mark | None = None
        self.names: list[str] = []
        self.commits: list[tuple[int, int, int, int, str]] = []
        self.refs: list[tuple[str, str]] = []
        self.foreign: list[str] = []
        self.erased: list[int] = []
        self.tables: list[dict[str, Any]] = []
        self.unusable = self.error = self.log = self.cannot = ""
        self.end = "it ended without a word"
        """Why it ended without having finished; empty when it has."""

    def take(self, line: dict[str, Any], advance: Callable[[int], None] | None) -> None:
        """One line of what the child says."""
        for verb, value in line.items():
            if verb == "mark":
                self.mark = Mark(*value)
            elif verb in ("names", "commits", "refs", "foreign", "erased"):
                getattr(self, verb).append(value)
            elif verb == "table":
                self.tables.append(line)
            elif verb == "progress" and advance is not None:
                advance(value)
            elif verb == "done":
                self.end = ""
            elif verb in ("unusable", "error", "log", "cannot"):
                setattr(self, verb, value)


class Question:
    """A child at work on ``verb`` for the repository in the directory ``parent``; ``answers`` waits for its end."""

    def __init__(self, verb: str, parent: str) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._refused = ""
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        try:
            self._scratch = tempfile.TemporaryDirectory(prefix="steme-fsck-")
            with open(self._complaints, "wb") as complaints:
                self._child = _start(verb, os.path.abspath(parent), self._scratch.name, complaints)
        except OSError as error:
            self._refused = f"no process could be started for it ({error.strerror})"

    @property
    def _complaints(self) -> str:
        return f"{self._scratch.name if self._scratch else ''}/complaints"

    def answers(self, advance: Callable[[int], None] | None = None) -> Answers:
        """Listen until the child ends, by whatever cause; ``advance`` is called with bytes of the log that it did."""
        answers = Answers()
        if self._child is None:
            answers.cannot, answers.end = self._refused, ""
            return answers
        try:
            for line in _lines(self._child):
                answers.take(line, advance)
            if self._child.wait() or answers.end:
                answers.end = self._cause(self._child.returncode)
        except TimeoutError:
            answers.end = f"reading it did not end; nothing was heard for {_SILENCE:.0f} seconds"
        finally:
            self.close()
        return answers

    def _cause(self, status: int) -> str:
        if status < 0:
            return f"reading it killed the process that did ({signal.Signals(-status).name})"
        with open(self._complaints, encoding="utf-8", errors="replace") as complaints:
            last = complaints.read().rstrip().rpartition("\n")[2]
        return f"the process that read it gave up ({shown(last, 200)})"

    def close(self) -> None:
        """End the child if it has not ended, and remove what it wrote."""
        if self._child is not None and self._child.stdout is not None and not self._child.stdout.closed:
            self._child.kill()
            self._child.communicate()
        if self._scratch is not None:
            self._scratch.cleanup()


def _start(verb: str, parent: str, scratch: str, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this Python, and words of ours
        [sys.executable, "-P", "-c", _START, verb, parent, scratch],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([_home(), *filter(os.path.isabs, sys.path)])},
    )


def ask(verb: str, parent: str) -> Answers:
    """Ask and wait."""
    return Question(verb, parent).answers()


def _home() -> str:
    """The directory that holds the package ``repo_format``, so that the child imports the same."""
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _lines(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """What the child says, line by line; raises TimeoutError when it falls silent."""
    if child.stdout is None:
        return
    place, rest = child.stdout.fileno(), b""
    while True:
        if not select.select([place], [], [], _SILENCE)[0]:
            raise TimeoutError
        data = os.read(place, 1 << 16)
        if not data:
            return
        *whole, rest = (rest + data).split(b"\n")
        for line in whole:
            yield json.loads(line)


def findings_of(answers: Answers, log_is_sound: bool) -> list[Finding]:
    """What the answers to ``compare`` amount to; ``log_is_sound`` by the checker's own reading."""
    if answers.unusable:
        known = answers.unusable in _HARMLESS
        sentence = f"the index is not used: {answers.unusable}; the next command makes it again"
        return [Finding(NOTE if known else DAMAGE, "index", sentence, "index", advice=_REINDEX)]
    if answers.error or answers.end:
        sentence = f"the index is damaged: {shown(answers.error, 300) if answers.error else answers.end}"
        return [Finding(DAMAGE, "index", sentence, "index", advice=_REINDEX)]
    if answers.log and log_is_sound:
        sentence = f"the log cannot be replayed into an index: {answers.log}"
        return [Finding(DAMAGE, "index", sentence, "log", advice="Report this as a mistake of steme.")]
    if answers.log or answers.cannot:
        why = "the log is damaged" if answers.log else answers.cannot
        return [Finding(NOTE, "index", f"the tables of the index were not compared: {why}", "index")]
    return [_difference(line) for line in answers.tables]


def _difference(line: dict[str, Any]) -> Finding:
    examples = "; ".join(line["examples"])
    if not line["table"]:
        sentence = f"the index holds tables that steme does not know: {shown(examples, 200)}"
    else:
        rows = f"{line['rows']} row" + ("s" if line["rows"] > 1 else "")
        sentence = f"the table {line['table']} of the index differs from the log in {rows}: {examples}"
    return Finding(DAMAGE, "index", sentence, "index", advice=_REINDEX)
