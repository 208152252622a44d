"""What is known of topics: what breaks where nobody has said so, and which value of a boolean is the good one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """``category`` groups claims, ``consequence`` is what breaks, ``bound`` how a number is limited, "" for not."""

    category: str
    consequence: str
    bound: str = ""


TOPICS = {
    "auth": Topic("security", "Whoever finds the address is let in."),
    "async": Topic("reliability", "One slow call holds up everything else that the loop serves."),
    "code": Topic("security", "Whoever controls the text runs code of their own."),
    "container": Topic("security", "What breaks out of the process owns the machine."),
    "cookie": Topic("security", "A session can be taken over by who reads or sets the cookie."),
    "cors": Topic("security", "Any page can act in the name of a user who is signed in."),
    "crypto": Topic("security", "What is protected can be read or forged."),
    "csrf": Topic("security", "Another page can act in the name of a user who is signed in."),
    "debug": Topic("security", "Internals, and sometimes a console, are open to everybody."),
    "deserialization": Topic("security", "Whoever controls the data runs code of their own."),
    "file": Topic("security", "Others on the machine can read or replace what is written."),
    "html": Topic("security", "Whoever controls the text runs scripts in the pages of others."),
    "http": Topic("reliability", "A peer that does not answer holds a worker for ever.", "at_most"),
    "imports": Topic("architecture", "Parts that should be apart can no longer be changed or tested alone."),
    "jwt": Topic("security", "Tokens can be forged."),
    "limit": Topic("reliability", "One caller can use up what is there for all.", "at_most"),
    "memory": Topic("correctness", "Threads see each other's writes in an order that nobody thought of."),
    "message": Topic("reliability", "A message is lost when the consumer dies."),
    "password": Topic("security", "Stolen hashes are turned into passwords."),
    "path": Topic("security", "Files outside of the folder can be read or written."),
    "pool": Topic("reliability", "The other side runs out of connections.", "at_most"),
    "queue": Topic("reliability", "A slow consumer fills the memory.", "at_most"),
    "rate": Topic("reliability", "One caller can use up what is there for all."),
    "resource": Topic("reliability", "Memory grows until the process is killed."),
    "retry": Topic("reliability", "A failing peer is kept down by those who retry.", "at_most"),
    "secret": Topic("security", "Whoever reads the code has the secret."),
    "shell": Topic("security", "Whoever controls the text runs commands of their own."),
    "sql": Topic("security", "Whoever controls the text reads and changes the database."),
    "ssrf": Topic("security", "The server can be sent to addresses that only it can reach."),
    "timeout": Topic("reliability", "A peer that does not answer holds a worker for ever.", "at_most"),
    "tls": Topic("security", "Whoever sits in between reads and changes what is said."),
    "transport": Topic("security", "Whoever sits in between reads and changes what is said."),
    "xml": Topic("security", "A document can read files and addresses of the server."),
}

GOOD = {
    "blocking": False,
    "bounded": True,
    "built": False,
    "cryptographic": True,
    "dynamic": False,
    "escaped": True,
    "hardcoded": False,
    "interpolated": False,
    "interpreted": False,
    "pinned": True,
    "privileged": False,
    "required": True,
    "resolved": False,
    "safe": True,
    "verified": True,
}
"""The good value of a predicate that is true or false; of others nobody can tell."""
