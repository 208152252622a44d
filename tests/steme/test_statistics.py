from __future__ import annotations

from collections import Counter
from pathlib import Path

from steme import history, statistics
from steme.repository import Repository
from steme.wanted import Wanted
from tests.sample import Sample


def test_counts_are_those_of_reading_every_object(sample: Sample) -> None:
    with sample.open() as repository:
        with repository.snapshot() as view:
            found = statistics.Statistics(view)
        payloads = [entry.payload for entry in history.entries(repository, Wanted())]
    claims = [one for one in payloads if one is not None and one.kind == "assertion"]
    questions: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        values = questions.setdefault((claim.subject, claim.predicate), set())  # type: ignore[attr-defined]
        values.add(f"{claim.value} {claim.unit}")  # type: ignore[attr-defined]
    assert found.objects == len(payloads)
    assert found.kinds == Counter(one.kind for one in payloads if one)
    assert found.authors == Counter(one.author for one in payloads if one)
    assert found.predicates == Counter(one.predicate for one in claims)  # type: ignore[attr-defined]
    assert found.sources == Counter(one.source for one in claims if one.source)  # type: ignore[attr-defined]
    assert sum(found.tiers.values()) == len(claims)
    assert found.tiers["regulatory"] == sum(one.tier == 0 for one in claims)  # type: ignore[attr-defined]
    assert (found.subjects, found.questions) == (len({subject for subject, _ in questions}), len(questions))
    assert found.disputed == sum(len(values) > 1 for values in questions.values()) == 64


def test_the_largest_comes_first_and_ties_go_by_name(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        kinds = list(statistics.Statistics(view).kinds.items())
    assert kinds[:2] == [("assertion", 198), ("source", 2)]
    assert kinds == sorted(kinds, key=lambda item: (-item[1], item[0]))


def test_names(sample: Sample, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("STEME_CONFIG_HOME", str(sample.config))
    with sample.open() as repository, repository.snapshot() as view:
        found = statistics.Statistics(view)
        names = statistics.names(view, found, 10)
        assert names[sample.bob.public.hex()] == "bob"
        assert names[sample.ids["factbook"]] == "factbook"
        assert len(statistics.names(view, found, 1)) == 2


def test_a_source_that_is_not_here_or_is_none(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        claims = [
            own_sample.claim(own_sample.bob, "a", "b", 1, source="cd" * 32),
            own_sample.claim(own_sample.bob, "a", "b", 2, source=own_sample.ids["vote"]),
        ]
        own_sample.commit(repository, own_sample.bob, claims)
        with repository.snapshot() as view:
            names = statistics.names(view, statistics.Statistics(view), 10)
    assert names["cd" * 32] == "cd" * 6
    assert names[own_sample.ids["vote"]] == own_sample.ids["vote"][:12]


def test_an_empty_repository(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository, repository.snapshot() as view:
        found = statistics.Statistics(view)
    assert (found.objects, found.questions, found.kinds, found.authors) == (0, 0, {}, {})
