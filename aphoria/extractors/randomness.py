"""Whether what has to be unpredictable comes from a cryptographic random generator.

Only where the name of what gets the value, or of the function around it, says that it is a secret: dice may be cheap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.outside import function_of

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\brandom\b|\bsecrets\.|\burandom\b",
    rb"\bMath\.random\b|\brandomBytes\b|\bgetRandomValues\b|\brandomUUID\b",
    rb"\b(?:math|crypto)/rand\b",
    rb"\b(?:thread_rng|SmallRng|fastrand|OsRng|StdRng)\b",
    rb"\b(?:Random|SecureRandom|ThreadLocalRandom|RandomStringUtils)\b",
)
OBSERVES = (Observes("crypto/random", "cryptographic", "whether a secret comes from a cryptographic generator"),)
VERSION = 1

_METHODS = ("random", "choice", "choices", "randint", "randrange", "getrandbits", "sample", "uniform", "randbytes")
_WEAK = {
    "python": (*(f"random.{name}" for name in _METHODS), *(f"numpy.random.{name}" for name in ("randint", "choice"))),
    "javascript": ("Math.random",),
    "go": tuple(f"math.rand.{name}" for name in ("Int", "Intn", "Int31", "Int31n", "Int63", "Int63n", "Uint32",
                                                 "Uint64",
                                                 "Read", "Perm", "Float64"))
    + tuple(f"math.rand.v2.{name}" for name in ("Int", "IntN", "N", "Uint64", "Uint32", "Int64", "Float64")),
    "rust": ("SmallRng.from_entropy", "SmallRng.seed_from_u64", "StdRng.seed_from_u64", "fastrand.u64", "fastrand.u32",
             "fastrand.alphanumeric"),
    "java": ("Random", "Math.random", "ThreadLocalRandom.current", "RandomStringUtils.randomAlphanumeric",
             "RandomStringUtils.random"),
}  # fmt: skip
_STRONG = {
    "python": ("secrets.token_hex", "secrets.token_bytes", "secrets.token_urlsafe", "secrets.choice", "os.urandom",
               "secrets.randbelow"),
    "javascript": ("crypto.randomBytes", "randomBytes", "crypto.getRandomValues", "crypto.randomUUID"),
    "go": ("crypto.rand.Read", "crypto.rand.Int", "crypto.rand.Text"),
    "rust": ("OsRng.fill_bytes", "OsRng.next_u64"),
    "java": ("SecureRandom", "SecureRandom.getInstanceStrong"),
}  # fmt: skip
_SECRET = later(
    r"(?:^|[_.\W])(?:token|passw(?:or)?d|secret|api_?key|session_?(?:id|key)|sessid|nonce|salt|otp|reset_?code|verification_?code|private_?key|secret_?key"
    r"|encryption_?key|csrf|password_?salt)(?:_?(?:hex|bytes|str|string|value|data))?$",
    re.IGNORECASE,
)
_ANY = later(rb"(?i)token|passw|secret|api_?key|sess|nonce|salt|otp|csrf|reset_?code|ion_?code|ion_?key|private_?key")
_FUNCTION = later(
    r"(?:generate|gen|make|create|new|random|get)_?\w*(?:token|password|passwd|secret|api_?key|session_?id|nonce|salt|otp)$",
    re.IGNORECASE,
)
_CAMEL = later(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_SECRET = later(r"tokens$|max|min|num|count|len|size|idx|index|prob|weight|time|delay", re.IGNORECASE)
_BARE = later(rb"(?:(?:let|const|var|int|String)\s+)?[tT]oken\s*:?=")
_PEOPLE = later(rb"(?i)passw|session|login|csrf|auth|reset|verif|user|email|account|cookie")
_SURE = 0.9
_FAR = 8
"""Nodes between a call and what gets its value."""


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    if not _ANY.search(source.data):
        return
    language = source.language.family or source.language.name
    for names, cryptographic in ((_WEAK[language], False), (_STRONG[language], True)):
        for call in source.calls(*names):
            if call.name in names or language in {"go", "java", "rust"}:
                node = _secret(source, call.node)
                if node is not None:
                    bare = _BARE.match(source.data[node.start_byte : node.end_byte]) is not None
                    confidence = DOUBTFUL if bare and not _about_people(source, node) else _SURE
                    yield found_at(source, node, "crypto/random", "cryptographic", cryptographic, confidence=confidence)


def _about_people(source: Source, node: Node) -> bool:
    """Whether a function speaks of logins and the like: a mere token may be one of a lexer, or a boundary."""
    scope = function_of(node)
    return scope is not None and _PEOPLE.search(source.data, scope.start_byte, scope.end_byte) is not None


def _secret(source: Source, call: Node) -> Node | None:
    """What gets the value of a call, where its name says that it is a secret; else the call, in such a function."""
    at: Node | None = call
    for _ in range(_FAR):
        at = at.parent if at is not None else None
        if at is None or at.type.endswith(("block", "body")):
            break
        fields = source.language.assignments.get(at.type) or source.language.keywords.get(at.type)
        target = at.child_by_field_name(fields[0]) if fields else None
        if target is not None:
            return at if is_secret(source.text(target)) else None
    scope = function_of(call)
    scope = scope.child_by_field_name("definition") or scope if scope is not None else None
    name = scope.child_by_field_name("name") if scope is not None else None
    return call if name is not None and _FUNCTION.search(_CAMEL.sub("_", source.text(name))) else None


def is_secret(name: str) -> bool:
    """Whether a name is that of a secret."""
    spaced = _CAMEL.sub("_", name.strip("\"'` "))
    return _SECRET.search(spaced) is not None and _NOT_SECRET.search(spaced) is None
