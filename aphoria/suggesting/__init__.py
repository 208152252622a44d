"""Drafts of claims, each with the reasons for it (docs/semantics/coverage.md, Suggestions).

draft          a suggestion, and how it is ranked
topics         what breaks, by topic, where nobody has said so; and which value of a boolean is the good one
sentences      what documents say MUST, SHOULD or NEVER be
meaning        what of that an extractor could observe
observed       drafts from what is observed and not claimed, and from claims about other modules
written        drafts from documents
style          how the team writes its claims
gates          what keeps a draft from being suggested
"""
