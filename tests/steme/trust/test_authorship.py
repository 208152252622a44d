from __future__ import annotations

import pytest

from repo_format.errors import NotFound
from repo_format.objects.alias import Alias
from steme.trust.authorship import Authorship
from tests.steme.claims import assertion
from tests.steme.trust.people import ADA, BEN, CLEO, People, day


def test_every_object_has_the_author_that_its_payload_names(people: People) -> None:
    people.claim(ADA)
    people.seal((BEN, [assertion(BEN, "drug/aspirin", "dosage", number) for number in range(1500)]))
    people.say(CLEO, Alias(author=CLEO.public.hex(), alias="drug/asa", subject="drug/aspirin", time=day(0)))
    people.rotate(ADA, CLEO)
    with people.repository.snapshot() as view:
        authorship = Authorship(view)
        found = [authorship.author(seq) for seq in range(1, view.count + 1)]
        assert found == [ADA.public, *[BEN.public] * 1500, CLEO.public, ADA.public]
        for seq in (0, view.count + 1):
            with pytest.raises(NotFound):
                authorship.author(seq)
