"""Slack: events, commands, buttons and modals in; threaded messages and files out."""
