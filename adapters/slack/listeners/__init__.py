"""One module a thing that a person does in Slack."""
