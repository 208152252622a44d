"""Gold standards: what a judge is sure enough of to hold others against (docs/semantics/trust.md, section 5).

    standard        stating them, and finding those that count
    closeness       when a value is right
    check           holding claims against them and recording the outcomes

They move trust (``steme.trust``), which knows nothing of them.
"""
