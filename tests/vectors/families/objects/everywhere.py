"""Ways of being broken that every kind shares, made from any valid payload."""

from __future__ import annotations

Broken = tuple[str, bytes, str, str | None]
"""Description, bytes, class of the error, field that it names."""

MALFORMED, FUTURE = "MalformedObject", "FromTheFuture"


def broken_alike(data: bytes) -> dict[str, Broken]:
    """Broken siblings of a canonical payload, by name."""
    version, author = b'"version":1', b'"author":"'
    start = data.index(author) + len(author)
    upper = data[:start] + data[start : start + 64].upper() + data[start + 64 :]
    return {
        "space-after-colon": ("A space.", swap(data, b'"time":', b'"time": '), MALFORMED, "time"),
        "trailing-newline": ("A newline after the object.", data + b"\n", MALFORMED, "payload"),
        "cut-short": ("The closing brace is missing.", data[:-1], MALFORMED, "payload"),
        "unknown-field": ("A field this kind lacks.", data[:-1] + b',"zeta":1}', MALFORMED, "zeta"),
        "missing-time": ("A required field is missing.", _without(data, b"time"), MALFORMED, "time"),
        "author-in-upper-case": ("Upper-case hex digits.", upper, MALFORMED, "author"),
        "version-as-text": ("A text for an integer.", swap(data, version, b'"version":"1"'), MALFORMED, "version"),
        "version-0": ("There is no version 0.", swap(data, version, b'"version":0'), MALFORMED, "version"),
        "version-2": ("A version from the future.", swap(data, version, b'"version":2'), FUTURE, None),
    }


def swap(data: bytes, old: bytes, new: bytes) -> bytes:
    """``data`` with its only ``old`` replaced."""
    if data.count(old) != 1:
        raise ValueError(f"{old!r} is there {data.count(old)} times")
    return data.replace(old, new)


def _without(data: bytes, field: bytes) -> bytes:
    start = data.index(b'"' + field + b'":')
    return data[:start] + data[data.index(b',"', start) + 1 :]
