"""Files of a project that the linter writes: whole or not at all, and readable for whoever may read the project."""

from __future__ import annotations

import os

from steme import durable


def replace_file(path: str, data: bytes) -> None:
    """Put ``data`` in place of a file, durably, its folder made where it is missing.

    Raises StorageFailed; the file is then as it was.
    """
    try:
        durable.make_folder(os.path.dirname(path) or ".", 0o777)  # less whatever the umask takes away
    except OSError as error:
        raise durable.failed("created", os.path.dirname(path), error) from error
    durable.replace_file(path, data, 0o666)
