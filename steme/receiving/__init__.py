"""Taking in what others send: nothing becomes part of a repository before all of it was checked
(docs/semantics/receiving.md).

    receive.py      the whole way of a pack: quarantine, check, one commit
    terms.py        what the receiver asks of a pack beside its being genuine: root, refs
    gate.py         who may put what in, and how much
    quarantine.py   where a pack lies until it is published, and where a cut one waits for its rest
    spooling.py     from a stream into quarantine, frame by frame, within limits
    span.py         a run of frames that is checked at once, and what was found
    workers.py      processes that check spans, one for each core; worker.py is what they run
    inspection.py   hands spans to workers, or checks them here where there are few
    publishing.py   one transaction: objects, heads and refs together
    reasons.py      why an object may come without its payload
    intake.py       what a server offers to those who push
    received.py     what came of it
"""
