"""The commands of `stemedb-admin`, one file each, in the form of ``steme_cli/commands/``."""
