"""The text of numbers: doubles by their bits, and texts that no number has."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack, unpack

from families.vector import rendered
from repo_format.number import number_text

_DOUBLES = (
    0.0, 1.0, -1.0, 0.1, 0.5, 100.0, 0.002, 1 / 3, 67.41, 1e-5, 9.999999999999999e-6, 1e-6, 9.999999999999999e-7, 1e-7,
    123456.789, 4503599627370495.5, 9007199254740991.0, 9007199254740992.0, 9007199254740994.0, 9999999999999998.0,
    1e16, 1.2345678901234568e16, 1e20, 9.999999999999999e20, 1e21, 1.5e300, 2.2250738585072014e-308,
    2.225073858507201e-308, 5e-324, 1.7976931348623157e308, -1e-7, -1e21,
)  # fmt: skip
_SAMPLES = 100


def files() -> Iterator[tuple[str, bytes]]:
    """One file: a list of bits (big-endian hex of the double) and text."""
    doubles = (*_DOUBLES, *_sampled())
    yield "doubles.json", rendered([{"bits": pack(">d", x).hex(), "text": number_text(x)} for x in doubles])


def _sampled() -> Iterator[float]:
    """Doubles of all magnitudes, by a fixed linear congruential generator."""
    state = 1
    for _ in range(_SAMPLES):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        double = unpack(">d", state.to_bytes(8, "big"))[0]
        if double - double == 0:
            yield double
