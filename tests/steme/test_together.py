"""One sort brings together what seven sorts would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from steme import together as module  # noqa: E402 - needs numpy
from steme.columns import Columns  # noqa: E402
from steme.together import together  # noqa: E402

rows = st.lists(
    st.tuples(
        st.integers(0, 3),  # question
        st.integers(0, 3),  # kind
        st.integers(0, 2),  # term
        st.sampled_from([0.0, -0.0, 1.0, 2.0]),
        st.integers(0, 1),  # unit
        st.sampled_from([7, 8, 4_000_000]),  # author
    ),
    min_size=1,
    max_size=40,
)


def made(found: list) -> Columns:
    of, kind, value, number, unit, author = zip(*sorted(found, key=lambda row: row[0]), strict=True)
    columns = {
        "kind": np.array(kind, np.uint8),
        "value": np.array(value, np.uint32),
        "number": np.array(number, np.float64),
        "unit": np.array(unit, np.uint32),
        "author": np.array(author, np.uint32),
    }
    return Columns(np.zeros((4, 2), np.int64), columns, np.array(of, np.int64))


def groups(read: Columns, order: list, begins: list) -> list[list[int]]:
    return [order[start:end] for start, end in zip(begins, [*begins[1:], len(order)], strict=True)]


def key(read: Columns, at: int, *more: str) -> tuple:
    columns = read.rows
    boolean = columns["kind"][at] == 2
    term = -1 if boolean else int(columns["value"][at])
    said = [int(columns[name][at]) for name in ("unit", *more)]
    return (int(read.of[at]), term, float(columns["number"][at]) + 0.0, *said)


@settings(max_examples=200, deadline=None)
@given(rows, st.booleans())
def test_values_and_voices_stand_together(found: list, collide: bool) -> None:
    read = made(found)
    with pytest.MonkeyPatch.context() as patch:
        if collide:  # every value of a question has the same hash
            patch.setattr(module, "_FIRST", np.uint64(0))
            patch.setattr(module, "_SECOND", np.uint64(0))
        order, sides, voices = (array.tolist() for array in together(read))
    assert sorted(order) == list(range(len(found)))
    for begins, more in ((sides, ()), (voices, ("author",))):
        keys = [{key(read, at, *more) for at in group} for group in groups(read, order, begins)]
        assert all(len(one) == 1 for one in keys)
        assert len(set.union(*keys)) == len(keys)
