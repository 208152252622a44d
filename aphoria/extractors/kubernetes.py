"""Manifests of Kubernetes: what a container may do on its node."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.setting import Setting
from aphoria.source import Source

LANGUAGES = ("yaml",)
HINTS = (rb"(?m)^kind:",)
_SWITCHES = {
    "privileged": ("container/privileged", "enabled"),
    "allowPrivilegeEscalation": ("container/escalation", "allowed"),
    "runAsNonRoot": ("container/nonroot", "required"),
    "readOnlyRootFilesystem": ("container/filesystem", "readonly"),
    "hostNetwork": ("container/network", "host"),
    "hostPID": ("container/processes", "host"),
    "hostIPC": ("container/ipc", "host"),
    "automountServiceAccountToken": ("container/token", "mounted"),
}
OBSERVES = (
    *(Observes(about, predicate, f"the value of {name}") for name, (about, predicate) in _SWITCHES.items()),
    Observes("container/user", "set", "root where runAsUser is 0, else the number"),
    Observes("container/capability", "added", "a capability that a container gets"),
    Observes("container/limits", "set", "whether a container has limits of memory and processor"),
    Observes("container/base", "pinned", "whether an image is named with a version other than latest, or a digest"),
)
VERSION = 1

_WORKLOADS = frozenset({"Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicaSet"})


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    kinds = {one.document: str(one.value) for one in source.settings if one.key == ("kind",)}
    mine = [one for one in source.settings if kinds.get(one.document) in _WORKLOADS]
    for one in mine:
        yield from _setting(one)
    yield from _limits(mine)


def _setting(one: Setting) -> Iterator[Found]:
    value = str(one.value)
    if one.name in _SWITCHES and isinstance(one.value, bool):
        about, predicate = _SWITCHES[one.name]
        yield found_setting(one, about, predicate, one.value)
    elif one.name == "runAsUser" and isinstance(one.value, int):
        yield found_setting(one, "container/user", "set", "root" if one.value == 0 else value)
    elif one.key[-3:-1] == ("capabilities", "add"):
        yield found_setting(one, "container/capability", "added", value)
    elif (
        one.name == "image"
        and "containers" in {part.lower().removeprefix("init") for part in one.key}
        and "$" not in value
    ):
        tag = value.rpartition("/")[2].partition(":")[2]
        yield found_setting(one, "container/base", "pinned", "@sha256:" in value or tag not in {"", "latest"})


def _limits(settings: list[Setting]) -> Iterator[Found]:
    """For every container, by the setting of its image."""
    limited = {(one.document, one.key[:-3]) for one in settings if one.key[-3:-1] == ("resources", "limits")}
    for one in settings:
        if one.name == "image" and len(one.key) > 2 and one.key[-3] in {"containers", "initContainers"}:
            yield found_setting(one, "container/limits", "set", (one.document, one.key[:-1]) in limited)
