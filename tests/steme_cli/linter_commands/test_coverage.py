from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from tests.steme_cli.linter_commands.conftest import Run
from tests.steme_cli.linter_commands.test_claims import MADE, TLS

SCRIPT = "<script>alert(1)</script>"


def _document(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)["aphoria.coverage/v1"]
    return found


def test_modules_and_gaps_are_counted(project: Path, aphoria: Run) -> None:
    (project / "src" / "net" / "client.py").write_text("import requests\nrequests.get(url, verify=False, timeout=5)\n")
    (project / "src" / "db.py").write_text("import ssl\nssl.CERT_NONE\n")
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    found = _document(aphoria("coverage", "--format", "json").stdout)
    modules = {one["module"]: one for one in found["modules"]}  # type: ignore[index, attr-defined]
    assert (modules["net/client"]["claimed"], modules["net/client"]["conflicts"]) == (1, 1)
    assert (modules["db"]["density"], modules["db"]["listed"]) == (0.0, 1)
    table = aphoria("coverage", "--sort", "density").stdout.splitlines()
    assert table[1].startswith("db ")
    assert "tls/certificate" in aphoria("coverage", "--gaps").stdout
    assert aphoria("coverage", "--format", "csv").stdout.startswith("module,observations,claims,claimed,")


def test_the_run_fails_below_a_density(project: Path, aphoria: Run) -> None:
    (project / "src" / "net" / "client.py").write_text("import requests\nssl.CERT_NONE\n")
    aphoria("coverage", "--fail-under", "1", status=1)
    aphoria("claims", "create", "a-1", *TLS, *MADE)
    aphoria("coverage", "--fail-under", "100")
    assert "not a percentage" in aphoria("coverage", "--fail-under", "101", status=2).stderr
    assert "0 or more" in aphoria("coverage", "--depth", "-1", status=2).stderr
    (project / "src" / "net" / "client.py").write_text("")
    aphoria("coverage", "--fail-under", "100")


def test_a_picture_is_drawn(project: Path, aphoria: Run) -> None:
    aphoria("coverage", "--plot", "c.png")
    assert (project / "c.png").read_bytes().startswith(b"\x89PNG")
    aphoria("coverage", "--plot", "c.svg")
    assert "<svg" in (project / "c.svg").read_text()
    assert "does not end in .png" in aphoria("coverage", "--plot", "c.bmp", status=2).stderr
    (project / "src" / "net" / "client.py").write_text("")
    assert "nothing to draw" in aphoria("coverage", "--plot", "c.png", status=3).stderr


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing(project: Path, aphoria: Run) -> None:
    saying = ["--invariant", f"Certificates MUST {SCRIPT}", "--consequence", '" onload="x', "--provenance", "a & <b>"]
    aphoria("claims", "create", "a-1", *TLS, *saying)
    (project / "src" / "net" / "client.py").write_text("requests.get(url, verify=False, timeout=5)\n")
    aphoria("coverage", "--html", "c.html")
    text = (project / "c.html").read_text()
    page = _Page(text)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "b", "form"} & set(page.tags)
    assert {"main", "header", "h1", "h2", "caption", "table"} <= set(page.tags)
    names = {name for name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")} | ({"src", "href"} & names)
    assert ("lang", "en") in page.attributes
    assert ("scope", "col") in page.attributes
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&quot; onload=&quot;x" in text
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert 'class="state conflict">contradicted<' in text
    assert re.search(r'class="contrary" style="width:\d', text)


def test_a_page_about_nothing_is_a_page(project: Path, aphoria: Run) -> None:
    (project / "src" / "net" / "client.py").write_text("")
    aphoria("coverage", "--html", "c.html")
    text = (project / "c.html").read_text()
    assert _Page(text).open == []
    assert "Nothing is claimed yet." in text
