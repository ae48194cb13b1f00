"""Caches."""

from __future__ import annotations

import pytest

from core.answering import cache as cache_module
from core.answering.cache import CELLS_PER_ENTRY, Cache, PlanCache, ResultCache
from tests.core.helpers import plan, result


def test_a_plan_is_found_by_its_key_and_counted() -> None:
    cache = PlanCache(10, 60)
    assert cache.get(("q", "ana")) is None
    cache.put(plan(), ("q", "ana"), ("q", "eva"))
    assert cache.get(("q", "ana")) == cache.get(("q", "eva")) == plan()
    assert cache.get(("q", "luis")) is None
    assert (cache.hits, cache.misses, len(cache)) == (2, 2, 2)
    cache.clear()
    assert cache.get(("q", "ana")) is None


@pytest.mark.parametrize(("size", "seconds"), [(0, 60), (10, 0)])
def test_zero_switches_it_off(size: int, seconds: float) -> None:
    cache = PlanCache(size, seconds)
    cache.put(plan(), "k")
    assert cache.get("k") is None
    assert (cache.misses, len(cache)) == (1, 0)


def test_the_least_recently_used_goes_first() -> None:
    cache: Cache[str] = Cache(2, 60)
    cache.put("a", "A")
    cache.put("b", "B")
    cache.get("a")
    cache.put("c", "C")
    assert [cache.get(key) for key in "abc"] == ["A", None, "C"]


def test_what_is_too_old_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    real = cache_module.TTLCache
    monkeypatch.setattr(cache_module, "TTLCache", lambda *args, **more: real(*args, **more, timer=lambda: now[0]))
    cache: Cache[str] = Cache(5, 60)
    cache.put("a", "A")
    now[0] = 59.0
    assert cache.get("a") == "A"
    now[0] = 60.0
    assert cache.get("a") is None


def test_a_write_to_the_data_makes_results_fresh() -> None:
    cache = ResultCache(10, 60)
    cache.put("SELECT 1", "v1", result())
    assert cache.get("SELECT 1", "v1") == result()
    assert cache.get("SELECT 1", "v2") is None
    assert cache.get("SELECT 1", "v1", "other plant") is None
    assert (cache.hits, cache.misses) == (1, 2)


def test_without_a_known_version_nothing_is_kept() -> None:
    cache = ResultCache(10, 60)
    cache.put("SELECT 1", None, result())
    assert cache.get("SELECT 1", None) is None
    assert (cache.misses, len(cache)) == (1, 0)


def test_large_results_take_the_room_of_many() -> None:
    cache = ResultCache(10, 60)
    one = CELLS_PER_ENTRY // 2  # two columns
    cache.put("small", "v", result(one))
    cache.put("large", "v", result(9 * one + 1))
    assert cache.get("small", "v") is None
    assert cache.get("large", "v") is not None
    cache.put("too large", "v", result(11 * one))
    assert cache.get("too large", "v") is None
    assert cache.get("large", "v") is not None
