"""What `steme pull` does."""

from __future__ import annotations

from steme_cli import sharing


def run(*, remote: str | None, fail_on_conflict: bool, dry_run: bool, key: str | None, format: str | None) -> int:
    """Bring what a remote has; the exit status."""
    return sharing.fetch(remote, key, dry_run=dry_run, fail=fail_on_conflict, kind="steme.pull", format=format)
