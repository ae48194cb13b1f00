"""One executor a kind of Plan: it carries the Plan out and says what came of it."""
