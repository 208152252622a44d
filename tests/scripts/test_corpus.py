"""Making the corpus's pack, and signing what has changed in its files."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
sys.path.insert(0, str(TOP / "scripts"))

from aphoria.claims.entry import CHANGED, SIGNED  # noqa: E402
from generators import corpus  # noqa: E402
from steme.keys.changes import create_key  # noqa: E402


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of one topic, with a sentence changed, and the key of somebody else."""
    monkeypatch.setenv("STEME_CONFIG_HOME", str(tmp_path / "home"))
    made = tmp_path / "corpus"
    made.mkdir()
    shutil.copy(corpus.FOLDER / "oauth.toml", made)
    topic = made / "oauth.toml"
    topic.write_text(topic.read_text().replace("Neither clients", "No clients"))
    monkeypatch.setattr(corpus, "FOLDER", made)
    return made


def test_what_is_not_signed_as_it_stands_goes_into_no_pack(folder: Path) -> None:
    assert [one.state for claims in corpus.topics() for one in claims.entries] == [SIGNED, CHANGED, SIGNED]
    with pytest.raises(ValueError, match=r"^redirect-target-rfc6749: not signed by the key of the corpus"):
        corpus.files()


def test_a_key_signs_what_it_has_not_signed_yet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = create_key("new")
    assert corpus.sign("new") == 3
    assert corpus.sign("new") == 0
    with pytest.raises(ValueError, match="not signed by the key of the corpus"):
        corpus.files()
    monkeypatch.setattr(corpus, "SIGNER", key.public.hex())
    assert list(corpus.files()) == [corpus.PACK]
    assert (folder / "oauth.toml").read_text().startswith("# OAuth")
