"""What a chart process draws with matplotlib."""
