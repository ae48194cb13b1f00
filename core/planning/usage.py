"""What a model's calls for a Plan have used: calls, tokens_in, tokens_cached, tokens_out, cost_usd."""

from __future__ import annotations

from collections.abc import Mapping


def added(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """The usage of two together."""
    return {name: first.get(name, 0.0) + second.get(name, 0.0) for name in {*first, *second}}
