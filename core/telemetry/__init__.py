"""What the process says about itself: logs and metrics. Never question text, rows or secrets."""
