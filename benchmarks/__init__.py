"""Speed figures: ``python -m benchmarks [NAME …]``. Each module's ``measure`` gives Figures; bars are ratios."""

import core  # noqa: F401  # first, as in a server: what it keeps from being loaded is no part of what is measured
