"""What tables, columns and values are called, in both languages."""
