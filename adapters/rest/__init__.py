"""REST: JSON over HTTP, downloads, the web chat and the API's own documentation."""
