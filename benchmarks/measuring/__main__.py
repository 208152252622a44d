"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from measuring import cases, environment
from measuring.ground import Ground
from measuring.table import table


def names() -> list[str]:
    """All benchmarks, in alphabetical order."""
    return sorted(module.name for module in iter_modules(cases.__path__))


def load(name: str) -> ModuleType:
    """The module of a benchmark."""
    return import_module(f"{cases.__name__}.{name}")


def main(words: Sequence[str] | None = None) -> int:
    """Run benchmarks and print their tables; 1 when a goal was missed."""
    asked = _parser().parse_args(words)
    wanted = {name: load(name) for name in asked.names or names()}
    missed = False
    with tempfile.TemporaryDirectory(prefix="steme-benchmark-", dir=asked.at) as place:
        ground = Ground(Path(place), asked.size, asked.rounds)
        for text in environment.described(ground.place):
            print(text)
        print(f"measured   {asked.size:,} claims, {asked.rounds} rounds", flush=True)
        for name, module in wanted.items():
            if getattr(module, "LARGE", False) and not (asked.large or asked.names):
                continue
            print(f"\n{name}: {(module.__doc__ or '').strip()}\n", flush=True)
            lines = list(module.measure(ground))
            print(table(lines), end="", flush=True)
            missed = missed or any(line.reached is False for line in lines)
    return int(missed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description="Measure steme beside its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *names()], help=", ".join(names()))
    parser.add_argument("--size", type=int, default=100_000, metavar="N", help="claims (100000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each side runs (5)")
    parser.add_argument("--large", action="store_true", help="also what works on ten times as many")
    parser.add_argument("--at", type=Path, metavar="DIR", help="where to work: a directory on the disk to be measured")
    return parser


if __name__ == "__main__":
    sys.exit(main())
