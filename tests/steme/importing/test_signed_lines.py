from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from repo_format import frame, ids, objects, signature
from repo_format.errors import BadSignature, FromTheFuture, InvalidInput, MalformedObject, StemeError
from repo_format.objects.erasure import Erasure
from repo_format.objects.vote import Vote
from repo_format.seal import Seal
from steme.exports import jsonl
from steme.importing import signed_lines
from steme.repository import Repository
from steme.wanted import Wanted
from tests.sample import Sample
from tests.steme.claims import ALICE, BOB, DAY, assertion
from tests.steme.importing.conftest import Import


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Repository]:
    with Repository.init(str(tmp_path / "empty")) as made:
        yield made


def count_and_root(repository: Repository) -> tuple[int, bytes]:
    with repository.snapshot() as view:
        return view.count, view.trie.root(view.count)


def exported(sample: Sample) -> list[str]:
    with sample.open() as repository:
        return [line.decode().rstrip("\n") for line in jsonl.lines(repository, Wanted())]


def frames(repository: Repository, kind: int) -> int:
    return sum(found.kind == kind for found in repository.store.log.scan(1, 0, frame.START))


def seal_line(seal: Seal) -> str:
    return json.dumps({"seal": seal.encode().hex()})


def signed_line(payload: objects.Payload, key: Any = ALICE) -> str:
    data = objects.write(payload)
    proof = signature.sign_object(key.secret, ids.object_id(data))
    return f'{{"payload":{data.decode()},"signature":"{proof.hex()}"}}'


def sealed_lines(*payloads: objects.Payload, key: Any = ALICE) -> list[str]:
    data = [objects.write(payload) for payload in payloads]
    seal = Seal.sign(key.secret, DAY, tuple(map(ids.object_id, data)))
    return [seal_line(seal), *(f'{{"payload":{one.decode()},"seal":"{seal.id.hex()}"}}' for one in data)]


@pytest.mark.parametrize("order", ["as exported", "backwards", "shuffled"])
def test_every_kind_of_object_arrives_in_any_order(sample: Sample, empty: Repository, take: Import, order: str) -> None:
    lines = exported(sample)
    if order == "backwards":
        lines.reverse()
    elif order == "shuffled":
        random.Random(7).shuffle(lines)
    with sample.open() as source:
        expected, blocks = count_and_root(source), frames(source, frame.BLOCK)
    report = take(*lines, into=empty)
    assert (report.added, report.present, report.root) == (expected[0], 0, expected[1])
    assert count_and_root(empty) == expected
    assert frames(empty, frame.BLOCK) <= blocks + 2, "objects of a seal stay together"
    again = take(*lines, into=empty)
    assert (again.added, again.present, again.commit) == (0, expected[0], None)


def test_what_arrived_has_its_proofs_and_can_be_exported_again(sample: Sample, empty: Repository, take: Import) -> None:
    lines = exported(sample)
    take(*lines, into=empty)
    assert list(jsonl.lines(empty, Wanted())) == [line.encode() + b"\n" for line in lines]


def test_groups_that_grow_too_large_are_handed_on(
    sample: Sample, empty: Repository, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_lines, "MAX_WAITING", 2000)
    monkeypatch.setattr(signed_lines, "_OPEN_SEALS", 1)
    lines = exported(sample)
    seals = [line for line in lines if line.startswith('{"seal"')]
    others = [line for line in lines if not line.startswith('{"seal"')]
    random.Random(3).shuffle(others)
    with sample.open() as source:
        assert take(*seals, *others, into=empty).root == count_and_root(source)[1]
    assert frames(empty, frame.SEAL) > 2 * len(seals), "a seal that was handed on comes again with the rest"


def test_too_many_objects_that_wait_for_a_seal(
    sample: Sample, empty: Repository, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signed_lines, "MAX_WAITING", 2000)
    with pytest.raises(InvalidInput, match=r"seal: .* has not come yet"):
        take(*[line for line in exported(sample) if not line.startswith('{"seal"')], into=empty)
    assert count_and_root(empty)[0] == 0


def test_facts_and_objects_in_one_file(empty: Repository, take: Import) -> None:
    fact = '{"subject":"a","predicate":"b","value":1}'
    sealed = sealed_lines(assertion(BOB, "c", "d", 2), assertion(BOB, "c", "e", 3), key=BOB)
    report = take(fact, signed_line(assertion(ALICE, "f", "g", 4)), *sealed, fact.replace("1", "5"), into=empty)
    assert (report.lines, report.added) == (6, 5)


def test_members_in_another_order_and_with_spaces(empty: Repository, take: Import) -> None:
    seal, line = sealed_lines(assertion(ALICE, "a", "b", 1))
    payload, proof = line[len('{"payload":') : line.index(',"seal"')], line[line.index('"seal":"') + 8 : -2]
    turned = f' {{ "seal" : "{proof}" , "payload" : {payload} }} '
    assert take(f"\t{seal}", turned, into=empty).added == 1
    with pytest.raises(BadSignature, match=r"^line 1: the signature of object"):
        take(flipped(" " + SIGNED, len(SIGNED) - 10), into=empty)
    with pytest.raises(InvalidInput, match=r"^line 1: 'tear' is not a field; did you mean tier"):
        take(' {"subject":"a","predicate":"b","value":"\\"seal\\"","tear":"seal","x":"payload"}', into=empty)


def test_a_part_of_a_seal(empty: Repository, take: Import) -> None:
    seal, *lines = sealed_lines(*(assertion(ALICE, "a", "b", n) for n in range(6)))
    assert take(seal, lines[4], lines[1], lines[1], into=empty).added == 2
    assert take(seal, *lines, into=empty).added == 4
    with empty.snapshot() as view:
        assert view.trie.root(6) == view.trie.root(view.count)


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_seal_that_never_comes(empty: Repository, take: Import, dry_run: bool) -> None:
    _, line, other = sealed_lines(assertion(ALICE, "a", "b", 1), assertion(ALICE, "a", "b", 2))
    with pytest.raises(BadSignature, match=r"^line 1: its seal [0-9a-f]{12} is not among the lines$"):
        take(line, into=empty, dry_run=dry_run)
    report = take(line, other, into=empty, keep_going=True, dry_run=dry_run)
    assert [each.number for each in report.refused_lines] == [1, 2]
    assert count_and_root(empty)[0] == 0


def flipped(text: str, at: int) -> str:
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]


CLAIM = assertion(ALICE, "a", "b", 1)
SEAL, SEALED = sealed_lines(CLAIM)
SIGNED = signed_line(CLAIM)
OTHER_SEAL = sealed_lines(assertion(ALICE, "x", "y", 1))[0]
OTHER_ID = Seal.decode(bytes.fromhex(json.loads(OTHER_SEAL)["seal"])).id.hex()
STOLEN = sealed_lines(CLAIM, key=BOB)
PAYLOAD = objects.write(CLAIM).decode()

FORGED: dict[str, tuple[list[str], type[StemeError]]] = {
    "signature flipped": ([flipped(SIGNED, len(SIGNED) - 10)], BadSignature),
    "payload changed": ([SIGNED.replace('"value":1', '"value":2')], BadSignature),
    "sealed payload changed": ([SEAL, SEALED.replace('"value":1', '"value":2')], BadSignature),
    "signed by another": ([signed_line(CLAIM, BOB)], BadSignature),
    "sealed by another": (STOLEN, BadSignature),
    "another's seal": ([OTHER_SEAL, SEALED.replace(SEALED[-66:-2], OTHER_ID)], BadSignature),
    "seal's signature flipped": ([flipped(SEAL, len(SEAL) - 10), SEALED], BadSignature),
    "seal's id list flipped": ([flipped(SEAL, 120), SEALED], BadSignature),
    "seal cut short": ([SEAL[:-4] + '"}', SEALED], MalformedObject),
    "seal of the future": ([SEAL.replace('"seal": "01', '"seal": "02'), SEALED], FromTheFuture),
    "not canonical": ([SIGNED.replace('"kind"', ' "kind"')], MalformedObject),
    "payload with a key twice": ([SIGNED.replace('"kind"', '"author":"x","kind"')], InvalidInput),
    "payload of the future": ([SIGNED.replace('"version":1', '"version":2')], FromTheFuture),
    "payload of no kind": ([SIGNED.replace('"kind":"assertion"', '"kind":"rumour"')], FromTheFuture),
    "payload no object": (['{"payload":3,"signature":"00"}'], InvalidInput),
    "payload null": (['{"payload":null,"signature":"00"}'], InvalidInput),
    "both proofs": ([SIGNED[:-1] + ',"seal":"' + OTHER_ID + '"}'], InvalidInput),
    "no proof": ([f'{{"payload":{PAYLOAD}}}'], InvalidInput),
    "unknown member": ([SIGNED[:-1] + ',"trust":"me"}'], InvalidInput),
    "two payloads": ([f'{{"payload":{PAYLOAD},' + SIGNED[1:]], InvalidInput),
    "signature not hex": (['{"payload":' + PAYLOAD + ',"signature":"zz"}'], InvalidInput),
    "signature too short": ([SIGNED[:-4] + '"}'], BadSignature),
    "seal id too short": ([SEAL, SEALED[:-4] + '"}'], InvalidInput),
    "upper case": ([SEAL.upper().replace("SEAL", "seal"), SEALED], InvalidInput),
    "erased and there": ([SIGNED[:-1] + ',"erased":"' + OTHER_ID + '"}'], InvalidInput),
    "erased without a proof": (['{"erased":"' + OTHER_ID + '"}'], InvalidInput),
    "nothing": (['{"payload":{},"signature":"00"}'], InvalidInput),
}


@pytest.mark.parametrize(("lines", "error"), FORGED.values(), ids=FORGED.keys())
def test_nothing_forged_enters(empty: Repository, take: Import, lines: list[str], error: type[StemeError]) -> None:
    for dry_run in (True, False):
        with pytest.raises(error, match=r"^line [12]: "):
            take(*lines, into=empty, dry_run=dry_run)
    report = take(*lines, into=empty, keep_going=True)
    assert report.refused > 0
    assert (report.added, count_and_root(empty)[0]) == (0, 0)


def test_a_forged_seal_is_refused_at_its_line(empty: Repository, take: Import) -> None:
    with pytest.raises(BadSignature, match=r"^line 1: the signature of seal"):
        take(flipped(SEAL, len(SEAL) - 10), into=empty)


def test_flipping_any_character_lets_nothing_in(empty: Repository, take: Import) -> None:
    text = f"{SEAL}\n{SEALED}"
    lines = [flipped(text, at) for at in random.Random(1).sample(range(len(text)), 60) if text[at] != "\n"]
    for changed in lines:
        report = take(*changed.split("\n"), into=empty, keep_going=True)
        assert report.added == 0, changed


def erased_lines(*, reason: bool, key: Any = ALICE) -> tuple[list[str], bytes]:
    data = [objects.write(assertion(key, "secret", "name", value)) for value in ("Ann", "Bea", "Cid")]
    names = [ids.object_id(one) for one in data]
    seal = Seal.sign(key.secret, DAY, (names[0], names[1]))
    single = signature.sign_object(key.secret, names[2])
    lines = [
        f'{{"erased":"{names[0].hex()}","seal":"{seal.id.hex()}"}}',
        seal_line(seal),
        f'{{"payload":{data[1].decode()},"seal":"{seal.id.hex()}"}}',
        f'{{"author":"{key.public.hex()}","erased":"{names[2].hex()}","signature":"{single.hex()}"}}',
    ]
    targets = (names[0].hex(), names[2].hex()) if reason else ()
    bob = BOB.public.hex()
    lines += [signed_line(Erasure(author=bob, target=name, reason="asked for", time=DAY), BOB) for name in targets]
    return lines, names[0]


def test_erased_objects_come_with_their_reason_and_go_out_again(
    empty: Repository, take: Import, tmp_path: Path
) -> None:
    lines, name = erased_lines(reason=True)
    assert take(*lines, into=empty).added == 5
    with empty.snapshot() as view:
        record = view.record(view.seq_of(name))
        assert (record.payload, record.seal is None, view.count) == (None, False, 5)
        before = view.trie.root(5)
    empty.store.rebuild()
    assert count_and_root(empty) == (5, before)
    again = [line.decode().strip() for line in jsonl.lines(empty, Wanted())]
    assert any('"erased"' in line and '"author"' in line for line in again)
    (tmp_path / "other").mkdir()
    with Repository.init(str(tmp_path / "other")) as other:
        assert take(*again, into=other).root == before
        assert take(*again, into=other).present == 5


def test_erased_objects_without_a_reason_or_a_proof_stay_out(empty: Repository, take: Import) -> None:
    lines, _ = erased_lines(reason=False)
    with pytest.raises(BadSignature, match=r"^line 1: it is erased, and nothing signed says why"):
        take(*lines, into=empty)
    report = take(*lines, into=empty, keep_going=True)
    assert ([each.number for each in report.refused_lines], report.added) == ([1, 4], 1)
    lines, _ = erased_lines(reason=True)
    stranger = lines[3].replace(ALICE.public.hex(), BOB.public.hex())
    with pytest.raises(BadSignature, match=r"^line 1: the signature of object"):
        take(stranger, *lines, into=empty)


def test_a_reason_that_is_here_already(empty: Repository, take: Import) -> None:
    lines, _ = erased_lines(reason=True)
    take(*lines[4:], into=empty)
    assert take(*lines[:4], into=empty).added == 3


def test_an_object_that_is_here_is_not_replaced_by_its_erasure(empty: Repository, take: Import) -> None:
    empty.add([assertion(ALICE, "secret", "name", "Ann")], ALICE)
    lines, name = erased_lines(reason=True)
    assert take(*lines, into=empty).present == 1
    with empty.snapshot() as view:
        assert view.record(view.seq_of(name)).payload is not None


def test_a_vote_by_somebody_else_is_kept_as_theirs(empty: Repository, take: Import) -> None:
    vote = Vote(author=BOB.public.hex(), target="ab" * 32, weight=1, time=DAY)
    take(signed_line(vote, BOB), into=empty)
    with empty.snapshot() as view:
        assert objects.read(view.record(1).payload or b"") == vote
