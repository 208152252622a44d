"""Running ``git``: argument lists, an environment of our making, and its complaints as errors of ours.

Git is asked to believe as little as possible: no hooks, no helpers of other protocols, no lazy fetching, no templates,
no collecting of garbage behind our back. The user's own configuration stays in force, as that is where proxies,
credentials and ssh are set up.
"""

from __future__ import annotations

import os
import resource
import subprocess

from repo_format.errors import RemoteFailed, StorageFailed, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_FETCH = 16 * 1024**3
"""Bytes of one file that git may write: what a hostile server can fill a disk with is bounded."""

MAX_MEMORY = 2 * 1024**3
"""Bytes of memory of a git: it reads commits and trees as a whole, and a few megabytes may expand to many gigabytes."""

_FIXED = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.alternateRefsCommand": "true",
    "core.bigFileThreshold": "1m",
    "core.compression": "0",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "receive.autogc": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.writeCommitGraph": "false",
    "push.recurseSubmodules": "no",
    "push.gpgSign": "false",
    "push.followTags": "false",
    "transfer.fsckObjects": "true",
    "transfer.bundleURI": "false",
    "protocol.ext.allow": "never",
    "protocol.fd.allow": "never",
    "http.followRedirects": "initial",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "60",
}

_KEPT = frozenset(
    (
        "GIT_ASKPASS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_PROXY_SSL_CAINFO",
        "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_CERT",
        "GIT_SSL_KEY", "GIT_TERMINAL_PROMPT",
    )
)  # fmt: skip
"""The variables of git that say how to reach others. All further ones, such as ``GIT_DIR`` in a hook, are left out."""


class GitFailed(RemoteFailed):
    """Git ended with an error; ``said`` is what it wrote, as text of unknown origin."""

    def __init__(self, sentence: str, said: str) -> None:
        super().__init__(sentence)
        self.said = said

    def mentions(self, *words: str) -> bool:
        """Whether git used one of these words, which it does in English whatever the language of the user."""
        return any(word in self.said for word in words)


class Git:
    """Git over one bare repository at ``directory``, or over none; ``settings`` are more of its configuration.

    ``protocols`` are those that git may speak (``GIT_ALLOW_PROTOCOL``); without any it stays on this machine.
    """

    def __init__(
        self,
        directory: str = "",
        protocols: Sequence[str] = (),
        settings: Sequence[tuple[str, str]] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.directory = directory
        self._begin = ["git", *(["--git-dir", directory] if directory else [])]
        self._environment = _environment(os.environ if environment is None else environment, protocols, settings)

    def run(self, *words: str, input: bytes = b"", what: str = "") -> bytes:
        """What git wrote to stdout. ``what`` says in a few words what it was to do, for the message of an error.

        :raises GitFailed: it ended with an error. :raises RemoteFailed: there is no git on this machine.
        """
        child = self.start(*words)
        try:
            out, said = child.communicate(input)
        except BaseException:
            child.kill()
            child.wait()
            raise
        if child.returncode:
            raise failed(what or f"do `git {words[0]}`", said)
        return out

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Git as a process with three pipes. Raises as ``run`` does where it cannot be started."""
        pipe = subprocess.PIPE
        try:
            child = subprocess.Popen(  # noqa: S603 - an argument list; what is not ours stands behind `--`
                [*self._begin, *words], stdin=pipe, stdout=pipe, stderr=pipe, env=self._environment
            )
        except FileNotFoundError:
            raise RemoteFailed("git is not installed here; install it, or use another kind of remote") from None
        except OSError as error:
            raise StorageFailed(f"git could not be started: {error.strerror or error}") from error
        _bound(child.pid)
        return child


def failed(what: str, said: bytes) -> GitFailed:
    """The error for what git wrote to stderr: its last line that is a complaint, safe to be shown."""
    text = said.decode(errors="replace").strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "ERROR"))]
    last = (telling or lines or ["it did not say why"])[0]
    return GitFailed(f"git could not {what}: {shown(last, 300)}", text)


def _environment(
    given: Mapping[str, str], protocols: Iterable[str], settings: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Settings go in as variables, not as arguments: one may hold a token, and arguments can be seen by everybody."""
    made = {name: value for name, value in given.items() if not name.startswith("GIT_") or name in _KEPT}
    made |= {
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": ":".join(protocols),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ADVICE": "0",
    }
    if not os.isatty(2):
        made.setdefault("GIT_TERMINAL_PROMPT", "0")
    pairs = [*settings, *_FIXED.items()]
    for number, (name, value) in enumerate(pairs):
        made[f"GIT_CONFIG_KEY_{number}"], made[f"GIT_CONFIG_VALUE_{number}"] = name, value
    made["GIT_CONFIG_COUNT"] = str(len(pairs))
    return made


def _bound(process: int) -> None:
    """Limit the files that a process writes and its memory, and those of the processes that it will start."""
    try:
        for kind, most in ((resource.RLIMIT_FSIZE, MAX_FETCH), (resource.RLIMIT_DATA, MAX_MEMORY)):
            hard = resource.prlimit(process, kind)[1]
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(process, kind, (limit, hard))
    except (OSError, ValueError):
        pass  # it has ended already
