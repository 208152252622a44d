"""What `steme conflicts` and `steme outliers` refuse, and what they say where there is nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Finished

pytest.importorskip("numpy")
Here = Callable[..., Finished]


@pytest.mark.parametrize("command", ["conflicts", "outliers"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--min", "2"), "--min: 2 is not a score from 0 to 1"),
        (("--min", "nan"), "--min: nan is not a score from 0 to 1"),
        (("-n", "-1"), "'--limit'"),
        (("count*",), "* stands for a whole segment"),
        (("",), "subject: is empty"),
    ],
)
def test_what_means_nothing_is_refused(here: Here, command: str, words: tuple[str, ...], said: str) -> None:
    done = here(command, *words)
    assert (done.status, done.stdout) == (2, "")
    assert said.strip("'") in done.stderr


def test_nothing_found_is_said(here: Here) -> None:
    done = here("conflicts", "drug/", "--min", "0.9")
    assert (done.status, done.stdout, done.stderr) == (0, "", "no question has a conflict of 0.9 or more\n")
    assert here("conflicts", "drug/", "--min", "0.9", "--format", "csv").stderr == ""


@pytest.mark.parametrize("command", ["query", "skeptic", "timeline"])
def test_a_trust_root_that_is_no_key_is_refused_by_every_lens(here: Here, command: str) -> None:
    done = here(command, "drug/aspirin", "dosage", "--trust-root", "nobody")
    assert (done.status, done.stdout) == (3, "")
    assert "'nobody'" in done.stderr
    assert here(command, "drug/aspirin", "dosage", "--trust-root", "alice").status == 0
