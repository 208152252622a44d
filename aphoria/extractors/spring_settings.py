"""Properties of Spring Boot: endpoints, consoles and traces that are shown, cookies, TLS, pools."""

from __future__ import annotations

from collections.abc import Iterator

from aphoria.extractor import Found, Observes, found_setting
from aphoria.pattern import later
from aphoria.source import Source

LANGUAGES = ("ini", "yaml")
HINTS = (rb"\b(?:server|spring|management)\b",)
_SETTINGS = {
    "management.endpoints.web.exposure.include": ("actuator/endpoints", "exposed"),
    "management.endpoint.shutdown.enabled": ("actuator/shutdown", "enabled"),
    "management.endpoint.health.show-details": ("actuator/health", "details"),
    "spring.h2.console.enabled": ("console/h2", "enabled"),
    "server.error.include-stacktrace": ("error/trace", "shown"),
    "server.error.include-message": ("error/message", "shown"),
    "server.ssl.enabled": ("tls/server", "enabled"),
    "server.servlet.session.cookie.secure": ("cookie/secure", "set"),
    "server.servlet.session.cookie.http-only": ("cookie/httponly", "set"),
    "server.servlet.session.cookie.same-site": ("cookie/samesite", "set"),
    "server.address": ("server/address", "bound"),
    "spring.datasource.hikari.maximum-pool-size": ("pool/size", "maximum"),
    "spring.servlet.multipart.max-file-size": ("limit/max_file_size", "value"),
    "spring.jpa.open-in-view": ("database/view", "open"),
    "spring.devtools.remote.secret": ("devtools/remote", "enabled"),
}
OBSERVES = tuple(
    Observes(
        about,
        predicate,
        f"the value of {' or '.join(name for name, its in _SETTINGS.items() if its == (about, predicate))}",
    )
    for about, predicate in dict.fromkeys(_SETTINGS.values())
)
VERSION = 1

_CAMEL = later(r"(?<=[a-z])(?=[A-Z])")
_FILES = later(r"(?:^|/)(?:application|bootstrap)[\w-]*\.(?:properties|ya?ml)$")


def extract(source: Source) -> Iterator[Found]:
    """See the module. Keys are read as Spring reads them: ``maximumPoolSize`` is ``maximum-pool-size``."""
    if not _FILES.search(source.path):
        return
    for one in source.settings:
        name = _CAMEL.sub("-", ".".join(one.key)).replace("_", "-").lower()
        if name not in _SETTINGS or one.value is None:
            continue
        about, predicate = _SETTINGS[name]
        if about == "devtools/remote":
            yield found_setting(one, about, predicate, True, masked=True)
        else:
            value = one.value.lower() if isinstance(one.value, str) and predicate in {"set", "shown"} else one.value
            yield found_setting(one, about, predicate, value)
