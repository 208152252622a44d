"""``aphoria/corpus/corpus.pack``: the signed assertions of ``aphoria/corpus/*.toml`` as one policy.

The signatures stand in the TOML, so the pack follows from what is in the tree and no secret key is needed to make it.
``python -m generators.corpus KEY`` signs what has changed, with a key of ``steme key``, and is run by whoever holds it
(docs/adr/0029).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from aphoria.claims import editing
from aphoria.claims.entry import SIGNED
from aphoria.claims.file import ClaimsFile
from aphoria.claims.signing import signed
from aphoria.policies.pack import packed
from aphoria.policies.shipped import NAME, SIGNER
from steme import keys, times

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "aphoria" / "corpus"
PACK = "aphoria/corpus/corpus.pack"
_SECOND = 1_000_000


def files() -> dict[str, bytes]:
    """The pack. Raises ValueError naming an assertion that the corpus's key has not signed as it stands."""
    entries = [entry for claims in topics() for entry in claims.entries]
    loose = [one.claim.name for one in entries if one.state != SIGNED or one.claim.author != SIGNER]
    if loose:
        raise ValueError(f"{', '.join(loose)}: not signed by the key of the corpus; see docs/adr/0029")
    return {PACK: packed(NAME, ((one.claim, one.signature or b"") for one in entries))}


def topics() -> Iterator[ClaimsFile]:
    """The files of assertions, by name."""
    return (ClaimsFile.read(str(path)) for path in sorted(FOLDER.glob("*.toml")))


def sign(label: str) -> int:
    """Sign whatever the key has not signed as it stands; the number of assertions that were."""
    key, now = keys.load(label), times.now() // _SECOND * _SECOND
    done = 0
    for claims in topics():
        text = claims.text
        for entry in claims.entries:
            if entry.state != SIGNED or entry.claim.author != key.public.hex():
                text = editing.replaced(text, entry.claim.name, *signed(entry.claim, key, now))
                done += 1
        Path(claims.path).write_text(text, encoding="utf-8")
    return done


if __name__ == "__main__":
    print(f"signed {sign(sys.argv[1])}")  # noqa: T201 - the output of this script
