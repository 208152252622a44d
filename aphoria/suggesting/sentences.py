"""What documents say MUST, SHOULD or NEVER be: sentences with their place, their authority and their reason."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aphoria import walk
from aphoria.walk import Skipped

SUFFIXES = (".md", ".rst", ".txt", ".adoc")
MAX_FILES = 500
MAX_BYTES = 1 << 20
MAX_SENTENCE = 1_000
"""Characters; a longer one was not written for people."""

AUTHORITY_WITHIN = 5
"""Lines around a sentence in which an ``Authority:`` line counts."""

_FOLDERS = frozenset({"doc", "docs", "adr", "adrs", "decisions", "architecture", "design", "rfcs"})
_STRONG = re.compile(r"\b(?:MUST(?: NOT)?|SHALL(?: NOT)?|SHOULD(?: NOT)?|NEVER|ALWAYS|REQUIRED)\b")
_NEGATIVE = re.compile(r"\b(?:MUST NOT|SHALL NOT|SHOULD NOT|NEVER)\b")
_END = re.compile(r"(?<=[.!?])\s+(?=[\"'`*(A-Z])")
_BECAUSE = re.compile(r"[,;:.]?\s*\b(?:because|otherwise,?|or else|so that|since)\s+(.+?)[.!]?$", re.IGNORECASE)
_AFTER = re.compile(r"^(?:otherwise|or else|without (?:it|this|that)),?\s+(.+?)[.!]?$", re.IGNORECASE)
_AUTHORITY = re.compile(r"^\W*Authority\W*:\W*(.+?)\s*$", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#+|>|\|)\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as it stands, on one line; ``consequence`` and ``authority`` are "" where none is said."""

    file: str
    line: int
    text: str
    negative: bool
    consequence: str
    authority: str


def documents(root: str, skipped: Iterable[Skipped]) -> Iterator[tuple[str, str]]:
    """Path and text of the documents among the files that a scan had no language for: those at the top and in folders
    for documents. Links are not followed; at most 500 files of 1 MiB.
    """
    paths = [one.path for one in skipped if one.path.lower().endswith(SUFFIXES) and _is_document(one.path)]
    for path in sorted(paths)[:MAX_FILES]:
        try:
            data = walk.read(root, path, MAX_BYTES)
        except OSError:
            continue
        if len(data) <= MAX_BYTES and b"\0" not in data:
            yield path, data.decode("utf-8", "replace")


def _is_document(path: str) -> bool:
    folders = path.lower().split("/")[:-1]
    return not folders or bool(_FOLDERS.intersection(folders)) or os.path.basename(path).lower().startswith("readme")


def sentences(file: str, text: str) -> Iterator[Sentence]:
    """The sentences of a document that ask for something."""
    lines = text.splitlines()
    for start, paragraph in _paragraphs(lines):
        pieces = [(found, place) for found, place in _split(paragraph, start) if found]
        for number, (piece, line) in enumerate(pieces):
            if len(piece) <= MAX_SENTENCE and _STRONG.search(piece):
                following = pieces[number + 1][0][:MAX_SENTENCE] if number + 1 < len(pieces) else ""
                yield Sentence(
                    file, line, piece, bool(_NEGATIVE.search(piece)), _reason(piece, following), _authority(lines, line)
                )


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs and items of lists with the line they begin in, from 1; what is fenced as code is passed over."""
    start, gathered, fenced = 1, list[str](), False
    for number, line in enumerate(lines, 1):
        is_fence = line.lstrip().startswith(("```", "~~~"))
        begins = bool(_ITEM.match(line))
        if is_fence or fenced or not line.strip() or begins:
            if gathered:
                yield start, gathered
            gathered = []
        fenced = fenced != is_fence
        if line.strip() and not fenced and not is_fence:
            start = number if not gathered else start
            gathered.append(_ITEM.sub("", line) if begins else line)
    if gathered:
        yield start, gathered


def _split(paragraph: list[str], start: int) -> Iterator[tuple[str, int]]:
    text = "\n".join(line.strip() for line in paragraph)
    at = 0
    for end in [match.start() for match in _END.finditer(text)] + [len(text)]:
        piece = text[at:end]
        line = start + text.count("\n", 0, at + len(piece) - len(piece.lstrip()))
        yield "".join(letter for letter in " ".join(piece.split()) if letter.isprintable()), line
        at = end


def _reason(sentence: str, following: str) -> str:
    found = _BECAUSE.search(sentence) or _AFTER.search(following)
    text = found[1].strip() if found else ""
    return text[:1].upper() + text[1:]


def _authority(lines: list[str], line: int) -> str:
    """The nearest ``Authority:`` line within five, before one above when both are as near."""
    for distance in range(AUTHORITY_WITHIN + 1):
        for number in (line + distance, line - distance):
            found = _AUTHORITY.match(lines[number - 1][:MAX_SENTENCE]) if 1 <= number <= len(lines) else None
            if found:
                return found[1].strip("*_` ")
    return ""
