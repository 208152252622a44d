from __future__ import annotations

import pytest

from repo_format import proof_document, signature
from repo_format.errors import Damaged, InvalidInput, MalformedObject, NotFound, Refused
from repo_format.storage.snapshot import Snapshot
from steme import moments, proofs
from tests.sample import Sample


def proved(sample: Sample, name: str, moment: str = "main") -> bytes:
    with sample.open() as repository, repository.snapshot() as view:
        made = proofs.prove(view, sample.ids.get(name, name), moments.resolve(view, moment))
    return proof_document.encode(made).encode()


def test_every_object_under_the_newest_head(sample: Sample) -> None:
    for name, identifier in sample.ids.items():
        given, payload = proofs.check(proved(sample, name))
        assert (given.id.hex(), given.head.id.hex()) == (identifier, sample.heads[-1])
        assert payload.author in (sample.alice.public.hex(), sample.bob.public.hex())


def test_without_a_moment_it_is_the_newest(sample: Sample) -> None:
    with sample.open() as repository, repository.snapshot() as view:
        made = proofs.prove(view, sample.ids["vote"])
    assert made.head.id.hex() == sample.heads[-1]


@pytest.mark.parametrize(("moment", "commit"), [("main~1", 4), ("v1", 2), ("seq:6", 2), ("main~2", 3)])
def test_older_heads(sample: Sample, moment: str, commit: int) -> None:
    given, _ = proofs.check(proved(sample, "dosage", moment))
    assert given.head.id.hex() == sample.heads[commit - 1]
    assert given.head.count == [4, 137, 137, 202, 213][commit - 1]


def test_a_large_trie_now_and_then(own_sample: Sample) -> None:
    """More ids than a leaf holds, so that there are nodes, at the newest head and at one before it."""
    bob = own_sample.bob
    with own_sample.open() as repository:
        for start in (0, 300):
            claims = [own_sample.claim(bob, f"many/{n}", "x", n) for n in range(start, start + 300)]
            own_sample.ids[f"many {start}"] = own_sample.commit(repository, bob, claims, seal=300)[0]
    newest, _ = proofs.check(proved(own_sample, "many 0"))
    before, _ = proofs.check(proved(own_sample, "many 0", "main~1"))
    assert [len(one.path.levels) for one in (newest, before)] == [1, 1]
    assert (newest.head.count, before.head.count) == (813, 513)
    with pytest.raises(NotFound, match="came later"):
        proved(own_sample, "many 300", "main~1")


@pytest.mark.parametrize("moment", ["main~4", "0", "2020-01-01"])
def test_what_came_later_is_not_under_an_older_head(sample: Sample, moment: str) -> None:
    with pytest.raises(NotFound, match="is not under that head; it came later, as number 133"):
        proved(sample, "dosage", moment)


def test_what_is_not_here(sample: Sample) -> None:
    with pytest.raises(NotFound):
        proved(sample, "00" * 32)


def test_an_erased_object(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Snapshot.record

    def erased(view: Snapshot, seq: int):  # type: ignore[no-untyped-def]
        found = real(view, seq)
        found.payload = None
        return found

    monkeypatch.setattr(Snapshot, "record", erased)
    with pytest.raises(NotFound, match="was erased"):
        proved(sample, "dosage")


def test_nothing_is_proved_from_a_damaged_repository(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("repo_format.signature.verify_strict", lambda *_: False)
        with pytest.raises(Damaged, match="cannot be proved"):
            proved(sample, "vote")
    monkeypatch.setattr("repo_format.storage.trie.Trie.below", lambda trie, path: [bytes.fromhex(sample.ids["vote"])])
    with pytest.raises(Damaged, match="steme reindex"):
        proved(sample, "vote")


def test_a_demanded_signer(sample: Sample) -> None:
    data = proved(sample, "dosage")
    proofs.check(data, sample.bob.public)
    with pytest.raises(Refused, match=f"not by {sample.alice.public.hex()[:12]}"):
        proofs.check(data, sample.alice.public)


def test_what_is_no_proof() -> None:
    with pytest.raises(MalformedObject):
        proofs.check(b"")


def test_who_is_meant_by_a_signer(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_CONFIG_HOME", str(sample.config))
    key = sample.bob.public
    for text in ("bob", key.hex(), key.hex().upper(), key.hex()[:8]):
        assert proofs.signer_named(text) == key
    stranger = signature.public_key(b"\7" * 32).hex()
    assert proofs.signer_named(stranger).hex() == stranger
    with pytest.raises(NotFound):
        proofs.signer_named(stranger[:8])
    with pytest.raises((NotFound, InvalidInput)):
        proofs.signer_named("")
