from __future__ import annotations

import pytest

from repo_format.errors import InvalidInput
from steme.keys.label import check_label


@pytest.mark.parametrize("text", ["alice", "Alice.B_c@example.org", "7", "a-", "_x", "@x", "a" * 64])
def test_labels(text: str) -> None:
    assert check_label(text) == text


@pytest.mark.parametrize("text", ["", "-a", ".a", "..", "a/b", "a b", "é", "a\n", "\x1b[m", "a" * 65, "a:b", "~a"])
def test_what_cannot_name_a_key(text: str) -> None:
    with pytest.raises(InvalidInput, match="cannot name a key") as caught:
        check_label(text)
    assert str(caught.value).isprintable()
