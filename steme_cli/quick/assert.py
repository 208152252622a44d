"""What `steme assert` does."""

from __future__ import annotations

from repo_format import objects
from repo_format.errors import StorageFailed
from steme import keys, times
from steme.civil import DAY
from steme.drafts import draft
from steme.repository import Repository
from steme_cli import invocation, output, question


def run(
    *,
    subject: str,
    predicate: str,
    value: str,
    text: bool,
    unit: str | None,
    confidence: str | None,
    tier: str | None,
    source: str | None,
    note: str | None,
    time: str | None,
    epoch: str | None,
    lifecycle: str | None,
    parent: str | None,
    meta: list[str] | None,
    salt: str | None,
    visual_hash: str | None,
    key: str | None,
    dry_run: bool,
) -> None:
    """Sign one assertion and put it into the repository; its id goes to stdout once it is on the disk."""
    with Repository.open(invocation.current().start()) as repository:
        settings = repository.configuration
        signing = keys.default(key, settings, question.passphrase)
        words = {
            "unit": unit,
            "confidence": confidence,
            "tier": tier,
            "source": source,
            "note": note,
            "time": time,
            "epoch": epoch,
            "lifecycle": lifecycle,
            "parent": parent,
            "salt": salt,
            "visual_hash": visual_hash,
        }
        defaults = {"confidence": repr(settings.number("assert.confidence")), "tier": settings.text("assert.tier")}
        with repository.snapshot() as view:
            claim = draft(
                view,
                signing.public,
                (subject, predicate, value),
                words,
                meta or (),
                defaults=defaults,
                as_text=text,
            )
        if dry_run:
            output.write(objects.write(claim).decode() + "\n")
            return
        ids, commit = repository.add([claim], signing)
    _say(ids[0].hex())
    if commit is None:
        output.note("this exact claim was here already")
    if claim.time > times.now() + DAY:
        output.note(f"it is dated {times.format_time(claim.time)}, which is still to come")


def _say(identifier: str) -> None:
    """The id, at once: a full disk behind stdout must not look as if nothing had been recorded."""
    try:
        output.write(identifier + "\n")
        output.flush()
    except StorageFailed as error:
        raise StorageFailed(f"the claim is recorded as {identifier}, but that could not be said: {error}") from error
