"""The value of every setting: from a flag, else the environment, the repository's file, the user's, else the default.

Files are read when a value is first looked for there; one that is missing costs a failed ``open`` and nothing else.
What the settings are stands in ``settings.py``, how a file is read in ``configuration_file.py``.
"""

from __future__ import annotations

import os

from repo_format.errors import InvalidInput, NotARepository, shown
from repo_format.storage.layout import DIRECTORY
from steme.config_home import config_home
from steme.configuration_file import FILE_NAME, read_settings
from steme.discovery import find_repository
from steme.settings import setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from steme.settings import Setting, Value

FLAG, ENVIRONMENT, REPOSITORY, USER, DEFAULT = "flag", "environment", "repository", "user", "default"


class Configuration:
    """What is configured for one run of a program; files are read at most once."""

    def __init__(
        self,
        repository: str | None = None,
        flags: Iterable[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """``repository`` is the path of a ``.steme`` folder, ``flags`` are texts ``key=value`` as given to ``-c``.

        Raises InvalidInput for a flag that is wrong; files are not looked at yet.
        """
        self._environment = os.environ if environment is None else environment
        self.user_file = os.path.join(config_home(self._environment), FILE_NAME)
        self.repository_file = os.path.join(repository, FILE_NAME) if repository else None
        self._flags = dict(map(_flag, flags))
        self._files: dict[str, dict[str, Value]] = {}

    def lookup(self, name: str) -> tuple[Value | None, str]:
        """A setting's value and which of flag, environment, repository, user and default it comes from.

        Raises InvalidInput for an unknown name, a wrong variable or a wrong file, Refused for a file not to be trusted.
        """
        wanted = setting(name)
        if name in self._flags:
            return self._flags[name], FLAG
        if text := self._environment.get(wanted.variable):
            return _parsed(wanted, text, wanted.variable), ENVIRONMENT
        for origin in (REPOSITORY, USER):
            values = self._file(origin)
            if name in values:
                return values[name], origin
        return wanted.default, DEFAULT

    def file_to_change(self, name: str, user: bool | None = None) -> tuple[str, bool]:
        """The file in which to set ``name``, and whether it is the user's own.

        ``user`` asks for the user's file or for the repository's; None leaves it to the setting: the repository's
        file if there is one that may hold it. Raises InvalidInput for an unknown name, NotARepository where there
        is none to ask.
        """
        only_user = setting(name).user_only
        if user or (user is None and (only_user or self.repository_file is None)):
            return self.user_file, True
        if self.repository_file is None:
            raise NotARepository("there is no repository here to configure; use --user, or go into one")
        return self.repository_file, False

    def place(self, name: str, origin: str) -> str:
        """The file, variable or flag that ``origin``, as ``lookup`` gives it, stands for; empty for the default."""
        files = {USER: self.user_file, REPOSITORY: self.repository_file or "", FLAG: "-c"}
        return setting(name).variable if origin == ENVIRONMENT else files.get(origin, "")

    def blamed(self, name: str, problem: str) -> InvalidInput:
        """The error for a value that turns out to be of no use: it names the setting and where it was set."""
        place = self.place(name, self.lookup(name)[1])
        return InvalidInput(f"{place}: {name}" if place and place != setting(name).variable else place or name, problem)

    def text(self, name: str) -> str | None:
        """The value of a setting of kind text; None where it is not set and has no default."""
        value = self.lookup(name)[0]
        if value is not None and not isinstance(value, str):
            raise TypeError(name)
        return value

    def number(self, name: str) -> float:
        """The value of a setting of kind number or integer that has a default."""
        value = self.lookup(name)[0]
        if not isinstance(value, int | float):
            raise TypeError(name)
        return value

    def boolean(self, name: str) -> bool:
        """The value of a setting of kind boolean that has a default."""
        value = self.lookup(name)[0]
        if not isinstance(value, bool):
            raise TypeError(name)
        return value

    def _file(self, origin: str) -> dict[str, Value]:
        if origin not in self._files:
            path = self.user_file if origin == USER else self.repository_file
            self._files[origin] = read_settings(path, trusted=origin == USER) if path else {}
        return self._files[origin]


def configuration_at(start: str = ".", flags: Iterable[str] = ()) -> Configuration:
    """The configuration for somebody who is in ``start``: with the repository there or above, if there is one."""
    try:
        repository = os.path.join(find_repository(start), DIRECTORY)
    except NotARepository:
        repository = None
    return Configuration(repository, flags)


def _flag(text: str) -> tuple[str, Value]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InvalidInput("-c", f"{shown(text)} is not a setting and its value; write -c query.lens=recency")
    wanted = setting(name.strip())
    return wanted.name, _parsed(wanted, value, f"-c {wanted.name}")


def _parsed(wanted: Setting, text: str, place: str) -> Value:
    try:
        return wanted.parsed(text)
    except InvalidInput as error:
        raise InvalidInput(place, error.problem) from None
