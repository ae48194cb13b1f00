"""The Bot Framework SDK, and what had to be put around it. No other package imports the SDK."""
