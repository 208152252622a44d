"""Under which headings `steme --help` lists the commands, in the order in which one would read about them.

A command is a file all the same: one that stands in no line here is listed under ``REST``. That is meant for the files
of ``linter_commands/``; a test sees to it that no other is forgotten.
"""

from __future__ import annotations

REST = "Code"
"""The heading of all commands that no line names."""

HEADINGS = {
    "Questions": ("query", "skeptic", "layered", "lenses", "conflicts", "outliers", "timeline", "view"),
    "Claims": ("assert", "import", "export", "source", "epoch", "alias", "show", "log"),
    "Acts on claims": ("vote", "supersede", "retract", "lifecycle"),
    "Trust": ("key", "trust", "delegate", "gold"),
    "Proof": ("trace", "audit", "prove", "check-proof"),
    "Moments": ("head", "tag", "refs", "diff"),
    "Sharing": ("clone", "remote", "fetch", "pull", "push", "sync", "ls-remote", "serve"),
    "Repository": (
        "init", "status", "stats", "config", "fsck", "reindex", "compact", "erase", "backup", "restore", "archive",
    ),
    REST: (),
    "This program": ("help", "completion", "version"),
}  # fmt: skip
"""Heading -> its commands."""
