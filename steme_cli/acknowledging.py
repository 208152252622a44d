"""What `ack` does: put an acknowledgement into the file, take it out, sign what was edited; with what each covers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from aphoria.acknowledgement_file import AcknowledgementFile, Entry, until_of
from aphoria.acknowledgements import Acknowledgements
from aphoria.claims.entry import SIGNED
from aphoria.claims.signing import identifier, signed
from aphoria.suppression import EXTRACTOR
from repo_format import objects
from repo_format.errors import InvalidInput, shown
from repo_format.objects.acknowledgement import Acknowledgement
from repo_format.objects.retraction import Retraction
from steme import times
from steme_cli import output
from steme_cli.claiming import signer
from steme_cli.render import acknowledgement_rows
from steme_cli.surveying import scan_here, top_here

if TYPE_CHECKING:
    from steme.keys import SigningKey
    from steme.repository import Repository

_LEAST = 2
_UNKNOWN = "0" * 64


def put(
    path: str, reason: str, until: str | None, extractor: str | None, predicate: str | None, key: str | None
) -> None:
    """Acknowledge what is observed at a path, in place of an acknowledgement of the same extent."""
    said = Acknowledgement(
        author=_UNKNOWN,
        extractor=extractor,
        path=path,
        predicate=predicate,
        reason=reason,
        time=0,
        until=None if until is None else _until(until),
    )
    said.check()
    if len(path.partition("://")[2].split("/") if "://" in path else path.split("/")) < _LEAST:
        raise InvalidInput("PATH", f"{shown(path)} is one segment; it needs topic and leaf, such as tls/certificate")
    file = AcknowledgementFile(top_here())
    with signer(key) as (signing, repository):
        mine, proof = signed(said, signing, times.now())
        _record(repository, signing, mine, proof)
        replaced = file.put(mine, proof)
    entry = file.find(path, extractor, predicate) if extractor or predicate else file.entries[-1]
    number = _covered(file, entry)
    told = f"{number} observation{'s' * (number != 1)}" if number else "nothing that is seen"
    output.note(f"{'renewed' if replaced else 'acknowledged'}; it is about {told}")


def _until(text: str) -> int:
    try:
        moment = until_of(date.fromisoformat(text))
    except ValueError:
        moment = times.parse_time(text, field="--until")
    if moment < times.now():
        raise InvalidInput("--until", f"{shown(text)} is past")
    return moment


def _record(
    repository: Repository | None, signing: SigningKey, said: Acknowledgement | Retraction, proof: bytes
) -> None:
    if repository is not None:
        with repository.begin() as transaction:
            transaction.add(identifier(said), objects.write(said), said, proof)
            transaction.commit(signing, times.now())


def remove(path: str, extractor: str | None, predicate: str | None, key: str | None) -> None:
    """Take an acknowledgement out of the file, and back where a repository has it."""
    file = AcknowledgementFile(top_here())
    entry = file.find(path, extractor, predicate)
    file.remove(entry)
    with signer(key) as (signing, repository):
        target = identifier(entry.said)
        if repository is None:
            return
        with repository.snapshot() as view:
            known = bool(view.seq_of(target))
        if known:
            said = Retraction(author=_UNKNOWN, reason="acknowledged no more", target=target.hex(), time=0)
            _record(repository, signing, *signed(said, signing, times.now()))


def sign(key: str | None) -> None:
    """Sign every acknowledgement without a good signature, as it stands in the file."""
    file = AcknowledgementFile(top_here())
    wanted = [one for one in file.entries if one.state != SIGNED]
    if wanted:
        with signer(key) as (signing, repository):
            for entry in wanted:
                mine, proof = signed(entry.said, signing, times.now())
                _record(repository, signing, mine, proof)
                file.put(mine, proof)
    output.write("".join(f"{acknowledgement_rows.extent_text(one.said)}\n" for one in wanted))
    output.note(f"{len(wanted)} signed" if wanted else "every acknowledgement has a good signature")


def show_all(format: str | None) -> None:
    """List them with what they are about in the code as it is."""
    file = AcknowledgementFile(top_here())
    known = Acknowledgements(file.entries, times.now())
    seen = [one for one in scan_here().observations if one.extractor != EXTRACTOR] if file.entries else []
    rows = [(one, known.state(one), known.about(one, seen)) for one in file.entries]
    acknowledgement_rows.write(rows, format)


def _covered(file: AcknowledgementFile, entry: Entry) -> int:
    known = Acknowledgements(file.entries, times.now())
    return known.about(entry, [one for one in scan_here().observations if one.extractor != EXTRACTOR])
