"""What the commands that talk to a remote do: options become one exchange, its outcome becomes text."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from repo_format.errors import InvalidInput, NotARepository, shown
from steme import exchange, keys, remotes, transport
from steme.repository import Repository
from steme_cli import exit_codes, invocation, output, question
from steme_cli.progress import meter
from steme_cli.render import exchange_facts, exchange_page
from steme_cli.render.text import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from steme.exchange.results import Fetched, Pushed
    from steme.keys import SigningKey
    from steme.remotes import Remote

    Advance = Callable[[int, int | None], None]
    Work = Callable[[Repository, Remote, SigningKey, Advance], "Fetched | Pushed"]


def fetch(name: str | None, key: str | None, *, dry_run: bool, fail: bool, kind: str, format: str | None) -> int:
    """Fetch, and say what came; 1 with ``fail`` where that contradicts. ``kind`` names the document."""
    _check_words(dry_run=dry_run, fail=fail)
    with _exchange(name, key) as (repository, remote, signing), meter(f"fetching from {remote.name}") as advance:
        done = exchange.fetch(repository, remote, signing, dry_run=dry_run, advance=advance)
    _say(kind, exchange_facts.fetched(done), exchange_page.fetched(done), format)
    return _status(done, fail)


def push(name: str | None, key: str | None, *, dry_run: bool, format: str | None) -> int:
    """Push, and say what went."""
    with _exchange(name, key) as (repository, remote, signing), meter(f"pushing to {remote.name}") as advance:
        done = exchange.push(repository, remote, signing, dry_run=dry_run, advance=advance)
    _say("steme.push", exchange_facts.pushed(done), exchange_page.pushed(done), format)
    return exit_codes.FINE


def sync(name: str | None, key: str | None, *, dry_run: bool, fail: bool, format: str | None) -> int:
    """Fetch and then push, and say both."""
    _check_words(dry_run=dry_run, fail=fail)
    if format == "csv":
        raise InvalidInput("--format", "csv has one row, and a sync two halves; use json or jsonl")
    with _exchange(name, key) as (repository, remote, signing), meter(f"syncing with {remote.name}") as advance:
        done = exchange.sync(repository, remote, signing, dry_run=dry_run, advance=advance)
    came, went = done.fetched, done.pushed
    facts: dict[str, object] = {"fetched": exchange_facts.fetched(came), "pushed": exchange_facts.pushed(went)}
    _say("steme.sync", facts, [*exchange_page.fetched(came, level=False), *exchange_page.pushed(went)], format)
    return _status(came, fail)


def clone(url: str, directory: str | None, name: str, key: str | None, format: str | None) -> int:
    """Clone into a directory that is empty or not there yet."""
    from steme.configuration import configuration_at

    path = directory or directory_of(url)
    place = transport.absolute(url)
    if os.path.isabs(place) and not os.path.isdir(place):
        raise NotARepository(f"there is no directory {shown(place, 400)}")
    signing = keys.default(key, configuration_at(invocation.current().start()), question.passphrase)
    if format is None:
        output.note(safe(f"Cloning into {shown(path)} ..."))
    with meter("cloning") as advance:
        done = exchange.clone(url, path, signing, name=name, advance=advance)
    facts = {"path": done.path, "id": done.repository_id.hex(), **exchange_facts.fetched(done.fetched)}
    _say("steme.clone", facts, exchange_page.fetched(done.fetched), format)
    return exit_codes.FINE


def directory_of(url: str) -> str:
    """The directory that a clone of ``url`` is made in: the last part of the url, without ``.git`` and ``.steme``.

    Raises InvalidInput where the url has no such part.
    """
    plain = url.rstrip("/").removesuffix("/.steme").rstrip("/")
    last = plain.rpartition("/")[2].rpartition(":")[2]
    for ending in (".git", ".steme"):
        last = last.removesuffix(ending)
    if "://" in plain and "/" not in plain.partition("://")[2]:
        last = plain.partition("://")[2].rpartition("@")[2].partition(":")[0]
    if last in ("", ".", "..", "~") or not last.isprintable() or last.startswith("-"):
        raise InvalidInput("DIRECTORY", f"{shown(url)} does not say what to call it; name a directory")
    return last


@contextmanager
def _exchange(name: str | None, key: str | None) -> Iterator[tuple[Repository, Remote, SigningKey]]:
    with Repository.open(invocation.current().start()) as repository:
        remote = remotes.default(repository, name)
        yield repository, remote, keys.default(key, repository.configuration, question.passphrase)


def _status(came: Fetched, fail: bool) -> int:
    return exit_codes.FINDINGS if fail and (came.contradicted or came.widened) else exit_codes.FINE


def _check_words(*, dry_run: bool, fail: bool) -> None:
    if dry_run and fail:
        raise InvalidInput(
            "--fail-on-conflict", "cannot be known with --dry-run, which takes nothing in; leave out one"
        )


def _say(kind: str, facts: dict[str, object], lines: Iterable[str], format: str | None) -> None:
    if format in (None, "table"):
        bold, off = ("\x1b[1m", "\x1b[0m") if output.colored(sys.stdout) else ("", "")
        for line in lines:
            loud = line.startswith(("From ", "To ", "  ROLLED BACK", "  HISTORY REWRITTEN"))
            output.write(f"{bold if loud else ''}{safe(line)}{off if loud else ''}\n")
    else:
        from steme_cli.render.record import record

        record(kind, exchange_facts.flat(facts) if format == "csv" else facts, format=format)
