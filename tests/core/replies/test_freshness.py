"""How fresh an answer is, in words: beneath it always, in its sentence when the data is too old for the question."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.kernel.messages import Language
from core.replies.freshness import freshness, warning
from core.semantics.freshness import Newest
from tests.core.asking import Person
from tests.core.opening import Opens
from tests.core.replies.words import model
from tests.golden.notation import read

NOW = datetime(2026, 11, 30, 12, 0)
LAST = datetime(2026, 11, 22, 4, 27)


@pytest.mark.parametrize(
    ("newest", "queried", "es", "en"),
    [
        ((Newest("failure", LAST),), NOW, "dato más reciente: 22 nov 2026, 04:27", "newest record: 22 Nov 2026, 04:27"),
        (
            (Newest("part_usage", LAST, dated=True),),
            NOW,
            "dato más reciente: 22 nov 2026",
            "newest record: 22 Nov 2026",
        ),
        (
            (Newest("failure", LAST), Newest("downtime", LAST + timedelta(hours=1))),
            NOW,
            "dato más reciente: 22 nov 2026, 05:27",
            "newest record: 22 Nov 2026, 05:27",
        ),
        ((), NOW, "consultado hoy a las 12:00", "queried today at 12:00"),
        ((), LAST, "consultado el 22 nov 2026 a las 04:27", "queried on 22 Nov 2026 at 04:27"),
    ],
)
def test_the_newest_row_else_when_it_was_queried(
    newest: tuple[Newest, ...], queried: datetime, es: str, en: str
) -> None:
    assert freshness(newest, queried, NOW, "es") == es
    assert freshness(newest, queried, NOW, "en") == en


def said(query: str, newest: tuple[Newest, ...], language: Language, now: datetime = NOW) -> str:
    return "".join(span.text for span in warning(newest, read(query), model(), now, 24, language))


def test_what_is_too_old_is_said_with_what_and_how_old() -> None:
    old = (Newest("failure", LAST), Newest("downtime", LAST))
    assert (
        said("count failure", old[:1], "es")
        == " Ojo: el registro más reciente de fallas es del 22 nov 2026, hace 8 días."
    )
    assert said("measure equipment: mtbf", old, "en") == (
        " Note: the newest record of failures and stops is from 22 Nov 2026, 8 days ago."
    )
    later = LAST + timedelta(hours=30)
    assert said("count downtime", old[1:], "es", later) == (
        " Ojo: el registro más reciente de paros es del 22 nov 2026, hace 30 h."
    )
    assert said("count downtime | on started_at 2026-10-01..2026-10-31", old[1:], "es") == ""


@pytest.mark.asyncio
async def test_an_answer_about_now_over_old_data_warns_and_one_about_october_does_not(opens: Opens) -> None:
    async with opens(maintbot_today="2026-11-30") as core:
        person = Person(core)
        # the demo plant of the test is of the 22nd, whoever asks on the 30th
        today = {"today": NOW.date()}
        none = await person.ask("fallas de hoy", **today)
        assert none.text.startswith("No hubo fallas hoy. Ojo: el registro más reciente de fallas es del 22 nov 2026")
        assert [span.text for span in none.headline if span.bold] == ["No hubo fallas"]
        october = await person.ask("fallas en octubre de 2026", **today)
        assert "Ojo" not in october.text and october.freshness is not None
        assert october.freshness.startswith("dato más reciente: 22 nov 2026")
        parts = await person.ask("¿cuántas refacciones están agotadas?", **today)
        assert "Ojo" not in parts.text and parts.freshness is not None and parts.freshness.startswith("consultado")


@pytest.mark.asyncio
async def test_stale_hours_zero_never_warns(opens: Opens) -> None:
    async with opens(maintbot_today="2026-11-30", stale_hours=0) as core:
        assert "Ojo" not in (await Person(core).ask("fallas de hoy", today=NOW.date())).text


@pytest.mark.asyncio
async def test_a_newest_row_that_cannot_be_looked_up_spoils_no_answer(
    opens: Opens, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opens() as core:
        run = core.database.run

        async def without_newest(sql: str, **more: Any) -> Any:
            if "MAX(" in sql:
                from core.kernel.errors import QueryFailed

                raise QueryFailed("too long a table")
            return await run(sql, **more)

        monkeypatch.setattr(core.database, "run", without_newest)
        reply = await Person(core).ask("¿cuántas fallas hubo en octubre de 2026?")
        with sqlite3.connect(demo_file) as plant:
            (found,) = plant.execute("SELECT COUNT(*) FROM failure WHERE detected_at LIKE '2026-10%'").fetchone()
        assert reply.rows == ((found,),) and reply.freshness is not None and reply.freshness.startswith("consultado")
