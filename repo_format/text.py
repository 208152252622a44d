"""What a text inside a payload may be: subjects, predicates, names, free texts.

Each ``check_*`` returns None for a good text and raises ``InvalidInput`` naming the field otherwise; none of them
changes the text. Texts that recur (subjects, predicates, names) are remembered in bounded sets, so that checking one
again costs a look-up. The grammar is specified in ``docs/format/identity.md``.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.limits import MAX_NAME, MAX_PREDICATE, MAX_SUBJECT, MAX_URL

_REMEMBERED = 16 * 1024
_known_subjects: set[str] = set()
_known_predicates: set[str] = set()
_known_names: set[str] = set()

_SCHEME_START = frozenset("abcdefghijklmnopqrstuvwxyz")
_SCHEME_REST = _SCHEME_START | frozenset("0123456789+.-")
_META_KEY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")

_BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) - {"\n", "\t"}
_NONCHARACTERS = frozenset(
    chr(c) for c in (*range(0xFDD0, 0xFDF0), *(p * 0x10000 + e for p in range(17) for e in (0xFFFE, 0xFFFF)))
)
_NEVER_IN_TEXT = _CONTROLS | _BIDI | _NONCHARACTERS
_INVISIBLE = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0,
              *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)  # fmt: skip

_BAD_PIECES = (
    ("//", "holds an empty segment"),
    ("/./", "holds a segment '.'"),
    ("/../", "holds a segment '..'"),
    ("/ ", "holds a segment that begins with a space"),
    (" /", "holds a segment that ends with a space"),
)


def check_subject(text: object, field: str = "subject") -> None:
    """A concept path: an optional ``scheme://``, then segments joined by ``/``; at most 400 bytes."""
    if isinstance(text, str) and text in _known_subjects:
        return
    path = _printable(text, field, MAX_SUBJECT)
    if "*" in path:
        raise InvalidInput(field, f"{shown(path)} holds '*', which is kept for patterns")
    _check_path(path, field)
    _remember(_known_subjects, path)


def check_path_pattern(text: object, field: str = "path") -> None:
    """As a subject, but a segment may be ``*``, which stands for any one segment."""
    path = _printable(text, field, MAX_SUBJECT)
    for segment in path.split("/"):
        if "*" in segment and segment != "*":
            raise InvalidInput(field, f"{shown(path)} holds '*' inside a segment; it stands for a whole one")
    _check_path(path, field)


def check_subject_prefix(text: object, field: str = "scope") -> None:
    """The beginning of a subject by whole segments: a subject, a subject and ``/``, or a ``scheme://`` alone."""
    if isinstance(text, str) and text.endswith("://"):
        check_subject(text + "x", field)
    else:
        check_subject(text[:-1] if isinstance(text, str) and text.endswith("/") else text, field)


def check_predicate(text: object, field: str = "predicate") -> None:
    """One segment: no ``/`` and no ``*``; at most 100 bytes."""
    if isinstance(text, str) and text in _known_predicates:
        return
    name = _printable(text, field, MAX_PREDICATE)
    if "*" in name or "/" in name:
        raise InvalidInput(field, f"{shown(name)} holds '/' or '*', which a predicate may not")
    _check_path(name, field)
    _remember(_known_predicates, name)


def check_name(text: object, field: str = "name") -> None:
    """A name shown in columns (epoch, unit, publisher ...): printable, no space at either end; at most 100 bytes."""
    if isinstance(text, str) and text in _known_names:
        return
    name = _printable(text, field, MAX_NAME)
    if name[0] == " " or name[-1] == " ":
        raise InvalidInput(field, f"{shown(name)} begins or ends with a space")
    _remember(_known_names, name)


def check_text(text: object, field: str, limit: int) -> None:
    """Free text of 1 to ``limit`` bytes of UTF-8: NFC, no controls but newline and tab, no bidi overrides."""
    known = _encodable(text, field, limit)
    if known.isascii() and known.isprintable():
        return
    if not _NEVER_IN_TEXT.isdisjoint(known):
        refused = next(char for char in known if char in _NEVER_IN_TEXT)
        raise InvalidInput(field, f"{shown(known)} holds U+{ord(refused):04X}, which no text may")
    if not known.isascii():
        _check_nfc(known, field)


def check_choice(text: object, field: str, words: tuple[str, ...]) -> None:
    """One of a closed list of words."""
    if text not in words:
        raise InvalidInput(field, f"is {shown(text)}; it may be {', '.join(words)}")


def check_url(text: object, field: str = "url") -> None:
    """A URL: printable, no spaces, at most 2 KiB, with a scheme such as ``https:`` or ``doi:``."""
    url = _printable(text, field, MAX_URL)
    scheme, colon, rest = url.partition(":")
    if not (colon and rest and scheme[:1] in _SCHEME_START and _SCHEME_REST.issuperset(scheme)) or " " in url:
        raise InvalidInput(field, f"{shown(url)} is not a URL with a scheme and without spaces")


def check_slug(text: object, field: str, limit: int) -> None:
    """Lower-case ASCII letters, digits and single ``-`` between them, such as ``wallet-seqcst-001``."""
    name = _encodable(text, field, limit)
    words = name.split("-")
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise InvalidInput(field, f"{shown(name)} is not lower-case letters, digits and single '-' between them")


def check_meta_key(text: object, field: str, limit: int) -> None:
    """A key of ``meta``: 1 to ``limit`` characters of ``a-z 0-9 _ . -``."""
    key = _encodable(text, field, limit)
    if not _META_KEY.issuperset(key):
        raise InvalidInput(field, f"the key {shown(key)} holds other characters than a-z 0-9 _ . -")


def _encodable(text: object, field: str, limit: int) -> str:
    """``text`` as a str that is not empty, has no lone surrogates and at most ``limit`` bytes of UTF-8."""
    if not isinstance(text, str):
        raise InvalidInput(field, f"is {shown(text)}, not a text")
    if not text:
        raise InvalidInput(field, "may not be empty")
    try:
        size = len(text) if text.isascii() else len(text.encode())
    except UnicodeEncodeError:
        raise InvalidInput(field, f"{shown(text)} holds a lone surrogate, which is not a character") from None
    if size > limit:
        raise InvalidInput(field, f"is {size} bytes long; at most {limit} are allowed")
    return text


def _printable(text: object, field: str, limit: int) -> str:
    known = _encodable(text, field, limit)
    if known.isascii() and known.isprintable():
        return known
    from repo_format import unicode14

    if not unicode14.is_printable(known) or not _INVISIBLE.isdisjoint(known):
        refused = next(char for char in known if char in _INVISIBLE or not unicode14.is_printable(char))
        raise InvalidInput(field, f"{shown(known)} holds U+{ord(refused):04X}, which cannot be seen (or is too new)")
    _check_nfc(known, field)
    return known


def _check_path(path: str, field: str) -> None:
    scheme, mark, rest = path.partition("://")
    if mark and not (scheme and scheme[0] in _SCHEME_START and _SCHEME_REST.issuperset(scheme)):
        raise InvalidInput(field, f"{shown(path)} holds '://' after something that is not a scheme such as rfc")
    fenced = f"/{rest if mark else path}/"
    for piece, problem in _BAD_PIECES:
        if piece in fenced:
            raise InvalidInput(field, f"{shown(path)} {problem}")


def _check_nfc(text: str, field: str) -> None:
    from repo_format import unicode14

    if not unicode14.is_nfc(text):
        raise InvalidInput(field, f"{shown(text)} is not in Unicode normalization form C")


def _remember(known: set[str], text: str) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known.add(text)
