"""The manual page of a command, as it stands in a docstring.

    Summary in one line.

    Description: paragraphs, and indented blocks that are kept as they are.

    Examples:
        steme query drug/aspirin dosage

    Exit status:
        0  the id was printed

    Environment:
        STEME_DIR  where to look for the repository

`--help`, the man pages and ``docs/reference/`` are made from it.
"""

from __future__ import annotations

from typing import NamedTuple

SECTIONS = ("Examples", "Exit status", "Environment")


class Manual(NamedTuple):
    """``description`` is paragraphs and blocks; the sections are lines, without their indentation."""

    summary: str
    description: tuple[str, ...]
    examples: tuple[str, ...]
    exit_status: tuple[str, ...]
    environment: tuple[str, ...]

    def under(self, noun: Manual, path: str) -> Manual:
        """The page of a verb: what it leaves out comes from its noun, of the examples only those that use the verb."""
        examples = self.examples or tuple(line for line in noun.examples if f" {line} ".find(f" {path} ") >= 0)
        return self._replace(examples=examples, exit_status=self.exit_status or noun.exit_status)


def read(docstring: str | None) -> Manual:
    """Take a docstring apart. A section that is not there is empty."""
    sections: dict[str, list[str]] = {"": []}
    current = sections[""]
    for line in _dedented(docstring or ""):
        if line.endswith(":") and line[:-1] in SECTIONS:
            current = sections.setdefault(line[:-1], [])
        else:
            current.append(line)
    paragraphs = _paragraphs(sections[""])
    lines = (tuple(line.strip() for line in sections.get(name, ()) if line.strip()) for name in SECTIONS)
    return Manual(" ".join(paragraphs[0].split()) if paragraphs else "", tuple(paragraphs[1:]), *lines)


def summary_of_file(path: str) -> str:
    """The first line of a module's docstring, read from its text, so that listing commands imports none of them."""
    with open(path, encoding="utf-8") as file:
        first = file.readline()
    return first.strip().removeprefix('"""').removesuffix('"""').strip()


def _dedented(docstring: str) -> list[str]:
    from inspect import cleandoc

    return cleandoc(docstring).splitlines()


def _paragraphs(lines: list[str]) -> list[str]:
    text = "\n".join(line.rstrip() for line in lines)
    return [paragraph.strip("\n") for paragraph in text.split("\n\n") if paragraph.strip()]
