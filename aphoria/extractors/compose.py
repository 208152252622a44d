"""Compose files: what a service may do on its host, and what it shows to the world."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.source import Source

LANGUAGES = ("yaml",)
HINTS = (rb"(?m)^services:",)
OBSERVES = (
    Observes("container/privileged", "enabled", "whether a service has all rights on its host"),
    Observes("container/network", "host", "true where a service uses the network of its host"),
    Observes("container/socket", "mounted", "true where a service can command the container engine"),
    Observes("container/capability", "added", "a capability that a service gets"),
    Observes("container/base", "pinned", "whether an image is named with a version other than latest, or a digest"),
    Observes("container/port", "published", "an address and port that the host listens on"),
    Observes("container/user", "set", "the user of a service"),
)
VERSION = 1


def extract(source: Source) -> Iterator[Found]:
    """See the module."""
    for one in source.settings:
        if len(one.key) < 3 or one.key[0] != "services":
            continue
        word, value = one.key[2], str(one.value)
        if word == "privileged" and isinstance(one.value, bool):
            yield found_setting(one, "container/privileged", "enabled", one.value)
        elif word == "network_mode" and value == "host":
            yield found_setting(one, "container/network", "host", True)
        elif word == "volumes" and "/docker.sock" in value:
            yield found_setting(one, "container/socket", "mounted", True)
        elif word == "cap_add":
            yield found_setting(one, "container/capability", "added", value)
        elif word == "image" and "$" not in value:
            tag = value.rpartition("/")[2].partition(":")[2]
            yield found_setting(one, "container/base", "pinned", "@sha256:" in value or tag not in {"", "latest"})
        elif word == "ports" and len(one.key) == 4:
            yield found_setting(one, "container/port", "published", value)
        elif word == "user" and len(one.key) == 3:
            yield found_setting(one, "container/user", "set", value.partition(":")[0])
