"""What a person says about a plant's database: questions with the guess as default, and answers that are kept."""
