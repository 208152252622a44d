"""Acts: signed statements that move what stands in an answer (docs/semantics/acts.md).

    act             rows of the index table ``acts`` within the bounds of a question
    rights          who may act on whose objects, by policy
    force           which acts are in force: made by right, and not taken back themselves
    origin          what a claim derives from
    ancestry        how far a retraction spreads
    drafts          acts as somebody is about to make them, refused where they would have no effect
    reach           the claims that rest on an object
    effect          what an act would change, before it is made

Who asks questions needs ``steme.standing`` alone.
"""
