"""What other scanners are told to overlook: their comments and annotations, for security alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import MAX_TEXT, Found, Observes
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "go", "rust", "java")
_COMMENT = (
    rb"(?:#|//|/\*)\s*(?:(nosec)\b|noqa:[ \w,]*?\b(S(?:10[2-9]|11[13]|[2-7]\d\d))|(nosem(?:grep)?)\b"
    rb"|nolint:[\w,]*(gosec)\b|#(nosec)\b|(NOSONAR)\b"
    rb"|(lgtm)\s*\[|(codeql)\[|eslint-disable(?:-next-line|-line)?[^\n]*\b((?:no-eval|no-implied-eval|security/|react/no-danger))"
    rb"|(nosonar)\b|(pragma: allowlist secret)|(checkov:skip)|(gitleaks:allow)|(trufflehog:ignore))"
)
_ANNOTATION = (
    rb"@Suppress(?:Warnings|FBWarnings)\(\s*(?:value\s*=\s*)?\{?\s*\"((?:java:S\d+|squid:S\d+|[A-Z]+_[A-Z_]+"
    rb"|findsecbugs\w*|security\w*))\""
)
HINTS = (_COMMENT, _ANNOTATION)
OBSERVES = (Observes("suppression/*", "stated", "the scanner that is told to overlook something, and what"),)
VERSION = 1

_IN_COMMENT, _ANNOTATED = re.compile(_COMMENT), re.compile(_ANNOTATION)
_SCANNERS = {
    "nosec": "bandit", "nosem": "semgrep", "nosemgrep": "semgrep", "gosec": "gosec", "nosonar": "sonar", "lgtm": "lgtm",
    "codeql": "codeql", "pragma: allowlist secret": "detect-secrets", "checkov:skip": "checkov",
    "gitleaks:allow": "gitleaks", "trufflehog:ignore": "trufflehog",
}  # fmt: skip


def extract(source: Source) -> Iterator[Found]:
    """See the module. The value is the comment from its marker on."""
    for match in _IN_COMMENT.finditer(source.data):
        node = source.node_at(match.start(), match.end())
        if node is not None and "comment" in node.type:
            word = next(group for group in match.groups() if group).decode().lower()
            scanner = _SCANNERS.get(word, "ruff" if word.startswith("s") and word[1:].isdigit() else "eslint")
            if scanner == "bandit" and source.language.name == "go":
                scanner = "gosec"
            yield _found(source, match, scanner)
    for match, _ in source.matches(_ANNOTATED):
        yield _found(source, match, "java")


def _found(source: Source, match: re.Match[bytes], scanner: str) -> Found:
    number = source.line_of(match.start())
    end = source.data.find(b"\n", match.start())
    text = source.data[match.start() : end if end >= 0 else len(source.data)].decode("utf-8", "replace")
    shown = " ".join(text.split())[:MAX_TEXT]
    return Found(f"suppression/{scanner}", "stated", shown, (number, number), shown)
