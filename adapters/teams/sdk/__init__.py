"""The Bot Framework SDK and what had to be put around it. Nothing outside imports it."""
