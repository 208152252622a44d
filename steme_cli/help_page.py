"""`--help`: usage, what it does, arguments, options, examples, exit status, in plain aligned text.

Not rich's panels: they would cost twice the time of the whole program, and a pipe wants plain text anyway.
"""

from __future__ import annotations

from typing import Any

from steme_cli.manual import SECTIONS, Manual
from steme_cli.options import GLOBAL


def write_command(command: Any, ctx: Any, formatter: Any) -> None:
    """The page of a command."""
    command.format_usage(ctx, formatter)
    _write_text(command.manual, formatter)
    _write_parameters(command, ctx, formatter)
    _write_sections(command.manual, formatter)


def write_group(group: Any, ctx: Any, formatter: Any) -> None:
    """The page of a program or of a noun: its verbs with their summaries."""
    group.format_usage(ctx, formatter)
    _write_text(group.manual, formatter)
    headed = group.headed(ctx)
    wide = max(len(name) for _, verbs in headed for name, _ in verbs)
    for title, verbs in headed:
        with formatter.section(title):
            formatter.write_dl([(name.ljust(wide), summary) for name, summary in verbs])
    _write_parameters(group, ctx, formatter)
    _write_sections(group.manual, formatter)


def _write_text(manual: Manual, formatter: Any) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(manual.summary)
        for paragraph in manual.description:
            formatter.write_paragraph()
            formatter.write_text("\b\n" + paragraph if paragraph.startswith(" ") else paragraph)


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], "Global options": []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None:
            sections[_section(parameter)].append(record)
    for title, records in sections.items():
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


def _section(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return "Arguments"
    return "Options" if parameter.expose_value and parameter.name not in GLOBAL else "Global options"


def _write_sections(manual: Manual, formatter: Any) -> None:
    for title, lines in zip(SECTIONS, (manual.examples, manual.exit_status, manual.environment), strict=True):
        if lines:
            with formatter.section(title):
                formatter.write("".join(f"  {line}\n" for line in lines))
