"""The commands of `aphoria`, one file each, in the form of ``steme_cli/commands/``."""
