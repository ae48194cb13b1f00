"""The words of each language, as data, and how their forms are made."""
