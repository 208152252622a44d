"""The completion scripts, asked by the shells that are installed here; bash always is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from steme_cli import completion_files

TOP = Path(__file__).parents[2]
SHELLS = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]

BASH = """
source "$1"
COMP_WORDS=($2)
[ "${2% }" = "$2" ] || COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"_${COMP_WORDS[0]//-/_}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source $argv[1]; complete --do-complete $argv[2] | string replace --regex "\\t.*" ""'


def asked(shell: str, program: str, line: str) -> set[str]:
    """The words that the shell would offer at the end of the line."""
    code = {"bash": BASH, "fish": FISH}[shell]
    words = [shell, "-c", code, *(["bash"] if shell == "bash" else []), str(script(shell, program)), line]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, "TERM": "dumb"})
    assert done.stderr == ""
    return set(done.stdout.split())


def script(shell: str, program: str) -> Path:
    names = {"bash": program, "zsh": f"_{program}", "fish": f"{program}.fish"}
    return TOP / "completions" / shell / names[shell]


each_scripted = pytest.mark.parametrize("shell", [shell for shell in SHELLS if shell != "zsh"])


@each_scripted
def test_commands(shell: str) -> None:
    assert {"completion", "help", "key", "version"} <= asked(shell, "steme", "steme ")
    assert asked(shell, "steme", "steme ver") >= {"version"}
    assert asked(shell, "steme", "steme -C /tmp ver") >= {"version"}
    assert asked(shell, "steme", "steme -C key ver") >= {"version"}
    assert asked(shell, "stemedb-admin", "stemedb-admin v") == {"version"}


@each_scripted
def test_verbs_of_a_noun(shell: str) -> None:
    assert {"new", "list", "show"} <= asked(shell, "steme", "steme key ")
    assert "new" not in asked(shell, "steme", "steme version ")


@each_scripted
def test_options_of_the_command_alone(shell: str) -> None:
    assert {"--short", "--format", "--color"} <= asked(shell, "steme", "steme version --")
    assert "--short" not in asked(shell, "steme", "steme key list --")


@each_scripted
def test_choices_of_an_option(shell: str) -> None:
    assert asked(shell, "steme", "steme version --format ") >= {"table", "json", "jsonl", "csv"}
    assert "json" in asked(shell, "steme", "steme version --format js")
    assert "never" in asked(shell, "steme", "steme --color n")


@each_scripted
def test_choices_of_an_argument(shell: str) -> None:
    assert asked(shell, "steme", "steme completion ") >= {"bash", "zsh", "fish"}


def test_choices_behind_an_equals_sign_which_bash_takes_for_a_word() -> None:
    assert asked("bash", "steme", "steme version --format = js") == {"json", "jsonl"}
    assert asked("bash", "steme", "steme version --format =") == {"table", "json", "jsonl", "csv"}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("program", ["steme", "aphoria", "stemedb-admin"])
def test_the_scripts_are_valid(shell: str, program: str) -> None:
    done = subprocess.run([shell, "-n", str(script(shell, program))], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_command_prints_the_scripts_of_all_programs(shell: str) -> None:
    printed = completion_files.script(shell)
    for program in ("steme", "aphoria", "stemedb-admin"):
        assert script(shell, program).read_text() in printed
