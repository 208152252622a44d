"""Looking: what a remote shows to whoever greets it."""

from __future__ import annotations

from repo_format.merkle import EMPTY_ROOT
from repo_format.wire.hello import Hello
from steme import transport
from steme.exchange.conversation import Conversation
from steme.exchange.results import Looked
from steme.transport import Access, shown_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from steme.configuration import Configuration


def look(url: str, configuration: Configuration, *, access: Access | None = None) -> Looked:
    """Who is there, its newest head and its tags, all their signatures checked; nothing is kept.

    Raises BadSignature for a head that its signer did not sign, RemoteFailed, and what ``connect`` raises.
    """
    talk = Conversation(transport.connect(url, access or Access(configuration)))
    try:
        welcome = talk.hello(Hello(EMPTY_ROOT, agent="steme"))
    finally:
        talk.close()
    for signed in (*([welcome.head] if welcome.head else []), *(one for _, one in welcome.refs)):
        signed.check()
    looked = Looked(shown_url(url), welcome.repository, welcome.head, welcome.refs, talk.traffic)
    looked.agent, looked.features = welcome.agent, welcome.features
    return looked
