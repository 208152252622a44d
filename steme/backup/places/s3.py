"""A backup in a bucket of Amazon S3 or of a store that speaks its protocol, through obstore (docs/adr/0026).

Credentials, region and endpoint come from the environment, as for every other tool: ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL``. A repository can name none of them.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from repo_format.errors import Busy, InvalidInput, NotFound, Refused, RemoteFailed, StemeError, shown
from steme.backup.manifest import MANIFEST
from steme.backup.names import OWN, part_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PIECE = 8 << 20
_TIMEOUT = "60s"
_RETRIES = 4


def open_place(text: str, *, write: bool) -> S3Place:  # noqa: ARG001 - the store decides who may write
    """The backup under ``s3://BUCKET/PREFIX``. Raises InvalidInput, NotFound; nothing is asked of the store yet."""
    bucket, _, prefix = text.removeprefix("s3://").partition("/")
    if not bucket or "@" in bucket or "?" in text:
        raise InvalidInput("", f"{shown(text)} is not of the form s3://BUCKET/PREFIX")
    try:
        from obstore.store import S3Store
    except ModuleNotFoundError:
        raise NotFound("s3:// needs obstore, which is not installed; run: pip install 'steme[s3]'") from None
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    client: Any = {"timeout": _TIMEOUT, "connect_timeout": "10s", "allow_http": endpoint.startswith("http://")}
    settings: Any = {"endpoint": endpoint} if endpoint else {}
    retries: Any = {"max_retries": _RETRIES}
    store = S3Store(bucket, prefix=prefix or None, client_options=client, retry_config=retries, **settings)
    return S3Place(store, text)


class S3Place:
    """As ``place.Place`` says; every part is an object."""

    appends = False

    def __init__(self, store: Any, text: str) -> None:
        self._store = store
        self._seen: str | None = None
        self.shown = shown(text).strip("'\"")

    def manifest(self) -> bytes | None:
        """The bytes of the manifest; which one it was is remembered for ``publish``."""
        import obstore

        try:
            answer = self._ask(partial(obstore.get, self._store, MANIFEST))
        except NotFound:
            self._seen = None
            return None
        self._seen = answer.meta["e_tag"]
        return bytes(self._ask(answer.bytes))

    def publish(self, manifest: bytes) -> None:
        """Replace the manifest if it is still the one that was seen; where the store cannot compare, whatever it is."""
        import obstore

        mode: Any = {"e_tag": self._seen} if self._seen else "create"
        try:
            result = self._ask(lambda: obstore.put(self._store, MANIFEST, manifest, mode=mode))
        except NotImplementedError:
            result = self._ask(lambda: obstore.put(self._store, MANIFEST, manifest))
        self._seen = result["e_tag"]

    def read(self, name: str, offset: int, size: int) -> Iterator[bytes]:
        """Bytes of a part, some megabytes at a request."""
        import obstore

        path, at = part_name(name, offset, offset + size), 0
        while at < size:
            length = min(_PIECE, size - at)
            try:
                piece = bytes(self._ask(partial(obstore.get_range, self._store, path, start=at, length=length)))
            except NotFound:
                return
            yield piece
            at += len(piece)
            if len(piece) < length:
                return

    def write(self, name: str, offset: int, end: int, pieces: Iterable[bytes]) -> None:
        """Put the part as one object, in several requests where it is large; it is there whole or not at all."""
        import obstore

        failed: list[StemeError] = []

        def given() -> Iterator[bytes]:
            try:
                yield from pieces
            except StemeError as error:
                failed.append(error)
                raise

        path = part_name(name, offset, end)
        try:
            self._ask(lambda: obstore.put(self._store, path, given(), chunk_size=_PIECE))
        except NotFound:
            raise RemoteFailed(f"{self.shown}: there is no such bucket") from None
        except Exception as error:  # noqa: BLE001 - raised again, as what it was before it went through the library
            raise failed[0] if failed else error from None

    def names(self) -> list[str]:
        """Every object of a backup."""
        import obstore

        found = self._ask(lambda: [entry["path"] for page in obstore.list(self._store) for entry in page])
        return [name for name in found if OWN.fullmatch(name)]

    def remove(self, name: str) -> None:
        """Remove an object."""
        import obstore

        try:
            self._ask(lambda: obstore.delete(self._store, name))
        except NotFound:
            pass

    def close(self) -> None:
        """Nothing is held open."""

    def _ask(self, request: Callable[[], Any]) -> Any:
        """Carry out one request; what the store has to say comes as an error of ours."""
        from obstore import exceptions

        try:
            return request()
        except FileNotFoundError:
            raise NotFound(f"there is no such object in {self.shown}") from None
        except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
            raise Busy(f"another process is writing to the backup in {self.shown}; try again later") from None
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            raise Refused(f"{self.shown} refuses: {_reason(error)}") from None
        except NotImplementedError:
            raise
        except (exceptions.BaseError, OSError) as error:
            raise RemoteFailed(f"{self.shown}: {_reason(error)}") from None


def _reason(error: BaseException) -> str:
    """What went wrong, out of what the library says: the request and the retries come before it, its own structures
    behind.
    """
    line = str(error).split("\n", 1)[0].rpartition(" - ")[2]
    return shown(line.removeprefix("HTTP error: ").removeprefix("Server returned "), 200).strip("'\"")
