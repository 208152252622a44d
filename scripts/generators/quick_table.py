"""``steme_cli/quick_table.py``: the declarations of the quick commands in a form that needs no typer.

Refuses what ``steme_cli/quick_arguments.py`` does not know, so that the two cannot drift apart unseen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import typer

import steme_cli.app
import steme_cli.quick

PATH = "steme_cli/quick_table.py"
HEADING = '''"""The arguments of the quick commands, made by scripts/generate from the declarations. Do not edit.

``quick_arguments`` explains the entries.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TABLE: dict[str, dict[str, Any]] = '''
NUMBERS = {"int": "int", "int range": "int", "float": "float", "float range": "float"}
"""Names of types, as the locked typer has them."""


def files() -> dict[str, str]:
    """The table, as a Python module."""
    table = {name: declaration(name) for name in names()}
    return {PATH: _formatted(HEADING + repr(table) + "\n")}


def _formatted(source: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", PATH, "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout  # noqa: S603


def names() -> list[str]:
    """The quick commands: the files of ``steme_cli/quick/``."""
    folder = os.path.dirname(str(steme_cli.quick.__file__))
    found = (name.removesuffix(".py") for name in os.listdir(folder) if name.endswith(".py"))
    return sorted(name.replace("_", "-") for name in found if name != "__init__")


def declaration(name: str) -> dict[str, Any]:
    """The entry of one command; raises ValueError for a parameter that a quick command cannot have."""
    group: Any = typer.main.get_command(steme_cli.app.app)
    command = group.get_command(None, name)
    entry: dict[str, Any] = {"arguments": [], "options": {}, "repeated": [], "values": {}, "global": []}
    for parameter in command.params:
        _refuse_unknown(name, parameter)
        if parameter.param_type_name == "argument":
            entry["arguments"].append((parameter.name, _kind(name, parameter), parameter.nargs, parameter.required))
        else:
            entry["options"].update(_options(name, parameter))
            entry["repeated"] += [parameter.name] if parameter.multiple else []
        if parameter.expose_value:
            entry["values"][parameter.name] = parameter.default
        else:
            entry["global"].append(parameter.name)
    return entry


def _options(name: str, parameter: Any) -> dict[str, tuple[str, Any]]:
    if not parameter.is_flag:
        return dict.fromkeys(parameter.opts, (parameter.name, _kind(name, parameter)))
    on = dict.fromkeys(parameter.opts, (parameter.name, True))
    return {**on, **dict.fromkeys(parameter.secondary_opts, (parameter.name, False))}


def _kind(name: str, parameter: Any) -> tuple[Any, ...]:
    known = parameter.type.name
    if known == "str":
        return ("text",)
    if known == "choice" and parameter.type.case_sensitive:
        return ("choice", tuple(parameter.type.choices))
    if known in NUMBERS and not getattr(parameter.type, "clamp", False):
        return (NUMBERS[known], getattr(parameter.type, "min", None), getattr(parameter.type, "max", None))
    raise ValueError(f"{name}: {parameter.name} is of type {known}, which a quick command cannot have")


def _refuse_unknown(name: str, parameter: Any) -> None:
    is_option = parameter.param_type_name == "option"
    strange = {
        "an environment variable": parameter.envvar,
        "a callback": parameter.callback and parameter.expose_value,
        "a computed default": callable(parameter.default),
        "several words": parameter.nargs not in (1, -1),
        "a prompt": is_option and parameter.prompt,
        "a count": is_option and parameter.count,
        "a required value": is_option and parameter.required,
    }
    for what, present in strange.items():
        if present:
            raise ValueError(f"{name}: {parameter.name} has {what}, which a quick command cannot have")
