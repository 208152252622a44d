from __future__ import annotations

import pytest

from repo_format.errors import StorageFailed
from steme.config_home import config_home


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"STEME_CONFIG_HOME": "/a/b", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/a/b"),
        ({"STEME_CONFIG_HOME": "", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/x/steme"),
        ({"XDG_CONFIG_HOME": "not/absolute", "HOME": "/h"}, "/h/.config/steme"),
        ({"HOME": "/h"}, "/h/.config/steme"),
    ],
)
def test_the_order_of_places(environment: dict[str, str], expected: str) -> None:
    assert config_home(environment) == expected


def test_a_relative_own_place_becomes_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert config_home({"STEME_CONFIG_HOME": "conf"}) == "/conf"


def test_no_home_at_all_is_said() -> None:
    with pytest.raises(StorageFailed, match="HOME"):
        config_home({"HOME": "not/absolute"})
