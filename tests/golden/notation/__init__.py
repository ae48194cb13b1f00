"""One way of writing a SemanticQuery down, for golden files and tests; tests/golden/README.md tells it by examples."""

from tests.golden.notation.bare import bare
from tests.golden.notation.reader import Unreadable, read
from tests.golden.notation.writer import write

__all__ = ["Unreadable", "bare", "read", "write"]
