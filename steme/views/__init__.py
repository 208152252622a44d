"""Materialised views: the answers of questions that are asked again and again, kept (docs/semantics/views.md).

    definition    a view: one question, and how it is written down
    register      which views there are: the file `.steme/views`
    packing       plain values to bytes and back
    state, files  a kept answer, and the files it lies in
    rests         what an answer rests on beside the claims under its question
    arrivals      whether what arrived since can have moved an answer
    reduction     the few claims that a lens would need again
    clock         until when an answer holds that depends on the clock
    following     from an answer to a kept one, and on to the next
    kept_answer   an answer out of a view
    turn          one answer of a view: as it is kept, followed, or made anew
    keeper        Keeper: the views of a repository, and which of them answers what

Nothing is imported here, and nothing of this where there are no views.
"""
