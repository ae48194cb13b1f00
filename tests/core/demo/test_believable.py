"""What a maintenance engineer would look for in the figures, and find."""

from __future__ import annotations

from itertools import pairwise

from tests.core.demo.asks import Ask

TOP = (
    "SELECT tag, COUNT(*) AS n FROM failure f JOIN equipment e ON e.id = f.equipment_id"
    " WHERE e.status <> 'retired' GROUP BY e.id ORDER BY n DESC, tag LIMIT 6"
)


def test_five_bad_actors_stand_out_without_a_tie(ask: Ask) -> None:
    rows = ask(TOP)
    assert {tag for tag, _ in rows[:5]} == {"CV-107", "F-102", "C-101", "PK-109", "P-117"}
    assert all(more > less for (_, more), (_, less) in pairwise(rows))
    (average,) = ask("SELECT 1.0 * COUNT(*) / COUNT(DISTINCT equipment_id) FROM failure")[0]
    assert rows[0][1] > 6 * average
    assert rows[4][1] > 2.5 * average


def test_old_machines_fail_more(ask: Ask) -> None:
    """Failures a machine-year, by age at the failure: rising from band to band."""
    rates = []
    for low, high in ((0, 5), (5, 10), (10, 30)):
        ((failures, years),) = ask(
            """
            WITH days AS (
                SELECT id, installed_on, date(:today, '-' || n || ' days') AS day
                FROM equipment, (WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 30 FROM c WHERE n < 1060)
                                 SELECT n FROM c)
                WHERE status <> 'retired' AND tag NOT IN ('CV-107', 'F-102', 'C-101', 'PK-109', 'P-117')
            )
            SELECT
                (SELECT COUNT(*) FROM failure f JOIN equipment e ON e.id = f.equipment_id
                 WHERE e.status <> 'retired' AND tag NOT IN ('CV-107', 'F-102', 'C-101', 'PK-109', 'P-117')
                   AND (julianday(detected_at) - julianday(installed_on)) / 365.25 BETWEEN :low AND :high),
                (SELECT COUNT(*) * 30 / 365.25 FROM days
                 WHERE day >= installed_on
                   AND (julianday(day) - julianday(installed_on)) / 365.25 BETWEEN :low AND :high)
            """,
            low=low,
            high=high,
        )
        rates.append(failures / years)
    assert rates[0] * 1.4 < rates[1] and rates[1] * 1.25 < rates[2]


def test_overdue_machines_fail_more(ask: Ask) -> None:
    """Failures a machine-year while preventive maintenance was overdue, against all the rest."""
    ((late_failures, late_years, all_failures, all_years),) = ask(
        """
        WITH late AS (
            SELECT equipment_id, due_on AS began, COALESCE(date(completed_at), :today) AS ended
            FROM work_order WHERE type = 'preventive' AND status <> 'cancelled'
              AND due_on < COALESCE(date(completed_at), :today)
        )
        SELECT
            (SELECT COUNT(*) FROM failure f JOIN late l ON l.equipment_id = f.equipment_id
             WHERE date(detected_at) > began AND date(detected_at) < ended),
            (SELECT SUM(julianday(ended) - julianday(began)) / 365.25 FROM late),
            (SELECT COUNT(*) FROM failure),
            (SELECT COUNT(*) * 3.0 FROM equipment)
        """
    )
    assert late_years > 20
    assert late_failures / late_years > 1.3 * all_failures / all_years


def test_the_night_shift_takes_longer(ask: Ask) -> None:
    """Repairs that waited for a part are left out: that wait is nobody's shift."""
    hours = dict(
        ask(
            "SELECT shift, AVG(julianday(completed_at) - julianday(started_at)) * 24 FROM work_order w"
            " JOIN technician t ON t.id = technician_id JOIN failure f ON f.work_order_id = w.id"
            " WHERE w.status = 'completed' AND julianday(completed_at) - julianday(started_at) < 1 GROUP BY 1"
        )
    )
    assert hours["night"] > 1.1 * max(hours["morning"], hours["afternoon"])
    assert all(2 < value < 12 for value in hours.values())


def test_summer_loads_the_chillers(ask: Ask) -> None:
    ((summer, winter),) = ask(
        "SELECT SUM(strftime('%m', detected_at) IN ('05', '06', '07', '08', '09')),"
        " SUM(strftime('%m', detected_at) IN ('11', '12', '01', '02', '03'))"
        " FROM failure JOIN equipment e ON e.id = equipment_id WHERE type = 'chiller'"
    )
    assert summer > 1.5 * winter
    ((hot, cold),) = ask(
        "SELECT AVG(CASE WHEN strftime('%m', read_at) = '07' THEN value END),"
        " AVG(CASE WHEN strftime('%m', read_at) = '01' THEN value END) FROM meter_reading"
        " JOIN equipment e ON e.id = equipment_id WHERE meter = 'temperature_c' AND type = 'chiller'"
    )
    assert hot > cold + 3


def test_an_hour_costs_by_trade_and_priority(ask: Ask) -> None:
    by_trade = dict(
        ask(
            "SELECT trade, SUM(labor_cost) / SUM(labor_hours) FROM work_order JOIN technician t ON t.id = technician_id"
            " WHERE status = 'completed' AND priority = 'medium' GROUP BY 1"
        )
    )
    assert by_trade["lubrication"] < by_trade["mechanical"] < by_trade["electrical"] < by_trade["instrumentation"]
    by_priority = dict(
        ask(
            "SELECT priority, SUM(labor_cost) / SUM(labor_hours) FROM work_order JOIN technician t"
            " ON t.id = technician_id WHERE status = 'completed' AND trade = 'mechanical' GROUP BY 1"
        )
    )
    assert by_priority["emergency"] > 1.2 * by_priority["high"] > 1.2 * by_priority["medium"]


def test_vibration_climbs_before_it_is_a_failure(ask: Ask) -> None:
    ((before, otherwise),) = ask(
        """
        WITH r AS (
            SELECT value, (SELECT MIN(julianday(detected_at)) FROM failure f WHERE f.equipment_id = m.equipment_id
                            AND mode = 'vibration' AND detected_at >= read_at) - julianday(read_at) AS ahead
            FROM meter_reading m WHERE meter = 'vibration_mm_s'
        )
        SELECT AVG(CASE WHEN ahead < 5 THEN value END), AVG(CASE WHEN ahead IS NULL OR ahead > 30 THEN value END) FROM r
        """
    )
    assert before > 1.4 * otherwise


def test_preventive_maintenance_is_mostly_in_time(ask: Ask) -> None:
    ((share,),) = ask(
        "SELECT 100.0 * SUM(date(completed_at) <= due_on) / COUNT(*) FROM work_order"
        " WHERE type = 'preventive' AND status = 'completed'"
    )
    assert 65 < share < 90


def test_how_many_machines_stand(ask: Ask) -> None:
    counts = dict(ask("SELECT status, COUNT(*) FROM equipment GROUP BY 1"))
    assert counts == {"running": 168, "standby": 24, "down": 22, "maintenance": 17, "retired": 9}


def test_how_much_is_open_and_late(ask: Ask) -> None:
    ((open_, late),) = ask(
        "SELECT COUNT(*), SUM(due_on < :today) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts')"
    )
    assert 140 <= open_ <= 250
    assert 25 <= late <= 60


def test_people_have_spanish_and_english_names(ask: Ask) -> None:
    names = [name for (name,) in ask("SELECT name FROM technician")]
    assert len(set(names)) == 40
    assert {"José Luis Hernández", "Óscar Vargas", "Sarah Thompson", "Kevin O'Brien"} <= set(names)


def test_every_shift_has_every_trade(ask: Ask) -> None:
    assert ask("SELECT COUNT(*) FROM (SELECT DISTINCT trade, shift FROM technician WHERE active)") == [(12,)]
