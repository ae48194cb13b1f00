"""How the tests of the demo plant ask it."""

from __future__ import annotations

from collections.abc import Callable

Ask = Callable[..., list[tuple]]
"""SQL, and the values of its parameters, to the rows; ``:today`` is the plant's date."""
