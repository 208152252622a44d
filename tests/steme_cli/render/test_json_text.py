import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steme_cli.render.json_text import document, lines, stream, value_text

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_json_reads_back_the_same(value: object) -> None:
    text = value_text(value)
    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (81.0, "81"),
        (-0.0, "0"),
        (0.002, "0.002"),
        (1e21, "1e+21"),
        (True, "true"),
        (None, "null"),
        ("\x1b", '"\\u001b"'),
    ],
)
def test_known_answers(value: object, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_json_has_no_number_for_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no number"):
        value_text(value)


def test_other_things_are_refused() -> None:
    with pytest.raises(TypeError, match="bytes has no JSON form"):
        value_text(b"x")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_stream_is_one_document_with_a_versioned_key(count: int) -> None:
    pieces = list(stream("steme.query", ({"n": number} for number in range(count))))
    assert json.loads("".join(text for text, _ in pieces)) == {"steme.query/v1": [{"n": n} for n in range(count)]}
    assert sum(items for _, items in pieces) == count


def test_a_stream_does_not_wait_for_the_last_item() -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield {"n": 1}

    pieces = stream("steme.log", endless())
    assert [next(pieces)[1] for _ in range(3)] == [1, 1, 1]
    assert next(lines(endless())) == ('{"n": 1}\n', 1)


def test_a_document_has_a_line_for_each_key() -> None:
    assert (
        document("steme.head", {"count": 3, "root": "ab"}) == '{"steme.head/v1": {\n  "count": 3,\n  "root": "ab"\n}}\n'
    )
