"""The pages that the server writes."""
