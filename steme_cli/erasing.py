"""What `steme erase` does, from the words on the command line to the screen."""

from __future__ import annotations

from repo_format.checking.check import bytes_to_read
from repo_format.errors import InvalidInput
from steme import keys, times
from steme.erasing import received, targets
from steme.erasing.erase import erase, reasons_for
from steme.repository import Repository
from steme_cli import invocation, question
from steme_cli.progress import progress
from steme_cli.render import erasing_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from repo_format.objects.erasure import Erasure
    from steme.erasing.received import Request
    from steme.erasing.targets import Target
    from steme.keys import SigningKey


def by_own_word(
    ids: Sequence[str], *, reason: str, time: str | None, key: str | None, dry_run: bool, yes: bool, format: str | None
) -> None:
    """Erase objects and say why."""
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            found = targets.find(view, ids)
        present = [target for target in found if target.payload is not None]
        if dry_run or not present:
            erasing_page.targets(found, format)
            return
        signing = keys.default(key, repository.configuration, question.passphrase)
        moment = times.parse_time(time or "now")
        reasons = reasons_for(repository, present, signing, reason, moment)
        if not yes:
            question.confirm(erasing_page.warning(present), "--yes")
        _carry_out(repository, present, reasons, signing)


def as_asked(ids: Sequence[str], *, dry_run: bool, yes: bool, format: str | None) -> None:
    """Follow erasures that others have signed: those named, or all whose signers had the right."""
    with Repository.open(invocation.current().start()) as repository:
        waiting = _chosen(repository, ids, received.waiting(repository))
        followed = [one for one in waiting if ids or one.by_right]
        erasing_page.requests(waiting, format)
        if dry_run or not followed:
            erasing_page.left(len(waiting) - len(followed))
            return
        present = list({one.target.id: one.target for one in followed}.values())
        if not yes:
            question.confirm(erasing_page.warning(present), "--yes")
        _carry_out(repository, present, (), None)
        erasing_page.left(len(waiting) - len(followed))


def _chosen(repository: Repository, ids: Sequence[str], waiting: list[Request]) -> list[Request]:
    if not ids:
        return waiting
    named = {repository.resolve(text) for text in ids}
    chosen = [one for one in waiting if one.id in named or one.target.id in named]
    missing = named - {one.id for one in chosen} - {one.target.id for one in chosen}
    for one in sorted(missing):
        raise InvalidInput("erase", f"{one.hex()[:12]} is neither an erasure that waits nor the target of one")
    return chosen


def _carry_out(
    repository: Repository, present: Sequence[Target], reasons: Sequence[Erasure], key: SigningKey | None
) -> None:
    with progress("erasing", 2 * bytes_to_read(repository.path)) as advance:
        done = erase(repository, present, reasons, key, advance)
    erasing_page.done(done)
