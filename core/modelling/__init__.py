"""The language model: one structured call that plans, checked and repaired, and what it costs."""
