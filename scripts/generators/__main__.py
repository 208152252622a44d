"""`scripts/generate` writes the generated files, `scripts/generate --check` only says which ones are stale."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import generators

TOP = Path(__file__).resolve().parents[2]
FOLDERS = ("completions", "docs/reference", "man")
"""Folders that hold generated files and nothing else; what no generator makes any more is removed from them."""


def main() -> int:
    """Write or check; 1 when a check finds something stale."""
    parser = argparse.ArgumentParser(prog="scripts/generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a file is stale")
    wanted = made()
    stale = [path for path in (*wanted, *left_over(wanted)) if current(path) != wanted.get(path)]
    if parser.parse_args().check:
        for path in stale:
            print(f"{path} is stale: run scripts/generate")  # noqa: T201 - the output of this script
        return 1 if stale else 0
    for path in stale:
        write(TOP / path, wanted.get(path))
    return 0


def made() -> dict[str, bytes]:
    """Path -> content of everything that is generated."""
    files: dict[str, bytes] = {}
    for module in sorted(found.name for found in iter_modules(generators.__path__)):
        if module != "__main__":
            make = getattr(import_module(f"generators.{module}"), "files", None)
            found = make() if make else {}
            files.update({path: one if isinstance(one, bytes) else one.encode() for path, one in found.items()})
    return files


def left_over(wanted: dict[str, bytes]) -> list[str]:
    """Files in generated folders that nothing generates."""
    found = (path for folder in FOLDERS for path in (TOP / folder).rglob("*") if path.is_file())
    return sorted(name for path in found if (name := path.relative_to(TOP).as_posix()) not in wanted)


def current(path: str) -> bytes | None:
    """What is there now, None without a file."""
    file = TOP / path
    return file.read_bytes() if file.is_file() else None


def write(file: Path, data: bytes | None) -> None:
    """Put the content there, or remove what is left over."""
    if data is None:
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
