"""HTTP routes: their methods, and whether something known to check who asks stands on them.

Flask and FastAPI decorators, Django's ``path``, Express routers, Spring's mappings. What is checked elsewhere, by a
middleware for all routes or in the body, is not seen: so "not authenticated" is said with little confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_between
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("python", "javascript", "java")
HINTS = (
    rb"(?m)^[ \t]*@[\w.]+\.(?:route|get|post|put|delete|patch|websocket)\(", rb"\burlpatterns\b",
    rb"\b\w*(?i:app|router|server|api)\.(?:get|post|put|delete|patch|all)\(",
    rb"@(?:Get|Post|Put|Delete|Patch|Request)Mapping\b",
)  # fmt: skip
OBSERVES = (
    Observes("route/**", "method", "a method that a path answers to, ANY where none is named"),
    Observes("route/**", "authenticated", "whether a known check of who asks stands on a route"),
)
VERSION = 1

_PYTHON = later(
    (
        rb"^[ \t]*@([\w.]+)\.(route|get|post|put|delete|patch|websocket)\([ \t\n]*(?:rule[ \t]*=[ \t]*"
        rb"|path[ \t]*=[ \t]*)?[\"']([^\"'\n]*)[\"']"
    ),
    re.MULTILINE,
)
_METHODS = later(rb"methods[ \t]*=[ \t]*[\[({]([^\])}]*)[\])}]")
_DJANGO = later(rb"\b(path|re_path|url)\([ \t\n]*r?[\"']([^\"'\n]*)[\"'][ \t\n]*,")
_EXPRESS = later(
    rb"\b\w*(?i:app|router|server|api)\.(get|post|put|delete|patch|all)\([ \t\n]*['\"`](/[^'\"`\n]*)['\"`][ \t\n]*,"
)
_SPRING = later(rb"@(Get|Post|Put|Delete|Patch|Request)Mapping(?:\(([^)\n]*)\))?")
_SPRING_PATH = later(rb"\"([^\"\n]*)\"")
_SPRING_METHOD = later(rb"RequestMethod\.([A-Z]+)")
_GUARDS = later(
    rb"(?i)login_required|permission_required|user_passes_test|staff_member_required|auth_required|jwt_required|token_required|requires_auth"
    rb"|roles?_required|\bauth\.(?:login_required|requires)|get_current_\w*user|current_user|require_?auth|is_?authenticated|authenticate\b|verify_?(?:token|jwt|auth)"
    rb"|ensure_?(?:auth\w*|logged_?in)|passport\.authenticate|check_?(?:auth|jwt)|\bSecurity\(|PreAuthorize|PostAuthorize|@Secured|RolesAllowed|LoginRequiredMixin|\bprotect\b|\bauth(?:Middleware|Guard)\b"
)
_VARIABLE = later(r"<(?:[\w.]+:)?(\w+)>|\{(\w+)(?::[^}]*)?\}|:(\w+)(?:\([^)]*\))?\??|\(\?P<(\w+)>[^)]*\)")
_BODY = later(rb"\)[ \t\n]*(?:throws[^{;]*)?[{;]|\bclass\b|\binterface\b")
_UNSURE = 0.5
_NEAR = 1_200
Route = tuple[tuple[int, int], str, list[str], bool]


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    read = {"python": _python, "javascript": _javascript, "java": _java}[source.language.family or source.language.name]
    for span, path, methods, guarded in read(source):
        about = _about(path)
        if about:
            for method in methods:
                yield found_between(source, span, about, "method", method)
            confidence = 1.0 if guarded else _UNSURE
            yield found_between(source, span, about, "authenticated", guarded, confidence=confidence)


def _python(source: Source) -> Iterator[Route]:
    for match in source.in_code(_PYTHON):
        if not source.quoted.covers(match.start(1)):
            yield _decorated(source, match)
    if b"urlpatterns" in source.data:
        for match in source.in_code(_DJANGO):
            arguments = source.data[match.end() : _end_of_call(source.data, match.end())]
            if b"include(" not in arguments:
                yield (
                    match.span(),
                    match[2].decode("utf-8", "replace").strip("^$"),
                    ["ANY"],
                    bool(_GUARDS.search(arguments)),
                )


def _decorated(source: Source, match: re.Match[bytes]) -> Route:
    end = (
        source.data.find(b"\n", source.data.find(b"def ", match.end(), match.end() + _NEAR))
        if b"def " in source.data[match.end() : match.end() + _NEAR]
        else match.end()
    )
    signature = source.data.find(b":\n", end, end + _NEAR)
    begin = source.data.rfind(b"\n\n", 0, match.start())
    around = source.data[max(begin, match.start() - _NEAR, 0) : max(end, signature)]
    word = match[2].decode()
    listed = _METHODS.search(source.data, match.end(), match.end() + _NEAR)
    same = (
        listed is not None
        and b"\n@" not in source.data[match.end() : listed.start()]
        and b"def " not in source.data[match.end() : listed.start()]
    )
    methods = re.findall(r"[A-Za-z]+", listed[1].decode("utf-8", "replace")) if listed and same else []
    named = [method.upper() for method in methods] or (["GET"] if word == "route" else [word.upper()])
    return match.span(), match[3].decode("utf-8", "replace"), named, bool(_GUARDS.search(around))


def _javascript(source: Source) -> Iterator[Route]:
    for match in source.in_code(_EXPRESS):
        end = _end_of_call(source.data, match.end())
        arguments = re.split(rb"=>|function\b", source.data[match.end() : end])[0]
        method = match[1].decode().upper().replace("ALL", "ANY")
        yield match.span(), match[2].decode("utf-8", "replace"), [method], bool(_GUARDS.search(arguments))


def _java(source: Source) -> Iterator[Route]:
    base, base_guarded = "", False
    for match in source.in_code(_SPRING):
        found = _SPRING_PATH.search(match[2] or b"")
        path = found[1].decode("utf-8", "replace") if found else ""
        around = _annotations(source.data, match.start())
        guarded = bool(_GUARDS.search(around))
        if re.search(rb"\b(?:class|interface)\s", source.data[match.end() : match.end() + 300].partition(b"{")[0]):
            base, base_guarded = path, guarded
            continue
        methods = [name.decode() for name in _SPRING_METHOD.findall(match[2] or b"")]
        kind = match[1].decode().upper()
        named = methods or (["ANY"] if kind == "REQUEST" else [kind])
        yield match.span(), f"{base}/{path}", named, guarded or base_guarded


def _annotations(data: bytes, at: int) -> bytes:
    """The annotations around one: from the end of what stands before to the body."""
    begin = max(data.rfind(b"}", 0, at), data.rfind(b";", 0, at), data.rfind(b"{", 0, at), at - _NEAR, 0)
    body = _BODY.search(data, at, at + _NEAR)
    return data[begin : body.start() if body else at + 200]


def _end_of_call(data: bytes, start: int) -> int:
    depth = 1
    for match in re.finditer(rb"[()]", data[start : start + _NEAR]):
        depth += 1 if match[0] == b"(" else -1
        if depth == 0:
            return start + match.start()
    return min(len(data), start + _NEAR)


def _about(path: str) -> str:
    plain = _VARIABLE.sub(lambda found: "{" + next(name for name in found.groups() if name) + "}", path)
    parts = [part.replace("*", "{rest}").strip() for part in plain.split("/")]
    parts = [part for part in parts if part not in {"", ".", ".."}]
    about = "/".join(("route", *(parts or ["(root)"])))
    return about if about.isprintable() and len(about) < 250 and "\\" not in about else ""
