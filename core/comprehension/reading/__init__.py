"""From characters to mentions: tokens, numbers, periods, names, and every way to cut a question."""
