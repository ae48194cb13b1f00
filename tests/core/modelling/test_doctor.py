"""What `maintbot doctor` finds of the model server."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.kernel.settings import Settings
from core.modelling.doctor import check
from tests.fakes.openai_server import FakeOpenAI

TODAY = date(2026, 11, 22)


def settings(fake: FakeOpenAI | None, **values: Any) -> Settings:
    url = f"{fake.url}/v1" if fake else "http://127.0.0.1:9/v1"
    given = {"openai_base_url": url, "openai_api_key": "sk-x", "openai_timeout": 2.0, "azure_openai_endpoint": None}
    return Settings(_env_file=None, **(given | values))


@pytest.mark.parametrize(
    ("shutdown", "level", "said"),
    [
        (None, "ok", "tiene gpt-6-luna"),
        ("2028-01-14", "ok", "tiene gpt-6-luna"),
        ("2027-01-14", "warning", "14 ene 2027"),
        ("2026-10-23", "error", "23 oct 2026"),
        (1800000000, "warning", "15 ene 2027"),
        ("soon", "ok", "tiene gpt-6-luna"),
    ],
)
async def test_the_models_end(fake: FakeOpenAI, shutdown: object, level: str, said: str) -> None:
    fake.models = [{"id": "gpt-6-luna", "shutdown_date": shutdown}, {"id": "other"}]
    (finding,) = await check(settings(fake), TODAY)
    assert finding.level == level
    assert said in finding.message("es")
    assert finding.message("en")


async def test_a_model_that_is_not_there(fake: FakeOpenAI) -> None:
    (finding,) = await check(settings(fake, openai_model_struct="o3-mini"), TODAY)
    assert finding.level == "error"
    assert "OPENAI_MODEL_STRUCT" in finding.message("en")


async def test_the_model_for_prose_counts_when_rows_may_leave(fake: FakeOpenAI) -> None:
    found = await check(settings(fake, openai_model_chat="gone", head_rows=5), TODAY)
    assert [finding.level for finding in found] == ["ok", "error"]


async def test_azure_names_deployments(fake: FakeOpenAI) -> None:
    azure = settings(fake, azure_openai_endpoint=fake.url, openai_base_url=None, openai_model_struct="my-deployment")
    (finding,) = await check(azure, TODAY)
    assert finding.level == "ok"


async def test_nobody_there() -> None:
    (finding,) = await check(settings(None), TODAY)
    assert finding.level == "warning"
    assert "connection" in finding.message("es")


async def test_a_wrong_key(fake: FakeOpenAI) -> None:
    fake.key = "sk-right"
    (finding,) = await check(settings(fake), TODAY)
    assert finding.level == "error"
    assert "OPENAI_API_KEY" in finding.message("es")


async def test_no_server_named() -> None:
    none = Settings(_env_file=None, openai_base_url=None, openai_api_key=None, azure_openai_endpoint=None)  # type: ignore[call-arg]
    assert await check(none, TODAY) == []
