"""One reader for each configuration language, found by being here (``setting.py``)."""
