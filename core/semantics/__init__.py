"""What the plant's tables mean: the semantic model, queries in its terms, the values that occur."""
