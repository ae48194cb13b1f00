"""Workspaces: the app manifest, installing by OAuth, and which token speaks where."""
