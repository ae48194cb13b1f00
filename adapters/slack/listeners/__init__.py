"""What a person does in Slack, one module each; ``desk`` is what they share, ``admission`` the door."""
