"""Whether a check is switched off explicitly: of who somebody is, or of where a form comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from aphoria.extractor import Found, Observes, found_at
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "java")
HINTS = (
    rb"@csrf_exempt\b|\bcsrf\.exempt\b|\b(?:permission|authentication)_classes\b|\bDEFAULT_PERMISSION_CLASSES\b|@login_required\b|\bWTF_CSRF\w*",
    rb"\bcsrf\b|\bignoreMethods\b|@Public\(",
    rb"\bpermitAll\b|\bcsrf\b|@(?:PermitAll|PreAuthorize|RolesAllowed)\b",
)
OBSERVES = (
    Observes("auth/check", "required", "whether somebody has to be known for this"),
    Observes("csrf/check", "required", "whether a form's origin is checked"),
)
VERSION = 1

_PLACES: dict[str, tuple[tuple[re.Pattern[bytes], str, bool], ...]] = {
    "python": (
        (re.compile(rb"@(?:\w+\.)?csrf_exempt\b|@csrf\.exempt\b"), "csrf/check", False),
        (re.compile(rb"@(?:\w+\.)?csrf_protect\b"), "csrf/check", True),
        (re.compile(rb"@(?:\w+\.)?permission_classes\(\s*[\[(]\s*(?:\w+\.)?AllowAny\b"), "auth/check", False),
        (re.compile(rb"@(?:\w+\.)?(?:login_required|permission_required|jwt_required)\b"), "auth/check", True),
        (
            re.compile(rb"\bpermission_classes\s*(?::[^=\n]+)?=\s*[\[(]\s*(?:\w+\.)?AllowAny\s*,?\s*[\])]"),
            "auth/check",
            False,
        ),
        (re.compile(rb"\bpermission_classes\s*=\s*[\[(]\s*(?:\w+\.)?IsAuthenticated\b"), "auth/check", True),
        (re.compile(rb"\bpermission_classes\s*=\s*(?:\[\s*\]|\(\s*\))"), "auth/check", False),
    ),
    "javascript": ((re.compile(rb"@Public\(\s*\)"), "auth/check", False),),
    "java": (
        (
            re.compile(rb"\banyRequest\(\)\s*\.permitAll\(\)|\.requestMatchers\(\s*\"/\*\*\"\s*\)\s*\.permitAll\(\)"),
            "auth/check",
            False,
        ),
        (re.compile(rb"\banyRequest\(\)\s*\.authenticated\(\)"), "auth/check", True),
        (re.compile(rb"@PermitAll\b|@PreAuthorize\(\s*\"permitAll(?:\(\))?\"\s*\)"), "auth/check", False),
        (
            re.compile(
                rb"\bcsrf\(\)\s*\.disable\(\)|\bcsrf\(\s*\w+\s*->\s*\w+\.disable\(\)|\bcsrf\(\s*\w+::disable\s*\)"
            ),
            "csrf/check",
            False,
        ),
        (re.compile(rb"@(?:RolesAllowed|Secured)\b"), "auth/check", True),
    ),
}
_STATEMENTS = ("assignment", "decorator", "method_invocation", "annotation", "marker_annotation", "call")


def extract(source: Source) -> Iterator[Found]:
    """See the module. What is built into a comment or a text is none."""
    for pattern, about, required in _PLACES[source.language.family or source.language.name]:
        for _, node in source.matches(pattern):
            if not source.is_import(node):
                yield found_at(source, _whole(node), about, "required", required, confidence=0.95)
    for place in source.assignments("csrf", "csrf_enabled", "WTF_CSRF_ENABLED", "csrfProtection"):
        if isinstance(place.literal, bool):
            yield found_at(source, place.node, "csrf/check", "required", place.literal)


def _whole(node: Node) -> Node:
    """The decorator, annotation, call or assignment that begins at a node."""
    at: Node = node
    while at.type not in _STATEMENTS and at.parent is not None and at.parent.end_point[0] - node.start_point[0] < 3:
        at = at.parent
    return at if at.type in _STATEMENTS else node
