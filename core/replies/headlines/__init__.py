"""The answer in one sentence, a module a shape of question."""
