"""What is remembered of a conversation: Sessions, people, feedback, the audit, and what is forgotten again."""
