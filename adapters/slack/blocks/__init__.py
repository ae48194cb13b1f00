"""Block Kit: built, fitted, and checked against what Slack accepts."""
