"""The drill: the real bot is killed again and again while people ask on every platform, and nothing may be lost, come
twice or come out of order. ``python -m benchmarks.drill`` or ``make drill``."""
