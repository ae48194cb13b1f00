"""Plans in the plant's names: what the language model may say of a plant, how it says it, and what that means."""
