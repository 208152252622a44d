"""What `steme push` does."""

from __future__ import annotations

from steme_cli import sharing


def run(*, remote: str | None, dry_run: bool, key: str | None, format: str | None) -> int:
    """Give a remote what it has not; the exit status."""
    return sharing.push(remote, key, dry_run=dry_run, format=format)
