"""How the phrases of a question limit, break down and date what is asked for."""
