"""The terminal: a typed question, JSON lines, and Replies drawn as text. No server, nothing to deliver."""
