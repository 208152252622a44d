"""Every limit of the format, each with its reason. All sizes are bytes of UTF-8 unless said otherwise."""

FORMAT_VERSION = 1
"""The version inside every payload, seal, head, frame and pack; a reader refuses any higher one."""

MAX_SUBJECT = 400
"""Leaves room for a prefix and a suffix in LMDB's 511-byte keys."""

MAX_PREDICATE = 100
"""A predicate is a name, not a sentence."""

MAX_NAME = 100
"""Names of epochs, sources, agents, units, refs' segments: shown in table columns."""

MAX_TEXT_VALUE = 64 * 1024
"""A value is something to compare; longer texts belong in a source."""

MAX_NOTE = 4 * 1024
"""A note explains one claim to a person."""

MAX_REASON = 4 * 1024
"""As a note."""

MAX_URL = 2 * 1024
"""What browsers and proxies agree to carry."""

MAX_PAYLOAD = 256 * 1024
"""Bounds the memory of every reader; four full text values would still fit."""

MAX_META_ENTRIES = 16
MAX_META_KEY = 64
MAX_META_VALUE = 1024
"""``meta`` is for a lot number or a page, not for a second document."""

MAX_SALT = 32
"""As many bytes as an id; more adds nothing to its secrecy."""

MAX_LIST = 64
"""Items of a list field (evidence of a claim, values of ``one_of``)."""

MAX_EXACT_INTEGER = 2**53
"""Above it a double, which is what RFC 8785 numbers are, no longer holds every integer."""

MAX_TIME = MAX_EXACT_INTEGER
MIN_TIME = -MAX_EXACT_INTEGER
"""Microseconds since 1970 are JSON numbers, so they end where doubles stop being exact: the years 1684 and 2255."""

MAX_SEAL = 1024
"""Ids under one signature: verifying a thousand objects costs one check, and a seal frame stays at 32 KiB."""

BLOCK_BYTES = 16 * 1024
"""Payloads compressed together: about fifty claims, so that a damaged block costs no more than those."""

MAX_BLOCK_BYTES = MAX_PAYLOAD + BLOCK_BYTES
"""What a block may expand to; a decompressor stops here."""

MAX_FRAME_BODY = 1024 * 1024
"""No frame is longer; a reader allocates nothing before it has checked this."""

SEGMENT_BYTES = 64 * 1024 * 1024
"""A segment that has reached this size after a commit is sealed."""

MAX_OBJECTS = 2**32 - 1
"""Sequence numbers are 32 bits wide in index rows."""

TRIE_LEAF = 256
"""A trie node with at most this many ids is a leaf."""

MIN_ID_PREFIX = 7
"""Hex digits of an id prefix, as in git."""

MAX_AGENT = 100
"""What a program calls itself in a greeting, and what a refusal may say is ten times as long."""

MAX_REFUSAL = 1000
"""A sentence that is shown to a person, and not a page."""

MAX_TAGS_TOLD = 2_000
"""Tags in one message: with names of full length they stay within a frame."""

MAX_PATHS = 2_048
"""Nodes of the trie asked for in one message: their children come in 641 KiB."""

MAX_IDS_TOLD = 32_000
"""Ids in one message, asked for or listed: 1,000 KiB."""

MAX_CHUNK = 64 * 1024
"""Bytes of a request or a response that travel together over a pipe (docs/format/sync.md, section 7)."""
