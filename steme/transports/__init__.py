"""One file for each transport and nothing else; how they are found stands in ``steme/transport.py``.

Every file has ``SCHEMES``, what it speaks, and ``connect(url, access, write) -> Channel``; what is for tests alone
speaks none. A file is imported to see what it speaks, so what is slow to import is imported inside its functions.
"""
