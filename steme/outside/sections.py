"""A JSON document whose sections grow side by side: what does not fit into memory waits in temporary files."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from repo_format import plain_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IN_MEMORY = 1 << 20
"""Bytes of a section that are kept before it goes to a file."""


class Sections:
    """Members by section, each written once; sections in the order in which they were first used."""

    def __init__(self) -> None:
        self._files: dict[str, SpooledTemporaryFile[bytes]] = {}

    def put(self, section: str, name: str, content: object) -> None:
        """Add a member to a section. Names have to differ within one."""
        if section not in self._files:
            self._files[section] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it lives as long as this
        self._files[section].write(f"{plain_json.text(name)}:{plain_json.text(content)}\n".encode())

    def document(self, before: Mapping[str, object]) -> Iterator[bytes]:
        """The document in pieces, a member a line: the members ``before`` and then the sections; to be called once."""
        yield b"{" + b",\n".join(
            b"%b:%b" % (plain_json.encode(name), plain_json.encode(before[name])) for name in before
        )
        for section, file in self._files.items():
            yield b",\n%b:{" % plain_json.encode(section)
            file.seek(0)
            between = b"\n"
            for line in file:
                yield between + line.removesuffix(b"\n")
                between = b",\n"
            yield b"\n}"
            file.close()
        yield b"}\n"
