"""What `steme sync` does."""

from __future__ import annotations

from steme_cli import sharing


def run(*, remote: str | None, fail_on_conflict: bool, dry_run: bool, key: str | None, format: str | None) -> int:
    """Fetch and push; the exit status."""
    return sharing.sync(remote, key, dry_run=dry_run, fail=fail_on_conflict, format=format)
