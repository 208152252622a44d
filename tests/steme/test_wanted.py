from __future__ import annotations

from typing import Any

import pytest

from repo_format.errors import InvalidInput, NotFound
from steme.authors import Authors
from steme.wanted import Wanted, typed
from tests.sample import NEW_YEAR, Sample


def understood(sample: Sample, **words: str | None) -> dict[str, Any]:
    with sample.open() as repository, repository.snapshot() as view:
        wanted = typed(view, Authors(), words)
    return {name: value for name in Wanted.__slots__ if (value := getattr(wanted, name)) is not None}


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, sample: Sample) -> None:
    monkeypatch.setenv("STEME_CONFIG_HOME", str(sample.config))


def test_words_become_keys_ids_and_times(sample: Sample) -> None:
    key = sample.bob.public.hex()
    assert understood(sample, author="bob") == understood(sample, author=key[:7]) == {"author": key}
    assert understood(sample, source="survey") == {"source": sample.ids["survey"]}
    assert understood(sample, source=sample.ids["survey"][:8]) == {"source": sample.ids["survey"]}
    assert understood(sample, since="2026-01-01", until="2026-01-01T00:00:01Z") == {
        "since": NEW_YEAR,
        "until": NEW_YEAR + 1_000_000,
    }
    assert understood(sample, subject="a/", predicate="b", kind="vote") == {
        "subject": "a/",
        "predicate": "b",
        "kind": "vote",
    }


def test_nothing_asked_for_is_anything(sample: Sample) -> None:
    assert understood(sample, author=None) == {}
    assert Wanted().is_anything
    assert not Wanted(kind="vote").is_anything


@pytest.mark.parametrize(
    ("words", "error", "match"),
    [
        ({"author": "carol"}, NotFound, "no author here is called 'carol'"),
        ({"source": "gazette"}, NotFound, "no source 'gazette'"),
        ({"since": "soon"}, InvalidInput, "--since: 'soon' is not a time"),
        ({"until": "2026-99"}, InvalidInput, "--until"),
        ({"kind": "votes"}, InvalidInput, "not a kind of object"),
    ],
)
def test_words_that_mean_nothing(sample: Sample, words: dict[str, str], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        understood(sample, **words)
