"""Where a user's configuration and keys live."""

from __future__ import annotations

import os

from repo_format.errors import StorageFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def config_home(environment: Mapping[str, str] | None = None) -> str:
    """The absolute path of the user's steme folder; it need not exist, and nothing is created.

    ``$STEME_CONFIG_HOME``, else ``$XDG_CONFIG_HOME/steme`` where that is absolute (as the XDG Base Directory
    Specification has it), else ``~/.config/steme``. Empty variables count as unset. Raises StorageFailed when there
    is no home directory.
    """
    environment = os.environ if environment is None else environment
    if own := environment.get("STEME_CONFIG_HOME"):
        return os.path.abspath(own)
    base = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(environment.get("HOME") or os.path.expanduser("~"), ".config")
    if not os.path.isabs(base):
        raise StorageFailed("there is no home directory to keep configuration in; set HOME or STEME_CONFIG_HOME")
    return os.path.join(base, "steme")
