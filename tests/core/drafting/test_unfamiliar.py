"""Plants of systems that nobody has described, asked as they were drafted; what is right is counted by SQL of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.drafting import unfamiliar_shapes
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.opening import Opens

SHAPES: dict[str, Callable[[Path], Path]] = {"coded": unfamiliar_shapes.coded}
WORKER = "SELECT u.name, COUNT(*) FROM ticket AS t JOIN staff_user AS u ON u.id = t.user_id"
ASKED = [
    ("coded", "How many open tickets are there?", "SELECT COUNT(*) FROM ticket WHERE status IN (1, 2)"),
    ("coded", "¿Cuántos tickets se resolvieron en 2026?", "SELECT COUNT(*) FROM ticket WHERE solved_at IS NOT NULL"),
    ("coded", "¿Cuántos tickets se cerraron en mayo de 2026?", "SELECT COUNT(*) FROM ticket WHERE closed_at LIKE '2026-05%'"),
    ("coded", "labor hours in April 2026", "SELECT SUM(duration) / 3600.0 FROM ticket_work WHERE date LIKE '2026-04%'"),
    ("coded", "horas hombre por técnico en mayo de 2026", "SELECT u.name, SUM(w.duration) / 3600.0 FROM ticket_work AS w"
     " JOIN staff_user AS u ON u.id = w.technician_id WHERE w.date LIKE '2026-05%' GROUP BY 1"),
    ("coded", "How many open tickets are unassigned?", "SELECT COUNT(*) FROM ticket WHERE status < 5 AND user_id IS NULL"),
    ("coded", "tickets creados en marzo de 2026 por técnico", f"{WORKER} WHERE t.created_at LIKE '2026-03%' GROUP BY 1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("unfamiliar")
    return {name: fill(folder / f"{name}.sqlite") for name, fill in SHAPES.items()}


@pytest.mark.parametrize("name", list(SHAPES))
async def test_a_plant_that_nobody_has_described_answers_as_drafted(
    opens: Opens, files: dict[str, Path], tmp_path: Path, name: str
) -> None:
    asked = [(text, sql) for shape, text, sql in ASKED if shape == name]
    await answers_as_drafted(opens, files[name], tmp_path, asked)


async def test_who_reported_who_works_and_who_closed_are_three(files: dict[str, Path]) -> None:
    entry = (await drafted(files["coded"])).concepts.by_table["ticket"]
    assert (entry.column("person"), entry.column("closer")) == ("user_id", "closed_by")
    meant = {value: guess.value for value, guess in entry.states["state"].items()}
    assert meant == {"1": "open", "2": "open", "5": "solved", "6": "closed"}


async def test_a_comment_does_not_say_who_works(files: dict[str, Path]) -> None:
    draft = await drafted(files["coded"])
    assert not any(link.to_table == "ticket_comment" for link in draft.seen.links)
