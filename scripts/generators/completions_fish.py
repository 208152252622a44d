"""A completion script for fish."""

from __future__ import annotations

from generators.command_tree import Page, Parameter

TEMPLATE = r"""# fish completion for @PROGRAM@. Made by scripts/generate from the code. Do not edit.

function @FUNCTION@_at --description 'whether the words so far name this command'
    set --local path
    set --local skip no
    for word in (commandline --tokenize --cut-at-cursor --current-process)[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $word @VALUED@
            set skip yes
        else if contains -- "$path $word" @PATHS@
            set path "$path $word"
        end
    end
    test "$path" = "$argv[1]"
end

@LINES@
"""


def script(program: str, pages: list[Page]) -> str:
    """The script for one program."""
    valued = sorted({one for page in pages for option in page.options if option.metavar for one in option.spellings})
    function = "__" + program.replace("-", "_")
    places = {
        "@FUNCTION@": function,
        "@PROGRAM@": program,
        "@VALUED@": " ".join(valued),
        "@PATHS@": " ".join(_quoted(_path(page)) for page in pages if page.path[1:]),
        "@LINES@": "\n".join(line for page in pages for line in _lines(function, page)),
    }
    text = TEMPLATE
    for place, filling in places.items():
        text = text.replace(place, filling)
    return text


def _lines(function: str, page: Page) -> list[str]:
    start = f"complete -c {page.path[0]} -n {_quoted(f'{function}_at {_quoted(_path(page))}')}"
    verbs = [f"{start} -f -a {name} -d {_quoted(summary)}" for name, summary in page.verbs]
    choices = [choice for argument in page.arguments for choice in argument.choices]
    values = [f"{start} -f -a {_quoted(' '.join(choices))}"] if choices else []
    return verbs + values + [f"{start} {_option(option)} -d {_quoted(option.help)}" for option in page.options]


def _path(page: Page) -> str:
    return "".join(f" {word}" for word in page.path[1:])


def _option(option: Parameter) -> str:
    words = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.spellings]
    if option.choices:
        words.append(f"-x -a {_quoted(' '.join(option.choices))}")
    elif option.metavar:
        words.append("-r")
    return " ".join(words)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
