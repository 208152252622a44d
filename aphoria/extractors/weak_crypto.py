"""Which hash functions, ciphers, modes and key sizes are used.

A weak hash may serve a purpose that has nothing to do with security, so weak hashes are observed with less confidence;
one that says so itself (``usedforsecurity=False``) is not observed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_at
from aphoria.observation import DOUBTFUL
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.call import Call

LANGUAGES = ("python", "javascript", "go", "rust", "java")
HINTS = (
    rb"\bhashlib\b|\bCrypto(?:dome)?\.(?:Cipher|PublicKey|Hash)\b|\bprimitives\b",
    rb"\b(?:createHash|createCipher(?:iv)?|createDecipher(?:iv)?|modulusLength|generateKeyPair(?:Sync)?)\b",
    rb"\"crypto/(?:md5|sha1|sha256|des|rc4|rsa)\"",
    rb"\b(?:Md5|Sha1|Sha256|md5)::|\bMessageDigest\b|\bCipher::|\bRsa::generate\b|\bRsaPrivateKey\b",
    rb"\bCipher\.getInstance\b|\bDigestUtils\b|\bKeyPairGenerator\b",
)
OBSERVES = (
    Observes("crypto/hash", "used", "a hash function: md5, sha1, sha256 ..."),
    Observes("crypto/cipher", "used", "a weak cipher: des, 3des, rc4, rc2, blowfish, idea"),
    Observes("crypto/mode", "used", "a mode of a block cipher: ecb"),
    Observes("crypto/key", "bits", "the size of an RSA or DSA key that is generated"),
)
VERSION = 2

_LIKELY = 0.8
_HASH = later(r"(md[245]|sha)[-_]?(1|224|256|384|512)?(?![a-z])", re.IGNORECASE)
_CIPHER = later(
    r"(?<![a-z0-9])(?:(3des|desede|des[-_]?ede3?|tripledes|des3)|(des)|(rc4|arc4|arcfour)|(rc2|arc2)|(blowfish|bf)|(idea))(?![a-z])",
    re.IGNORECASE,
)
_CIPHERS = ("3des", "des", "rc4", "rc2", "blowfish", "idea")
_SECURITY = later(rb"(?i)passw|secret|token|sign(?:ature|ed|ing)|\bauth|hmac|credential")
_TOLD = later(
    r"urandom\(|token_bytes\(|uuid[14]\(|randomBytes\("
    r"|(?:hashlib|Sum|digest|compute|\b(?:md5|sha1))\S*\([^,]*(?<![a-z])(?:password|passwd|pwd|passphrase)(?![a-z])",
    re.IGNORECASE,
)
"""A hash of something random is no weaker for it, and that of a password is told by ``weak_password``."""
_SMALL = 256
"""Below this a number is no size of such a key: curves have smaller ones."""


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for call, written in _named(source):
        yield from _of_name(source, call, written)
    for call, bits in _keys(source):
        if isinstance(bits, int) and bits > _SMALL:
            yield found_at(source, call.node, "crypto/key", "bits", bits)


def _of_name(source: Source, call: Call, written: str) -> Iterator[Found]:
    cipher = _CIPHER.search(written)
    if cipher:
        name = next(name for name, group in zip(_CIPHERS, cipher.groups(), strict=True) if group)
        yield found_at(source, call.node, "crypto/cipher", "used", name)
    if re.search(r"(?<![a-z])ecb(?![a-z])", written, re.IGNORECASE):
        yield found_at(source, call.node, "crypto/mode", "used", "ecb")
    found = _HASH.search(written)
    if found and not cipher:
        name = (found[1] + (found[2] or ("1" if found[1].lower() == "sha" else ""))).lower()
        weak = name.startswith("md") or name == "sha1"
        confidence = _confidence(source, call) if weak else 1.0
        yield found_at(source, call.node, "crypto/hash", "used", name, confidence=confidence)


def _confidence(source: Source, call: Call) -> float:
    """A weak hash may be meant as a checksum or a key of a cache: only words on its lines tell."""
    if _TOLD.search(source.text(call.node)):
        return DOUBTFUL
    lines = b" ".join(source.line(number) for number in range(call.line, min(call.end_line, call.line + 3) + 1))
    return _LIKELY if _SECURITY.search(lines) else DOUBTFUL


Named = Iterator[tuple[Call, str]]
"""Calls that use an algorithm, with the text that names it."""

_PY_HASHES = ("md5", "sha1", "sha256", "sha384", "sha512")
_PY_CIPHERS = ("DES.new", "DES3.new", "ARC4.new", "ARC2.new", "Blowfish.new", "AES.new")
_PRIMITIVES = ("ARC4", "TripleDES", "Blowfish", "IDEA", "ECB")


def _named(source: Source) -> Named:
    readers = {"python": _python, "javascript": _javascript, "go": _go, "rust": _rust, "java": _java}
    return readers[source.language.family or source.language.name](source)


def _python(source: Source) -> Named:
    for call in source.calls("hashlib.new", *(f"hashlib.{name}" for name in _PY_HASHES)):
        if call.literal("usedforsecurity") is not False:
            name = call.name.rpartition(".")[2]
            yield call, str(call.literal("name", 0) or "") if name == "new" else name
    for call in source.calls(*_PY_CIPHERS):
        mode = source.text(call.positional[1]) if len(call.positional) > 1 else ""
        yield call, call.name.split(".")[-2] + (" ecb" if "MODE_ECB" in mode else "")
    for call in source.calls(*_PRIMITIVES):
        if call.name.rpartition(".")[0].endswith(("algorithms", "modes")):
            yield call, call.name.rpartition(".")[2]


def _javascript(source: Source) -> Named:
    for call in source.calls("createHash", "createCipheriv", "createDecipheriv", "createCipher", "createDecipher"):
        yield call, str(call.literal("", 0) or "")


def _go(source: Source) -> Named:
    functions = ("md5.New", "md5.Sum", "sha1.New", "sha1.Sum", "sha256.New", "sha256.Sum256", "des.NewCipher",
                 "des.NewTripleDESCipher", "rc4.NewCipher")  # fmt: skip
    for call in source.calls(*(f"crypto.{name}" for name in functions)):
        yield call, "3des" if "Triple" in call.name else call.name.split(".")[1]


def _java(source: Source) -> Named:
    for call in source.calls("MessageDigest.getInstance", "Cipher.getInstance"):
        name = str(call.literal("", 0) or "")
        yield call, name + (" ecb" if name == "AES" and call.name.endswith("Cipher.getInstance") else "")
    for call in source.calls("DigestUtils.md5Hex", "DigestUtils.sha1Hex", "DigestUtils.md5", "DigestUtils.sha1"):
        yield call, call.name.rpartition(".")[2].removesuffix("Hex")


def _rust(source: Source) -> Named:
    hashes = (f"{owner}.{name}" for owner in ("Md5", "Sha1", "Sha256", "Sha512") for name in ("new", "digest"))
    for call in source.calls(*hashes):
        yield call, call.name.split(".")[-2]
    for call in source.calls("md5.compute", "MessageDigest.md5", "MessageDigest.sha1", "MessageDigest.sha256"):
        yield call, "md5" if call.name.endswith("compute") else call.name.rpartition(".")[2]
    ciphers = ("des_cbc", "des_ecb", "des_ede3_cbc", "rc4", "aes_128_ecb", "aes_256_ecb", "bf_cbc")
    for call in source.calls(*(f"Cipher.{name}" for name in ciphers)):
        yield call, call.name.rpartition(".")[2].replace("_", "-")


_SIZES = {
    "python": {"rsa.generate_private_key": ("key_size", 1), "dsa.generate_private_key": ("key_size", 0),
               "RSA.generate": ("bits", 0), "DSA.generate": ("bits", 0)},
    "javascript": {"generateKeyPair": ("modulusLength", -1), "generateKeyPairSync": ("modulusLength", -1)},
    "go": {"rsa.GenerateKey": ("", 1)},
    "rust": {"Rsa.generate": ("", 0), "RsaPrivateKey.new": ("", 1)},
    "java": {"initialize": ("", 0)},
}  # fmt: skip
_RSA_PAIR = later(rb"KeyPairGenerator\.getInstance\(\s*\"(?:RSA|DSA|DH)")


def _keys(source: Source) -> Iterator[tuple[Call, object]]:
    language = source.language.family or source.language.name
    if language == "java" and not _RSA_PAIR.search(source.data):
        return
    for name, (argument, position) in _SIZES[language].items():
        for call in source.calls(name):
            yield call, call.literal(argument, position)
