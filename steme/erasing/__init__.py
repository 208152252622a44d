"""Erasing: payloads leave this repository for good, ids and signed reasons stay (docs/semantics/erasure.md).

``targets.py`` says what would go, ``received.py`` what others have asked for, ``erase.py`` does it.
"""
