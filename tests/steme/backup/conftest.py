"""Places for backups: a directory, and a bucket of a server that speaks the protocol of S3, on a socket."""

from __future__ import annotations

import logging
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from steme.backup.copying import Taken, back_up
from steme.backup.place import open_place
from tests.sample import Sample

Take = Callable[..., Taken]


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server with one bucket, ``truth``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from moto.server import ThreadedMotoServer

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urllib.request.urlopen(urllib.request.Request(f"{address}/truth", method="PUT")).close()
    yield address
    server.stop()


@pytest.fixture
def s3(s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place in the bucket that no other test uses; the environment gives access to it."""
    access = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
    for name, value in {**access, "AWS_ENDPOINT_URL": s3_server}.items():
        monkeypatch.setenv(name, value)
    return f"s3://truth/{tmp_path.name}/claims"


@pytest.fixture(params=["directory", "s3"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a backup, of each kind."""
    return str(request.getfixturevalue("s3")) if request.param == "s3" else str(tmp_path / "backup")


@pytest.fixture
def take(own_sample: Sample, where: str) -> Take:
    """Make a round of a backup of ``own_sample``: ``take()``, ``take(audit=False)``."""

    def one(**options: bool) -> Taken:
        with closing(open_place(where, write=True)) as place:
            return back_up(str(own_sample.path), place, **options)

    return one


def grow(sample: Sample, claims: int = 1, note: str = "") -> None:
    """Commit some more claims."""
    with sample.open() as repository:
        values = [sample.claim(sample.alice, "more/of/it", f"p{n}", n, note=note or None) for n in range(claims)]
        sample.commit(repository, sample.alice, values)
