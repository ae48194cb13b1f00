"""The plant's database: what is in it, what may be asked of it, and what it answered."""
