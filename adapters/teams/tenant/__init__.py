"""Organisations: the app package, where the bot is installed, its welcome, and what its messages answered."""
