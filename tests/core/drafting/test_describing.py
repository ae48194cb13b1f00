"""Words that a language model proposes: names alone go out, every word is marked, none that something else has is taken."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.cli.describing import described
from core.data.database import Database
from core.drafting.describing import VENDOR_PROPOSED, read_words
from core.drafting.draft import ModelDraft, draft
from core.drafting.yaml_text import body
from core.kernel.errors import ConfigurationError, ModelUnavailable
from core.kernel.settings import Settings
from core.semantics.load import parse_model
from tests.core.drafting import coded_shapes
from tests.fakes import openai_server as bad
from tests.fakes.openai_server import FakeOpenAI

SAID = {
    "tables": [
        {
            "table": "X7EVENTS", "concept": "work_order", "es": ["papeleta azul", "OT"], "en": ["shop job"],
            "columns": [
                {"column": "EVT_TARGET", "es": ["día del compromiso interno"], "en": ["internal pledge day", "status"]},
                {"column": "EVT_NOPE", "es": ["nada"], "en": ["nothing"]},
            ],
        },
        {"table": "X7UCODES", "concept": "part", "es": ["código del sistema"], "en": [], "columns": []},
        {"table": "X7NOPE", "concept": "none", "es": ["nada"], "en": [], "columns": []},
    ]
}  # fmt: skip


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@pytest.fixture
async def made(tmp_path: Path) -> ModelDraft:
    database = await Database.open(f"sqlite:///{coded_shapes.abbreviated(tmp_path / 'plant.sqlite')}")
    try:
        return await draft(database)
    finally:
        await database.close()


def settings(url: str | None, **more: Any) -> Settings:
    key = {"openai_api_key": "sk-test", "openai_base_url": url} if url else {}
    return Settings(_env_file=None, **key, **more)


async def test_names_go_out_and_marked_words_come_in(fake: FakeOpenAI, made: ModelDraft) -> None:
    fake.script.append(bad.text(json.dumps(SAID)))
    proposed = await described(settings(f"{fake.url}/v1"), made)
    sent = json.dumps(fake.requests[0].body, ensure_ascii=False)
    assert "EVT_TARGET" in sent and "PASSWORD" not in sent
    for value in ("Carla", "Leak", "BRKD", "Milling", "2026-11"):
        assert value not in sent, "no row and no value leaves"
    assert proposed.words == 5 and proposed.concepts == {"X7UCODES": "part"}
    text = body(proposed.raw)
    model = parse_model(text)
    orders = next(item for item in model.datasets.values() if item.source == "X7EVENTS")
    assert {"papeleta azul", "shop job"} <= {*orders.terms["es"], *orders.terms["en"]}
    assert orders.terms["es"].count("OT") == 1 and "status" not in orders.fields["evt_target"].terms["en"]
    dataset = next(item for item in proposed.raw["semantic_model"][0]["datasets"] if item["source"] == "X7EVENTS")
    marked = [item for item in dataset["custom_extensions"] if item["vendor_name"] == VENDOR_PROPOSED]
    assert json.loads(marked[0]["data"])["terms"] == {"es": ["papeleta azul"], "en": ["shop job"]}
    assert made.raw != proposed.raw and VENDOR_PROPOSED not in body(made.raw), "the draft itself stays as it is"


async def test_no_key_and_a_server_that_talks_nonsense(fake: FakeOpenAI, made: ModelDraft) -> None:
    assert "OPENAI_API_KEY" not in os.environ
    with pytest.raises(ConfigurationError):
        await described(settings(None), made)
    fake.always = bad.text('{"tables": [{"table": "X7EVENTS"}]}')
    with pytest.raises(ModelUnavailable):
        await described(settings(f"{fake.url}/v1", openai_timeout=3.0), made)


@pytest.mark.parametrize("text", ["", "[]", '{"tables": [{"table": 1, "es": [], "en": [], "columns": []}]}', '{"tables": [{"table": "t", "es": [1], "en": [], "columns": []}]}'])  # fmt: skip
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_words(text)
