"""Every setting there is, with its type, default and meaning. Adding one is adding one entry to ``SETTINGS``.

Not where values come from: that is ``configuration.py``. A setting is data; none names a program to run.
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, shown
from repo_format.vocabulary import TIERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    Value = str | int | float | bool

POLICIES = ("author", "enterprise", "commons")
RECEIVE_POLICIES = ("anyone", "keys", "delegated")

TEXT, INTEGER, NUMBER, BOOLEAN = "text", "integer", "number", "boolean"

_TRUTHS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_LONGEST_TEXT = 1000


class Setting:
    """One setting: ``name`` is ``section.key``; ``low`` and ``high`` bound numbers, both ends included."""

    __slots__ = ("choices", "default", "doc", "high", "kind", "low", "name", "user_only", "variable")

    def __init__(
        self,
        name: str,
        kind: str,
        default: Value | None,
        doc: str,
        *,
        low: float = 0,
        high: float = 0,
        choices: tuple[str, ...] = (),
        user_only: bool = False,
        variable: str = "",
    ) -> None:
        self.name, self.kind, self.default, self.doc = name, kind, default, doc
        self.low, self.high, self.choices = low, high, choices
        self.user_only = user_only
        """Refused in a repository's file, which other people may have written."""
        self.variable = variable or "STEME_" + name.replace(".", "_").upper()
        """The environment variable that sets it."""

    def checked(self, value: object) -> Value:
        """``value`` as this setting holds it (an integer becomes a number). Raises InvalidInput naming the setting."""
        if self.kind == NUMBER and type(value) is int:
            value = float(value) if abs(value) < 2**53 else value
        if self.kind == TEXT and isinstance(value, str):
            return self._text(value)
        if self.kind == BOOLEAN and isinstance(value, bool):
            return value
        if (self.kind == INTEGER and type(value) is int) or (self.kind == NUMBER and type(value) is float):
            return self._bounded(value)
        raise self.wrong(value)

    def parsed(self, text: str) -> Value:
        """The value a person typed, in a flag, a variable or at ``steme config set``. Raises InvalidInput."""
        if self.kind in (TEXT, BOOLEAN):
            return self.checked(text if self.kind == TEXT else _TRUTHS.get(text.lower(), text))
        try:
            return self.checked(int(text) if self.kind == INTEGER else float(text))
        except ValueError:
            raise self.wrong(text) from None

    def wrong(self, value: object) -> InvalidInput:
        """The error that says what ``value``, of any type, should have been."""
        short = isinstance(value, str | bool | float) or (isinstance(value, int) and abs(value) < 2**64)
        given = shown(value) if short else f"a value of type {type(value).__name__}"
        return InvalidInput(self.name, f"{given} is not {self.expected()}")

    def expected(self) -> str:
        """What a value may be, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.kind == BOOLEAN:
            return "true or false"
        if self.kind == TEXT:
            return f"a line of text of 1 to {_LONGEST_TEXT} characters"
        kind = "a whole number" if self.kind == INTEGER else "a number"
        return f"{kind} from {self.low:g} to {self.high:g}"

    def _text(self, value: str) -> str:
        if self.choices and value not in self.choices:
            raise self.wrong(value)
        if not 1 <= len(value) <= _LONGEST_TEXT or not value.isprintable():
            raise self.wrong(value)
        return value

    def _bounded(self, value: float) -> float:
        if not self.low <= value <= self.high:
            raise self.wrong(value)
        return value


# fmt: off
_TABLE = (
    Setting("assert.confidence", NUMBER, 1.0, "Confidence of an assertion that names none.", low=0, high=1),
    Setting("assert.tier", TEXT, None, "Tier of an assertion that names none; else its scheme says.", choices=TIERS),
    Setting("audit.record", BOOLEAN, False, "Whether every answer to a question is recorded (`steme audit`)."),
    Setting("http.token", TEXT, None, "Tokens as HOST=TOKEN, with commas.", user_only=True, variable="STEME_TOKEN"),
    Setting("import.seal", BOOLEAN, True, "Whether an import signs seals over many objects, not each object."),
    Setting("lock.timeout", NUMBER, 30.0, "Seconds to wait for another process that is writing.", low=0, high=86_400),
    Setting("policy.acts", TEXT, "author", "Who may retract, supersede or stage a claim.", choices=POLICIES),
    Setting("query.lens", TEXT, "recency", "Lens of a query that names none."),
    Setting("receive.keys", TEXT, None, "Keys whose claims are taken under receive.policy=keys, with commas."),
    Setting("receive.max_bytes", INTEGER, 4 << 30, "Bytes that one transfer may bring.", low=1, high=2**53),
    Setting("receive.max_objects", INTEGER, 20_000_000, "Objects that one transfer may bring.", low=1, high=2**32 - 1),
    Setting("receive.policy", TEXT, "anyone", "Whose claims others may push here.", choices=RECEIVE_POLICIES),
    Setting("receive.rate", INTEGER, 0, "Objects a minute that others may push; 0 for any number.", high=2**32 - 1),
    Setting("trust.roots", TEXT, None, "Keys whose view counts, with commas; else your own keys.", user_only=True),
    Setting("user.key", TEXT, None, "Key to sign with, as --key names it.", user_only=True, variable="STEME_KEY"),
)
# fmt: on

SETTINGS = {setting.name: setting for setting in _TABLE}
"""By name, in alphabetical order. Those of remotes, ``remote.NAME.url`` and so on, are made when they are asked for."""

REMOTE = "remote"
REMOTE_KEYS = {
    "trust": "Keys whose heads are believed for this remote, with commas; else those seen first.",
    "url": "Where the remote is.",
}
_REMOTE_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_LONGEST_REMOTE_NAME = 50


def is_remote_name(text: str) -> bool:
    """Whether a remote may be called so: ASCII letters, digits, ``_`` and ``-``, not first; at most 50."""
    return 0 < len(text) <= _LONGEST_REMOTE_NAME and _REMOTE_NAME.issuperset(text) and text[0] != "-"


def setting(name: str) -> Setting:
    """The setting of that name. Raises InvalidInput with a suggestion when there is none."""
    if name in SETTINGS:
        return SETTINGS[name]
    of_remote = name.split(".", 2)
    if of_remote[0] == REMOTE and len(of_remote) == 3 and of_remote[2] in REMOTE_KEYS and is_remote_name(of_remote[1]):
        variable = "_".join(("STEME", *of_remote)).upper().replace("-", "_")
        return Setting(name, TEXT, None, REMOTE_KEYS[of_remote[2]], variable=variable)
    from difflib import get_close_matches

    close = get_close_matches(name[:100], SETTINGS, n=1)
    hint = f"did you mean {close[0]}?" if close else "`steme config list` shows them all"
    raise InvalidInput("", f"{shown(name)} is not a setting; {hint}")
