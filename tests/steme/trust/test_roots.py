from __future__ import annotations

from pathlib import Path

import pytest

from repo_format.errors import InvalidInput, NotFound, Refused
from steme.configuration import Configuration
from steme.keys import KeyFile
from steme.trust.roots import named_key, required_roots, trust_roots
from tests.steme.trust.people import ADA, BEN, CLEO, DAN, EVE, People


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with the secrets of ada and ben, and the public key of cleo."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "keys"
    folder.mkdir(parents=True, mode=0o700)
    for key, secret in ((ADA, ADA.secret[:32]), (BEN, BEN.secret[:32]), (CLEO, None)):
        file = folder / f"{key.label}.{'key' if secret else 'pub'}"
        file.write_bytes(KeyFile(key.label, key.public, 0, secret).encode())
        file.chmod(0o600)
    return tmp_path / "home"


def roots(people: People, *names: str, **environment: str) -> frozenset[bytes]:
    with people.repository.snapshot() as view:
        return trust_roots(view, Configuration(environment=environment), names)


def test_one_s_own_keys_unless_others_are_named(people: People, home: Path) -> None:
    people.claim(DAN)
    assert roots(people) == {ADA.public, BEN.public}
    assert roots(people, "cleo") == {CLEO.public}
    assert roots(people, "cleo", DAN.public.hex()[:9]) == {CLEO.public, DAN.public}
    assert roots(people, STEME_TRUST_ROOTS=f"ben, {EVE.public.hex()}") == {BEN.public, EVE.public}
    assert roots(people, "ada", STEME_TRUST_ROOTS="ben") == {ADA.public}


def test_a_name_that_nobody_has_is_refused(people: People, home: Path) -> None:
    with pytest.raises(NotFound, match="nobody"):
        roots(people, "nobody")
    with people.repository.snapshot() as view, pytest.raises(InvalidInput, match="no Ed25519 key"):
        named_key(view, "f" * 64)


def test_a_repository_does_not_choose_whose_view_it_is(people: People) -> None:
    Path(people.repository.config_file).write_text(f'[trust]\nroots = "{EVE.public.hex()}"\n')
    with people.repository.snapshot() as view, pytest.raises(Refused, match=r"trust\.roots"):
        trust_roots(view, Configuration(str(Path(people.repository.config_file).parent)))


def test_nobody_s_view_is_none(people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "nobody"))
    assert roots(people) == frozenset()
    with people.repository.snapshot() as view, pytest.raises(NotFound, match="--trust-root"):
        required_roots(view, Configuration())
