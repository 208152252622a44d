"""Unsigned facts in CSV (RFC 4180): a heading with names of fields, then one claim a record.

Cells are read as `steme assert` reads its arguments; an empty cell leaves the field to the defaults.
"""

from __future__ import annotations

import csv

from repo_format import objects
from repo_format.errors import InvalidInput, shown
from repo_format.ids import object_id
from steme.formulas import restored
from steme.importing.fact import FIELDS, META, Fact
from steme.importing.line_reader import TOO_LONG
from steme.values import is_number, parse_number, parse_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from repo_format.payload import Number
    from steme.importing.claim_maker import ClaimMaker
    from steme.importing.json_facts import Prepared

MAX_CELL = 128 * 1024
"""Characters of a cell: twice the longest text value. A quote that is never closed runs into it."""

OURS = frozenset(("id", "author", "author_label"))
"""Columns of a table that `steme export` wrote and that no claim is made from: whoever imports it is the author."""

_TOO_LONG_TEXT = "x" * (MAX_CELL + 1)


class CsvFacts:
    """The records of a CSV file, one by one. ``ignored`` are the columns that no field is read from."""

    def __init__(
        self,
        batches: Iterable[tuple[int, list[bytes]]],
        maker: ClaimMaker,
        columns: Mapping[str, str],
        as_text: bool = False,
    ) -> None:
        """``columns`` names the column of a field where it is not the column of its name.

        Raises InvalidInput when the heading does not fit. In a table that `steme export` wrote, the columns ``OURS``
        may be left over, and cells are restored that were defused.
        """
        csv.field_size_limit(MAX_CELL)
        self._records = csv.reader(_texts(batches), strict=True)
        self._maker = maker
        self._as_text = as_text
        heading = self._heading()
        self._width = len(heading)
        self._is_ours = OURS.issubset(name.strip() for name in heading)
        self._places, self.ignored = _places(heading, columns, self._is_ours)

    def _heading(self) -> list[str]:
        try:
            heading = self._next()
        except InvalidInput as error:
            raise InvalidInput("line 1", error.problem) from None
        if not heading:
            raise InvalidInput("line 1", "holds no names of columns")
        return heading

    def records(self) -> Iterator[tuple[int, list[str] | InvalidInput]]:
        """``(number of its first line, cells)`` of each record that is not blank, or what is wrong instead of cells."""
        while True:
            number = self._records.line_num + 1
            try:
                cells = self._next()
            except InvalidInput as error:
                yield number, error
                continue
            if cells is None:
                return
            if cells:
                yield number, cells

    def _next(self) -> list[str] | None:
        try:
            return next(self._records, None)
        except csv.Error as error:
            raise InvalidInput("", f"is not CSV ({error})") from None

    def read(self, cells: list[str]) -> Prepared:
        """The claim of one record. Raises InvalidInput, whose message names the field."""
        if len(cells) != self._width:
            raise InvalidInput("", f"has {len(cells)} cells; the heading has {self._width}")
        texts = {field: cells[at] for field, at in self._places if cells[at]}
        if self._is_ours:
            texts = {field: restored(text) for field, text in texts.items()}
        claim = self._maker.make(_fact(texts, self._as_text))
        payload = objects.write(claim)
        return object_id(payload), payload, claim


def _texts(batches: Iterable[tuple[int, list[bytes]]]) -> Iterator[str]:
    for _, lines in batches:
        for line in lines:
            # The generator must not raise, or the lines behind would be lost: what is wrong fails where it is read.
            yield _TOO_LONG_TEXT if line is TOO_LONG else line.decode(errors="surrogateescape") + "\n"


def _places(
    heading: list[str], columns: Mapping[str, str], is_ours: bool
) -> tuple[list[tuple[str, int]], tuple[str, ...]]:
    """``(field, number of its column)`` and the columns left over."""
    heading = [name.strip() for name in heading]
    found: dict[str, int] = {}
    for field, column in columns.items():
        _check_field(field)
        if heading.count(column) != 1:
            known = ", ".join(shown(name) for name in heading[:20])
            problem = "stands twice in the heading" if column in heading else f"is not there; there are {known}"
            raise InvalidInput(f"column {shown(column)}", problem)
        found[field] = heading.index(column)
    for at, name in enumerate(heading):
        if at not in found.values() and name not in columns and (name in FIELDS or name.startswith(META)):
            if heading.count(name) > 1:
                raise InvalidInput(f"column {shown(name)}", "stands twice in the heading")
            found[name] = at
    ignored = tuple(name for at, name in enumerate(heading) if at not in found.values())
    strange = [name for name in ignored if not (is_ours and name in OURS)]
    if strange and not columns:
        raise InvalidInput(f"column {shown(strange[0])}", f"is not a field{_hint(strange[0])}")
    return list(found.items()), ignored


def _check_field(field: str) -> None:
    if field not in FIELDS and not field.startswith(META):
        raise InvalidInput("--column", f"{shown(field)} is not a field{_hint(field)}")


def _hint(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name[:100].lower(), FIELDS, n=1)
    way = "say which column is which with --column FIELD=COLUMN"
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(FIELDS)}; or {way}"


def _fact(texts: dict[str, str], as_text: bool) -> Fact:
    for field in ("subject", "value"):
        if field not in texts:
            raise InvalidInput(field, "is missing")
    meta = {name.removeprefix(META): _plain(texts.pop(name)) for name in sorted(texts) if name.startswith(META)}
    if "meta" in texts:
        raise InvalidInput("meta", "has no column of its own; a column meta.lot holds its entry lot")
    value = parse_value(texts.pop("value"), as_text)
    confidence = _number("confidence", texts.pop("confidence")) if "confidence" in texts else None
    return Fact(value=value, confidence=confidence, meta=meta or None, **texts)


def _number(field: str, text: str) -> Number:
    if not is_number(text):
        raise InvalidInput(field, f"is {shown(text)}, not a number")
    return parse_number(text)


def _plain(text: str) -> Number | str | bool:
    value = parse_value(text)
    return value if isinstance(value, int | float | str | bool) else text
