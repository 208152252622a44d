from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aphoria.matching import Observed, is_about, segments
from tests.aphoria.claims_and_observations import seen

SEEN = "code://python/wallet/net/client/tls/certificate"


@pytest.mark.parametrize(
    ("claimed", "about"),
    [
        ("tls/certificate", True),
        ("wallet/tls/certificate", True),
        ("wallet/net/tls/certificate", True),
        ("net/tls/certificate", True),
        ("python/wallet/tls/certificate", True),
        ("client/tls/certificate", True),
        ("wallet/client/tls/certificate", True),
        (SEEN, True),
        ("code://python/wallet/*/client/tls/certificate", True),
        ("wallet/*/tls/certificate", True),
        ("*/tls/certificate", True),
        ("wallet/net/client/*/certificate", True),
        ("wal/tls/certificate", False),
        ("wallet/cli/tls/certificate", False),
        ("Wallet/tls/certificate", False),
        ("other/tls/certificate", False),
        ("go/wallet/tls/certificate", False),
        ("wallet/net/server/tls/certificate", False),
        ("tls/hostname", False),
        ("certificate", False),
        ("a/b/c/python/wallet/net/client/tls/certificate", False),
    ],
)
def test_a_beginning_and_an_end(claimed: str, about: bool) -> None:
    assert is_about(segments(claimed), segments(SEEN)) is about


def test_a_longer_topic_is_an_end_too() -> None:
    config = segments("code://yaml/wallet/deploy/config/server/port")
    assert is_about(segments("config/server/port"), config)
    assert is_about(segments("wallet/config/server/port"), config)
    assert not is_about(segments("config/client/port"), config)


NAMES = st.sampled_from("abc")
PATHS = st.lists(NAMES, min_size=4, max_size=7)


@given(PATHS, st.data())
def test_every_cut_of_a_path_covers_it(path: list[str], data: st.DataObject) -> None:
    end = data.draw(st.integers(2, len(path)))
    start = data.draw(st.integers(0, 2))
    length = data.draw(st.integers(0, max(0, len(path) - end - start)))
    claimed = path[start : start + length] + path[len(path) - end :]
    assert is_about(claimed, path)
    starred = [data.draw(st.sampled_from([one, "*"])) for one in claimed]
    assert is_about(starred, path)


@given(st.lists(PATHS, max_size=8), st.lists(st.sampled_from("abc*"), min_size=2, max_size=4))
def test_asking_all_at_once_finds_what_asking_one_by_one_does(paths: list[list[str]], claimed: list[str]) -> None:
    every = [seen(1, path="code://" + "/".join(path), line=number) for number, path in enumerate(paths)]
    expected = [one for one, path in zip(every, paths, strict=True) if is_about(claimed, path)]
    assert list(Observed(every).about("/".join(claimed), "verified")) == expected
    assert list(Observed(every).about("/".join(claimed), "other")) == []
