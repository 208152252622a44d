"""Reads the arguments of a quick command as typer would, or says that it is not sure.

It knows what ``quick_table.py`` holds: arguments and options of text, whole numbers, numbers and choices, flags,
repeated options, `--opt value`, `--opt=value`, `-o value`, `-ovalue`, joined short flags, and `--`. Everything that
would end in a message or a help page is None, and typer then gets the same words. ``tests/steme_cli/test_quick.py``
compares the two on generated command lines.

A declaration in the table is a dictionary:
``arguments``: (name, kind, count, required) in order, count 1, or -1 for as many as there are;
``options``: spelling -> (name, kind), where the kind of a flag is the value it sets;
``repeated``: names whose values are collected; ``values``: what holds when nothing is given; ``global``: names that go
to ``invocation``. A kind is ("text",), ("int", least, most), ("float", least, most) or ("choice", (word, ...)).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    Declared = Mapping[str, Any]
    Values = dict[str, Any]


class Doubtful(Exception):
    """These words are for typer to judge."""


def parse(words: Sequence[str], declared: Declared) -> tuple[Values, Values] | None:
    """The values for ``run`` and those of the global options that were given; None when typer has to decide."""
    given: Values = {}
    try:
        positional = _take_options(words, declared, given)
        _take_arguments(positional, declared["arguments"], given)
    except Doubtful:
        return None
    values = {name: list(value) if isinstance(value, list) else value for name, value in declared["values"].items()}
    for name in declared["global"]:
        values.pop(name, None)
    global_values = {name: given.pop(name) for name in declared["global"] if name in given}
    return {**values, **given}, global_values


def is_negative_number(word: str) -> bool:
    """Whether a word that starts with a dash is a number, such as -5 or -.5e3, and so an argument and no option."""
    return word[:1] == "-" and (word[1:2].isdecimal() or (word[1:2] == "." and word[2:3].isdecimal()))


def _take_options(words: Sequence[str], declared: Declared, given: Values) -> list[str]:
    """Put the options into ``given``; returns the other words in order."""
    positional: list[str] = []
    queue = list(reversed(words))
    while queue:
        word = queue.pop()
        if word == "--":
            positional.extend(reversed(queue))
            break
        if word[:1] != "-" or word == "-" or is_negative_number(word):
            positional.append(word)
        elif word[:2] == "--":
            _take_long(word, queue, declared, given)
        else:
            _take_short(word, queue, declared, given)
    return positional


def _take_long(word: str, queue: list[str], declared: Declared, given: Values) -> None:
    spelling, equals, text = word.partition("=")
    name, kind = _option(spelling, declared)
    if not isinstance(kind, tuple):
        if equals:
            raise Doubtful
        given[name] = kind
        return
    _keep(name, kind, text if equals else _next(queue), declared, given)


def _take_short(word: str, queue: list[str], declared: Declared, given: Values) -> None:
    for at in range(1, len(word)):
        name, kind = _option("-" + word[at], declared)
        if isinstance(kind, tuple):
            _keep(name, kind, word[at + 1 :] or _next(queue), declared, given)
            return
        given[name] = kind


def _option(spelling: str, declared: Declared) -> tuple[str, Any]:
    found = declared["options"].get(spelling)
    if found is None:
        raise Doubtful
    name, kind = found
    return name, kind


def _next(queue: list[str]) -> str:
    if not queue:
        raise Doubtful
    return queue.pop()


def _keep(name: str, kind: tuple[Any, ...], text: str, declared: Declared, given: Values) -> None:
    if not text:
        raise Doubtful
    value = _converted(kind, text)
    if name in declared["repeated"]:
        given.setdefault(name, []).append(value)
    else:
        given[name] = value


def _take_arguments(positional: list[str], arguments: Sequence[tuple[Any, ...]], given: Values) -> None:
    """Hand the words out from the front; what stands behind an argument of any length takes its words from the end."""
    spare = len(positional) - sum(1 for _, _, count, _ in arguments if count == 1)
    at = 0
    for name, kind, count, required in arguments:
        taken = positional[at : at + (1 if count == 1 else max(spare, 0))]
        at += len(taken)
        if taken:
            values = [_converted(kind, text) for text in taken]
            given[name] = values[0] if count == 1 else values
        elif required:
            raise Doubtful
    if at < len(positional):
        raise Doubtful


def _converted(kind: tuple[Any, ...], text: str) -> Any:
    name = kind[0]
    if name == "text":
        return text
    if name == "choice":
        if text not in kind[1]:
            raise Doubtful
        return text
    try:
        number = int(text) if name == "int" else float(text)
    except ValueError:
        raise Doubtful from None
    least, most = kind[1], kind[2]
    if not (least is None or least <= number) or not (most is None or number <= most):
        raise Doubtful
    return number
