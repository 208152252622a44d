from __future__ import annotations

import signal

import msgspec
import pytest

from repo_format.decoder import decoder_of


class Pair(msgspec.Struct):
    left: int
    right: str


def test_it_decodes_what_the_type_says() -> None:
    assert decoder_of(Pair)(b'{"left":1,"right":"x"}') == Pair(1, "x")
    with pytest.raises(msgspec.ValidationError):
        decoder_of(Pair)(b'{"left":"1","right":"x"}')


def test_a_signal_waits_until_the_decoder_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    decoder = msgspec.json.Decoder

    def make(kind: type[Pair]) -> object:
        signal.raise_signal(signal.SIGINT)
        made.append(decoder(kind))
        return made[0]

    monkeypatch.setattr(msgspec.json, "Decoder", make)
    with pytest.raises(KeyboardInterrupt):
        decoder_of(Pair)
    assert made
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
