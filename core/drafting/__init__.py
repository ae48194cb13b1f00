"""Drafts a plant's semantic model by looking at its database: what is there, what it is called, what it means."""
