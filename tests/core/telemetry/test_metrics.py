"""What Prometheus is told."""

from __future__ import annotations

from typing import Any

import pytest

from core.kernel.messages import Metrics, Reply, Span
from core.telemetry import metrics


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def reply(action: Any = "data", **figures: Any) -> Reply:
    return Reply(
        question_id="q",
        language="es",
        action=action,
        headline=(Span(text="x"),),
        error_code="query_timeout" if action == "error" else None,
        planner="deterministic",
        metrics=Metrics(**figures),
    )


def test_a_reply_is_counted_by_platform_action_and_flow() -> None:
    before = value("maintbot_questions_total", platform="slack", action="data", flow="good")
    seconds = value("maintbot_answer_seconds_sum", platform="slack")
    metrics.observe_reply("slack", reply(total_time=0.25, plan_time=0.01, sql_time=0.02, sql_attempts=1))
    assert value("maintbot_questions_total", platform="slack", action="data", flow="good") == before + 1
    assert value("maintbot_answer_seconds_sum", platform="slack") == pytest.approx(seconds + 0.25)


def test_only_what_happened_is_timed() -> None:
    names = ("maintbot_sql_seconds_count", "maintbot_chart_seconds_count")
    before = [value(name) for name in names]
    metrics.observe_reply("rest", reply("clarify", total_time=0.01, flow="clarified"))
    assert [value(name) for name in names] == before
    metrics.observe_reply("rest", reply("data_image", sql_attempts=1, image_time=0.1))
    assert [value(name) for name in names] == [count + 1 for count in before]


def test_errors_are_counted_by_code() -> None:
    before = value("maintbot_errors_total", code="query_timeout")
    metrics.observe_reply("rest", reply("error", flow="failed"))
    assert value("maintbot_errors_total", code="query_timeout") == before + 1


def test_the_models_tokens_and_cost() -> None:
    before = [value("maintbot_model_tokens_total", kind=kind) for kind in ("in", "cached", "out")]
    cost = value("maintbot_model_cost_usd_total")
    metrics.observe_reply("rest", reply(model_calls=1, tokens_in=900, tokens_cached=800, tokens_out=70, cost_usd=0.002))
    after = [value("maintbot_model_tokens_total", kind=kind) for kind in ("in", "cached", "out")]
    assert [new - old for new, old in zip(after, before, strict=True)] == [900, 800, 70]
    assert value("maintbot_model_cost_usd_total") == pytest.approx(cost + 0.002)


def test_caches() -> None:
    hits, misses = (value(f"maintbot_cache_{kind}_total", cache="plan") for kind in ("hits", "misses"))
    metrics.observe_cache("plan", hit=True)
    metrics.observe_cache("plan", hit=False)
    assert value("maintbot_cache_hits_total", cache="plan") == hits + 1
    assert value("maintbot_cache_misses_total", cache="plan") == misses + 1


def test_the_exposition_is_prometheus_text() -> None:
    content, content_type = metrics.exposition()
    assert content_type.startswith("text/plain")
    for name in ("maintbot_questions_total", "maintbot_sql_seconds", "maintbot_unfinished_questions"):
        assert f"# HELP {name}" in content.decode()


def test_what_the_delivery_tells_of() -> None:
    def counted() -> list[float]:
        return [
            value("maintbot_delivery_seconds_count", platform="teams"),
            value("maintbot_delivery_retries_total", platform="teams"),
            value("maintbot_delivery_throttled_total", platform="teams"),
            value("maintbot_delivery_failed_total", platform="teams", kind="answer"),
            value("maintbot_delivery_failed_total", platform="teams", kind="step"),
        ]

    before = counted()
    metrics.observe_event("delivered", {"platform": "teams", "steps": 2, "seconds": 0.4})
    metrics.observe_event("delivery_retried", {"platform": "teams", "attempts": 1})
    metrics.observe_event("delivery_throttled", {"platform": "teams", "seconds": 3})
    metrics.observe_event("delivery_failed", {"platform": "teams", "step": 0})
    metrics.observe_event("delivery_step_skipped", {"platform": "teams", "step": 1})
    metrics.observe_event("question_taken", {"platform": "teams", "attempts": 1})
    assert [after - old for after, old in zip(counted(), before, strict=True)] == [1, 1, 1, 1, 1]


def test_a_platform_without_sessions_any_more_has_none() -> None:
    metrics.observe_state(unfinished=3, waiting=2, oldest_seconds=9.5, sessions={"slack": 4, "teams": 1})
    assert value("maintbot_active_sessions", platform="teams") == 1
    metrics.observe_state(unfinished=0, waiting=0, oldest_seconds=0.0, sessions={"slack": 5})
    assert value("maintbot_active_sessions", platform="slack") == 5
    assert value("maintbot_active_sessions", platform="teams") == 0
