"""REST: JSON over HTTP, downloads, the web chat and the API's own documentation.

There is no ``deliver``: ``routes/chat`` answers in the response itself.
"""
