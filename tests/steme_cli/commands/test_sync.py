from __future__ import annotations

from tests.steme_cli.commands.pair import Pair


def test_both_ways_and_equal_roots(pair: Pair) -> None:
    pair.started()
    pair.bob("assert", "country/fr", "capital", "Lyon", "--confidence", "0.7")
    pair.alice("assert", "country/bi", "capital", "Gitega")
    pair.alice("sync")
    done = pair.bob("sync")
    assert done.stdout.splitlines()[0] == f"From {pair.url}"
    assert "  1 new object came: 1 assertion" in done.stdout
    assert f"\nTo {pair.url}\n  1 object went: 1 assertion\n" in done.stdout
    assert done.stdout.endswith("Level with origin.\n")
    pair.alice("sync", "--fail-on-conflict", status=1)
    assert pair.alice.root() == pair.bob.root()


def test_json_has_both_halves(pair: Pair) -> None:
    pair.started()
    body = pair.alice.json("sync", "--dry-run")
    assert (sorted(body), body["fetched"]["dry_run"], body["pushed"]["dry_run"]) == (["fetched", "pushed"], True, True)
    assert pair.alice("sync", "--format", "csv", status=2).stderr.startswith("steme: --format: csv has one row")
    assert pair.alice("sync", "-n", "--fail-on-conflict", status=2).stdout == ""
