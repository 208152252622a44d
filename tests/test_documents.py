"""Links between the project's own documents lead somewhere."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path
    for path in (*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), *(TOP / "changelog").rglob("*.md"))
    if path.is_file()
)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(without_code(document.read_text())) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_code_blocks_are_closed(document: Path) -> None:
    assert len(re.findall(r"^```", document.read_text(), flags=re.MULTILINE)) % 2 == 0


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
