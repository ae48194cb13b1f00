"""The model written down: datasets, fields, conditions, metrics, relationships."""
