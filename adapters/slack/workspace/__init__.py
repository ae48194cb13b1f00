"""Workspaces: installing, tokens, the app manifest, the doctor."""
