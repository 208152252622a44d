"""One file for each extractor, found by being here (``extractor.py``)."""
