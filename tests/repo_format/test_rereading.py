from __future__ import annotations

import pytest

from repo_format import objects
from repo_format.errors import FromTheFuture
from repo_format.rereading import Rereader


def test_it_reads_what_was_read_strictly(alice):
    reread = Rereader()
    for payload in (alice.assertion(1), alice.retraction(bytes(32)), alice.assertion(2, value="x", unit=None)):
        data = objects.write(payload)
        assert reread(data) == objects.read(data) == payload


def test_what_nobody_can_have_read(alice):
    with pytest.raises(FromTheFuture):
        Rereader()(b'{"kind":"prophecy"}')
