from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from blake3 import blake3

from repo_format.errors import AmbiguousId, InvalidInput, NotFound, Refused
from repo_format.objects.source import Source
from steme import sources
from steme.keys import SigningKey
from steme.repository import Repository
from tests.steme.claims import ALICE, BOB, DAY, assertion


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    with Repository.init(str(tmp_path)) as made:
        yield made


def add(repository: Repository, name: str, key: SigningKey = ALICE, **more: object) -> bytes:
    made = Source(author=key.public.hex(), name=name, time=DAY, **more)  # type: ignore[arg-type]
    return sources.add_source(repository, made, key)


def test_a_source_is_found_by_name_id_and_prefix(repository: Repository) -> None:
    identifier = add(repository, "census 2026", tier=2, title="Census")
    with repository.snapshot() as view:
        for text in ("census 2026", identifier.hex(), identifier.hex()[:7], identifier.hex().upper()):
            found = sources.find_source(view, text)
            assert (found.id, found.tier, found.source.title, found.seq) == (identifier, 2, "Census", 1)


@pytest.mark.parametrize("text", ["census", "census 2026 ", "abcdef0", "abc", "", "ab" * 32, "\x1b[2J", "x" * 1000])
def test_what_is_no_source_is_not_found(repository: Repository, text: str) -> None:
    add(repository, "census 2026")
    with repository.snapshot() as view, pytest.raises(NotFound, match="there is no source") as caught:
        sources.find_source(view, text)
    assert "\x1b" not in str(caught.value)


def test_one_name_by_two_authors(repository: Repository) -> None:
    mine, theirs = add(repository, "census"), add(repository, "census", BOB)
    with repository.snapshot() as view:
        with pytest.raises(AmbiguousId) as caught:
            sources.find_source(view, "census")
        assert mine.hex()[:12] in str(caught.value)
        assert theirs.hex()[:12] in str(caught.value)
        assert sources.find_source(view, theirs.hex()).source.author == BOB.public.hex()
        assert [found.id for found in sources.list_sources(view)] == [mine, theirs]


def test_one_name_twice_by_one_author_is_refused(repository: Repository) -> None:
    identifier = add(repository, "census")
    with pytest.raises(Refused, match=identifier.hex()[:12]):
        add(repository, "census", title="again")
    with repository.snapshot() as view:
        assert view.count == 1


def test_a_name_cannot_take_the_place_of_an_id(repository: Repository) -> None:
    census = add(repository, "census")
    add(repository, census.hex(), BOB)
    with repository.snapshot() as view:
        assert sources.find_source(view, census.hex()).id == census


def test_an_object_that_is_no_source(repository: Repository) -> None:
    (identifier,), _ = repository.add([assertion(ALICE, "a", "b", 1)], ALICE)
    with repository.snapshot() as view:
        with pytest.raises(InvalidInput, match="is not a source but of kind assertion"):
            sources.find_source(view, identifier.hex()[:10])
        assert sources.name_of(view, 1) == identifier.hex()
        assert sources.list_sources(view) == []


def test_sources_are_listed_by_name(repository: Repository) -> None:
    for name in ("b", "a", "c"):
        add(repository, name)
    with repository.snapshot() as view:
        assert [found.source.name for found in sources.list_sources(view)] == ["a", "b", "c"]


def test_who_cites_it_how_often(repository: Repository) -> None:
    census, diary = add(repository, "census"), add(repository, "diary")
    for key, count in ((ALICE, 2), (BOB, 3)):
        repository.add([assertion(key, "a", f"p{n}", n, source=census.hex()) for n in range(count)], key)
    repository.add([assertion(ALICE, "a", "b", 1)], ALICE)
    with repository.snapshot() as view:
        assert sources.citing(view, census) == [3, 4, 5, 6, 7]
        assert sources.citing_authors(view, census) == [(BOB.public.hex(), 3), (ALICE.public.hex(), 2)]
        assert (sources.citing(view, diary), sources.citing_authors(view, diary)) == ([], [])


def test_the_digest_of_a_document(tmp_path: Path) -> None:
    document = tmp_path / "document"
    document.write_bytes(b"x" * 3_000_000)
    assert sources.digest_of_file(str(document)) == blake3(b"x" * 3_000_000).hexdigest()
    with pytest.raises(FileNotFoundError):
        sources.digest_of_file(str(tmp_path / "nowhere"))
