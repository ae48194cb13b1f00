"""How a message goes on from those before it."""
