"""Eight processes push to one bare repository at once: everything arrives, and the line stays a line."""

from __future__ import annotations

import subprocess
import sys

from repo_format import merkle
from tests.steme.git_remote.conftest import Place, records

CLIENTS = 8
EACH = 3

CLIENT = """
import sys
from steme.git_remote.address import find
from steme.git_remote.intake import GitIntake
from steme.git_remote.visit import Visit
from steme.keys import SigningKey
from tests.steme.git_remote.conftest import pack, records
key = SigningKey(bytes([int(sys.argv[2])]) * 32)
sys.stdin.readline()
for number in map(int, sys.argv[3:]):
    visit = Visit(find(sys.argv[1]))
    assert GitIntake(visit, key).take(bytes(32), 0, [pack(records(number, number + 2))], ()).added in (1, 2)
    visit.close()
"""


def test_all_of_a_crowd_arrives(place: Place) -> None:
    clients = []
    for client in range(CLIENTS):
        numbers = [str(10 * client + 2 * number) for number in range(EACH)]
        words = [sys.executable, "-c", CLIENT, place.url, str(client), *numbers]
        environment = place.environment(f"client{client}")
        clients.append(subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment))
    for client in clients:
        assert client.stdin is not None
        client.stdin.write(b"go\n")
        client.stdin.flush()
    for client in clients:
        _, said = client.communicate(timeout=120)
        assert (client.returncode, said.decode()) == (0, "")
    visit = place.visit("reader")
    wanted = [one.id for client in range(CLIENTS) for one in records(10 * client, 10 * client + 2 * EACH)]
    assert sorted(visit.state.ids()) == sorted(wanted)
    assert visit.state.head is not None
    assert visit.state.head.root == merkle.root(wanted)
    assert len(visit.state.steps) == CLIENTS * EACH
    assert len({step.signed.repository for step in visit.state.steps}) == 1
