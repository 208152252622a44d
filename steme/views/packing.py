"""Plain values to bytes and back, big-endian, one behind the other: how a kept answer is written down."""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = struct.Struct(">q")
_REAL = struct.Struct(">d")
_LENGTH = struct.Struct(">I")


class Packer:
    """Collects values; ``done`` gives the bytes."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def numbers(self, *values: int) -> None:
        """Signed integers of 64 bits."""
        self._pieces += map(_NUMBER.pack, values)

    def reals(self, *values: float) -> None:
        """Doubles."""
        self._pieces += map(_REAL.pack, values)

    def data(self, value: bytes) -> None:
        """Bytes of any length, with their length before them."""
        self._pieces += (_LENGTH.pack(len(value)), value)

    def text(self, value: str) -> None:
        """A text in UTF-8."""
        self.data(value.encode())

    def texts(self, values: Iterable[str]) -> None:
        """Texts, with their number before them."""
        found = list(values)
        self.numbers(len(found))
        for value in found:
            self.text(value)

    def counts(self, values: dict[str, int]) -> None:
        """Numbers by name, in their order."""
        self.texts(values)
        self.numbers(*values.values())

    def done(self) -> bytes:
        """Everything so far."""
        return b"".join(self._pieces)


class Unpacker:
    """Reads values in the order in which they were packed. Raises struct.error or ValueError where there are none."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data = data
        self._at = at

    def number(self) -> int:
        """A signed integer."""
        (value,) = _NUMBER.unpack_from(self._data, self._at)
        self._at += _NUMBER.size
        return int(value)

    def real(self) -> float:
        """A double."""
        (value,) = _REAL.unpack_from(self._data, self._at)
        self._at += _REAL.size
        return float(value)

    def data(self) -> bytes:
        """Bytes."""
        (length,) = _LENGTH.unpack_from(self._data, self._at)
        begin = self._at + _LENGTH.size
        self._at = begin + length
        if self._at > len(self._data):
            raise ValueError("cut off")
        return self._data[begin : self._at]

    def text(self) -> str:
        """A text."""
        return self.data().decode()

    def texts(self) -> list[str]:
        """Texts."""
        return [self.text() for _ in range(self.number())]

    def counts(self) -> dict[str, int]:
        """Numbers by name."""
        return {name: self.number() for name in self.texts()}
