"""What the linter is measured on: the standard library of the Python that runs the benchmark, and claims about it."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

from aphoria.claims import signing
from aphoria.claims.file import ClaimsFile
from steme.keys import SigningKey

FILES, CLAIMS = 2_000, 1_000

_CLAIM = """[[claim]]
id = "standard-library-{number:04}"
path = "{path}"
predicate = "imported"
comparison = "{comparison}"
value = true
invariant = "{module} MUST do without it."
consequence = "A cycle of imports."
provenance = "the benchmark"
tier = "expert"
status = "active"

"""
_SIGNED = """
author = "{author}"
time = 2026-11-20T00:00:00Z
signature = "{signature}"

"""
_TIME = 1_795_132_800_000_000


def library(place: Path) -> int:
    """Copy the standard library, with its tests, to a place; the number of its modules."""
    unwanted = shutil.ignore_patterns("site-packages", "dist-packages", "__pycache__", "*.so", "*.a", "*.exe")
    shutil.copytree(sysconfig.get_path("stdlib"), place, ignore=unwanted, symlinks=True)
    return sum(1 for _ in place.rglob("*.py"))


def claimed(place: Path) -> None:
    """Make a project of exactly ``FILES`` modules and ``CLAIMS`` signed claims, each about one module of them."""
    library(place)
    modules = sorted(place.rglob("*.py"))
    for module in modules[FILES:]:
        module.unlink()
    for number in range(FILES - len(modules)):
        shutil.copy(modules[number], place / f"again_{number}.py")
    (place / ".aphoria").mkdir()
    texts = [_claim(number, module.relative_to(place)) for number, module in enumerate(modules[:CLAIMS])]
    file = place / ".aphoria" / "claims.toml"
    file.write_text("".join(texts), encoding="utf-8")
    key = SigningKey(b"\x01" * 32)
    signed = (signing.signed(one.claim, key, _TIME) for one in ClaimsFile.read(str(file)).entries)
    ends = (_SIGNED.format(author=claim.author, signature=proof.hex()) for claim, proof in signed)
    file.write_text("".join(text.rstrip() + end for text, end in zip(texts, ends, strict=True)), encoding="utf-8")


def _claim(number: int, module: Path) -> str:
    name = module.with_suffix("").as_posix().removesuffix("/__init__")
    return _CLAIM.format(
        number=number,
        path=f"{name}/imports/antigravity",
        module=name,
        comparison="absent" if number % 2 else "not_equals",
    )
