"""Spanish and English as data, and what is told of a message by its words alone: tokens, language, form."""
