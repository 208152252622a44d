"""``man/``: a page for every program, noun and command, in the man(7) macros."""

from __future__ import annotations

from collections.abc import Iterable

from generators.command_tree import Page, Parameter, children, pages
from steme_cli import __version__
from steme_cli.exit_codes import MEANINGS

DATE = "2026-11-20"
"""Fixed, so that the same code gives the same bytes; moved by hand with a release."""


def files() -> dict[str, str]:
    """All manual pages."""
    return {f"man/{page.name}.1": text(page) for page in pages()}


def text(page: Page) -> str:
    """One manual page."""
    manual = page.manual
    lines = [
        f'.TH "{page.name.upper()}" 1 "{DATE}" "steme {__version__}" "steme manual"',
        *_section("NAME", [f"{_plain(page.name)} \\- {_plain(manual.summary.rstrip('.'))}"]),
        *_section("SYNOPSIS", [f".B {_plain(' '.join(page.path))}", _plain(page.usage)]),
        *_section("DESCRIPTION", _description(page)),
        *_section("COMMANDS", [line for title, verbs in page.headed for line in _verbs(page, title, verbs)]),
        *_section("ARGUMENTS", [line for one in page.arguments for line in _parameter(one)]),
        *_section("OPTIONS", [line for one in page.options for line in _parameter(one)]),
        *_section("EXAMPLES", _verbatim(manual.examples)),
        *_section("EXIT STATUS", _statuses(page)),
        *_section("ENVIRONMENT", [line for one in manual.environment for line in _tagged(*_named(one))]),
        *_section("SEE ALSO", _related(page)),
    ]
    return "\n".join(lines) + "\n"


def _verbs(page: Page, title: str, verbs: Iterable[tuple[str, str]]) -> list[str]:
    """Commands with what they do, under a heading of their own where there are several."""
    heading = [f'.SS "{_plain(title)}"'] if len(page.headed) > 1 else []
    return [*heading, *(line for name, text in verbs for line in _tagged(f"\\fB{_plain(name)}\\fR", text))]


def _section(title: str, lines: list[str]) -> list[str]:
    return [f'.SH "{title}"', *lines] if lines else []


def _description(page: Page) -> list[str]:
    lines: list[str] = []
    for number, paragraph in enumerate(page.manual.description or (page.manual.summary,)):
        lines += [".PP"] if number else []
        is_block = paragraph.startswith(" ")
        lines += _verbatim(paragraph.splitlines()) if is_block else [_plain(" ".join(paragraph.split()))]
    return lines


def _verbatim(lines: tuple[str, ...] | list[str]) -> list[str]:
    return [".nf", *(_plain(line) for line in lines), ".fi"] if lines else []


def _parameter(parameter: Parameter) -> list[str]:
    names = ", ".join(f"\\fB{_plain(spelling)}\\fR" for spelling in parameter.spellings)
    value = f"\\fI{_plain(parameter.metavar)}\\fR" if parameter.metavar else ""
    return _tagged(f"{names} {value}".strip(), parameter.help)


def _tagged(tag: str, words: str) -> list[str]:
    return [".TP", tag, _plain(" ".join(words.split()))] if words else [".TP", tag, "\\&"]


def _statuses(page: Page) -> list[str]:
    own = [line.partition(" ") for line in page.manual.exit_status]
    if len(page.path) == 1:
        own = [(str(status), "", meaning) for status, meaning in MEANINGS.items()]
    return [line for status, _, meaning in own for line in _tagged(status, meaning.strip())]


def _named(line: str) -> tuple[str, str]:
    name, _, meaning = line.partition(" ")
    return f"\\fB{_plain(name)}\\fR", meaning


def _related(page: Page) -> list[str]:
    above = ["-".join(page.path[:-1])] if len(page.path) > 1 else []
    names = [*above, *(child.name for child in children(page))]
    return [f".BR {_plain(name)} (1){',' if name != names[-1] else ''}" for name in names]


ESCAPES = str.maketrans({"\\": "\\e", "-": "\\-", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", "'": "\\(aq"})
"""Characters that roff would set as something else, so that examples can be copied from a page."""


def _plain(words: str) -> str:
    """Words as roff shows them unchanged, in a line that cannot be taken for a request."""
    return words.translate(ESCAPES) if not words.startswith(".") else "\\&" + words.translate(ESCAPES)
