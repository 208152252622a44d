"""Remotes: other repositories that have a name here, and what is known of them without asking.

    remote.py      a remote, and where its url and trust are configured
    changing.py    adding, renaming, removing, trusting
    ranges.py      sets of sequence numbers
    state.py       what was known after the last exchange: .steme/remotes/NAME.json
    apart.py       how far apart: ahead and behind

The exchange itself is ``steme/exchange``. Names are imported when they are used, because ``steme status`` needs few.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.remotes.apart import Distance, distance, distances
    from steme.remotes.changing import add, remove, rename, set_trust, set_url
    from steme.remotes.remote import Remote, default, find
    from steme.remotes.remote import every as all  # noqa: A004

__all__ = [
    "Distance", "Remote", "add", "all", "default", "distance", "distances", "find", "remove", "rename", "set_trust",
    "set_url",
]  # fmt: skip

_PLACES = {
    **dict.fromkeys(("add", "remove", "rename", "set_trust", "set_url"), "changing"),
    **dict.fromkeys(("Distance", "distance", "distances"), "apart"),
    **dict.fromkeys(("Remote", "default", "find"), "remote"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "all":
        return import_module(f"{__name__}.remote").every
    if name not in _PLACES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
