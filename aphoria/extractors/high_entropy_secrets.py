"""Keys that their form gives away: those of providers, private keys, random texts.

The text of a secret is never kept. Keys that documentation shows are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import MASKED, Found, Observes
from aphoria.pattern import later
from aphoria.source import Source
from aphoria.syntax.secrets import entropy

LANGUAGES = ("python", "javascript", "go", "rust", "java", "yaml", "toml", "json", "ini", "env", "dockerfile", "hcl")
_FORMS = {
    "aws-access-key": rb"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b",
    "github-token": rb"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b",
    "gitlab-token": rb"\bglpat-[\w-]{20,}",
    "slack-token": rb"\bxox[abprs]-\d{8,}-[\w-]{10,}",
    "slack-webhook": rb"hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{16,}",
    "stripe-key": rb"\b[sr]k_live_[A-Za-z0-9]{20,}",
    "google-api-key": rb"\bAIza[\w-]{35}\b",
    "sendgrid-key": rb"\bSG\.[\w-]{16,}\.[\w-]{20,}",
    "npm-token": rb"\bnpm_[A-Za-z0-9]{36}\b",
    "pypi-token": rb"\bpypi-AgE[\w-]{50,}",
    "anthropic-key": rb"\bsk-ant-[\w-]{32,}",
    "openai-key": rb"\bsk-(?:proj-)?[\w-]{10,}T3BlbkFJ[\w-]{10,}",
    "huggingface-token": rb"\bhf_[A-Za-z]{34}\b",
    "digitalocean-token": rb"\bdo[op]_v1_[a-f0-9]{64}\b",
    "shopify-token": rb"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b",
    "private-key": rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\\r|\s|[\"'+,(])+"
    rb"(?:[\w-]+: [^\n]+\s+)*[A-Za-z0-9+/=]{40,}",
}
"""Forms in a syntax that both RE2 and re know."""
_RANDOM = (
    rb"(?i)(?:secret|token|api_?key|auth|credential|signing_?key|salt|app_?key)\w*[\"']?\s*(?::=|[=:])\s*"
    rb"[\"']([A-Za-z0-9+/_=-]{32,})[\"']"
)
HINTS = (*_FORMS.values(), _RANDOM)
OBSERVES = (
    Observes("secret/*", "hardcoded", "a key that its form gives away: secret/aws-access-key, secret/high-entropy ..."),
)
VERSION = 2

_COMPILED = [(name, re.compile(form)) for name, form in _FORMS.items()]
_NAMED_RANDOM = later(_RANDOM)
_SHOWN = later(rb"(?i)example|xxxx|sample|dummy|fake|placeholder|0123456789|1234567890|abcdefgh|\.\.\.")
_PUBLIC = later(
    rb"(?i)continuation|next_?token|page_?token|hash|digest|sha\d|md5|checksum|integrity|public|fingerprint|csrf_?token_?name|header|tokeni[sz]e|author|alphabet|charset"
)
_EXAMPLE, _FAR = re.compile(rb"[\s\"'-]*(?:x-)?examples?\b"), 200
_HEX, _BITS, _HEX_BITS = re.compile(rb"[0-9a-fA-F]+"), 4.3, 3.0
_UNSURE, _SURE, _LONG = 0.7, 0.95, 200


def extract(source: Source) -> Iterator[Found]:
    """See the module. Private keys count in texts alone; keys of providers are as bad in a comment."""
    taken: set[int] = set()
    for name, form in _COMPILED:
        for match in form.finditer(source.data):
            if _is_shown(source, match.start()):
                continue
            if not _SHOWN.search(match[0]) and entropy(match[0].decode("latin-1")) > _HEX_BITS:
                number = source.line_of(match.start())
                taken.add(number)
                yield Found(f"secret/{name}", "hardcoded", True, (number, number), MASKED, confidence=_SURE)
    for match in _NAMED_RANDOM.finditer(source.data):
        number = source.line_of(match.start())
        if (
            number in taken
            or not _is_random(match[1])
            or _in_comment(source, match.start())
            or _in_example(source, number)
        ):
            continue
        if not _PUBLIC.search(source.line(number)[:_LONG].replace(match[1], b"")):
            yield Found("secret/high-entropy", "hardcoded", True, (number, number), MASKED, confidence=_UNSURE)


def _is_shown(source: Source, offset: int) -> bool:
    """Whether a key stands in documentation: in a docstring, or below a key ``example`` of a document."""
    if source.language.name == "python" and (node := source.node_at(offset, offset + 1)) is not None:
        return _is_docstring(node)
    return _in_example(source, source.line_of(offset))


def _in_example(source: Source, number: int) -> bool:
    """Whether a line of YAML or JSON stands below a key that says ``example``, as far as indentation tells."""
    if source.language.name not in {"yaml", "json"}:
        return False
    depth = len(source.line(number))
    for above in range(number, max(number - _FAR, 0), -1):
        line = source.line(above)
        indented = len(line) - len(line.lstrip())
        if line.strip() and indented < depth:
            if _EXAMPLE.match(line):
                return True
            depth = indented
    return False


def _in_comment(source: Source, offset: int) -> bool:
    node = source.node_at(offset, offset + 1) if source.language.grammar is not None else None
    return node is not None and ("comment" in node.type or _is_docstring(node))


def _is_docstring(node: Node) -> bool:
    at: Node | None = node
    while at is not None and at.type in {"string", "string_content"}:
        at = at.parent
    return at is not None and at.type == "expression_statement"


def _is_random(text: bytes) -> bool:
    bits = entropy(text.decode("latin-1"))
    digits = sum(48 <= letter < 58 for letter in text)
    if _SHOWN.search(text) or not digits or digits == len(text):
        return False
    return bits >= (_HEX_BITS if _HEX.fullmatch(text) else _BITS)
