"""Evaluation: questions with gold SQL, whether an answer is right, and a report. No model judges."""
