"""What `steme tag` does: list, put and remove tags."""

from __future__ import annotations

from repo_format import refs
from repo_format.errors import NotFound
from steme import heads, keys, moments
from steme.repository import Repository
from steme_cli import invocation, output, question
from steme_cli.render import named_heads


def show_all(format: str | None) -> None:
    """Write all tags."""
    with Repository.open(invocation.current().start()) as repository, repository.snapshot() as view:
        found = heads.named(view, refs.TAGS)
    named_heads.write("steme.tag", found, format, short=True)


def put(name: str, moment: str, key: str | None, *, force: bool) -> None:
    """Let a tag name a moment's head."""
    refs.tag_ref(name)
    with Repository.open(invocation.current().start()) as repository:
        with repository.snapshot() as view:
            target = moments.resolve(view, moment)
        if not target.commit:
            raise NotFound("there is nothing to tag before the first commit")
        signing = keys.default(key, repository.configuration, question.passphrase)
        done = repository.tag(name, target.head, signing, replace=force)
    if done is None:
        output.note(f"{moments.short(refs.tag_ref(name))} names these objects already")
        return
    output.note(f"{moments.short(refs.tag_ref(name))} names head {target.head.hex()[:12]}, commit {target.commit}")


def remove(name: str, key: str | None) -> None:
    """Remove a tag."""
    with Repository.open(invocation.current().start()) as repository:
        signing = keys.default(key, repository.configuration, question.passphrase)
        old = heads.remove_tag(repository, name, signing)
    output.note(f"removed; it named head {old.hex()[:12]}")
