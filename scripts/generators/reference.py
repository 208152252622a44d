"""``docs/reference/``: the commands and the exit statuses, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from generators.command_tree import Page, Parameter, children, pages
from steme_cli.exit_codes import MEANINGS

MARK = "<!-- Made by scripts/generate from the code. Do not edit. -->\n"


def files() -> dict[str, str]:
    """A file for every command of a program, verbs of a noun included, and an index."""
    made = {f"docs/reference/{page.name}.md": _file(page) for page in pages() if len(page.path) == 2}
    return {**made, "docs/reference/README.md": _index(), "docs/reference/exit-statuses.md": _exit_statuses()}


def _index() -> str:
    parts = [MARK, "# Reference\n", "[Exit statuses](exit-statuses.md) are the same for all commands.\n"]
    parts.append("What the linter can observe is told [extractor by extractor](extractors.md).\n")
    for program in (page for page in pages() if len(page.path) == 1):
        parts += [f"## {program.path[0]}\n", f"{program.manual.summary}\n"]
        for title, verbs in program.headed:
            rows = ((f"[{name}]({program.name}-{name}.md)", summary) for name, summary in verbs)
            parts.append(table((title.lower(), "what it does"), rows))
        parts += _options("Options of every command", _everywhere(program))
        parts += _environment(program)
    return "\n".join(parts)


def _file(page: Page) -> str:
    return "\n".join([MARK, *_page(page, "#")])


def _page(page: Page, level: str) -> Iterable[str]:
    manual = page.manual
    yield f"{level} {' '.join(page.path)}\n"
    yield f"{manual.summary}\n"
    yield f"```\n{' '.join(page.path)} {page.usage}\n```\n"
    for paragraph in manual.description:
        yield f"```\n{paragraph}\n```\n" if paragraph.startswith(" ") else f"{paragraph}\n"
    yield from _options("Arguments", page.arguments)
    yield from _options("Options", [option for option in page.options if not option.everywhere])
    if manual.examples:
        yield "Examples:\n\n```\n" + "\n".join(manual.examples) + "\n```\n"
    if manual.exit_status and not page.verbs:
        rows = (line.split(maxsplit=1) for line in manual.exit_status)
        yield table(("exit status", "meaning"), rows)
    for child in children(page):
        yield from _page(child, level + "#")


def _everywhere(page: Page) -> list[Parameter]:
    return [option for option in page.options if option.everywhere]


def _environment(page: Page) -> list[str]:
    rows = ((f"`{name}`", meaning) for name, meaning in (line.split(maxsplit=1) for line in page.manual.environment))
    return [table(("environment variable", "meaning"), rows)] if page.manual.environment else []


def _options(title: str, parameters: Iterable[Parameter]) -> list[str]:
    rows = [(f"`{_spelled(one)}`", one.help) for one in parameters]
    return [table((title.lower(), "meaning"), rows)] if rows else []


def _spelled(parameter: Parameter) -> str:
    return f"{', '.join(parameter.spellings)} {parameter.metavar}".strip()


def _exit_statuses() -> str:
    rows = ((str(status), meaning) for status, meaning in MEANINGS.items())
    closing = "A status that is not listed is a failure.\n"
    return "\n".join([MARK, "# Exit statuses\n", table(("exit status", "meaning"), rows), closing])


def table(heading: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [heading, ("---",) * len(heading), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
