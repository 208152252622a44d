"""Measuring steme beside its peers.

    __main__        the command line: which benchmarks, how large, how often
    cases/          the benchmarks, one file each, found by being there
    peers/          what other programs do with the same claims
    claims          made-up claims that look like real ones
    ground          files, repositories and databases that the benchmarks work on, made once
    ours            the side of steme
    surveying       the survey of all questions
    crowds          one question with very many claims
    steady          questions that come at their own times
    apart           work done and measured in a process of its own
    rounds          sides that take turns, and what a round of each cost
    line            one line of a result: ours, theirs, the ratio, what it should be
    table           how the lines are printed
    environment     on what all this was measured

Nothing here is installed with steme.
"""
