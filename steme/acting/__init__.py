"""Acting: making the statements that move what stands, and seeing beforehand what they would move.

    drafts          acts from what a person typed; what they are about has to be there
    permission      whether the policy lets somebody make an act
    reach           the claims that rest on an object
    effect          what acts would change
    plan            acts that are ready to be recorded
    impact          what hangs on a source

``steme.acts`` is how they are read; docs/semantics/acts.md is what they mean.
"""
