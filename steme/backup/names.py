"""The names of a backup's files, made from numbers alone: nothing that a manifest says becomes a path."""

from __future__ import annotations

import re

OWN = re.compile(r"(?:log|audit)(?:\.[1-9]\d{0,8})?/(?:\d{8}|records)\.seg(?:\.\d{12}-\d{12})?")
"""Every name that a backup may have beside its manifest."""


def segment_name(generation: int, number: int) -> str:
    """The file of a segment: ``log/00000001.seg``, ``log.2/00000001.seg``."""
    return f"{_folder('log', generation)}/{number:08d}.seg"


def audit_name(generation: int) -> str:
    """The file of the audit log: ``audit/records.seg``, ``audit.2/records.seg``."""
    return f"{_folder('audit', generation)}/records.seg"


def part_name(name: str, offset: int, end: int) -> str:
    """The object that holds a file from ``offset`` to ``end``, where parts are objects: never written twice."""
    return f"{name}.{offset:012d}-{end:012d}"


def _folder(name: str, generation: int) -> str:
    return name if generation == 1 else f"{name}.{generation}"
