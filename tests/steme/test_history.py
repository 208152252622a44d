from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_format import frame
from repo_format.errors import Damaged, InvalidInput
from repo_format.record import Record
from repo_format.seal import Seal
from repo_format.storage import log, tables
from repo_format.storage.snapshot import Snapshot
from repo_format.vocabulary import KINDS
from steme import history
from steme.repository import Repository
from steme.wanted import Wanted
from tests.sample import COUNTRIES, MINUTE, NEW_YEAR, Sample, build


@pytest.fixture(scope="module")
def repository(sample: Sample) -> Any:
    with sample.open() as opened:
        yield opened


def seqs(repository: Repository, wanted: Wanted, **more: Any) -> list[int]:
    return [entry.seq for entry in history.entries(repository, wanted, **more)]


def by_looking_at_each(repository: Repository, wanted: Wanted) -> list[int]:
    with repository.snapshot() as view:
        found = (history.read(view, seq) for seq in range(view.count, 0, -1))
        return [record.seq for record, payload in found if history.accepts(view, wanted, record, payload)]


def test_everything_newest_first_and_oldest_first(repository: Repository) -> None:
    assert seqs(repository, Wanted()) == list(range(213, 0, -1))
    assert seqs(repository, Wanted(), oldest_first=True) == list(range(1, 214))


@pytest.mark.parametrize("limit", [0, 1, 5, 500, 501])
def test_a_limit(repository: Repository, limit: int) -> None:
    assert seqs(repository, Wanted(), limit=limit) == list(range(213, 0, -1))[:limit]
    assert seqs(repository, Wanted(kind="assertion"), limit=limit) == seqs(repository, Wanted(kind="assertion"))[:limit]


def test_a_range(repository: Repository) -> None:
    assert seqs(repository, Wanted(), after=200, upto=204) == [204, 203, 202, 201]
    assert seqs(repository, Wanted(), after=210, upto=9999) == [213, 212, 211]
    assert seqs(repository, Wanted(kind="vote"), after=203) == []


def test_what_is_said_of_an_entry(repository: Repository, sample: Sample) -> None:
    entry = next(history.entries(repository, Wanted(kind="vote")))
    assert (entry.seq, entry.commit.number, entry.record.id.hex()) == (203, 5, sample.ids["vote"])
    assert entry.payload is not None
    assert entry.author == entry.payload.author == sample.bob.public.hex()


def test_filters(repository: Repository, sample: Sample) -> None:
    aspirin = seqs(repository, Wanted(subject="drug/aspirin"))
    named = {
        sample.ids[name]
        for name in ("dosage", "hostile", "vote", "outcome", "stage", "supersession", "alias", "retraction")
    }
    with repository.snapshot() as view:
        assert named <= {view.id_of(seq).hex() for seq in aspirin}
        dosage = [view.id_of(seq).hex() for seq in seqs(repository, Wanted(predicate="dosage"))]
        survey = [view.id_of(seq).hex() for seq in seqs(repository, Wanted(source=sample.ids["survey"]))]
    assert dosage == [
        sample.ids[name] for name in ("supersession", "stage", "outcome", "vote", "other dosage", "dosage")
    ]
    assert (survey[0], survey[-1], len(survey)) == (sample.ids["source_status"], sample.ids["survey"], 66)
    assert len(seqs(repository, Wanted(subject="country/*", predicate="capital"))) == len(COUNTRIES)
    assert len(seqs(repository, Wanted(author=sample.bob.public.hex(), subject="country/"))) == len(COUNTRIES)
    assert seqs(repository, Wanted(author="00" * 32)) == seqs(repository, Wanted(subject="no/such")) == []
    assert seqs(repository, Wanted(source="00" * 32)) == []
    assert seqs(repository, Wanted(subject="drug/asa")) == [210]
    moment = NEW_YEAR + 133 * MINUTE
    assert seqs(repository, Wanted(since=moment, until=moment)) == [133]
    first = Wanted(since=NEW_YEAR + 2 * MINUTE, until=NEW_YEAR + 5 * MINUTE)
    assert seqs(repository, first) == [5, 4, 3, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(repository: Repository, kind: str) -> None:
    found = list(history.entries(repository, Wanted(kind=kind)))
    assert found
    assert {entry.payload and entry.payload.kind for entry in found} == {kind}


def test_a_kind_that_there_is_not() -> None:
    with pytest.raises(InvalidInput, match="there are acknowledgement, agent"):
        Wanted(kind="rumour")


SUBJECTS = (
    None,
    "drug/aspirin",
    "drug/",
    "country/*",
    "country/as",
    "**",
    "code/**",
    "code/*/loop",
    "drug/asa",
    "none",
)
TIMES = st.none() | st.integers(NEW_YEAR - MINUTE, NEW_YEAR + 240 * MINUTE)


@given(
    st.builds(
        dict,
        author=st.sampled_from((None, None, "alice", "bob")),
        subject=st.sampled_from(SUBJECTS),
        predicate=st.sampled_from((None, None, "dosage", "population", "sleep", "formula", "none")),
        since=TIMES,
        until=TIMES,
        source=st.sampled_from((None, None, None, "factbook", "survey", "dosage")),
        kind=st.sampled_from((None, None, None, *KINDS)),
    )
)
@settings(max_examples=150, deadline=None)
def test_the_index_finds_what_looking_at_each_object_finds(
    repository: Repository, sample: Sample, words: dict[str, Any]
) -> None:
    if words["author"]:
        words["author"] = getattr(sample, words["author"]).public.hex()
    if words["source"]:
        words["source"] = sample.ids[words["source"]]
    wanted = Wanted(**words)
    assert seqs(repository, wanted) == by_looking_at_each(repository, wanted)


def test_no_block_is_read_twice(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[tuple[int, int]] = []
    read = log.Log.read

    def noted(self: log.Log, number: int, offset: int) -> frame.Frame:
        found = read(self, number, offset)
        if found.kind in (frame.BLOCK, frame.SIGNED):
            places.append((number, offset))
        return found

    monkeypatch.setattr(log.Log, "read", noted)
    list(history.entries(repository, Wanted()))
    assert places == sorted(set(places), reverse=True)
    with repository.snapshot() as view:
        assert len(places) == view.txn.stat(view.databases[tables.BLOCKS])["entries"]


def test_between_pages_no_snapshot_is_open(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    views: list[Snapshot] = []
    take = repository.store.snapshot

    def taken() -> Snapshot:
        views.append(take())
        return views[-1]

    monkeypatch.setattr(repository.store, "snapshot", taken)
    monkeypatch.setattr(history, "PAGE", 50)
    found = history.entries(repository, Wanted())
    for number, _ in enumerate(found):
        if number % 20 == 0:
            for view in views:
                with pytest.raises(Exception, match=r"txn|transaction|closed|terminated"):
                    view.txn.get(b"x")
    assert len(views) == 1 + 5


def test_what_arrives_meanwhile_is_not_shown_in_the_midst(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        found = history.entries(repository, Wanted())
        first = next(found)
        own_sample.commit(repository, own_sample.alice, [own_sample.claim(own_sample.alice, "a", "b", 1)])
        assert [first.seq, *(entry.seq for entry in found)] == list(range(213, 0, -1))


def test_an_erased_object_is_shown_where_everything_is(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its author is known from the seal, or beside its own signature."""
    record = Snapshot.record

    def erased(view: Snapshot, seq: int) -> Record:
        found = record(view, seq)
        key = sample.bob.public
        return Record(found.id, None, found.signature, found.seal, seq, author=b"" if found.seal else key)

    monkeypatch.setattr(Snapshot, "record", erased)
    with sample.open() as repository:
        entries = list(history.entries(repository, Wanted()))
        assert len(entries) == 213
        assert {entry.payload for entry in entries} == {None}
        assert (entries[0].author, entries[-20].author) == (sample.bob.public.hex(), sample.alice.public.hex())
        assert seqs(repository, Wanted(author=sample.bob.public.hex())) == []


def test_other_bytes_than_the_id_names_are_damage(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Snapshot.record

    def swapped(view: Snapshot, seq: int) -> Record:
        return Record(record(view, seq).id, record(view, seq - 1).payload, seal=record(view, seq).seal, seq=seq)

    monkeypatch.setattr(Snapshot, "record", swapped)
    with sample.open() as repository, pytest.raises(Damaged, match="does not have the bytes"):
        list(history.entries(repository, Wanted(subject="country/as", predicate="capital")))


def test_a_seal_of_another_author_names_itself() -> None:
    seal = Seal.sign(b"\1" * 32, 0, (bytes(32),))
    assert history.author_of(Record(bytes(32), None, seal=seal), None) == seal.author.hex()
    assert history.author_of(Record(bytes(32), None), None) == ""


def test_an_index_made_again_gives_the_same_log(own_sample: Sample) -> None:
    with own_sample.open() as repository:
        before = [entry.record.id for entry in history.entries(repository, Wanted(subject="drug/"))]
        repository.store.rebuild()
        assert [entry.record.id for entry in history.entries(repository, Wanted(subject="drug/"))] == before


def test_two_samples_differ_in_their_repository_alone(sample: Sample, tmp_path: Any) -> None:
    assert build(tmp_path).ids == sample.ids
