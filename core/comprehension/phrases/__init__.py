"""The few typed pieces that a question is built of."""
