"""A file of questions, one a line: what `steme query --from` reads.

A line is a subject and a predicate with a tab between them, or with spaces where what holds spaces stands in quotes; or
a JSON object with ``subject``, ``predicate`` and such options of the command as the question is to have for itself.
Empty lines and lines that begin with # are passed over.
"""

from __future__ import annotations

import os
import stat
import sys

from repo_format.errors import AmbiguousId, InvalidInput, NotFound, StorageFailed, shown
from steme_cli import output, small_file
from steme_cli.questions import answers, asked
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, BinaryIO

    from repo_format.storage.snapshot import Snapshot
    from steme.asking import Asker
    from steme.authors import Authors
    from steme.query import Answer, Question

    Words = dict[str, Any]

LONGEST_LINE = 64 * 1024

_TEXTS = frozenset((
    "lens", "epoch", "tier", "author", "source", "as_of", "known_at", "include", "half_life", "tolerance",
))  # fmt: skip
_NUMBERS = frozenset(("tier", "known_at", "tolerance"))
"""Fields that may also be written as a number."""


class QuestionFile:
    """Answers the questions of a file in its order, each as soon as its line was read.

    Without ``keep_going`` the first bad line ends the answers, and ``finish`` raises what is wrong with it; with it
    each is told on stderr. ``questions`` counts the good lines.
    """

    def __init__(self, file: str, keep_going: bool) -> None:
        self._file = file
        self._keep_going = keep_going
        self._problem: InvalidInput | None = None
        self._refused = 0
        self.questions = 0

    def answers(self, asker: Asker, view: Snapshot, authors: Authors, words: Words) -> Iterator[Answer]:
        """The answers; ``words`` are the options for ``questions.asked`` of lines that name no others.

        What a line asks for and nobody claims anything about is answered by an answer without candidates.
        """
        plain = asked(view, authors, **words)
        for number, line in self._lines():
            try:
                subject, predicate, own = _read(line)
                question = asked(view, authors, **{**words, **own}) if own else plain
                yield from _answered(asker, view, question, subject, predicate)
            except (InvalidInput, NotFound, AmbiguousId) as error:
                self._refuse(number, error)
                if not self._keep_going:
                    return
            else:
                self.questions += 1

    def finish(self) -> None:
        """Raise InvalidInput where a line was no question."""
        if self._keep_going and self._refused:
            lines = "1 line was" if self._refused == 1 else f"{self._refused} lines were"
            raise InvalidInput(small_file.place(self._file), f"{lines} no question; the others are answered")
        if self._problem:
            raise self._problem

    def _refuse(self, number: int, error: Exception) -> None:
        self._refused += 1
        self._problem = InvalidInput(f"{small_file.place(self._file)}, line {number}", str(error))
        if self._keep_going:
            output.complain("steme", safe(str(self._problem)))

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        if self._file == small_file.STDIN:
            yield from _numbered(sys.stdin.buffer)
            return
        try:
            stream = open(self._file, "rb")  # noqa: SIM115 - closed below; an error of the block is not one of opening
        except FileNotFoundError:
            raise NotFound(f"there is no file {shown(self._file)}") from None
        except OSError as error:
            raise StorageFailed(f"cannot read {shown(self._file)}: {error.strerror}") from error
        with stream:
            yield from _numbered(stream)


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """``(number, line)`` of lines that hold something. What was answered is written out before a pipe is waited for."""
    waits, number = _waits(stream), 0
    while True:
        if waits:
            output.flush()
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        if line.strip() and not line.startswith(b"#"):
            yield number, line


def _waits(stream: BinaryIO) -> bool:
    """Whether there may be more to come than there is now."""
    try:
        return not stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:
        return False


def _answered(
    asker: Asker, view: Snapshot, question: Question, subject: str, predicate: str | None
) -> Iterator[Answer]:
    any_answer = False
    for answer in answers(asker, view, question, subject, predicate):
        any_answer = True
        yield answer
    if not any_answer:
        yield asker.ask(question.about(subject, predicate or "*"))


def _read(line: bytes) -> tuple[str, str | None, Words]:
    """Subject, predicate and the options that the line has for itself. Raises InvalidInput."""
    if len(line) > LONGEST_LINE:
        raise InvalidInput("", f"is longer than {LONGEST_LINE} bytes")
    try:
        text = line.decode().strip()
    except UnicodeDecodeError:
        raise InvalidInput("", "is not UTF-8") from None
    if text.startswith("{"):
        return _from_json(text)
    words = [word.strip() for word in text.split("\t")] if "\t" in text else _split(text)
    if not 1 <= len(words) <= 2 or not all(words):
        raise InvalidInput("", f"{shown(text)} is not SUBJECT PREDICATE; put a tab between them, or quote spaces")
    return words[0], words[1] if len(words) == 2 else None, {}


def _split(text: str) -> list[str]:
    import shlex

    try:
        return shlex.split(text)
    except ValueError:
        raise InvalidInput("", f"{shown(text)} has a quote that does not end") from None


def _from_json(text: str) -> tuple[str, str | None, Words]:
    import msgspec

    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise InvalidInput("", f"{shown(text)} is not JSON") from None
    subject, predicate = found.pop("subject", None), found.pop("predicate", None)
    if not isinstance(subject, str) or not isinstance(predicate, str | None):
        raise InvalidInput("", "a question needs a subject, and it and the predicate are texts")
    return subject, predicate, {name: _option(name, value) for name, value in found.items()}


def _option(name: str, value: object) -> object:
    if name in _NUMBERS and type(value) in (int, float):
        return str(value)
    if value == "":
        raise InvalidInput(name, "may not be empty; leave it out")
    if name in _TEXTS and isinstance(value, str):
        return value
    if name == "decay" and isinstance(value, bool):
        return value
    if name == "lifecycle":
        stages = value if isinstance(value, list) else [value]
        if all(isinstance(stage, str) for stage in stages):
            return stages
    if name in _TEXTS or name in ("decay", "lifecycle"):
        raise InvalidInput(name, f"{shown(str(value))} is not {'true or false' if name == 'decay' else 'a text'}")
    known = ", ".join(sorted((*_TEXTS, "decay", "lifecycle")))
    raise InvalidInput("", f"a question has no {shown(name)}; beside subject and predicate it may have {known}")
