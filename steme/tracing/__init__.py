"""Tracing: from an object to everything that it rests on and that bears on it (docs/semantics/provenance.md).

remark          what was said about an object, and whether it has an effect
inclusion       the head that proves an object
trace           Trace: all of it, and Tracer, which makes one
"""
