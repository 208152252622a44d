"""A remote: a name in this repository for another one, with a url and, where somebody has said so, whose heads count.

Configured in ``config.toml`` as ``[remote.NAME]`` with ``url`` and ``trust``.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, NotFound, shown
from steme.configuration_file import read_settings
from steme.settings import REMOTE, is_remote_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.repository import Repository

ORIGIN = "origin"


class Remote:
    """``trust`` holds names of keys with commas, as ``trust.roots`` does; None means that the keys seen first count."""

    __slots__ = ("name", "trust", "url")

    def __init__(self, name: str, url: str, trust: str | None = None) -> None:
        self.name = name
        self.url = url
        self.trust = trust

    def ref(self) -> str:
        """The ref that names their newest head."""
        return ref_of(self.name)

    def trusted(self) -> list[str]:
        """The names of the keys in ``trust``."""
        return [name for name in (self.trust or "").replace(",", " ").split(" ") if name]


def ref_of(name: str) -> str:
    """``refs/remotes/NAME/main``."""
    return f"refs/remotes/{name}/main"


def every(repository: Repository) -> list[Remote]:
    """The remotes of a repository, by name, as they are configured now. Raises InvalidInput, Refused as any setting."""
    found = read_settings(repository.config_file, trusted=False)
    urls = {name.split(".")[1]: str(value) for name, value in found.items() if _is_url(name)}
    trust = {name: found.get(f"{REMOTE}.{name}.trust") for name in urls}
    return [Remote(name, urls[name], str(trust[name]) if trust[name] else None) for name in sorted(urls)]


def _is_url(name: str) -> bool:
    return name.startswith(f"{REMOTE}.") and name.endswith(".url")


def find(repository: Repository, name: str) -> Remote:
    """The remote of that name. Raises NotFound with a suggestion."""
    known = {remote.name: remote for remote in every(repository)}
    if name in known:
        return known[name]
    from difflib import get_close_matches

    close = get_close_matches(name[:100], known, n=1)
    hint = f"did you mean {close[0]}?" if close else "`steme remote add NAME URL` makes one"
    raise NotFound(f"there is no remote {shown(name)}; {hint}")


def default(repository: Repository, name: str | None = None) -> Remote:
    """The remote of that name; without a name ``origin``, or else the only one. Raises NotFound, InvalidInput."""
    if name is not None:
        return find(repository, name)
    known = every(repository)
    chosen = [remote for remote in known if remote.name == ORIGIN] or known
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise NotFound("there is no remote; `steme remote add NAME URL` makes one")
    raise InvalidInput("remote", f"there are several, say which: {', '.join(remote.name for remote in chosen)}")


def check_name(name: str) -> str:
    """The name, if a remote may be called so. Raises InvalidInput."""
    if not is_remote_name(name):
        raise InvalidInput("remote", f"{shown(name)} is not a name; use at most 50 letters, digits, _ and -")
    return name
