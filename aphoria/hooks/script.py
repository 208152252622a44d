"""What stands in a hook of ours. It is a script for any POSIX shell, and it says who wrote it and how to be rid of it.

Its second line holds a digest of what follows, so that a hook that somebody has changed is known as theirs.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

import blake3

KEPT = ".before-aphoria"
"""Behind the name of a hook: the one that was there before, which is run first."""

CHECKS: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "pre-commit": (("verify run --staged", True), ("scan --staged", False)),
    "pre-push": (("verify run", True),),
}
"""The hooks that there are, each with what it runs and whether that is only of use where there are claims."""

_SKIP = {"pre-commit": "git commit --no-verify", "pre-push": "git push --no-verify"}
_MARK = re.compile(r"# Written by `aphoria hooks install` \(([0-9a-f]{16})\)\.")
_DIGEST_BYTES = 8


def script(hook: str, program: str, folder: str) -> str:
    """The script for a hook: ``program`` is where aphoria was when it was written, ``folder`` the project's place below
    the top of the working tree, ``.`` for the top itself.
    """
    body = _BODY.format(
        hook=hook,
        kept=KEPT,
        program=shlex.quote(program),
        skip=_SKIP[hook],
        folder=shlex.quote(folder),
        checks="".join(_check(words, claims=claims) for words, claims in CHECKS[hook]),
    )
    return f"#!/bin/sh\n# Written by `aphoria hooks install` ({_digest(body)}).\n{body}"


_BODY = """\
# `aphoria hooks uninstall` takes it away and puts back what was here before.

before=$(dirname "$0")/{hook}{kept}
if [ -x "$before" ]; then
    "$before" "$@" || exit
fi

aphoria={program}
[ -x "$aphoria" ] || aphoria=aphoria
if ! command -v "$aphoria" >/dev/null; then
    echo "{hook}: aphoria is not installed, so nothing was checked; {skip} goes on without" >&2
    exit 1
fi

cd -- {folder} || exit
status=0
baseline=
[ ! -e .aphoria/baseline.json ] || baseline=--baseline
{checks}exit $status
"""


def _check(words: str, *, claims: bool) -> str:
    line = f'"$aphoria" {words} $baseline || status=1\n'
    return f"if [ -e .aphoria/claims.toml ]; then\n    {line}fi\n" if claims else line


def is_ours(data: bytes) -> bool:
    """Whether a hook was written by us, whichever version, and nobody has changed it since."""
    mark, body = _parts(data)
    return mark is not None and mark[1] == _digest(body)


def was_ours(data: bytes) -> bool:
    """Whether a hook was written by us, and perhaps changed since."""
    return _parts(data)[0] is not None


def _parts(data: bytes) -> tuple[re.Match[str] | None, str]:
    first, _, rest = data.decode(errors="replace").partition("\n")
    line, _, body = rest.partition("\n")
    return (_MARK.fullmatch(line) if first == "#!/bin/sh" else None), body


def _digest(body: str) -> str:
    return blake3.blake3(body.encode()).hexdigest(_DIGEST_BYTES)
