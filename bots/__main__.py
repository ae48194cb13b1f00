"""``python -m bots`` is ``maintbot``."""

from bots.cli import main

# The chart pool's processes import this module anew; they must not run the command again.
if __name__ == "__main__":
    main()
