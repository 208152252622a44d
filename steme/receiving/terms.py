"""What a receiver asks of a pack beside its being genuine, and which refs it sets with it."""

from __future__ import annotations

from repo_format import refs
from repo_format.errors import InvalidInput, Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from repo_format.head import Head
    from repo_format.storage.snapshot import Snapshot

    Minus = Iterable[bytes] | Callable[[Snapshot], Iterable[bytes]]


class Terms:
    """``expect``: the head of the other side, whose root must come out; ``minus``: ids of ours that it does not have,
    or a function that finds them in the view under the lock, where others may have written meanwhile.

    ``heads`` are the refs to set by their full names: one for ``remote``, and the tags.
    """

    __slots__ = ("expect", "heads", "minus")

    def __init__(self, expect: Head | None, minus: Minus, remote: str, tags: Mapping[str, Head]) -> None:
        """Raises InvalidInput for a bad name, BadSignature for a head that its signer did not sign."""
        self.expect = expect
        self.minus = minus
        self.heads = {refs.tag_ref(name): head for name, head in tags.items()}
        if remote:
            if expect is None:
                raise InvalidInput("remote", "has no head that a ref could name")
            self.heads[refs.check_ref(f"{refs.REMOTES}{remote}/main")] = expect
        for head in (*self.heads.values(), *([expect] if expect else [])):
            head.check()

    def ours_alone(self, view: Snapshot) -> frozenset[bytes]:
        """The ids in ``minus``."""
        return frozenset(self.minus(view) if callable(self.minus) else self.minus)

    def check_root(self, root: bytes, count: int) -> None:
        """Raise Refused unless this is what ``expect`` names; without one anything is."""
        if self.expect is not None and (root, count) != (self.expect.root, self.expect.count):
            raise Refused(
                f"what came does not make up what the other side says it has ({count} objects here, "
                f"{self.expect.count} under its head, roots {root.hex()[:12]} and {self.expect.root.hex()[:12]}); "
                "nothing was taken in"
            )
