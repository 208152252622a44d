"""A repository with something of everything: two authors, sealed and single objects, every kind, tags, five commits."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from repo_format import head, ids, objects, signature
from repo_format.objects.acknowledgement import Acknowledgement
from repo_format.objects.agent import Agent
from repo_format.objects.alias import Alias
from repo_format.objects.assertion import Assertion
from repo_format.objects.claim import Claim
from repo_format.objects.delegation import Delegation
from repo_format.objects.epoch import Epoch
from repo_format.objects.erasure import Erasure
from repo_format.objects.outcome import Outcome
from repo_format.objects.retraction import Retraction
from repo_format.objects.source import Source
from repo_format.objects.source_status import SourceStatus
from repo_format.objects.stage import Stage
from repo_format.objects.supersession import Supersession
from repo_format.objects.vote import Vote
from repo_format.payload import Payload, Reference
from repo_format.seal import Seal
from steme.keys import KeyFile, SigningKey
from steme.repository import Repository

MINUTE = 60_000_000
NEW_YEAR = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z. Claims are made in the minutes after it; commits are received a day apart, from the 2nd on."""

DAY = 86_400_000_000
COUNTRIES = tuple(f"country/{a}{b}" for a in "abcdefgh" for b in "stuvwxyz")
HOSTILE = "two lines\n\tand a tab, \u200bnothing seen, \u200fright to left"


class Sample:
    """The repository at ``path``; ``config`` is a configuration folder with the keys of alice and bob.

    ``ids`` names some objects in hex, ``heads`` are the ids of the commits' heads, in order.
    """

    def __init__(self, path: Path, config: Path) -> None:
        self.path = path
        self.config = config
        self.alice = _key("alice", config)
        self.bob = _key("bob", config)
        self.ids: dict[str, str] = {}
        self.heads: list[str] = []
        self._minute = 0
        self.env = {"STEME_CONFIG_HOME": str(config), "STEME_KEY": "alice"}

    def open(self) -> Repository:
        """The repository, opened."""
        return Repository.open(str(self.path))

    def time(self) -> int:
        """A minute after the time given before."""
        self._minute += 1
        return NEW_YEAR + self._minute * MINUTE

    def claim(self, key: SigningKey, subject: str, predicate: str, value: object, **more: object) -> Assertion:
        """An assertion with the next time."""
        fields = {"author": key.public.hex(), "confidence": 0.9, "tier": 2, "time": self.time(), **more}
        return Assertion(subject=subject, predicate=predicate, value=value, **fields)  # type: ignore[arg-type]

    def commit(self, repository: Repository, key: SigningKey, payloads: Iterable[Payload], seal: int = 0) -> list[str]:
        """Sign and commit, ``seal`` objects under one seal or none; the ids."""
        written = [(payload, objects.write(payload)) for payload in payloads]
        named = [(ids.object_id(data), data, payload) for payload, data in written]
        with repository.begin() as transaction:
            if seal:
                for at in range(0, len(named), seal):
                    group = named[at : at + seal]
                    proof = Seal.sign(key.secret, self.time(), tuple(one for one, _, _ in group))
                    entries = [(transaction.claim(one), n, one, data, p) for n, (one, data, p) in enumerate(group)]
                    transaction.add_sealed(proof, entries)
            else:
                for one, data, payload in named:
                    transaction.add(one, data, payload, signature.sign_object(key.secret, one))
            self._finish(transaction, key)
        return [one.hex() for one, _, _ in named]

    def tag(self, repository: Repository, name: str, target: str) -> None:
        """Give a head a tag, in a commit of its own."""
        with repository.begin() as transaction:
            transaction.set_ref(f"refs/tags/{name}", head.NO_HEAD, bytes.fromhex(target))
            self._finish(transaction, self.alice)

    def _finish(self, transaction, key: SigningKey) -> None:  # type: ignore[no-untyped-def]
        commit = transaction.commit(key, NEW_YEAR + (len(self.heads) + 1) * DAY)
        self.heads.append(commit.head.id.hex())


def _key(label: str, config: Path) -> SigningKey:
    seed = label.encode().ljust(32, b".")
    folder = config / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = SigningKey(seed, label)
    file = folder / f"{label}.key"
    file.write_bytes(KeyFile(label, made.public, NEW_YEAR, seed).encode())
    file.chmod(0o600)
    return made


def build(folder: Path) -> Sample:
    """Make the sample below ``folder``."""
    sample = Sample(folder / "claims", folder / "config")
    os.makedirs(sample.path)
    with Repository.init(str(sample.path)) as repository:
        _evidence(sample, repository)
        _claims(sample, repository)
        sample.tag(repository, "v1", sample.heads[-1])
        _disagreement(sample, repository)
        _remarks(sample, repository)
    return sample


def _evidence(sample: Sample, repository: Repository) -> None:
    author = sample.alice.public.hex()
    made = sample.commit(
        repository,
        sample.alice,
        [
            Source(
                author=author,
                name="factbook",
                edition="2025",
                title="The World\u200b Factbook",
                tier=1,
                time=sample.time(),
            ),
            Source(author=author, name="survey", time=sample.time()),
            Epoch(author=author, name="census-2025", time=sample.time()),
            Agent(action="profile", author=author, name="Alice", time=sample.time()),
        ],
    )
    sample.ids.update(zip(("factbook", "survey", "epoch", "profile"), made, strict=True))


def _claims(sample: Sample, repository: Repository) -> None:
    factbook, alice = sample.ids["factbook"], sample.alice
    payloads = [
        sample.claim(alice, country, "population", 1000 + n, unit="people", source=factbook, tier=n % 6)
        for n, country in enumerate(COUNTRIES)
    ]
    payloads += [
        sample.claim(alice, country, "capital", Reference(ref=f"city/{country[-2:]}"), source=factbook)
        for country in COUNTRIES
    ]
    payloads += [
        sample.claim(
            alice, "drug/aspirin", "dosage", 81, unit="mg", epoch="census-2025", meta={"lot": "B-17", "page": 42}
        ),
        sample.claim(alice, "drug/aspirin", "note", HOSTILE, note=HOSTILE, lifecycle="approved"),
        sample.claim(alice, "drug/aspirin", "formula", "=1+1", confidence=0.5),
        sample.claim(alice, "drug/aspirin", "approved", True),
        sample.claim(alice, "drug/aspirin", "leaflet", "word " * 200 + "end"),
    ]
    made = sample.commit(repository, alice, payloads, seal=100)
    sample.ids.update(zip(("dosage", "hostile", "formula", "approved", "leaflet"), made[-5:], strict=True))
    sample.ids["sealed"] = made[0]


def _disagreement(sample: Sample, repository: Repository) -> None:
    survey, bob = sample.ids["survey"], sample.bob
    payloads = [
        sample.claim(bob, country, "population", 1000 + 2 * n, unit="people", source=survey)
        for n, country in enumerate(COUNTRIES)
    ]
    payloads.append(sample.claim(bob, "drug/aspirin", "dosage", 75.5, unit="mg", parent=sample.ids["dosage"]))
    made = sample.commit(repository, bob, payloads, seal=40)
    sample.ids["other dosage"] = made[-1]


def _remarks(sample: Sample, repository: Repository) -> None:
    author, dosage, other = sample.bob.public.hex(), sample.ids["dosage"], sample.ids["other dosage"]
    common = {"author": author}
    payloads: Sequence[Payload] = [
        Vote(**common, target=dosage, weight=-0.5, reason="Too much.", time=sample.time()),
        Outcome(**common, target=dosage, correct=False, time=sample.time()),
        Stage(**common, target=dosage, stage="deprecated", time=sample.time()),
        Supersession(**common, old=dosage, new=other, time=sample.time()),
        Retraction(**common, target=sample.ids["formula"], cascade=True, time=sample.time()),
        SourceStatus(**common, source=sample.ids["survey"], status="quarantined", reason="Odd.", time=sample.time()),
        Delegation(**common, delegate=sample.alice.public.hex(), weight=0.5, scope="country/", time=sample.time()),
        Alias(**common, alias="drug/asa", subject="drug/aspirin", time=sample.time()),
        Erasure(**common, target="ab" * 32, reason="Asked for.", time=sample.time()),
        Acknowledgement(**common, path="code/*/loop", reason="Known.", time=sample.time()),
        Claim(
            **common, comparison="absent", consequence="Slow.", invariant="No sleep.", name="no-sleep-001",
            path="code/rust/loop", predicate="sleep", provenance="Review", status="active", tier=3, time=sample.time(),
        ),
    ]  # fmt: skip
    for payload, one in zip(payloads, sample.commit(repository, sample.bob, payloads), strict=True):
        sample.ids[payload.kind] = one
