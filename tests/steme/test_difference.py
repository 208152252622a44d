from __future__ import annotations

from pathlib import Path

from repo_format.objects.vote import Vote
from steme import difference, moments
from steme.repository import Repository
from tests.sample import Sample


def between(repository: Repository, before: str, after: str) -> difference.Difference:
    with repository.snapshot() as view:
        return difference.Difference(moments.resolve(view, before), moments.resolve(view, after))


def changes(repository: Repository, found: difference.Difference) -> dict[str, tuple[object, object, bool]]:
    touched = dict.fromkeys(q for _, q in difference.with_questions(repository, found.entries(repository)) if q)
    listed = difference.changes(repository, found, touched)
    return {f"{one.subject} {one.predicate}": (one.before, one.after, one.changed) for one in listed}


def test_counts(sample: Sample) -> None:
    with sample.open() as repository:
        found = between(repository, "v1", "main")
        assert (found.low, found.high, found.count, found.removed) == (137, 213, 76, False)
        assert [entry.seq for entry in found.entries(repository)] == list(range(138, 214))
        with repository.snapshot() as view:
            kinds = found.kinds(view)
            everything = between(repository, "0", "main").kinds(view)
        assert next(iter(kinds.items())) == ("assertion", 65)
        assert (sum(kinds.values()), kinds["vote"], "source" in kinds) == (76, 1, False)
        assert (everything["assertion"], everything["source"], sum(everything.values())) == (198, 2, 213)


def test_the_other_way_round(sample: Sample) -> None:
    with sample.open() as repository:
        found = between(repository, "main", "v1")
        assert (found.low, found.high, found.removed) == (137, 213, True)
        assert changes(repository, found)["drug/aspirin dosage"] == (75.5, 81, True)


def test_nothing(sample: Sample) -> None:
    with sample.open() as repository:
        found = between(repository, "main", "main")
        assert (found.count, list(found.entries(repository)), changes(repository, found)) == (0, [], {})


def test_answers_at_both_moments(sample: Sample) -> None:
    with sample.open() as repository:
        found = changes(repository, between(repository, "v1", "main"))
    assert found["drug/aspirin dosage"] == (81, 75.5, True)
    assert found["country/as population"] == (1000, 1000, False), "another claim with the same value"
    assert found["country/at population"] == (1001, 1002, True)
    assert found["drug/aspirin formula"] == ("=1+1", "=1+1", False), "touched by a retraction"
    assert "country/as capital" not in found
    assert len(found) == 66


def test_units_and_first_answers(sample: Sample) -> None:
    with sample.open() as repository:
        found = between(repository, "0", "seq:133")
        (change,) = difference.changes(repository, found, [("drug/aspirin", "dosage")])
        assert (change.before, change.before_unit, change.after, change.after_unit) == (None, "", 81, "mg")
        assert change.changed


def test_pages(sample: Sample, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    with sample.open() as repository:
        found = between(repository, "v1", "main")
        whole = changes(repository, found)
        monkeypatch.setattr(difference, "PAGE", 7)
        assert changes(repository, found) == whole


def test_a_statement_about_something_elsewhere_touches_nothing(own_sample: Sample) -> None:
    bob = own_sample.bob
    with own_sample.open() as repository:
        vote = Vote(author=bob.public.hex(), target="cd" * 32, time=own_sample.time(), weight=1)
        own_sample.commit(repository, bob, [vote])
        assert changes(repository, between(repository, "main~1", "main")) == {}


def test_an_empty_repository(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository:
        found = between(repository, "main", "now")
        assert found.count == 0
