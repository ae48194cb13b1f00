"""The kinds of question, and what each builds."""
