"""One file for each language, found by being here (``language.py``)."""
