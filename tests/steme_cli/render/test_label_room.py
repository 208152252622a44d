"""Labels stand beside their points and never over one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from steme_cli.render import label_room

points = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(1, 24).map(lambda length: "8" * length)), max_size=20
)


@given(points)
def test_no_label_covers_another(found: list) -> None:
    places = label_room.places(found)
    boxes = [label_room._box(*point, place) for point, place in zip(found, places, strict=True) if place]
    assert all(label_room._is_free(box, boxes[:at]) for at, box in enumerate(boxes))


def test_the_first_place_is_right_above() -> None:
    assert label_room.places([(0.1, 0.5, "81 mg")]) == [label_room.RIGHT_ABOVE]


def test_two_at_one_height_make_way_for_each_other() -> None:
    assert label_room.places([(0.82, 0.5, "11,175,378"), (0.88, 0.5, "11,175,378")]) == [
        label_room.RIGHT_ABOVE,
        label_room.RIGHT_BELOW,
    ]


def test_at_the_edge_it_stands_on_the_left_and_without_room_nowhere() -> None:
    assert label_room.places([(0.99, 0.5, "325 mg")]) == [label_room.LEFT_ABOVE]
    crowd = [(0.5, 0.5, "x" * 24)] * 6
    assert label_room.places(crowd).count(None) == 2
