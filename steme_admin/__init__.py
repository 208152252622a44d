"""The command `stemedb-admin`, for those who run repositories for others.

Stands on the frame of ``steme_cli`` (arguments, errors, rendering) and on none of its commands; docs/adr/0008.
"""
