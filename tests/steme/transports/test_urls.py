from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from repo_format.errors import InvalidInput, NotARepository, Refused, RemoteFailed
from steme import posting, transport
from steme.configuration import Configuration
from steme.piped import PipeChannel
from steme.transport import Access
from steme.transports import http, ssh


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("ssh://host/x", "ssh"),
        ("host:x", "ssh"),
        ("me@host:x/y", "ssh"),
        ("dir/host:x", "path"),
        ("./host:x", "path"),
        ("/a:b", "path"),
        ("~/x", "path"),
        ("..", "path"),
        ("x", "path"),
        ("git:origin", "git"),
        ("git+https://x/y", "git+https"),
        ("https://x/y", "https"),
        ("file:///x", "file"),
    ],
)
def test_the_scheme_of_a_url(url: str, scheme: str) -> None:
    assert transport.scheme_of(url) == scheme


def test_a_directory_that_is_there_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert transport.scheme_of("host:x") == "ssh"
    (tmp_path / "host:x").mkdir()
    assert transport.scheme_of("host:x") == "path"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pass@host/x", "https://...@host/x"),
        ("git+https://token@host/x", "git+https://...@host/x"),
        ("ssh://me@host/x", "ssh://me@host/x"),
        ("ssh://me:pass@host/x", "ssh://...@host/x"),
        ("/a/b", "/a/b"),
    ],
)
def test_no_secret_is_shown(url: str, shown: str) -> None:
    assert transport.shown_url(url) == shown


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ssh://me@host:22/srv/claims", ["ssh", "-p", "22", "--", "me@host", "steme serve --stdio /srv/claims"]),
        ("host:claims", ["ssh", "--", "host", "steme serve --stdio claims"]),
        ("host:~/claims", ["ssh", "--", "host", "steme serve --stdio claims"]),
        ("ssh://host/~/claims", ["ssh", "--", "host", "steme serve --stdio claims"]),
        ("ssh://[::1]/srv", ["ssh", "--", "::1", "steme serve --stdio /srv"]),
        ("host:a b;c", ["ssh", "--", "host", "steme serve --stdio 'a b;c'"]),
        ("host:$(x)'y'", ["ssh", "--", "host", "steme serve --stdio '$(x)'\"'\"'y'\"'\"''"]),
        ("host:-rf", ["ssh", "--", "host", "steme serve --stdio ./-rf"]),
        ("host:--stdio", ["ssh", "--", "host", "steme serve --stdio ./--stdio"]),
    ],
)
def test_what_ssh_is_told(url: str, words: list[str]) -> None:
    assert ssh.command(url, {}) == words


@pytest.mark.parametrize(
    "url",
    [
        "ssh://-oProxyCommand=x/y",
        "-oProxyCommand=x:y",
        "ssh://me@-x/y",
        "-l@host:x",
        "ssh://host:99999999/x",
        "ssh://host",
        "ssh://host/",
        "ho st:x",
        "host$(x):y",
        "a@b@c:x",
        "ssh://host:-p/x",
        "host:a\nb",
    ],
)
def test_what_ssh_is_never_told(url: str) -> None:
    with pytest.raises(InvalidInput):
        ssh.command(url, {})


def test_another_program_than_ssh() -> None:
    assert ssh.command("host:x", {"STEME_SSH": "ssh -i 'my key'"})[:3] == ["ssh", "-i", "my key"]
    with pytest.raises(InvalidInput, match="STEME_SSH"):
        ssh.command("host:x", {"STEME_SSH": "ssh '"})


def access(tmp_path: Path, token: str) -> Access:
    return Access(Configuration(environment={"STEME_TOKEN": token, "STEME_CONFIG_HOME": str(tmp_path)}))


def token(url: str, tmp_path: Path, text: str) -> str:
    from urllib.parse import urlsplit

    return http.token_for(urlsplit(url), access(tmp_path, text))


def test_a_token_goes_to_its_host_alone(tmp_path: Path) -> None:
    text = "one.example=1,two.example:8443=2,localhost=3"
    assert token("https://one.example/x", tmp_path, text) == "1"
    assert token("https://ONE.example:444/x", tmp_path, text) == "1"
    assert token("https://two.example/x", tmp_path, text) == ""
    assert token("https://two.example:8443/x", tmp_path, text) == "2"
    assert token("https://evil.example/x", tmp_path, text) == ""
    assert token("http://localhost/x", tmp_path, text) == "3"
    with pytest.raises(Refused, match="in the clear"):
        token("http://one.example/x", tmp_path, text)


@pytest.mark.parametrize("text", ["plain", "host=", "host=a\tb", "host=é"])
def test_a_token_without_a_host_is_sent_nowhere(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInput):
        token("https://evil.example/x", tmp_path, text)


@pytest.mark.parametrize("url", ["https:///x", "https://h/x?y", "https://h/x#y", "https://me@h/x", "https://h:x/y"])
def test_no_place_of_a_server(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInput):
        http.connect(url, access(tmp_path, ""), False)


@pytest.mark.parametrize(
    ("url", "path"),
    [("https://h", ""), ("https://h/a/", "/a"), ("https://h/steme/v1", ""), ("https://h/a/steme/v1", "/a")],
)
def test_the_place_of_a_server_with_or_without_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, path: str
) -> None:
    made: list[tuple[object, ...]] = []
    monkeypatch.setattr(posting, "PostChannel", lambda *words: made.append(words))
    http.connect(url, access(tmp_path, ""), False)
    assert made == [(True, "h", None, path, "")]


def test_no_repository_at_a_path(tmp_path: Path) -> None:
    with pytest.raises(NotARepository):
        transport.connect(str(tmp_path), access(tmp_path, ""))
    with pytest.raises(InvalidInput):
        transport.connect("file://host/x", access(tmp_path, ""))


class Ending(NamedTuple):
    command: list[str]
    words: str


@pytest.mark.parametrize(
    "case",
    [
        Ending(["/bin/sh", "-c", "echo 'Permission denied \033[31m' >&2; exit 255"], "Permission denied"),
        Ending(["/bin/sh", "-c", "exit 0"], "connection"),
        Ending(["/bin/sh", "-c", "echo Welcome to this machine; cat >/dev/null"], "chunk"),
        Ending(["/nowhere/ssh"], "could not be started"),
    ],
)
def test_a_program_that_does_not_answer(case: Ending) -> None:
    with pytest.raises(RemoteFailed, match=case.words) as caught:
        PipeChannel(case.command, "ssh").call(b"request").read(10)
    assert "\033" not in str(caught.value)


def test_no_repository_at_the_other_end() -> None:
    words = "echo \"steme: there is no directory '/x'\" >&2; exit 4"
    with pytest.raises(NotARepository, match="there is no directory '/x'"):
        PipeChannel(["/bin/sh", "-c", words], "ssh").call(b"request").read(10)


def test_a_program_that_answers_before_it_has_read_everything() -> None:
    answer = r"printf '\0\0\0\002no\0\0\0\0'; sleep 0.3"
    channel = PipeChannel(["/bin/sh", "-c", answer], "ssh")
    assert channel.call(b"request", (bytes(60_000) for _ in range(1000))).read(10) == b"no"
    with pytest.raises(RemoteFailed):
        channel.call(b"another")
    channel.close()
