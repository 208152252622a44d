from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, NotFound, Refused
from steme import exchange, remotes
from steme.repository import Repository
from tests.steme.exchange.world import ALICE, BOB, made, ref


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Repository]:
    with made(tmp_path / "here") as repository:
        yield repository


def names(repository: Repository) -> list[str]:
    return [one.name for one in remotes.all(repository)]


def test_added_listed_found_removed(here: Repository) -> None:
    added = remotes.add(here, "origin", "https://example.org/claims")
    remotes.add(here, "b-2", "host:claims")
    assert (added.name, added.url, added.trust) == ("origin", "https://example.org/claims", None)
    assert names(here) == ["b-2", "origin"]
    assert remotes.find(here, "b-2").url == "host:claims"
    remotes.remove(here, "origin", ALICE)
    assert names(here) == ["b-2"]
    with pytest.raises(NotFound, match="did you mean b-2"):
        remotes.find(here, "b-3")


def test_other_settings_and_comments_stay(here: Repository) -> None:
    file = Path(here.config_file)
    file.write_text("# mine\n[lock]\ntimeout = 5\n")
    remotes.add(here, "origin", "/srv/claims")
    remotes.add(here, "second", "/srv/more")
    remotes.remove(here, "origin", ALICE)
    assert file.read_text().startswith("# mine\n[lock]\ntimeout = 5\n")
    assert names(here) == ["second"]
    assert Repository.open(here.path).configuration.number("lock.timeout") == 5


def test_a_name_is_given_once(here: Repository) -> None:
    remotes.add(here, "origin", "/srv/claims")
    with pytest.raises(Refused, match="already"):
        remotes.add(here, "origin", "/srv/other")
    assert remotes.find(here, "origin").url == "/srv/claims"


@pytest.mark.parametrize("name", ["", "-x", "a.b", "a/b", "a b", "é", "x" * 51, "a]", 'a"'])
def test_a_bad_name(here: Repository, name: str) -> None:
    with pytest.raises(InvalidInput):
        remotes.add(here, name, "/srv/claims")
    assert names(here) == []


@pytest.mark.parametrize(
    "url", ["", "-oProxyCommand=x", " /a", "a\nb", "https://me:secret@example.org/", "gopher://example.org", "x" * 1001]
)
def test_a_bad_url(here: Repository, url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        remotes.add(here, "origin", url)
    assert "secret" not in str(caught.value)
    assert names(here) == []


def test_a_path_is_kept_as_it_is_from_anywhere(
    here: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert remotes.add(here, "origin", "./there").url == str(tmp_path / "there")


def test_renamed_with_all_that_is_known(here: Repository, tmp_path: Path) -> None:
    with made(tmp_path / "there", BOB, range(5)) as there:
        exchange.fetch(here, remotes.add(here, "origin", there.path), ALICE)
    remotes.set_trust(here, "origin", [BOB.public.hex()])
    named = ref(here, "refs/remotes/origin/main")
    renamed = remotes.rename(here, "origin", "upstream", ALICE)
    assert (renamed.name, renamed.trusted()) == ("upstream", [BOB.public.hex()])
    assert names(here) == ["upstream"]
    assert ref(here, "refs/remotes/upstream/main") == named
    assert ref(here, "refs/remotes/origin/main") is None
    assert remotes.distance(here, "upstream").known
    remotes.remove(here, "upstream", ALICE)
    assert ref(here, "refs/remotes/upstream/main") is None
    assert not (Path(here.path) / ".steme/remotes/upstream.json").exists()


def test_trust_is_set_and_taken_back(here: Repository) -> None:
    remotes.add(here, "origin", "/srv/claims")
    with pytest.raises(NotFound):
        remotes.set_trust(here, "origin", ["nobody"])
    assert remotes.set_trust(here, "origin", [BOB.public.hex()]).trusted() == [BOB.public.hex()]
    assert remotes.set_trust(here, "origin", []).trust is None


def test_the_remote_that_is_meant(here: Repository) -> None:
    with pytest.raises(NotFound, match="there is no remote"):
        remotes.default(here)
    remotes.add(here, "b", "/srv/b")
    assert remotes.default(here).name == "b"
    remotes.add(here, "c", "/srv/c")
    with pytest.raises(InvalidInput, match="b, c"):
        remotes.default(here)
    remotes.add(here, "origin", "/srv/o")
    assert (remotes.default(here).name, remotes.default(here, "c").name) == ("origin", "c")


def test_how_far_apart_before_any_exchange(here: Repository) -> None:
    remotes.add(here, "origin", "/srv/claims")
    (remote, distance), *rest = remotes.distances(here)
    assert (remote.name, distance.known, distance.ahead, distance.behind, rest) == ("origin", False, 0, 0, [])
