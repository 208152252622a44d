"""Extractors with very much to tell look only when a claim wants to know."""

from __future__ import annotations

from pathlib import Path

from aphoria.extractor import shipped, usual
from aphoria.scan import Options, scan
from aphoria.visibility import needed


def test_a_scan_does_not_look_at_the_shape_of_interfaces_unless_it_is_asked_to(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def run(): ...\n")
    options = Options(cached=False, processes=1)
    assert scan(str(tmp_path), options).observations == ()
    asked = needed(shipped(), [("a/api/run", "exported")])
    found = scan(str(tmp_path), Options(asked, cached=False, processes=1)).observations
    assert [one.extractor for one in found] == ["exports"]


def test_what_is_needed() -> None:
    rare = {name for name, one in shipped().items() if one.on_demand}
    assert rare == {"decorators", "derives", "exports", "signatures"}
    assert set(usual()) == set(shipped()) - rare
    assert needed(shipped(), []).keys() == usual().keys()
    assert needed(shipped(), [("api/*", "decorator")]).keys() - usual().keys() == {"decorators"}
