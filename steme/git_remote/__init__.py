"""Truth in a git repository: what ``refs/steme/main`` of any git hosting holds, read and added to (docs/format/git.md).

    address.py   which repository is meant, and what git may use to get there
    program.py   running ``git`` so that neither the other repository nor the surroundings choose what it does
    cache.py     the bare repository on this machine in which fetched objects are kept
    objects.py   git's blobs, trees and commits, in and out
    content.py   the files of one commit: a head, new tags, the parts of a pack
    ledger.py    what the whole history amounts to: the ids in order, the heads and the tags
    history.py   bringing the ledger up to a commit, believing nothing
    visit.py     one visit to a remote: fetch, the state found, push or lose the race
    holdings.py  the state as something that answers requests
    intake.py    taking in what is pushed

No file is ever checked out, no branch is touched, and what git delivers is bytes from a stranger.
"""
