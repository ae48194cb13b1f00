"""The deterministic planner: a question read against the semantic model, in milliseconds and without a network."""
