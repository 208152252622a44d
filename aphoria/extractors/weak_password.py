"""How passwords are stored: the hash function, its cost, and the shortest password that is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"(?i)\bbcrypt|pbkdf2|\bscrypt\b|\bargon2",
    rb"\bPBEKeySpec\b|\bBCrypt(?:PasswordEncoder)?\b|\bNoOpPasswordEncoder\b",
    rb"(?i)(?:md5|sha1|sha256|sha512)[^\n]*passw(?:or)?d",
    rb"(?i)\b(?:min_?password_?len(?:gth)?|password_?min_?len(?:gth)?)\b",
)
OBSERVES = (
    Observes("password/hash", "used", "what a password is hashed with: bcrypt, scrypt, argon2, pbkdf2, md5, none ..."),
    Observes("password/hash", "iterations", "the iterations of PBKDF2"),
    Observes("password/bcrypt", "rounds", "the cost of bcrypt, as a power of two"),
    Observes("password/scrypt", "cost", "the cost of scrypt, its N"),
    Observes("password/argon2", "memory", "the memory of Argon2, in KiB"),
    Observes("password/argon2", "passes", "the passes of Argon2"),
    Observes("password/length", "minimum", "the shortest password that is accepted"),
)
VERSION = 1

_BCRYPT = (("gensalt", "rounds", 0), ("genSalt", "", 0), ("genSaltSync", "", 0), ("bcrypt.hash", "", 1),
           ("hashSync", "", 1), ("bcrypt.GenerateFromPassword", "", 1), ("bcrypt.hash_with_salt", "", 1),
           ("BCryptPasswordEncoder", "", 0), ("bcryptjs.hash", "", 1), ("BCrypt.gensalt", "", 0))  # fmt: skip
_PBKDF2 = (("pbkdf2_hmac", "iterations", 3), ("PBKDF2HMAC", "iterations", -1), ("crypto.pbkdf2", "", 2),
           ("pbkdf2Sync", "", 2), ("pbkdf2.Key", "", 2), ("pbkdf2_hmac_array", "", 2),
           ("PBEKeySpec", "", 2))  # fmt: skip
_SCRYPT = (("hashlib.scrypt", "n", -1), ("Scrypt", "n", -1), ("crypto.scrypt", "N", -1), ("scryptSync", "N", -1),
           ("scrypt.Key", "", 2))  # fmt: skip
_ARGON2 = (("PasswordHasher", "memory_cost", "time_cost", -1, -1), ("argon2.IDKey", "", "", 3, 2),
           ("argon2.Key", "", "", 3, 2), ("argon2.hash", "memoryCost", "timeCost", -1, -1))  # fmt: skip
_FAST = {
    "python": tuple(f"hashlib.{name}" for name in ("md5", "sha1", "sha256", "sha512")),
    "javascript": ("update",),
    "go": ("md5.Sum", "sha1.Sum", "sha256.Sum256"),
    "rust": ("Md5.digest", "Sha1.digest", "Sha256.digest", "md5.compute"),
    "java": ("DigestUtils.md5Hex", "DigestUtils.sha1Hex", "DigestUtils.sha256Hex"),
}
_PASSWORD = later(r"(?<![a-z])(?:password|passwd|pwd|passphrase)(?![a-z])", re.IGNORECASE)
_ALGORITHM = later(r"(md5|sha-?1|sha-?256|sha-?512)", re.IGNORECASE)
_LENGTHS = later(
    rb"(?i)\b(?:\w*_)?(?:min_?password_?len(?:gth)?|password_?min_?len(?:gth)?)\b[\"']?\s*(?::\s*\w+\s*)?(?::=|=|:)\s*(\d{1,3})\b"
)


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for name, argument, position in _BCRYPT:
        yield from _number(source, name, argument, position, "password/bcrypt", "rounds", "bcrypt")
    for name, argument, position in _PBKDF2:
        yield from _number(source, name, argument, position, "password/hash", "iterations", "pbkdf2")
    for name, argument, position in _SCRYPT:
        yield from _number(source, name, argument, position, "password/scrypt", "cost", "scrypt")
    for name, memory, passes, at_memory, at_passes in _ARGON2:
        yield from _number(source, name, memory, at_memory, "password/argon2", "memory", "argon2")
        yield from _number(source, name, passes, at_passes, "password/argon2", "passes", "")
    for call in source.calls("NoOpPasswordEncoder.getInstance"):
        yield found_at(source, call.node, "password/hash", "used", "none")
    for call in source.calls(*_FAST[source.language.family or source.language.name]):
        yield from _fast(source, call)
    for match, node in source.matches(_LENGTHS, texts=True):
        yield found_at(source, node.parent or node, "password/length", "minimum", int(match[1]), confidence=0.9)


_KNOWN = later(rb"(?i)bcrypt|pbkdf2|scrypt|argon2|PBEKeySpec")


def _number(
    source: Source, name: str, argument: str, position: int, about: str, predicate: str, used: str
) -> Iterator[Found]:
    if not _KNOWN.search(source.data) or name.rpartition(".")[2].encode() not in source.data:
        return
    for call in source.calls(name):
        value = call.literal(argument, position)
        if isinstance(value, int) and not isinstance(value, bool):
            unit = "KiB" if predicate == "memory" else ""
            yield found_at(source, call.node, about, predicate, value, unit=unit)
        if used and (len(call.positional) > position or call.named):
            yield found_at(source, call.node, "password/hash", "used", used)


def _fast(source: Source, call: Call) -> Iterator[Found]:
    """A fast hash over something called a password."""
    argument = call.argument("", 0)
    if argument is None or not _PASSWORD.search(source.text(argument)):
        return
    algorithm = _ALGORITHM.search(call.name if call.name.rpartition(".")[2] != "update" else call.written)
    if algorithm:
        name = algorithm[1].lower().replace("-", "")
        yield found_at(source, call.node, "password/hash", "used", name, confidence=0.8)
