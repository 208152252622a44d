"""A completion script for bash 3.2 and later; it needs no bash-completion package."""

from __future__ import annotations

from generators.command_tree import Page

TEMPLATE = r"""# bash completion for @PROGRAM@. Made by scripts/generate from the code. Do not edit.

@FUNCTION@() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local path=@PROGRAM@ at verbs options valued values
    COMPREPLY=()
    case "$before" in =) before=${COMP_WORDS[COMP_CWORD-2]} ;; esac
    case "$word" in =) word= ;; esac
    @FUNCTION@_page
    for ((at = 1; at < COMP_CWORD; at++)); do
        case " $valued " in *" ${COMP_WORDS[at]} "*) ((at++)); continue ;; esac
        case " $verbs " in *" ${COMP_WORDS[at]} "*) path="$path ${COMP_WORDS[at]}"; @FUNCTION@_page ;; esac
    done
    case "$path $before" in
@CHOICES@
    esac
    case " $valued " in *" $before "*) return ;; esac
    case $word in
        -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
        *) COMPREPLY=($(compgen -W "$verbs $values" -- "$word")) ;;
    esac
}

@FUNCTION@_page() {
    case $path in
@PAGES@
    esac
}

complete -o default -F @FUNCTION@ @PROGRAM@
"""


def script(program: str, pages: list[Page]) -> str:
    """The script for one program."""
    places = {
        "@FUNCTION@": "_" + program.replace("-", "_"),
        "@PROGRAM@": program,
        "@CHOICES@": "\n".join(line for page in pages for line in _choices(page)),
        "@PAGES@": "\n".join(_page(page) for page in pages),
    }
    text = TEMPLATE
    for place, filling in places.items():
        text = text.replace(place, filling)
    return text


def _page(page: Page) -> str:
    verbs = " ".join(name for name, _ in page.verbs)
    options = " ".join(spelling for option in page.options for spelling in option.spellings)
    valued = " ".join(spelling for option in page.options if option.metavar for spelling in option.spellings)
    values = " ".join(choice for argument in page.arguments for choice in argument.choices)
    path = " ".join(page.path)
    return f"        '{path}') verbs='{verbs}' options='{options}' valued='{valued}' values='{values}' ;;"


def _choices(page: Page) -> list[str]:
    path = " ".join(page.path)
    return [
        f"        {' | '.join(repr(f'{path} {spelling}') for spelling in option.spellings)}) "
        f"COMPREPLY=($(compgen -W '{' '.join(option.choices)}' -- \"$word\")); return ;;"
        for option in page.options
        if option.choices
    ]
