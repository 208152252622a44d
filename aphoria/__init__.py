"""The code-truth linter: what code does, held against what was claimed that it must do, and against authorities.

    walk, changes        which files; scan looks at them, through cache, prefilter and syntax trees
    extractors/          what the code does, as observations
    claims/              what it must do, in .aphoria/claims.toml
    comparisons/         how the two are compared; matching says which claim is about which observation
    verification         claims against observations; conflicts does the same with corpus/ and policies/
    suppression          what a team has decided to live with, beside acknowledgements and the baseline
    reports/             findings for other programs
    coverage, suggest, drift   what nobody has claimed yet, and what has changed

Uses ``steme`` as any client would, and knows no terminal.
"""
