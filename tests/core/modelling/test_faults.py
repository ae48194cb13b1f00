"""Retry-After in all its forms, and statuses as faults."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from core.modelling.faults import POLICIES, Kind, from_status, retry_after

NOW = datetime(2026, 11, 22, 8, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "Sun, 22 Nov 2026 08:00:30 GMT"}, 30.0),
        ({"retry-after": "Sunday, 22-Nov-26 08:00:10 GMT"}, 10.0),
        ({"retry-after": "Sun, 22 Nov 2026 07:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


def test_every_kind_has_a_policy() -> None:
    assert set(POLICIES) == set(get_args(Kind))


def test_an_error_body_that_is_no_object_is_borne() -> None:
    assert from_status(500, None, {}).kind == "server_error"
    assert from_status(429, {"error": "too many"}, {}).kind == "rate_limited"
    assert from_status(400, ["no"], {}).kind == "bad_request"


def test_azures_content_filter_is_told_from_a_bad_request() -> None:
    assert from_status(400, {"error": {"code": "content_filter"}}, {}).kind == "content_filter"


def test_the_refused_parameter_is_kept() -> None:
    assert from_status(400, {"error": {"param": "reasoning.effort"}}, {}).parameter == "reasoning.effort"
