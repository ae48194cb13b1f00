"""Of a long table a part is read: who asks for a name that is not known is told that it may be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.drafting.yaml_text import as_yaml
from tests.core.asking import Person
from tests.core.drafting.drafts import drafted
from tests.core.drafting.unfamiliar_shapes import filled
from tests.core.opening import Opens

PEOPLE = 400
READ = 200


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        (n, f"WO{n:04}", "2026-03-01", "open", f"{'Ana' if n % 2 else 'Luis'} Surname{n}x") for n in range(1, PEOPLE)
    ]
    columns = "id INTEGER PRIMARY KEY, wo_number TEXT, created_at TEXT, status TEXT, requested_by TEXT"
    return filled(tmp_path_factory.mktemp("long") / "long.sqlite", ("work_order", columns, rows))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("work orders of Zubizarreta", "names that I do not know"),
        ("open work orders of Xilonen", "names that I do not know"),
        ("OT de Zubizarreta", "nombres que no conozco"),
        ("¿Cuántas OT tiene Xilonen?", "nombres que no conozco"),
    ],
)
@pytest.mark.parametrize("long", [True, False])
async def test_a_strange_word_may_be_a_name_that_was_not_read(
    opens: Opens, plant: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, part: str, long: bool
) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(as_yaml(await drafted(plant)), encoding="utf-8")
    if long:
        monkeypatch.setattr("core.data.sampling.LONG", READ)
        monkeypatch.setattr("core.data.database.LONG", READ)
    async with opens(semantic_model=model, maintenance_database_url=f"sqlite:///{plant}") as core:
        reply = await Person(core).ask(text)
    assert reply.rows is None
    assert (part in reply.text) is long, reply.text
