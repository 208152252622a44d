"""Bulk import: many claims from one stream, checked line by line, recorded together.

    options         what the lines leave out, and how to go about it
    line_reader     numbered lines of a stream, none of them too long to hold
    fact            what a line may say, and what is wrong with one that cannot be read
    claim_maker     a fact becomes an assertion by the importing key
    json_facts      unsigned facts, one JSON object a line
    csv_facts       unsigned facts, one CSV record each
    signed_lines    objects with the proofs they came with, as `steme export` writes them
    intake          where objects go: into a transaction under seals, or into a count of what would
    report          what came of it
    run             the import itself

The two line formats are specified in ``docs/format/json-lines.md``.
"""
