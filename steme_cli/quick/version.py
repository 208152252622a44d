"""What `steme version` does."""

from __future__ import annotations

import sys

from repo_format.limits import FORMAT_VERSION
from steme_cli import __version__, output
from steme_cli.render.record import record


def run(*, short: bool, format: str | None) -> None:
    """Write the version of steme, of the format it reads and writes, and of Python."""
    if short and format is None:
        output.write(f"steme {__version__}\n")
        return
    facts: dict[str, object] = {"steme": __version__}
    if not short:
        facts["format"] = FORMAT_VERSION
        facts["python"] = ".".join(str(part) for part in sys.version_info[:3])
        facts["platform"] = sys.platform
    record("steme.version", facts, format=format)
