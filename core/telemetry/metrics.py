"""Metrics for Prometheus, in a registry of our own. The pipeline calls ``observe_reply`` once for each Reply.

Labels have few values each: platforms, actions, flows, routes by pattern. No ids, no words of a person.
"""

from __future__ import annotations

import os
import platform as python_platform
from collections.abc import Mapping
from typing import Any, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from core.kernel.messages import Reply

REGISTRY = CollectorRegistry(auto_describe=True)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_DELIVERY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 3600.0)

QUESTIONS = Counter(
    "maintbot_questions_total", "Questions answered.", ("platform", "action", "flow"), registry=REGISTRY
)
ERRORS = Counter("maintbot_errors_total", "Questions that ended in an error, by code.", ("code",), registry=REGISTRY)
ANSWER_SECONDS = Histogram(
    "maintbot_answer_seconds", "From the question to its reply.", ("platform",), buckets=_SECONDS, registry=REGISTRY
)
PLAN_SECONDS = Histogram(
    "maintbot_plan_seconds", "Understanding the question.", ("planner",), buckets=_SECONDS, registry=REGISTRY
)
SQL_SECONDS = Histogram("maintbot_sql_seconds", "The plant's database.", buckets=_SECONDS, registry=REGISTRY)
CHART_SECONDS = Histogram("maintbot_chart_seconds", "Drawing the chart.", buckets=_SECONDS, registry=REGISTRY)
CACHE_HITS = Counter("maintbot_cache_hits_total", "Look-ups that a cache answered.", ("cache",), registry=REGISTRY)
CACHE_MISSES = Counter("maintbot_cache_misses_total", "Look-ups that no cache answered.", ("cache",), registry=REGISTRY)
MODEL_CALLS = Counter("maintbot_model_calls_total", "Calls of the language model.", registry=REGISTRY)
MODEL_PLANS = Counter(
    "maintbot_model_plans_total",
    "What the model's answers were: own (in names), model (SQL, the escape hatch), asks, of_last, chart_of_last.",
    ("kind",),
    registry=REGISTRY,
)
MODEL_TOKENS = Counter("maintbot_model_tokens_total", "Tokens by kind: in, cached, out.", ("kind",), registry=REGISTRY)
MODEL_COST = Counter("maintbot_model_cost_usd_total", "What the model cost, in US dollars.", registry=REGISTRY)
HTTP_REQUESTS = Counter(
    "maintbot_http_requests_total", "HTTP requests by route pattern.", ("method", "route", "status"), registry=REGISTRY
)
HTTP_SECONDS = Histogram(
    "maintbot_http_request_seconds", "HTTP requests.", ("route",), buckets=_SECONDS, registry=REGISTRY
)
DELIVERY_SECONDS = Histogram(
    "maintbot_delivery_seconds",
    "From the answer to its arrival at the platform, the platform's pauses included.",
    ("platform",),
    buckets=_DELIVERY_SECONDS,
    registry=REGISTRY,
)
DELIVERY_RETRIES = Counter(
    "maintbot_delivery_retries_total", "Messages and files that were sent again.", ("platform",), registry=REGISTRY
)
DELIVERY_THROTTLED = Counter(
    "maintbot_delivery_throttled_total", "Calls that the platform throttled.", ("platform",), registry=REGISTRY
)
DELIVERY_FAILED = Counter(
    "maintbot_delivery_failed_total",
    "What never arrived: answer (a person got none), step (an answer without its file).",
    ("platform", "kind"),
    registry=REGISTRY,
)
EVENTS_REPEATED = Counter(
    "maintbot_events_repeated_total",
    "Events that a platform sent again and that were known already.",
    ("platform",),
    registry=REGISTRY,
)
_NEWEST: Literal["mostrecent"] = "mostrecent"
"""Of several processes, what the last one found."""
BUILD = Gauge(
    "maintbot_build_info",
    "What runs; always 1.",
    ("version", "python", "state_schema"),
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
PART_UP = Gauge(
    "maintbot_part_up",
    "1 while the part of /health works, 0 while it does not.",
    ("part",),
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
# Counted in the state when they are asked for, over all replicas: every replica tells the same.
UNFINISHED = Gauge(
    "maintbot_unfinished_questions",
    "Questions received and not yet delivered.",
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
WAITING = Gauge(
    "maintbot_waiting_questions",
    "Unfinished questions that no process holds.",
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
OLDEST = Gauge(
    "maintbot_oldest_question_seconds",
    "How long the question has waited that waits longest.",
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
ACTIVE_SESSIONS = Gauge(
    "maintbot_active_sessions",
    "Sessions with an answer in the last 15 minutes.",
    ("platform",),
    registry=REGISTRY,
    multiprocess_mode=_NEWEST,
)
_platforms: set[str] = set()


def observe_reply(platform: str, reply: Reply) -> None:
    """Count one Reply. Times in seconds, cost in US dollars, as in ``reply.metrics``."""
    figures = reply.metrics
    QUESTIONS.labels(platform, reply.action, figures.flow).inc()
    ANSWER_SECONDS.labels(platform).observe(figures.total_time)
    if reply.action == "error":
        ERRORS.labels(reply.error_code or "internal").inc()
    if figures.plan_time > 0:
        PLAN_SECONDS.labels(reply.planner or "deterministic").observe(figures.plan_time)
    if figures.sql_attempts:
        SQL_SECONDS.observe(figures.sql_time)
    if figures.image_time > 0:
        CHART_SECONDS.observe(figures.image_time)
    if figures.model_calls:
        MODEL_CALLS.inc(figures.model_calls)
        MODEL_TOKENS.labels("in").inc(figures.tokens_in)
        MODEL_TOKENS.labels("cached").inc(figures.tokens_cached)
        MODEL_TOKENS.labels("out").inc(figures.tokens_out)
        MODEL_COST.inc(figures.cost_usd)


def observe_model_plan(kind: str) -> None:
    """Count one Plan that the model made, by its kind."""
    MODEL_PLANS.labels(kind).inc()


def observe_cache(cache: str, *, hit: bool) -> None:
    """Count one look-up of a cache, by its name: ``plan`` or ``result``."""
    (CACHE_HITS if hit else CACHE_MISSES).labels(cache).inc()


def observe_event(name: str, fields: Mapping[str, Any]) -> None:
    """Count what the worker and the outbox tell of (``core.delivery.observer``); what is not counted is passed over."""
    if name == "delivered":
        DELIVERY_SECONDS.labels(fields["platform"]).observe(fields["seconds"])
    elif name == "delivery_retried":
        DELIVERY_RETRIES.labels(fields["platform"]).inc()
    elif name == "delivery_throttled":
        DELIVERY_THROTTLED.labels(fields["platform"]).inc()
    elif name in ("delivery_failed", "delivery_step_skipped"):
        DELIVERY_FAILED.labels(fields["platform"], "answer" if name == "delivery_failed" else "step").inc()


def observe_repeated(platform: str) -> None:
    """Count one event that a platform sent again."""
    EVENTS_REPEATED.labels(platform).inc()


def built(version: str, state_schema: str) -> None:
    """Say what runs."""
    BUILD.labels(version, python_platform.python_version(), state_schema).set(1)


def observe_parts(working: Mapping[str, bool]) -> None:
    """What /health found of the parts that are on."""
    for part, works in working.items():
        PART_UP.labels(part).set(1 if works else 0)


def observe_state(*, unfinished: int, waiting: int, oldest_seconds: float, sessions: Mapping[str, int]) -> None:
    """What was counted in the state; ``sessions`` by platform."""
    UNFINISHED.set(unfinished)
    WAITING.set(waiting)
    OLDEST.set(oldest_seconds)
    _platforms.update(sessions)
    for platform in _platforms:
        ACTIVE_SESSIONS.labels(platform).set(sessions.get(platform, 0))


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one HTTP request; ``route`` is the pattern (``/files/{token}``), never the path."""
    HTTP_REQUESTS.labels(method, route, str(status)).inc()
    HTTP_SECONDS.labels(route).observe(seconds)


def exposition() -> tuple[bytes, str]:
    """What ``/metrics`` answers: the text and its content type. Of several processes (WORKERS) the sum."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry(auto_describe=True)
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST
