"""The terminal: a typed question, JSON lines, and Replies drawn as text.

There is no ``app`` and no ``deliver``: ``bots/cli`` is what runs here, and it prints the answer at once.
"""
