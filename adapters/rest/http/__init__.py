"""What every request passes: access, rates, language, errors as JSON, the API's description."""
