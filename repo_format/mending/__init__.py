"""Mending a damaged log: what is lost, what is known of it, and the same log again from what others hold of it.

``damaged_log.py`` reads what there is, ``expected.py`` what the index remembers, ``plan.py`` brings the two together,
``passage_mending.py`` makes the lost transactions again (docs/format/repository.md, section 8).
"""
