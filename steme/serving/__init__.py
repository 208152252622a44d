"""Answering other repositories (docs/format/sync.md): what one side of an exchange holds, told in messages.

holdings.py         what a side that answers has to know: the interface
index_holdings.py   an open repository, through its index
log_holdings.py     a repository on disk that is not opened: its segments are read and nothing else
responder.py        one request in, one response out, whatever carries them
stdio.py http.py    two things that carry them
"""
