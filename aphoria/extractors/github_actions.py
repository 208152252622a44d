"""Workflows of GitHub Actions: what they run, with which rights, and whose words end up in a shell."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.pattern import later
from aphoria.setting import Setting
from aphoria.source import Source

LANGUAGES = ("yaml",)
HINTS = (rb"(?m)^\s*-?\s*(?:uses|runs-on|run):", rb"pull_request_target")
OBSERVES = (
    Observes("ci/action", "pinned", "whether an action of somebody else is named by its commit"),
    Observes(
        "ci/permissions",
        "granted",
        "what the token may do: a scope and a right, write-all, or default where nothing is said",
    ),
    Observes("ci/input", "interpolated", "true where a stranger's text is put into a script"),
    Observes(
        "ci/trigger",
        "privileged",
        "true where the code of a pull request is checked out with the rights of the repository",
    ),
)
VERSION = 1

_COMMIT = later(r"@[0-9a-f]{40}$")
_STRANGERS = later(
    r"\$\{\{[^}]*github\.(?:event\.(?:issue|pull_request|comment|review|review_comment|discussion|pages|commits|head_commit)"
    r"[\w.\[\]*]*\.(?:title|body|message|name|email|ref|label|page_name|default_branch)|head_ref)[^}]*\}\}"
)
_PULL_REQUEST = later(r"github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|refs/pull/")


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    settings = source.settings
    workflow = any(one.key[:1] == ("jobs",) for one in settings)
    if not workflow and not any(one.key[:1] == ("runs",) for one in settings):
        return
    for one in settings:
        yield from _setting(one)
    if workflow and not any("permissions" in one.key[:3] for one in settings):
        yield found_setting(settings[0], "ci/permissions", "granted", "default", confidence=0.85)
    if any(one.key[0] == "on" and "pull_request_target" in (*one.key, one.value) for one in settings if one.key):
        for one in settings:
            if one.key[-2:] == ("with", "ref") and _PULL_REQUEST.search(str(one.value)):
                yield found_setting(one, "ci/trigger", "privileged", True)


def _setting(one: Setting) -> Iterator[Found]:
    value = str(one.value)
    if one.name == "uses" and not value.startswith(("./", "docker://")) and "/" in value:
        yield found_setting(one, "ci/action", "pinned", bool(_COMMIT.search(value)))
    elif one.name == "run" and _STRANGERS.search(value):
        yield found_setting(one, "ci/input", "interpolated", True)
    elif one.name == "permissions" and value:
        yield found_setting(one, "ci/permissions", "granted", value)
    elif len(one.key) > 1 and one.key[-2] == "permissions":
        yield found_setting(one, "ci/permissions", "granted", f"{one.name}: {value}")
