"""`steme prove` and `steme check-proof`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Program
from tests.sample import Sample
from tests.steme_cli.commands.conftest import Here


@pytest.fixture(scope="module")
def proof(sample: Sample) -> str:
    from repo_format import proof_document
    from steme import proofs

    with sample.open() as repository, repository.snapshot() as view:
        return proof_document.encode(proofs.prove(view, sample.ids["dosage"]))


def test_a_proof_goes_to_stdout_or_a_new_file(here: Here, sample: Sample, proof: str, tmp_path: Path) -> None:
    done = here("prove", sample.ids["dosage"][:8])
    assert (done.status, done.stderr) == (0, "")
    assert done.stdout == proof
    file = tmp_path / "proof.json"
    assert here("prove", sample.ids["dosage"], "--output", str(file)).status == 0
    assert file.read_text() == proof
    again = here("prove", sample.ids["vote"], "--output", str(file))
    assert (again.status, file.read_text()) == (5, proof)


def test_checked_elsewhere(steme: Program, here: Here, sample: Sample, proof: str, tmp_path: Path) -> None:
    """In a directory without a repository, and with no keys at hand."""
    (tmp_path / "proof.json").write_text(proof)
    done = steme("check-proof", "proof.json")
    assert done.status == 0
    assert "says            drug/aspirin dosage = 81 mg\n" in done.stdout
    assert f"signer          {sample.bob.public.hex()}\n" in done.stdout
    assert "holds           yes\n" in done.stdout
    assert "--signer demands one" in done.stderr
    older = here("prove", sample.ids["vote"], "--head", "main").stdout
    done = steme("check-proof", "-", "--signer", sample.bob.public.hex(), input=older)
    assert (done.status, done.stderr) == (0, "")


def test_labels_of_known_keys(here: Here, sample: Sample, proof: str) -> None:
    done = here("check-proof", "-", "--signer", "bob", "--format", "json", input=proof)
    found = json.loads(done.stdout)["steme.check_proof/v1"]
    assert (done.status, found["holds"], found["signer_label"], found["author_label"]) == (0, True, "bob", "alice")
    assert (found["head"], found["objects"], found["proof"]) == (sample.heads[-1], 213, "seal")
    assert found["payload"]["value"] == 81


def test_an_older_head(here: Here, sample: Sample) -> None:
    made = here("prove", sample.ids["dosage"], "--head", "v1").stdout
    found = json.loads(here("check-proof", "-", "--format", "json", input=made).stdout)["steme.check_proof/v1"]
    assert (found["head"], found["objects"], found["signer_label"]) == (sample.heads[1], 137, "alice")
    done = here("prove", sample.ids["vote"], "--head", "v1")
    assert (done.status, done.stdout) == (3, "")
    assert "it came later" in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "status", "said"),
    [
        ('"value\\":81', '"value\\":82', 5, "the payload does not have the id"),
        ('"count": 213', '"count": 212', 5, "the head does not have the id"),
        ('"leaf": [', '"leaf": [\n"' + "00" * 32 + '",', 5, "does not lead to the root"),
        ('"path": []', '"path": [[]]', 2, "path[0]: has 0 digests, not 15"),
        ('"path"', '"paths"', 2, "path: is missing"),
        ("{", "", 2, "proof: is not a JSON document"),
        ("steme.proof/v1", "steme.proof/v9", 5, "needs a newer steme"),
    ],
)
def test_a_broken_link_is_named(here: Here, proof: str, before: str, after: str, status: int, said: str) -> None:
    assert before in proof
    broken = proof.replace(before, after, 1)
    if said.startswith("does not lead"):  # the count has to fit the leaf, or that is said first
        said = "the leaf holds 214 ids and the head counts 213"
    done = here("check-proof", "-", input=broken)
    assert (done.status, done.stdout) == (status, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_another_signer_than_demanded(here: Here, sample: Sample, proof: str) -> None:
    done = here("check-proof", "-", "--signer", "alice", input=proof)
    assert (done.status, done.stdout) == (5, "")
    assert done.stderr == (
        f"steme: the head is signed by {sample.bob.public.hex()[:12]}, "
        f"not by {sample.alice.public.hex()[:12]} as demanded\n"
    )
    stranger = here("check-proof", "-", "--signer", "carol", input=proof)
    assert (stranger.status, stranger.stdout) == (3, "")


def test_no_such_thing(here: Here, steme: Program) -> None:
    assert here("prove", "0000000").status == 3
    assert here("prove", "00000").status == 2
    assert here("check-proof", "nothing.json").status == 3
    assert steme("prove", "0000000").status == 4
