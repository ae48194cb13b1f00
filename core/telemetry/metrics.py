"""Metrics for Prometheus, in a registry of our own. The pipeline calls ``observe_reply`` once for each Reply.

Labels have few values each: platforms, actions, flows, routes by pattern. No ids, no words of a person.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from core.kernel.messages import Reply

REGISTRY = CollectorRegistry(auto_describe=True)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

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
UNFINISHED = Gauge("maintbot_unfinished_questions", "Questions received and not yet answered.", registry=REGISTRY)


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


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one HTTP request; ``route`` is the pattern (``/files/{token}``), never the path."""
    HTTP_REQUESTS.labels(method, route, str(status)).inc()
    HTTP_SECONDS.labels(route).observe(seconds)


def exposition() -> tuple[bytes, str]:
    """What ``/metrics`` answers: the text and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
