"""Replies made by hand, of every size."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.kernel.messages import (
    Artifact,
    Choice,
    Clarification,
    Column,
    Metrics,
    Question,
    Reply,
    Span,
    Suggestion,
    Table,
    Thread,
    Viewer,
)

COLUMNS = (Column(name="area", label="Área"), Column(name="ot", label="OT abiertas", kind="integer"))
ROWS = (("Packaging", 41), ("Utilities", 33), ("Mixing", 27))


def question(text: str = "OT abiertas por área", **more: Any) -> Question:
    """A mention in C0MAINT."""
    fields: dict[str, Any] = {
        "id": "slack:T0PLANT:C0MAINT:1767326125.870439",
        "thread": Thread(platform="slack", workspace="T0PLANT", channel="C0MAINT", thread="1767326125.870439"),
        "viewer": Viewer(platform="slack", workspace="T0PLANT", id="U0ASHA"),
        "text": text,
        "received_at": datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
        "kind": "mention",
        "delivery": {
            "team": "T0PLANT",
            "enterprise": None,
            "channel": "C0MAINT",
            "thread_ts": "1767326125.870439",
            "ts": "1767326125.870439",
            "user": "U0ASHA",
        },
    }
    return Question(**{**fields, **more})


def artifact(kind: Any = "data") -> Artifact:
    """A stored file."""
    name = {"data": "data_0.csv", "image": "image_0.png", "code": "code_0.py"}[kind]
    media = {"data": "text/csv", "image": "image/png", "code": "text/x-python"}[kind]
    ending = name.rpartition(".")[2]
    return Artifact(
        kind=kind,
        path=f"20261122T150000-0123456789ab/{name}",
        filename=f"ot_por_area_2026-11-22.{ending}",
        media_type=media,
        size=10,
    )


def reply(**more: Any) -> Reply:
    """ "OT abiertas por área", with everything that an answer can have."""
    fields: dict[str, Any] = {
        "question_id": "slack:T0PLANT:C0MAINT:1767326125.870439",
        "language": "es",
        "action": "data_image",
        "headline": (
            Span(text="Hay 184 OT abiertas; Packaging tiene más que nadie (41, el 22 %)", bold=True),
            Span(text=", seguida de Utilities (33) y Mixing (27)."),
        ),
        "assumptions": ("OT abiertas, en proceso o en espera de refacciones", "sin canceladas"),
        "table": Table(columns=COLUMNS, rows=ROWS, total=8),
        "columns": ("area", "ot"),
        "rows": ROWS,
        "sql": "SELECT area.name AS area, COUNT(*) AS ot\nFROM work_order\nGROUP BY area.name",
        "chart_title": "OT abiertas por área",
        "artifacts": (artifact("data"), artifact("image"), artifact("code")),
        "suggestions": (
            Suggestion(label="Ver cuáles", text="lista las OT abiertas"),
            Suggestion(label="Por prioridad", text="OT abiertas por prioridad"),
        ),
        "freshness": "datos de hoy 08:15",
        "planner": "deterministic",
        "metrics": Metrics(total_time=0.09, sql_time=0.012),
    }
    return Reply(**{**fields, **more})


def clarification(choices: int) -> Reply:
    """A question back with so many choices."""
    return reply(
        action="clarify",
        headline=(Span(text="¿Qué vencidos?"),),
        table=None,
        sql=None,
        artifacts=(),
        suggestions=(),
        assumptions=(),
        freshness=None,
        clarification=Clarification(
            question="¿Qué vencidos?",
            choices=tuple(Choice(id=str(n), label=f"Opción {n}") for n in range(1, choices + 1)),
        ),
    )
