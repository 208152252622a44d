"""A server over http or https: every request is a ``POST URL/steme/v1`` (docs/format/sync.md, section 7).

Certificates are checked. A token goes to the host that it was given for, encrypted or to this machine itself, and no
further: a redirect to another host is refused.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, Refused, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from steme.transport import Access, Channel

SCHEMES = ("http", "https")
SETTING = "http.token"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def connect(url: str, access: Access, write: bool) -> Channel:  # noqa: ARG001
    """A channel to the server; nothing is sent yet. Raises InvalidInput, Refused for a token that must not be sent."""
    from urllib.parse import urlsplit

    from steme.posting import ENDPOINT, PostChannel  # with it come http.client and ssl

    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if not host or parts.query or parts.fragment or parts.username is not None:
        raise InvalidInput("url", f"{shown(url)} is not the place of a server; write https://HOST/PATH")
    path = parts.path.rstrip("/").removesuffix(ENDPOINT)  # `steme serve` names the whole place
    return PostChannel(parts.scheme == "https", host, port, path, token_for(parts, access))


def token_for(parts: SplitResult, access: Access) -> str:
    """The token for a host, "" where there is none. ``http.token`` holds HOST=TOKEN or HOST:PORT=TOKEN, with commas.

    Raises InvalidInput for one without a host, Refused where it would travel in the clear.
    """
    host = (parts.hostname or "").lower()
    for entry in (access.configuration.text(SETTING) or "").split(","):
        place, equals, token = entry.strip().partition("=")
        if entry.strip() and (not equals or not token or not token.isascii() or not token.isprintable()):
            raise InvalidInput("STEME_TOKEN", "has a token without its host; write HOST=TOKEN")
        if place and place.lower() in (host, f"{host}:{parts.port}"):
            if parts.scheme != "https" and host not in _LOOPBACK:
                raise Refused(f"the token for {shown(host)} would be sent in the clear; use https")
            return token
    return ""
