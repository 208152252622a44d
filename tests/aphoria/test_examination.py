from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aphoria.claims import editing
from aphoria.claims.signing import signed
from aphoria.examination import examine
from aphoria.extractor import shipped as extractors
from aphoria.finding import Report
from aphoria.ground import Ground, chosen
from aphoria.policies.pack import packed
from aphoria.policies.registry import Registry
from aphoria.scan import Scan
from aphoria.selection import Selection
from repo_format.errors import NotFound
from tests.aphoria.claims_and_observations import claim, seen
from tests.aphoria.signed_objects import ALICE, signed_acknowledgement, signed_alias, signed_claim

CODE = """\
import requests
from Crypto.Cipher import DES
requests.get("https://" + host, verify=False, timeout=5)
cipher = DES.new(key, DES.MODE_CBC)
"""
SOFT = {"comparison": "not_equals", "value": "aes", "path": "crypto/cipher", "predicate": "used", "tier": 3}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    top = tmp_path / "wallet"
    (top / "net").mkdir(parents=True)
    (top / "net" / "client.py").write_text(CODE)
    return top


def _examined(top: Path, selection: Selection | None = None) -> Report:
    selection = selection or Selection(str(top))
    return examine(selection.scan(extractors()), Ground.of(str(top)), whole=selection.whole)


def _told(report: Report) -> list[tuple[str, str, int]]:
    return [(one.rule.name, one.level, one.line) for one in report.counting]


CERTIFICATE = ("tls-certificate-rfc9110", "block", 3)


def test_the_corpus_speaks_without_any_file_of_the_linter(project: Path) -> None:
    report = _examined(project)
    assert CERTIFICATE in _told(report)
    assert "crypto-des-asvs" in {one.rule.name for one in report.counting}
    assert report.extra["policies"][0]["name"] == "corpus"  # type: ignore[index]


def test_every_mode_holds_the_same_against_the_same(project: Path) -> None:
    plain = _told(_examined(project))
    cached = _told(_examined(project))
    uncached = _told(_examined(project, Selection(str(project), cached=False)))
    named = _told(_examined(project, Selection(str(project), [str(project / "net" / "client.py")])))
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "x"], ["add", "net"]):
        subprocess.run(["git", *who, *words], cwd=project, check=True, capture_output=True)
    staged = _told(_examined(project, Selection(str(project), staged=True)))
    since = _told(_examined(project, Selection(str(project), since="HEAD")))
    assert plain
    assert plain == cached == uncached == named == staged == since


def test_what_two_extractors_say_of_a_line_is_told_once(project: Path) -> None:
    key = 'API_KEY = "AIzaSyD7h2kQx9vLmN4pRtW8zYbC1eF6gJ3sT5u"\n'
    (project / "net" / "client.py").write_text(key + key.replace("API", "B_API"))
    assert [one for one in _told(_examined(project)) if one[0] == "secret-asvs"] == [
        ("secret-asvs", "block", 1),
        ("secret-asvs", "block", 2),
    ]


def test_less_sure_observations_and_conflicts_can_be_left_out_or_asked_for(tmp_path: Path) -> None:
    unsure = Scan(str(tmp_path), "wallet", (seen(False, confidence=0.39),), (), 1, 0)
    ground = Ground.of(str(tmp_path))
    assert _told(examine(unsure, ground, whole=True)) == []
    assert examine(unsure, ground, whole=True).extra["quiet"] == 1
    assert _told(examine(unsure, ground, whole=True, notes=True)) == [("tls-certificate-rfc9110", "note", 1)]
    assert _told(examine(unsure, ground, whole=True, notes=True, least=0.4)) == []


def test_a_policy_is_heard_beside_the_corpus(project: Path) -> None:
    house = packed("house", [signed_claim(name="house-des", **{**SOFT, "value": "des", "tier": 0})])
    Registry(str(project / ".aphoria")).take("house", house, [ALICE.public.hex()])
    report = _examined(project)
    found = next(one for one in report.counting if one.rule.name == "house-des")
    assert [heard.tier for heard in found.heard] == ["regulatory", "clinical"]
    assert [one["name"] for one in report.extra["policies"]] == ["corpus", "house"]  # type: ignore[union-attr]


def test_acknowledgements_and_aliases_of_a_policy_hold(project: Path) -> None:
    said = [signed_acknowledgement(), signed_alias("crypto/cipher", "box/lock"), signed_claim(name="a", **SOFT)]
    Registry(str(project / ".aphoria")).take("house", packed("house", said), [ALICE.public.hex()])
    report = _examined(project)
    assert _told(report) == []
    assert [(one.rule.name, one.suppressed and one.suppressed.by) for one in report.findings] == [
        (CERTIFICATE[0], "acknowledgement")
    ]


def _claimed(project: Path, *, sign: bool) -> None:
    mine = claim("equals", False, path="wallet/net/tls/certificate", supersedes="tls-certificate-rfc9110", name="ours")
    signed_one, proof = signed(mine, ALICE, 1)
    text = editing.added("", signed_one if sign else mine, proof if sign else None)
    editing.write(str(project / ".aphoria" / "claims.toml"), text)


def test_a_team_overrides_with_a_signed_claim(project: Path) -> None:
    _claimed(project, sign=True)
    assert CERTIFICATE not in _told(_examined(project))


def test_an_override_that_nobody_signed_is_told_and_does_nothing(project: Path) -> None:
    _claimed(project, sign=False)
    told = _told(_examined(project))
    assert CERTIFICATE in told
    assert ("override", "note") in [(rule, level) for rule, level, _ in told]


def test_a_comment_that_is_there_for_a_claim_ignores_something(project: Path) -> None:
    code = "x = DES.new(key)  # aphoria:ignore[weak_crypto] -- the device knows no other\n"
    (project / "net" / "client.py").write_text("from Crypto.Cipher import DES\n" + code)
    assert _told(_examined(project)) == []
    (project / "net" / "client.py").write_text("x = AES(key)  # aphoria:ignore[weak_crypto] -- was DES once\n")
    assert _told(_examined(project)) == [("suppression", "note", 1)]
    (project / "net" / "client.py").write_text(
        'requests.get("https://a", verify=True, timeout=3)  # aphoria:ignore[tls_verify] -- a test of ours\n'
    )
    assert ("suppression", "note", 1) in _told(_examined(project))
    _claimed(project, sign=True)
    assert _told(_examined(project)) == []


def test_extractors_by_name_keep_the_comments() -> None:
    assert sorted(chosen(extractors(), ["tls_verify"])) == ["markers", "tls_verify"]
    assert chosen(extractors(), None) == extractors()
    with pytest.raises(NotFound, match="did you mean tls_verify"):
        chosen(extractors(), ["tls_verfy"])
