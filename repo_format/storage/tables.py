"""The tables of the index: names, keys, and the fixed-width rows in them (docs/format/index.md).

Everything here can be made again from the segments, so it may change with ``INDEX_VERSION`` and no repository is lost.
Integers in keys are big-endian, so that LMDB's byte order is their order.
"""

from __future__ import annotations

import struct

INDEX_VERSION = 4

META = "meta"
IDS = "ids"
BLOCKS = "blocks"
TERMS = "terms"
TEXTS = "texts"
LENS = "lens"
ABOUT = "about"
ACTS = "acts"
ORIGINS = "origins"
BY_AUTHOR = "by_author"
BY_SOURCE = "by_source"
BY_KIND = "by_kind"
NAMES = "names"
TRUST = "trust"
TRIE = "trie"
COMMITS = "commits"
HEADS = "heads"
FOREIGN = "foreign"
REFS = "refs"

PLAIN = (META, IDS, BLOCKS, TERMS, TEXTS, LENS, ORIGINS, TRIE, COMMITS, HEADS, FOREIGN, REFS)
FIXED_DUPLICATES = (ABOUT, ACTS, BY_AUTHOR, BY_SOURCE, BY_KIND, NAMES, TRUST)
ALL = PLAIN + FIXED_DUPLICATES

U32 = struct.Struct(">I")
U64 = struct.Struct(">Q")
PAIR = struct.Struct(">II")

WATERMARK = b"watermark"
NEXT_TERM = b"next term"
WATERMARK_ROW = struct.Struct(">IQQ32sQQ")
"""Segment, end of the last applied commit frame, its beginning, its chain hash, its number, the next seq."""

BLOCK_ROW = struct.Struct(">IQHQH")
"""Segment, offset of the frame, objects in it, offset of their seal's frame (0: signed one by one), place in the
seal."""

COMMIT_ROW = struct.Struct(">QIqIQ32s")
"""First seq, objects, received (microseconds), segment, offset of the commit frame, head id."""

LENS_ROW = struct.Struct(">IqIIddIII32sBBBB")
"""seq, time, author, value, number, confidence, epoch, source, unit, id, tier, lifecycle, kind of value, flags.

84 bytes. ``author``, ``value``, ``epoch``, ``source`` and ``unit`` are terms, 0 for none; ``value`` is 0 for numbers
and booleans, which stand in ``number``. """

HAS_PARENT = 1
"""Flag of a lens row: the claim has a parent, and with it a row in ``origins``."""

LENS_KEY = struct.Struct(">III")
"""Subject, predicate (terms) and the seq of the first row under the key."""

LENS_CHUNK = 48 * LENS_ROW.size
"""Rows of one question stand together up to this many bytes: what fills one overflow page of LMDB (4,080)."""

ABOUT_ROW = struct.Struct(">IBqIdI32s")
"""seq, relation, time, author (term), amount, extra (term or code), id: one row per statement about the key, an object
id. ``seq``, ``time``, ``author`` and ``id`` are those of the object that makes the statement."""

ACT_ROW = struct.Struct(">BIqIdI32s")
"""act, seq, time, author (term), amount, extra (term or code), id: one row per statement that moves what stands.

The key is the id of the object that it is about, or the term of the subject or the epoch (four bytes). Statements that
are also in ``about``, kept apart from the crowd of votes and children that a claim may have."""

(
    ACT_RETRACTION,
    ACT_SUPERSESSION,
    ACT_STAGE,
    ACT_SOURCE_STATUS,
    ACT_ALIAS,
    ACT_EPOCH,
    ACT_EPOCH_SUPERSESSION,
) = range(7)
"""Acts of the table ``acts``. ``extra`` is 1 where a retraction cascades, the term of the new id, the place of the
stage or the status in the vocabulary, the other subject, 0, the newer epoch. ``amount`` is 1 under an alias and 0
under the subject that is preferred, or the time from which an epoch holds.
"""

ORIGIN_ROW = struct.Struct(">IqII32s")
"""seq, time, author and source (terms, 0 for none) of an assertion that has a parent, and the id of that.

The key is the assertion's id. Sources have a row too, with 32 zeros for the parent."""

TRUST_ROW = struct.Struct(">IqIIdq")
"""seq, time, other (term), scope (term, 0 for all subjects), amount, until: one row per act that moves trust.

The key is the act, a byte, and its author (term). ``other`` is the key that a delegation or a rotation names, or the
target of an outcome; ``amount`` a weight, or 1 for a right and 0 for a wrong outcome; ``until`` the time at which a
delegation ends."""

DELEGATION, ROTATION, REVOCATION, OUTCOME = range(4)
"""Acts of the table ``trust``."""

FOREVER = (1 << 63) - 1
"""``until`` of a delegation that has no end."""

NUMBER, TEXT, BOOLEAN, REFERENCE = range(4)
"""Kinds of value in a lens row."""

TERM_SUBJECT = b"s"
TERM_PREDICATE = b"p"
TERM_TEXT = b"t"
TERM_LONG_TEXT = b"T"
TERM_REFERENCE = b"r"
TERM_UNIT = b"u"
TERM_EPOCH = b"e"
TERM_KEY = b"k"
TERM_OBJECT = b"o"
TERM_SCOPE = b"c"
"""First byte of a term: what sort of text the rest is. Keys and object ids are raw bytes, a long text is its hash."""

MAX_TERM = 400
"""A text longer than this many bytes stands in the index as its BLAKE3 hash; LMDB's keys end at 511."""

RELATIONS = ("parent", "vote", "supersession", "retraction", "stage", "source_status", "outcome", "erasure")
"""What an ``about`` row says of its target; stored as the place in this tuple."""
