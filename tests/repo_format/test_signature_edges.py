"""Signatures made by hand on the curve, where no library would make them."""

from __future__ import annotations

from hashlib import sha512

import pytest

from repo_format import signature

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]
ZERO: Point = (0, 1)


def add(a: Point, b: Point) -> Point:
    t = D * a[0] * b[0] * a[1] * b[1]
    return (
        (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P) % P,
        (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P,
    )


def times(n: int, point: Point) -> Point:
    total = ZERO
    while n:
        total = add(total, point) if n & 1 else total
        point, n = add(point, point), n >> 1
    return total


def encoded(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def decoded(y: int) -> Point | None:
    """The point of this y with even x, if there is one."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * SQRT_MINUS_1 % P
    if (x * x - square) % P:
        return None
    return (P - x if x & 1 else x, y)


def scalar(name: str) -> int:
    return int.from_bytes(sha512(name.encode()).digest(), "little") % L


BASE = decoded(4 * pow(5, -1, P) % P) or ZERO
EIGHTH = times(L, decoded(3) or ZERO)
"""A generator of the eight points of small order."""


def forged(tau_key: int, tau_r: int) -> tuple[bytes, bytes, bytes]:
    """Key, message and a signature that hold with the cofactor; the key and R have that much of EIGHTH in them."""
    secret, nonce, message = scalar("key"), scalar("nonce"), b"message"
    key = encoded(add(times(secret, BASE), times(tau_key, EIGHTH)))
    r = encoded(add(times(nonce, BASE), times(tau_r, EIGHTH)))
    k = int.from_bytes(sha512(r + key + message).digest(), "little") % L
    return key, message, r + ((nonce + k * secret) % L).to_bytes(32, "little")


def test_the_arithmetic_itself() -> None:
    assert times(L, BASE) == ZERO != BASE
    assert times(8, EIGHTH) == ZERO != times(4, EIGHTH)


def test_without_torsion_it_is_a_good_signature() -> None:
    assert signature.verify_strict(*forged(0, 0))


@pytest.mark.parametrize("tau", range(1, 8))
def test_torsion_in_r_is_refused(tau: int) -> None:
    assert not signature.verify_strict(*forged(0, tau))


@pytest.mark.parametrize("tau", range(1, 8))
def test_torsion_in_r_is_refused_by_us_where_the_library_would_accept(
    tau: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature, "_LIBRARY_IS_EXACT", False)
    monkeypatch.setattr(signature, "_library_accepts", lambda *_: True)
    assert not signature.verify_strict(*forged(0, tau))
    assert signature.verify_strict(*forged(0, 0))


@pytest.mark.parametrize("tau", range(1, 8))
def test_torsion_in_the_key_is_refused_whatever_the_library_says(tau: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signature, "_library_accepts", lambda *_: True)
    assert not signature.verify_strict(*forged(tau, 0))


@pytest.mark.parametrize("tau", range(8))
def test_keys_of_small_order_are_no_keys(tau: int) -> None:
    assert not signature.is_valid_key(encoded(times(tau, EIGHTH)))


def test_r_of_small_order_is_refused() -> None:
    secret, message = scalar("key"), b"message"
    key = encoded(times(secret, BASE))
    for tau in range(8):
        r = encoded(times(tau, EIGHTH))
        k = int.from_bytes(sha512(r + key + message).digest(), "little") % L
        assert not signature.verify_strict(key, message, r + (k * secret % L).to_bytes(32, "little"))


def test_r_the_identity_is_refused_whatever_the_library_says(monkeypatch: pytest.MonkeyPatch) -> None:
    key, message, held = forged(0, 0)
    monkeypatch.setattr(signature, "_LIBRARY_IS_EXACT", True)
    monkeypatch.setattr(signature, "_library_accepts", lambda *_: True)
    assert signature.verify_strict(key, message, held)
    assert not signature.verify_strict(key, message, encoded(ZERO) + held[32:])


@pytest.mark.parametrize("y", range(2, 19))
def test_keys_that_are_not_canonical_are_no_keys(y: int) -> None:
    """y + P fits 255 bits for y below 19."""
    if decoded(y) is not None:
        assert not signature.is_valid_key((y + P).to_bytes(32, "little"))


def test_keys_off_the_curve_are_no_keys() -> None:
    off = next(y for y in range(2, 100) if decoded(y) is None)
    assert not signature.is_valid_key(off.to_bytes(32, "little"))


@pytest.mark.parametrize("multiple", [1, 2, 14])
def test_s_plus_the_order_is_refused(multiple: int) -> None:
    key, message, held = forged(0, 0)
    larger = int.from_bytes(held[32:], "little") + multiple * L
    assert not signature.verify_strict(key, message, held[:32] + larger.to_bytes(32, "little"))


def test_the_probe_holds_with_the_cofactor_alone() -> None:
    """So that whether libsodium takes it tells which equation it uses."""
    key, message = signature._PROBE_KEY, signature._PROBE_MESSAGE
    r, s = signature._PROBE_SIGNATURE[:32], int.from_bytes(signature._PROBE_SIGNATURE[32:], "little")
    points = []
    for data in (key, r):
        y = int.from_bytes(data, "little") & 2**255 - 1
        x, _ = decoded(y) or ZERO
        points.append((x if data[31] >> 7 == x & 1 else P - x, y))
    k = int.from_bytes(sha512(r + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(points[1], times(k, points[0]))
    assert left != right
    assert times(8, left) == times(8, right)
    assert times(L, points[0]) == ZERO
    assert signature._LIBRARY_IS_EXACT is not signature._library_accepts(key, message, signature._PROBE_SIGNATURE)
