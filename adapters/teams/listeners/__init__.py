"""What a person does in Teams, one module each: a question, a thumb; the receiver tells them apart."""
