"""What every request passes: access, rates, language, errors as JSON, the smaller JSON forms."""
