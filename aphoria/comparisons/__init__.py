"""One file for each comparison, found by being here (``comparison.py``)."""
