"""Trust: how far an author's word goes, in the view of some keys (docs/semantics/trust.md).

    rank            the formulas: outcomes move a rank, time takes it back, a chain lifts it
    acts            rows of the index table ``trust`` within the bounds of a question
    scope           which subjects a delegation is about
    succession      keys that are one agent, and keys that were given up
    link, web       who vouches for whom from some roots, and the best chain to everybody
    authorship      whose an object is
    track_record    the outcomes that count, by the agent they are about
    view            TrustView: what a lens asks
    explanation     what stands behind the trust in one author
    roots           whose view it is

A lens' question asks ``view``, ``steme.standing`` asks ``succession``; nothing is imported here, so that each pays for
itself alone.
"""
