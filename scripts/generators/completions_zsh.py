"""A completion script for zsh: a function per page, each an ``_arguments`` specification."""

from __future__ import annotations

import re

from generators.command_tree import Page, Parameter

ENDING = """
if [ "$funcstack[1]" = "{function}" ]; then
    {function} "$@"
else
    compdef {function} {program}
fi
"""


def script(program: str, pages: list[Page]) -> str:
    """The script for one program; it may be put into ``$fpath`` or be evaluated."""
    heading = f"#compdef {program}\n# Made by scripts/generate from the code. Do not edit.\n"
    functions = [_group(page) if page.verbs else _command(page) for page in reversed(pages)]
    ending = ENDING.format(function=_function(page_path=(program,)), program=program)
    return heading + "".join(f"\n{function}" for function in functions) + ending


def _function(page_path: tuple[str, ...]) -> str:
    return "_" + "_".join(page_path).replace("-", "_")


def _command(page: Page) -> str:
    specifications = [*_options(page), *(_argument(argument) for argument in page.arguments)]
    body = " \\\n        ".join(["_arguments -s -S", *specifications])
    return f"{_function(page.path)}() {{\n    {body}\n}}\n"


def _group(page: Page) -> str:
    arguments = " \\\n        ".join(["_arguments -C", *_options(page), "'1: :->verb'", "'*:: :->words'"])
    verbs = "\n".join(f"                {_quoted(_escaped(name) + ':' + text)}" for name, text in page.verbs)
    cases = "\n".join(f"                {name}) {_function((*page.path, name))} ;;" for name, _ in page.verbs)
    return f"""{_function(page.path)}() {{
    local curcontext=$curcontext state line
    local -a verbs
    {arguments}
    case $state in
        verb)
            verbs=(
{verbs}
            )
            _describe -t commands command verbs
            ;;
        words)
            case $words[1] in
{cases}
            esac
            ;;
    esac
}}
"""


def _options(page: Page) -> list[str]:
    return [_option(spelling, option) for option in page.options for spelling in option.spellings]


def _option(spelling: str, option: Parameter) -> str:
    star = "*" if option.repeated else ""
    equals = "=" if option.metavar and spelling.startswith("--") else ""
    value = f":{option.metavar}:{_action(option)}" if option.metavar else ""
    return _quoted(f"{star}{spelling}{equals}[{_escaped(option.help)}]{value}")


def _argument(argument: Parameter) -> str:
    return _quoted(f"{'*' if argument.repeated else ''}:{_escaped(argument.metavar)}:{_action(argument)}")


def _action(parameter: Parameter) -> str:
    return f"({' '.join(parameter.choices)})" if parameter.choices else "_files"


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
