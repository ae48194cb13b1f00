"""Block Kit: built, escaped, fitted to the message, and checked against what Slack accepts."""
