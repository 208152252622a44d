"""What a secret looks like: names that hold one, and texts that may be one."""

from __future__ import annotations

import math
import re
from collections import Counter

from aphoria.pattern import later

_NAME = later(
    r"(?:^|[_.\-])(?:(pass(?:word|wd|phrase)|pwd)|(api_?key)|(secret_?(?:access_?)?key|client_?secret|app_?secret|secret)"
    r"|((?:auth|access|api|bearer|refresh|bot|deploy)_?token)|(private_?key)|(access_?key)|(encryption_?key))$",
    re.IGNORECASE,
)
_KINDS = ("password", "api-key", "secret-key", "token", "private-key", "access-key", "encryption-key")
_CAMEL = later(r"(?<=[a-z0-9])(?=[A-Z])")
_PLACEHOLDER = later(
    r"example|placeholder|change[-_ ]?(?:me|this|it)"
    r"|your[-_ ]|\byour|xxx|\*\*\*|dummy|sample|fake|redact|insert|replace|\btest|todo"
    r"|_?here$|not[-_ ]?(?:set|used|a)"
    r"|undefined|default|unset|\.\.\.|<[^>]*>|\$\{|\{\{|%\(|#\{|^\$|^env[:.]|^vault:|^arn:|^enc\(",
    re.IGNORECASE,
)
_WORDS = later(
    r"[A-Za-z][a-z]*(?:[-_. /:][A-Za-z]*)*|[A-Z_]+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
    r"|[a-z]+(?:[A-Z][a-z]+)+|(?:[A-Z][a-z0-9]+)+"
)
"""A name, a path, a word: what stands for something else."""
_PATH = later(
    r"^(?:[a-z][\w+.-]*://|\.{0,2}/|~/|[A-Za-z]:\\)|\.(?:pem|key|crt|json|ya?ml|txt|env|com|org|py|js)$|^[\w.]+\.[\w.]+\(|^[@#:&?]"
)


_ADDRESS = later(r"(?<=://)[^/\s:@\"'`]+:[^/\s@\"'`]+(?=@)")
_GIVEN = later(
    r"((?:pass(?:word|wd|phrase)|pwd|secret|token|api_?key|(?:access|private|encryption)_?key)\w*[\"'\])]*\s*(?::=|[=:,])\s*[brf]?)"
    r"([\"'`])(?!\2)[^\n]*?(?:\2|$)",
    re.IGNORECASE,
)
_FORMS = later(
    r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|\bgh[pousr]_\w{36,}|\b[sr]k_live_\w{20,}|\bxox[abprs]-[\w-]{20,}|\bAIza[\w-]{35}"
)
_PAIR = later(r"(\bauth\w*\s*=\s*\(\s*[^,()\n]{0,80},\s*)([\"'])(?!\2)[^\n]*?(?:\2|$)")
MASKED = "…"
"""Stands for the text of a secret."""


def masked(text: str) -> str:
    """Code to be shown: passwords in addresses, texts given to a name of a secret and known keys are hidden."""
    text = _ADDRESS.sub(MASKED, text)
    for given in (_GIVEN, _PAIR):
        text = given.sub(rf"\1\2{MASKED}\2", text)
    return _FORMS.sub(MASKED, text)


def kind_of(name: str) -> str:
    """The kind of secret that a name holds, empty for none: ``password``, ``api-key``, ``token`` ..."""
    found = _NAME.search(_CAMEL.sub("_", name.strip("\"'`[]() ")))
    return next(kind for kind, group in zip(_KINDS, found.groups(), strict=True) if group) if found else ""


def may_be_secret(text: str, kind: str) -> bool:
    """Whether a text can be a secret of a kind, and no placeholder, name, path or sentence."""
    least = 6 if kind == "password" else 12
    if not least <= len(text) <= 500 or any(map(str.isspace, text)) or not text.isascii():
        return False
    if _PLACEHOLDER.search(text) or _PATH.search(text) or len(set(text)) < 5:
        return False
    if kind == "password":
        return _WORDS.fullmatch(text) is None and any(map(str.isalnum, text))
    mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    return (mixed and _WORDS.fullmatch(text) is None and entropy(text) >= 3.0) or (
        len(text) >= 24 and text.isalpha() and entropy(text) >= 3.6
    )


def entropy(text: str) -> float:
    """Shannon entropy in bits for a letter."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())
