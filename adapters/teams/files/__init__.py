"""The CSV: a consent card and the person's OneDrive in personal chats, signed links everywhere else."""
