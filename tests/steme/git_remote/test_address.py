"""Which URLs name a git repository, and which are refused before git is started."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, NotFound, Refused, StemeError
from steme.git_remote.address import find


@pytest.mark.parametrize(
    ("url", "plain", "protocols"),
    [
        ("git+https://host/a/b.git", "https://host/a/b.git", ("https", "ssh")),
        ("git+https://host:8443/b", "https://host:8443/b", ("https", "ssh")),
        ("git+ssh://git@host/a.git", "ssh://git@host/a.git", ("ssh", "https")),
        ("git+file:///srv/a%20b.git", "file:///srv/a%20b.git", ("file",)),
    ],
)
def test_addresses(url: str, plain: str, protocols: tuple[str, ...]) -> None:
    found = find(url)
    assert (found.url, found.protocols) == (plain, protocols)


def test_the_folder_of_an_address_on_this_machine() -> None:
    assert find("git+file:///srv/a%20b.git").folder == "/srv/a b.git"
    assert find("git+ssh://host/srv").folder == ""


HOSTILE = [
    "git+ext::sh -c true",
    "git+ext://sh",
    "git+http://host/a",
    "git+git://host/a",
    "git+fd://3",
    "git+ssh://-oProxyCommand=touch/a",
    "git+ssh://-x@host/a",
    "git+ssh://%2Dx@host/a",
    "git+ssh://host",
    "git+ssh://host:0/a",
    "git+ssh://host:99999/a",
    "git+https://user:secret@host/a",
    "git+https://user@host/a",
    "git+https://host/a b",
    "git+https://host/a\n",
    "git+https://hö/a",
    "git+https://host/a?x",
    "git+https:///a",
    "git+file://host/a",
    "git+file:a",
    "git+file:///a%00b",
    "git+file://",
    "git+",
    "https://host/a",
    "git://host/a",
    "git:",
    "git:-x",
    "git:a b",
    "git:../x",
    "git:origin",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        find(url)


def enclosing(top: Path, url: str) -> str:
    subprocess.run(["git", "init", "--quiet", str(top)], check=True)
    subprocess.run(["git", "-C", str(top), "config", "remote.origin.url", url], check=True)
    inside = top / "inside"
    inside.mkdir()
    return str(inside)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://host/a.git", "https://host/a.git"),
        ("https://me:token@host/a.git", "https://host/a.git"),
        ("ssh://git@host:22/a.git", "ssh://host:22/a.git"),
        ("git@host:a/b.git", "ssh://host/a/b.git"),
        ("host:/srv/b.git", "ssh://host/srv/b.git"),
    ],
)
def test_the_remote_of_the_enclosing_repository(tmp_path: Path, url: str, name: str) -> None:
    found = find("git:origin", enclosing(tmp_path, url))
    assert (found.url, found.name) == (url, name)


def test_a_remote_that_is_a_path_starts_at_the_enclosing_repository(tmp_path: Path) -> None:
    here = enclosing(tmp_path / "work", "../other place.git")
    assert find("git:origin", here).folder == str(tmp_path / "other place.git")


@pytest.mark.parametrize("url", ["ext::sh -c true", "git://host/a", "http://host/a", "x::y", "-x:y", "ftp://host/a"])
def test_a_remote_that_names_a_program_or_proves_nothing_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises((Refused, InvalidInput)):
        find("git:origin", enclosing(tmp_path, url))


def test_credentials_of_the_enclosing_repository_come_along_and_nothing_else(tmp_path: Path) -> None:
    here = enclosing(tmp_path, "https://host/a.git")
    for name, value in (("http.https://host/.extraheader", "AUTHORIZATION: x"), ("core.hooksPath", "evil")):
        subprocess.run(["git", "-C", here, "config", name, value], check=True)
    assert list(find("git:origin", here).settings) == [("http.https://host/.extraheader", "AUTHORIZATION: x")]


def test_no_enclosing_repository_and_no_such_remote(tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    with pytest.raises(NotFound, match="git repository around"):
        find("git:origin", str(tmp_path / "alone"), {"PATH": "/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": "/"})
    with pytest.raises(NotFound, match="no remote 'upstream'"):
        find("git:upstream", enclosing(tmp_path / "work", "https://host/a"))


def test_a_secret_of_the_remote_is_never_said(tmp_path: Path) -> None:
    with pytest.raises(StemeError) as caught:
        find("git:origin", enclosing(tmp_path, "https://me:token@host/a?b"))
    assert "token" not in str(caught.value)
