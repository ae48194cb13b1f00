"""Microsoft Teams: activities in; cards, files and links out."""
