"""Understanding: a question's words become a query of the semantic model, or a question back."""
