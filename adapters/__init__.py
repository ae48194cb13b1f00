"""One folder a platform, the same file names in each: platform event → Question, Reply → platform message."""
