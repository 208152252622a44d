"""Whether a setting may have a value that only the rest of the library can judge: a lens, a key, keys that are trusted.

Asked when a person sets it. A value that is in a file all the same is judged where it is used, and the sentence then
names the file (``Configuration.blamed``).
"""

from __future__ import annotations

from repo_format.errors import InvalidInput, StemeError, shown
from steme import keys, lens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from steme.settings import Value

_KEY_DIGITS = 64
_FEWEST_DIGITS = 7


def check(name: str, value: Value) -> None:
    """Raise InvalidInput, naming the setting, for a value that could never be used."""
    if name == "query.lens":
        _check_with(name, lambda: lens.load(str(value)))
    elif name == "user.key":
        _check_with(name, lambda: keys.find(str(value)))
    elif name == "trust.roots":
        for one in str(value).replace(",", " ").split():
            _check_root(name, one)


def _check_with(name: str, use: Callable[[], object]) -> None:
    try:
        use()
    except InvalidInput as error:
        raise InvalidInput(name, error.problem) from None
    except StemeError as error:
        raise InvalidInput(name, str(error)) from None


def _check_root(name: str, one: str) -> None:
    """A label, all digits of a key, or the first digits of one that some repository may know."""
    digits = one.lower()
    is_hex = set("0123456789abcdef").issuperset(digits)
    if is_hex and len(digits) == _KEY_DIGITS:
        from repo_format.signature import is_valid_key

        if not is_valid_key(bytes.fromhex(digits)):
            raise InvalidInput(name, f"{shown(one)} is no Ed25519 key that could sign; look at its digits again")
    elif not (is_hex and _FEWEST_DIGITS <= len(digits) < _KEY_DIGITS) and one not in _known():
        raise InvalidInput(name, f"there is no key {shown(one)}; `steme key list` shows those that are known here")


def _known() -> set[str]:
    return {key.label for key in keys.list_keys()[0]}
