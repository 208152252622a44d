"""Messages by which two repositories compare and exchange what they hold (docs/format/sync.md).

    fields.py    the pieces that bodies are made of, written and strictly read
    message.py   header, version, the table of kinds: ``encode``, ``decode``, ``read``
    hello.py     Hello, Welcome: who is there, and where the two stand
    trie.py      Nodes, NodeList, Leaves, IdList: where two sets differ
    transfer.py  Since, Want, Sending: objects from there, as a pack behind the message
    push.py      Push, Taken: objects to there
    refusal.py   Refusal: no, and why; to errors and back
    digests.py   the short digests that trie messages carry

Bytes in, values out. Nothing here reads a repository, a file or a socket, and nothing here believes what it reads.
"""
