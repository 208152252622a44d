"""The rows of a question from some object on."""

from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.storage import tables
from repo_format.storage.terms import key_of
from steme.repository import Repository
from tests.steme.claims import ALICE, assertion


@pytest.mark.parametrize("around", [False, True])
def test_rows_from_any_object_on_are_the_end_of_all_rows(tmp_path: Path, around: bool) -> None:
    """Over more than two chunks of 48 rows, alone in the table or between other questions."""
    with Repository.init(str(tmp_path)) as repository:
        for batch in range(6):
            claims = [assertion(ALICE, "m", "p", batch * 25 + number) for number in range(25)]
            others = [assertion(ALICE, name, "p", batch) for name in ("a", "z")] if around else []
            repository.add([*others[:1], *claims, *others[1:]], ALICE)
        with repository.snapshot() as view:
            subject, predicate = view.term(key_of(b"s", "m")), view.term(key_of(b"p", "p"))
            rows = view.rows(subject, predicate)
            seqs = [row[0] for row in tables.LENS_ROW.iter_unpack(rows)]
            assert len(seqs) == 150
            for seq in range(view.count + 3):
                expected = [one for one in seqs if one >= seq]
                found = tables.LENS_ROW.iter_unpack(view.rows_from(subject, predicate, seq))
                assert [row[0] for row in found] == expected
            assert view.rows_from(subject + 900, predicate, 1) == b""
            assert view.rows_from(0, predicate, 1) == b""


def test_an_empty_table_has_none(tmp_path: Path) -> None:
    with Repository.init(str(tmp_path)) as repository, repository.snapshot() as view:
        assert view.rows_from(1, 2, 3) == b""
