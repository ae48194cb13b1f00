"""A new model tried: the commonest questions, how sure their answers are, and answers that a person has nodded at."""
