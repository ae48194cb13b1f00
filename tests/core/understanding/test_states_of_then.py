"""States of days that are over: who was down then, by the stops that the plant recorded, and not who is down now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.planning.plan import Asks
from tests.core.understanding.rig import TODAY, Bench

YESTERDAY, MONDAY = TODAY - timedelta(days=1), date(2026, 11, 16)


def down_on(bench: Bench, day: date) -> set[str]:
    """Tags of the machines that stood for some of a day; Python over all stops."""
    rows = bench.data.ask(
        "SELECT tag, started_at, ended_at FROM downtime JOIN equipment ON equipment.id = downtime.equipment_id "
        "WHERE equipment.status <> 'retired'"
    ).rows
    first, behind = str(day), str(day + timedelta(days=1))
    return {tag for tag, since, until in rows if since < behind and (until is None or until > first)}


def all_tags(bench: Bench) -> set[str]:
    return {row[0] for row in bench.data.ask("SELECT tag FROM equipment WHERE status <> 'retired'").rows}


@pytest.mark.parametrize("text", ["¿qué equipos estaban parados ayer?", "which machines were down yesterday"])
def test_who_was_down_yesterday(bench: Bench, text: str) -> None:
    found = {row[0] for row in bench.rows(bench.plan(text))}
    assert found == down_on(bench, YESTERDAY)
    assert found != {row[0] for row in bench.data.ask("SELECT tag FROM equipment WHERE status = 'down'").rows}


@pytest.mark.parametrize(
    "text", ["¿cuántos equipos estaban parados el lunes?", "how many machines were down on Monday"]
)
def test_how_many_on_an_earlier_day(bench: Bench, text: str) -> None:
    assert bench.rows(bench.plan(text))[0][0] == len(down_on(bench, MONDAY))


@pytest.mark.parametrize("text", ["¿qué equipos no estaban parados ayer?", "which machines were not down yesterday"])
def test_who_was_not(bench: Bench, text: str) -> None:
    assert {row[0] for row in bench.rows(bench.plan(text))} == all_tags(bench) - down_on(bench, YESTERDAY)


@pytest.mark.parametrize(
    "text", ["disponibilidad de cada equipo parado ayer", "availability of each machine that was down yesterday"]
)
def test_a_figure_of_those_who_were_down_then(bench: Bench, text: str) -> None:
    assert {row[0] for row in bench.rows(bench.plan(text))} == down_on(bench, YESTERDAY)


@pytest.mark.parametrize("text", ["equipos parados mañana", "which machines are down tomorrow"])
def test_nobody_knows_who_will_be_down(bench: Bench, text: str) -> None:
    assert isinstance(bench.plan(text), Asks)


def orders_of_the_down(bench: Bench, first: date, last: date, status: str) -> int:
    """Orders of machines that stood for some of the days; Python over all stops and orders."""
    behind = str(last + timedelta(days=1))
    stops = bench.data.ask("SELECT equipment_id, started_at, ended_at FROM downtime").rows
    down = {who for who, since, until in stops if since < behind and (until is None or until > str(first))}
    orders = bench.data.ask("SELECT equipment_id, status FROM work_order").rows
    return sum(who in down and (found == status if status else found != "cancelled") for who, found in orders)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("OT de equipos que estuvieron parados la semana pasada", ""),
        ("work orders of machines that were down last week", ""),
        ("OT completadas de equipos que estuvieron parados la semana pasada", "completed"),
        ("¿cuántas OT completadas tienen los equipos que estuvieron parados la semana pasada?", "completed"),
    ],
)
def test_days_behind_a_state_of_other_things_are_those_of_the_state(bench: Bench, text: str, status: str) -> None:
    rows = bench.rows(bench.plan(text))
    number = rows[0][0] if len(rows) == 1 else len(rows)
    assert number == orders_of_the_down(bench, MONDAY - timedelta(days=7), MONDAY - timedelta(days=1), status)
