"""What every room stands on: the nouns that travel, errors, the clock, settings. Imports nothing else of ours."""
