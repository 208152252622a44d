"""What `steme fetch` does."""

from __future__ import annotations

from steme_cli import sharing


def run(*, remote: str | None, dry_run: bool, key: str | None, format: str | None) -> int:
    """Bring what a remote has; the exit status."""
    return sharing.fetch(remote, key, dry_run=dry_run, fail=False, kind="steme.fetch", format=format)
