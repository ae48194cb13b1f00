"""Runs the benchmarks and prints their figures; ends with 1 when a bar is missed."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.figure import Figure

_HELPERS = {"__main__", "figure", "proxy"}


def names() -> list[str]:
    """The benchmarks there are: modules of this folder that have a ``measure``."""
    folder = str(Path(__file__).parent)
    return sorted(found.name for found in pkgutil.iter_modules([folder]) if found.name not in _HELPERS)


def main(wanted: list[str]) -> int:
    """Run some benchmarks, or all."""
    known = names()
    if unknown := [name for name in wanted if name not in known]:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    missed = 0
    for name in wanted or known:
        module = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(module, "measure"):
            continue
        print(f"{name}:", flush=True)
        figures: Iterable[Figure] = module.measure()
        for figure in figures:
            bar = "" if figure.bar is None else f"  (at most {figure.bar:g}{figure.unit})"
            sign = "✗" if figure.missed else " "
            print(f" {sign} {figure.name:<58}{figure.value:>10.3f} {figure.unit}{bar}", flush=True)
            missed += figure.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
