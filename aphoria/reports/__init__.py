"""One file for each report format, found by being here (``report.py``)."""
