from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aphoria.acknowledgement_file import AcknowledgementFile, until_of, until_text
from aphoria.acknowledgements import Acknowledgements
from aphoria.claims.signing import signed
from aphoria.finding import BLOCK, NOTE, Finding, Rule, Suppressed
from aphoria.observation import Observation
from repo_format.errors import InvalidInput, NotFound
from repo_format.objects.acknowledgement import Acknowledgement
from steme.keys import SigningKey
from tests.aphoria.claims_and_observations import seen

KEY = SigningKey(bytes(range(32)))
NOW = 1_800_000_000_000_000
SEEN = seen(False)


def _put(top: Path, **more: object) -> AcknowledgementFile:
    fields = {"author": "0" * 64, "path": "wallet/tls/certificate", "reason": "it is us", "time": 0, **more}
    file = AcknowledgementFile(str(top))
    file.put(*signed(Acknowledgement(**fields), KEY, NOW))  # type: ignore[arg-type]
    return file


def _finding(one: Observation | None = SEEN, **more: object) -> Finding:
    rule = Rule("r", "text", "source", 3)
    return Finding(rule, BLOCK, 1.0, "m", "net.py", 1, one, **more)  # type: ignore[arg-type]


def _covers(top: Path, one: Observation = SEEN, now: int = NOW) -> bool:
    return Acknowledgements.of(str(top), now).covering(_finding(one)) is not None


def test_it_covers_what_its_path_extractor_and_predicate_say(tmp_path: Path) -> None:
    assert not _covers(tmp_path)
    _put(tmp_path)
    assert _covers(tmp_path)
    assert not _covers(tmp_path, seen(False, path="code://python/wallet/net/tls/hostname"))
    assert not _covers(tmp_path, seen(False, path="code://python/bank/net/tls/certificate"))
    _put(tmp_path / "extractor", extractor="other")
    assert not _covers(tmp_path / "extractor")
    _put(tmp_path / "predicate", predicate="other")
    assert not _covers(tmp_path / "predicate")
    _put(tmp_path / "both", predicate="verified", extractor="tls_verify")
    assert _covers(tmp_path / "both")
    assert Acknowledgements.of(str(tmp_path), NOW).covering(_finding(None)) is None


def test_findings_are_marked_once(tmp_path: Path) -> None:
    _put(tmp_path)
    known = Acknowledgements.of(str(tmp_path), NOW)
    by_comment = Suppressed("comment", "before")
    marked = known.suppressed([_finding(), _finding(suppressed=by_comment)])
    assert [one.suppressed for one in marked] == [Suppressed("acknowledgement", "it is us"), by_comment]


def test_the_last_day_belongs_to_it(tmp_path: Path) -> None:
    until = until_of(date(2027, 1, 31))
    _put(tmp_path, until=until)
    assert "until = 2027-01-31\n" in (tmp_path / ".aphoria" / "acknowledgements.toml").read_text()
    assert _covers(tmp_path, now=until)
    assert not _covers(tmp_path, now=until + 1)
    (note,) = Acknowledgements.of(str(tmp_path), until + 1).notes([SEEN], whole=True)
    assert (note.level, note.line) == (NOTE, 4)
    assert "expired on 2027-01-31" in note.message
    assert until_text(until - 1) == "2027-01-31T23:59:59.999998+00:00"


def test_what_was_edited_by_hand_counts_for_nothing(tmp_path: Path) -> None:
    file = _put(tmp_path)
    path = Path(file.path)
    path.write_text(path.read_text().replace("wallet/tls", "*/tls").replace("it is us", "whatever"))
    assert not _covers(tmp_path)
    (note,) = Acknowledgements.of(str(tmp_path), NOW).notes([SEEN], whole=False)
    assert "is changed since it was signed" in note.message
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "signature" not in line))
    assert "is unsigned" in Acknowledgements.of(str(tmp_path), NOW).notes([SEEN], whole=False)[0].message


def test_what_is_about_nothing_is_told_after_a_whole_run_only(tmp_path: Path) -> None:
    _put(tmp_path)
    known = Acknowledgements.of(str(tmp_path), NOW)
    assert known.notes([SEEN], whole=True) == []
    assert known.notes([], whole=False) == []
    assert "about nothing that is observed" in known.notes([], whole=True)[0].message


def test_those_of_policies_count_and_are_not_reported(tmp_path: Path) -> None:
    further = Acknowledgement(author="1" * 64, path="tls/certificate", reason="ours", time=0, until=NOW)
    assert Acknowledgements.of(str(tmp_path), NOW, [further]).covering(_finding()) == further
    late = Acknowledgements.of(str(tmp_path), NOW + 1, [further])
    assert late.covering(_finding()) is None
    assert late.notes([], whole=True) == []


def test_comments_and_order_survive_and_the_same_extent_is_renewed(tmp_path: Path) -> None:
    _put(tmp_path)
    file = _put(tmp_path, path="a/b", reason="second")
    path = Path(file.path)
    commented = "[[acknowledgement]]  # ours\n# since March\n"
    path.write_text(path.read_text().replace("[[acknowledgement]]\n", commented, 1))
    file = _put(tmp_path, reason="still us", until=until_of(date(2030, 1, 1)))
    text = path.read_text()
    assert commented in text
    assert [one.said.reason for one in file.entries] == ["still us", "second"]
    assert [one.state for one in AcknowledgementFile(str(tmp_path)).entries] == ["signed", "signed"]
    file.remove(file.find("wallet/tls/certificate"))
    assert [one.said.path for one in AcknowledgementFile(str(tmp_path)).entries] == ["a/b"]


def test_one_of_several_at_a_path_has_to_be_named(tmp_path: Path) -> None:
    _put(tmp_path, extractor="a")
    file = _put(tmp_path, extractor="b")
    assert file.find("wallet/tls/certificate", "b").said.extractor == "b"
    with pytest.raises(InvalidInput, match="say --extractor"):
        file.find("wallet/tls/certificate")
    with pytest.raises(NotFound, match="`aphoria ack list`"):
        file.find("wallet/tls/certificate", "c")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x = [", "is not TOML"),
        ("other = 1", "and nothing else"),
        ('[[acknowledgement]]\npath = "a/b"', ":1: reason is missing"),
        ('[[acknowledgement]]\npath = "a/b"\nreason = 1', "reason is 1, not a text"),
        ('[[acknowledgement]]\npath = "a/b"\nreason = "x"\nwhy = "y"', "'why' is not a field"),
        ('[[acknowledgement]]\npath = "a//b"\nreason = "x"', "path .* holds an empty segment"),
        ('[[acknowledgement]]\npath = "a/b"\nreason = "x"\nuntil = "soon"', "not a day such as"),
        ('[[acknowledgement]]\npath = "a/b"\nreason = "x"\nsignature = "00"', "is not 128 lower-case hex digits"),
    ],
)
def test_a_file_that_is_not_right_says_where(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / ".aphoria").mkdir()
    (tmp_path / ".aphoria" / "acknowledgements.toml").write_text(text)
    with pytest.raises(InvalidInput, match=problem):
        AcknowledgementFile(str(tmp_path))
