"""The parser of the quick commands against typer's, which is the definition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from steme_cli import app, invocation, main, quick_arguments
from steme_cli.quick_table import TABLE

VALUES = [
    "x",
    "",
    "81",
    "-5",
    "-.5",
    "-x",
    "1.5",
    "nan",
    "1_000",
    " 7 ",
    "0",
    "a b",
    "=",
    "é",
    "json",
    "never",
    "--",
    "-",
    "true",
]


def spelled(command: str) -> list[str]:
    """Words that this command may understand in one way or another."""
    options = list(TABLE[command]["options"])
    long = [option for option in options if option.startswith("--")]
    short = [option for option in options if not option.startswith("--")]
    joined = [f"{option}={value}" for option in long for value in ("x", "", "json", "7")]
    attached = [f"{option}{value}" for option in short for value in ("x", "=x", "7")]
    abbreviated = [option[:-1] for option in long]
    choices = [word for _, kind in TABLE[command]["options"].values() if isinstance(kind, tuple) for word in kind[1:]]
    words = [word for choice in choices if isinstance(choice, tuple) for word in choice]
    return [*options, *joined, *attached, *abbreviated, *words, "--help", "-h", "--nonsense", *VALUES]


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    command = draw(st.sampled_from(sorted(TABLE)))
    return [command, *draw(st.lists(st.sampled_from(spelled(command)), max_size=8))]


@contextmanager
def recorded(command: str) -> Iterator[list[dict[str, Any]]]:
    """Instead of doing its work, the command puts what it would work with into a list."""
    calls: list[dict[str, Any]] = []
    stem = command.replace("-", "_")
    modules = [import_module(f"steme_cli.quick.{stem}"), import_module(f"steme_cli.commands.{stem}")]
    original = modules[0].run
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            for name in [name for name, value in vars(module).items() if value is original]:
                patch.setattr(module, name, lambda **values: calls.append(values))
        patch.setattr(invocation, "apply", lambda name, value: value and calls.append({name: list_of(value)}))
        yield calls


def list_of(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def by_typer(words: list[str]) -> list[dict[str, Any]] | None:
    group: Any = typer.main.get_command(app.app)
    with recorded(words[0]) as calls:
        return (
            calls if group.run(words) == 0 and calls and calls[-1].keys() == TABLE[words[0]]["values"].keys() else None
        )


def quickly(words: list[str]) -> list[dict[str, Any]] | None:
    with recorded(words[0]) as calls:
        return None if main._quickly(words) is None else calls


def alike(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)


def ordered(calls: list[dict[str, Any]]) -> list[Any]:
    return [*sorted(repr(call) for call in calls[:-1]), sorted(calls[-1].items(), key=lambda item: item[0])]


@settings(max_examples=400, deadline=None)
@given(command_lines())
def test_both_parsers_hand_over_the_same_values(words: list[str]) -> None:
    quick, slow = quickly(words), by_typer(words)
    if quick is not None:
        assert slow is not None, f"typer refuses {words}"
        assert alike(ordered(quick), ordered(slow))


@pytest.mark.parametrize("command", sorted(TABLE))
def test_a_command_line_without_surprises_is_quick(command: str) -> None:
    arguments = [kind for _, kind, _, required in TABLE[command]["arguments"] if required]
    words = [command, *("1" for _ in arguments), "-C", ".", "--no-pager"]
    assert quickly(words) is not None


DECLARED = {
    "arguments": [("subject", ("text",), 1, True), ("rest", ("text",), -1, False)],
    "options": {
        "--limit": ("limit", ("int", 1, None)),
        "-n": ("limit", ("int", 1, None)),
        "--least": ("least", ("float", 0, 1)),
        "--tag": ("tag", ("text",)),
        "--raw": ("raw", True),
        "-r": ("raw", True),
        "--no-raw": ("raw", False),
        "--as": ("as_", ("choice", ("a", "b"))),
        "-C": ("directory", ("text",)),
    },
    "repeated": ["tag", "directory"],
    "values": {"subject": None, "rest": None, "limit": 10, "least": None, "tag": None, "raw": False, "as_": None},
    "global": ["directory"],
}


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["x"], {"subject": "x"}),
        (["x", "y", "z"], {"subject": "x", "rest": ["y", "z"]}),
        (["-5", "--limit", "3"], {"subject": "-5", "limit": 3}),
        (["--limit=3", "x"], {"subject": "x", "limit": 3}),
        (["-n3", "x"], {"subject": "x", "limit": 3}),
        (["-rn3", "x"], {"subject": "x", "limit": 3, "raw": True}),
        (["-r", "--no-raw", "x"], {"subject": "x", "raw": False}),
        (["--tag", "a", "x", "--tag=b"], {"subject": "x", "tag": ["a", "b"]}),
        (["--tag", "--raw", "x"], {"subject": "x", "tag": ["--raw"]}),
        (["--", "--raw"], {"subject": "--raw"}),
        (["--least", ".5", "--as", "b", "-"], {"subject": "-", "least": 0.5, "as_": "b"}),
    ],
)
def test_values(words: list[str], given: dict[str, Any]) -> None:
    parsed = quick_arguments.parse(words, DECLARED)
    assert parsed == ({**DECLARED["values"], **given}, {})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--raw"],
        ["x", "--limit"],
        ["x", "--limit", "0"],
        ["x", "--limit", "many"],
        ["x", "--least", "nan"],
        ["x", "--as", "c"],
        ["x", "--raw=yes"],
        ["x", "--lim", "3"],
        ["x", "--help"],
        ["x", "-q"],
        ["x", "-rq"],
    ],
)
def test_what_is_doubtful_is_left_to_typer(words: list[str]) -> None:
    assert quick_arguments.parse(words, DECLARED) is None


def test_global_options_are_kept_apart() -> None:
    parsed = quick_arguments.parse(["-C", "a", "x", "-Cb"], DECLARED)
    assert parsed is not None
    assert parsed[1] == {"directory": ["a", "b"]}


def test_defaults_are_not_shared_between_runs() -> None:
    declared = {**DECLARED, "values": {"subject": None, "tag": []}}
    first = quick_arguments.parse(["x"], declared)
    assert first is not None
    first[0]["tag"].append("spoilt")
    assert quick_arguments.parse(["x"], declared) == ({"subject": "x", "tag": []}, {})
