"""The files of answers."""
