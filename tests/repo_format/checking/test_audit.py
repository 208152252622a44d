"""What the audit says of logs whose chain is whole and whose contents are not: a forger makes those, or a mistake."""

from __future__ import annotations

from pathlib import Path

from mutation import relinking
from mutation.specimen import ALICE, BOB, NOON, REPOSITORY

from repo_format import block, frame, head, ids, objects, refs, seal, segment, signature
from repo_format.objects.erasure import Erasure

Bodies = list[tuple[int, int, bytes]]
FIRST_COMMIT, SECOND_COMMIT = 0, 1


def place_of(bodies: Bodies, kind: int, nth: int = 0) -> int:
    return [at for at, body in enumerate(bodies) if body[0] == kind][nth]


def changed(bodies: Bodies, kind: int, body: bytes, nth: int = 0) -> Bodies:
    at = place_of(bodies, kind, nth)
    return [*bodies[:at], (kind, bodies[at][1] if kind == frame.BLOCK else 0, body), *bodies[at + 1 :]]


def commit(bodies: Bodies, nth: int, signer=ALICE, **fields: object) -> Bodies:  # type: ignore[no-untyped-def]
    """Other fields for a commit or its head, signed anew."""
    old = segment.decode_commit(bodies[place_of(bodies, frame.COMMIT, nth)][2])
    names = ("repository", "count", "root", "previous", "time")
    made = head.Head(*(fields.get(name, getattr(old.head, name)) for name in names), signer.public)  # type: ignore[arg-type]
    made.signature = signer.sign_head_id(made.id)
    number, first = fields.get("number", old.number), fields.get("first_seq", old.first_seq)
    return changed(bodies, frame.COMMIT, segment.Commit(number, first, made).encode(), nth)  # type: ignore[arg-type]


def entries(bodies: Bodies) -> list[tuple[bytes, bytes]]:
    """Payloads and signatures of the single objects."""
    body = bodies[place_of(bodies, frame.SIGNED)][2]
    return [(payload or b"", proof) for payload, proof, _, _ in block.decode_signed(body)]


def test_a_good_log_has_no_findings(place: Path, forge) -> None:
    assert forge(relinking.read(place)) == []
    assert forge(relinking.read(place), heads=True) == []


def test_a_signature_of_somebody_else(place: Path, forge) -> None:
    bodies = relinking.read(place)
    signed = entries(bodies)
    signed[3] = (signed[3][0], signature.sign_object(ALICE.secret, ids.object_id(signed[3][0])))
    [(what, message)] = forge(changed(bodies, frame.SIGNED, block.encode_signed(signed)))
    assert what == "object"
    assert "signature that does not hold" in message


def test_a_payload_that_is_not_canonical(place: Path, forge) -> None:
    bodies = relinking.read(place)
    signed = entries(bodies)
    spaced = signed[3][0].replace(b",", b", ", 1)
    signed[3] = (spaced, signature.sign_object(BOB.secret, ids.object_id(spaced)))
    [(what, message)] = forge(changed(bodies, frame.SIGNED, block.encode_signed(signed)), heads=True)
    assert what == "object"
    assert "not in canonical form" in message


def test_a_payload_from_the_future_is_a_note(place: Path, forge, found) -> None:
    bodies = relinking.read(place)
    signed = entries(bodies)
    later = signed[3][0].replace(b'"version":1', b'"version":2')
    signed[3] = (later, signature.sign_object(BOB.secret, ids.object_id(later)))
    [(what, message)] = forge(changed(bodies, frame.SIGNED, block.encode_signed(signed)), heads=True)
    assert (what, found()[0].severity) == ("future", "note")
    assert "newer steme" in message


def test_what_cannot_be_judged_must_be_signed_all_the_same(place: Path, forge) -> None:
    bodies = relinking.read(place)
    signed = entries(bodies)
    signed[3] = (signed[3][0].replace(b'"kind":"assertion"', b'"kind":"conjecture"'), signed[3][1])
    told = forge(changed(bodies, frame.SIGNED, block.encode_signed(signed)), heads=True)
    assert [what for what, _ in told] == ["object", "future"]


def test_a_sealed_object_with_other_bytes(place: Path, forge, found) -> None:
    bodies = relinking.read(place)
    flags, body = bodies[place_of(bodies, frame.BLOCK)][1:]
    seal_id, first, payloads = block.decode_block(flags, body)
    payloads[2] = payloads[2].replace(b"number 2", b"number 3")
    new_flags, new_body = block.encode_block(seal_id, first, payloads)
    at = place_of(bodies, frame.BLOCK)
    bodies[at] = (frame.BLOCK, new_flags, new_body)
    [(what, message)] = forge(bodies)
    assert what == "object"
    assert "does not have the bytes" in message
    [finding] = found()
    proof = seal.Seal.decode(bodies[place_of(bodies, frame.SEAL)][2])
    assert finding.ids == [proof.ids[2]]


def test_objects_sealed_by_somebody_else(place: Path, forge) -> None:
    bodies = relinking.read(place)
    flags, body = bodies[place_of(bodies, frame.BLOCK)][1:]
    _, first, payloads = block.decode_block(flags, body)
    proof = seal.Seal.sign(ALICE.secret, NOON, tuple(map(ids.object_id, payloads)))
    bodies = changed(bodies, frame.SEAL, proof.encode())
    at = place_of(bodies, frame.BLOCK)
    bodies[at] = (frame.BLOCK, *block.encode_block(proof.id, first, payloads))
    told = forge(bodies)
    assert [what for what, _ in told] == ["object"] * 10
    assert "sealed by somebody who is not its author" in told[0][1]


def test_a_seal_with_a_bad_signature_names_its_objects(place: Path, forge, found) -> None:
    bodies = relinking.read(place)
    body = bodies[place_of(bodies, frame.SEAL)][2]
    [(what, message)] = forge(changed(bodies, frame.SEAL, body[:-64] + bytes(64)))
    assert what == "frame"
    assert "signature of seal" in message
    assert found()[0].ids == list(seal.Seal.decode(body).ids)


def test_sealed_objects_without_a_seal(place: Path, forge) -> None:
    bodies = relinking.read(place)
    del bodies[place_of(bodies, frame.SEAL)]
    [(what, message)] = forge(bodies)
    assert what == "seal"
    assert "without the seal" in message


def test_an_object_that_stands_twice(place: Path, forge, found) -> None:
    bodies = relinking.read(place)
    signed = entries(bodies)
    signed[5] = signed[4]
    told = forge(changed(bodies, frame.SIGNED, block.encode_signed(signed)))
    assert [what for what, _ in told] == ["duplicate", "root"]
    assert found()[0].ids == [ids.object_id(signed[4][0])]


def test_a_wrong_root_is_told_once_for_all_that_follow(place: Path, forge) -> None:
    bodies = commit(relinking.read(place), FIRST_COMMIT, root=bytes(32))
    previous = segment.decode_commit(bodies[place_of(bodies, frame.COMMIT)][2]).head.id
    bodies = commit(bodies, SECOND_COMMIT, root=b"\1" * 32, previous=previous)
    assert [(what, message[:8]) for what, message in forge(bodies) if what != "ref"] == [("root", "commit 1")]


def test_a_head_that_is_not_signed(place: Path, forge) -> None:
    bodies = relinking.read(place)
    body = bodies[place_of(bodies, frame.COMMIT, 1)][2]
    [(what, message)] = forge(changed(bodies, frame.COMMIT, body[:-1] + bytes((body[-1] ^ 1,)), 1))
    assert what == "head"
    assert "not signed" in message


def test_numbers_that_do_not_fit(place: Path, forge) -> None:
    bodies = relinking.read(place)
    cases = {
        "follows commit 1": {"number": 5},
        "begins with object 7": {"first_seq": 7},
        "names another head before it": {"previous": bytes(32)},
        "counts 11 objects of its own where 10": {"count": 21},
        "counts 9 objects of its own where 10": {"count": 19},
        "belongs to another repository": {"repository": b"T" * 16},
        "stamped before": {"time": NOON - 1},
    }
    for sentence, fields in cases.items():
        told = forge(commit(bodies, SECOND_COMMIT, **fields))
        assert [what for what, _ in told] == ["commit"], (fields, told)
        assert sentence in told[0][1]


def test_a_ref_changed_from_what_it_was_not(place: Path, forge) -> None:
    bodies = relinking.read(place)
    _, _, new = refs.decode(bodies[place_of(bodies, frame.REF)][2])
    [(what, message)] = forge(changed(bodies, frame.REF, refs.encode("refs/tags/v1", b"\7" * 32, new)))
    assert (what, "did not name" in message) == ("ref", True)
    [(what, message)] = forge(changed(bodies, frame.REF, refs.encode("refs/tags/v1", head.NO_HEAD, b"\7" * 32)))
    assert (what, "does not have" in message) == ("ref", True)
    far = refs.encode("refs/remotes/far/main", head.NO_HEAD, b"\7" * 32)
    assert [what for what, _ in forge(changed(bodies, frame.REF, far))] == ["ref"]


def test_heads_of_other_repositories(place: Path, forge) -> None:
    bodies = relinking.read(place)
    theirs = head.Head(b"S" * 16, 7, b"r" * 32, head.NO_HEAD, NOON, ALICE.public)
    theirs.signature = ALICE.sign_head_id(theirs.id)
    at = place_of(bodies, frame.REF)
    far = (frame.REF, 0, refs.encode("refs/remotes/far/main", head.NO_HEAD, theirs.id))
    put = (frame.FOREIGN_HEAD, 0, theirs.encode())
    assert forge([*bodies[:at], put, far, *bodies[at:]]) == []
    assert [what for what, _ in forge([*bodies[:at], far, *bodies[at:]])] == ["ref"]
    assert [what for what, _ in forge([*bodies[:at], put, put, *bodies[at:]])] == ["ref"]
    theirs.signature = bytes(64)
    [(what, message), *_] = forge([*bodies[:at], (frame.FOREIGN_HEAD, 0, theirs.encode()), *bodies[at:]])
    assert (what, "bad content" in message) == ("frame", True)
    [(what, message), *_] = forge([*bodies[:at], (frame.FOREIGN_HEAD, 0, theirs.encode()[:-1]), *bodies[at:]])
    assert (what, "192 bytes" in message) == ("frame", True)


def test_a_lost_payload_needs_a_reason(place: Path, forge) -> None:
    bodies = relinking.read(place)
    signed = entries(bodies)
    target = ids.object_id(signed[0][0])
    body = block.erased_entry(target, BOB.public, signed[0][1]) + block.encode_signed(signed[1:])
    assert [what for what, _ in forge(changed(bodies, frame.SIGNED, body))] == ["erased"]
    reason = objects.write(Erasure(author=ALICE.public.hex(), target=target.hex(), reason="asked for", time=NOON))
    proof = signature.sign_object(ALICE.secret, ids.object_id(reason))
    with_reason = body + block.encode_signed([(reason, proof)])
    told = forge(changed(bodies, frame.SIGNED, with_reason))
    assert "erased" not in [what for what, _ in told]


def test_frames_that_have_no_place_in_a_segment(place: Path, forge) -> None:
    bodies = relinking.read(place)
    opening = segment.Opening(REPOSITORY, 1, 1, frame.START, NOON).encode()
    told = forge([*bodies, (frame.OPENING, 0, opening)])
    assert ("opening", "the opening of segment 1 stands in the midst of it") in told
    told = forge([bodies[0], (frame.CLOSING, 0, segment.encode_closing(0, 0)), *bodies[1:]])
    assert ("closing", "the closing is not the end of its segment") in told
    told = forge([*bodies[:2], (frame.PACK_OPENING, 0, b"x"), *bodies[2:]])
    assert "of a kind that no segment holds" in told[0][1]


def test_an_opening_of_another_repository(place: Path, forge) -> None:
    bodies = relinking.read(place)
    opening = segment.Opening(b"T" * 16, 1, 7, frame.START, NOON).encode()
    told = [message for _, message in forge(changed(bodies, frame.OPENING, opening))]
    assert any("belongs to another repository" in message for message in told)
    assert any("begins with object 7" in message for message in told)


def test_a_first_segment_that_is_the_second(place: Path, forge) -> None:
    bodies = relinking.read(place)
    opening = segment.Opening(REPOSITORY, 2, 1, frame.START, NOON).encode()
    assert ("segment", "segment 1 is missing before this one") in forge(changed(bodies, frame.OPENING, opening))
