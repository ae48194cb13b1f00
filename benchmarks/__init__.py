"""Speed figures: ``python -m benchmarks [NAME …]``. Each module's ``measure`` gives Figures; bars are ratios."""
