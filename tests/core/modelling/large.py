"""A made-up plant of 80 tables: eight kinds of machine, each with its orders, stops, readings and so on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from core.semantics.load import load_model
from core.semantics.model import SemanticModel

MACHINES = {
    "turbine": "turbina", "pump": "bomba", "kiln": "horno", "crusher": "trituradora", "mill": "molino",
    "fan": "ventilador", "crane": "grúa", "press": "prensa",
}  # fmt: skip
FACTS = {
    "order": "orden", "stop": "paro", "reading": "lectura", "inspection": "inspección", "alarm": "alarma",
    "permit": "permiso", "shift_log": "bitácora", "spare": "refacción", "lubrication": "lubricación",
}  # fmt: skip
STATES = ("open", "running", "waiting", "closed", "cancelled")


def _field(name: str, datatype: str, **keys: Any) -> dict[str, Any]:
    return {
        "name": name,
        "datatype": datatype,
        "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": name}]},
        "ai_context": keys,
    }


def _dataset(name: str, spanish: str, english: str, date: str | None) -> dict[str, Any]:
    return {
        "name": name,
        "source": name,
        "primary_key": ["id"],
        "ai_context": {
            "terms": {"es": [spanish], "en": [english]},
            "identity": "code",
            "conditions": [
                {
                    "name": state,
                    "expression": f"status = '{state}'",
                    "field": "status",
                    "terms": {"es": [], "en": [state]},
                }
                for state in STATES
            ],
        }
        | ({"default_date": date} if date else {}),
        "fields": [
            _field("code", "String", index=True, code=True),
            _field("description", "String"),
            _field("status", "String", values={state: {} for state in STATES}),
            _field("cost", "Decimal", kind="money"),
            _field("started_at", "DateTime"),
            _field("ended_at", "DateTime"),
        ],
    }


def large_model(folder: Path) -> SemanticModel:
    """The model, written to a file and loaded from it."""
    datasets, links, metrics = [], [], []
    for machine, spanish in MACHINES.items():
        datasets.append(_dataset(machine, spanish, machine, None))
        for fact, said in FACTS.items():
            name = f"{machine}_{fact}"
            datasets.append(_dataset(name, f"{said} de {spanish}", f"{machine} {fact.replace('_', ' ')}", "started_at"))
            links.append(
                {
                    "name": f"{name}_of_{machine}",
                    "from": name,
                    "to": machine,
                    "from_columns": ["machine_id"],
                    "to_columns": ["id"],
                }
            )
        metrics.append(
            {
                "name": f"{machine}_cost",
                "datatype": "Decimal",
                "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": f"SUM({machine}_order.cost)"}]},
                "ai_context": {
                    "dataset": f"{machine}_order",
                    "date": "ended_at",
                    "terms": {"es": [f"costo de {spanish}"], "en": [f"{machine} cost"]},
                },
            }
        )
    path = folder / "large.yaml"
    model = {"name": "large", "datasets": datasets, "relationships": links, "metrics": metrics}
    path.write_text(yaml.safe_dump({"version": "0.2.0.dev0", "semantic_model": [model]}, allow_unicode=True), "utf-8")
    return load_model(path)
