"""The form of a semantic model's file: its keys, its faults, its JSON schema."""
