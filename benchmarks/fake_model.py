"""A model server that is always right and takes its time by what it writes: ``python -m benchmarks.fake_model``.

A call takes ``--delay`` seconds and ``--per-token`` for each token of its answer, as a real model does. Runs in a
process of its own, so that its work is not counted as the bot's. Prints its port, then answers Chat Completions and
Responses; ``GET /calls`` says how many it has answered and how long its prompts and answers were.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from typing import Any

from aiohttp import web

NUMBER = re.compile(r"\d+")
IN_SQL = "en SQL"
"""Words of a question that is answered by the escape hatch, as every question was before there were names."""


def plan_for(question: str) -> dict[str, Any]:
    """The plan of a benchmark question: its number makes the query its own, its words choose the shape."""
    found = NUMBER.search(question)
    number = found.group() if found else "0"
    if IN_SQL in question:
        return {"plan": sql_plan(question, number)}
    plan: dict[str, Any] = {
        "of": "work_order",
        "get": "count",
        "what": [],
        "where": [{"field": "work_order.number", "op": ">", "to": [number], "or": None}],
        "when": None,
        "on": None,
        "by": [],
        "show": [],
        "sort": None,
        "top": None,
        "chart": None,
        "more": None,
    }
    if "gráfica" in question:
        plan |= {"by": ["area.name"], "chart": "barh"}
    elif "lista" in question:
        plan["where"].append({"is": "work_order.open", "not": False, "or": None})
        plan |= {"get": "list", "sort": {"by": "work_order.due_on", "measure": None, "desc": False}, "top": 50}
    return {"plan": plan}


def sql_plan(question: str, number: str) -> dict[str, Any]:
    """The same in SQL, with all the words that its answer needs."""
    plan: dict[str, Any] = {
        "sql": f"SELECT COUNT(*) AS orders FROM work_order WHERE status <> 'cancelled' AND number > '{number}'",
        "restated": question,
        "headline": "Hay **{orders} OT**.",
        "columns": [{"name": "orders", "label": "OT", "kind": "integer"}],
        "chart": None,
        "assumptions": ["sin OT canceladas"],
        "also": None,
    }
    if "gráfica" in question:
        plan |= {
            "sql": "SELECT area.name AS area, COUNT(*) AS orders FROM work_order "
            "JOIN equipment ON equipment.id = work_order.equipment_id JOIN area ON area.id = equipment.area_id "
            f"WHERE work_order.number > '{number}' GROUP BY area.name ORDER BY orders DESC, area",
            "headline": "**{area} tiene más que nadie ({orders})**.",
            "columns": [{"name": "area", "label": "Área", "kind": "text"}, plan["columns"][0]],
            "chart": {
                "kind": "barh",
                "x": "area",
                "y": ["orders"],
                "series": None,
                "title": "OT por área",
                "unit": None,
            },
        }
    return plan


class FakeModel:
    """The server's state."""

    def __init__(self, delay: float, per_token: float) -> None:
        self.delay = delay
        self.per_token = per_token
        self.answer_tokens = 0
        self.calls = 0
        self.prompt = {"static": 0, "changing": 0}

    async def answer(self, request: web.Request) -> web.Response:
        """One completion, after the delay."""
        body = json.loads(await request.text())
        self.calls += 1
        texts = [_text(message["content"]) for message in body.get("input") or body["messages"]]
        self.prompt = {
            "static": max(self.prompt["static"], len(texts[0])),
            "changing": max(self.prompt["changing"], len(texts[-1])),
        }
        plan = plan_for(texts[-1].split("Question: ", 1)[-1])
        content = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
        # 3.2 characters a token, as o200k_base cuts such plans.
        tokens_in, tokens_out = sum(map(len, texts)) // 4, round(len(content) / 3.2)
        self.answer_tokens = tokens_out
        await asyncio.sleep(self.delay + self.per_token * tokens_out)
        if request.path.endswith("/responses"):
            return web.json_response(
                {
                    "status": "completed",
                    "output": [{"type": "message", "content": [{"type": "output_text", "text": content}]}],
                    "usage": {"input_tokens": tokens_in, "output_tokens": tokens_out},
                }
            )
        return web.json_response(
            {
                "choices": [{"finish_reason": "stop", "message": {"content": content}}],
                "usage": {"prompt_tokens": tokens_in, "completion_tokens": tokens_out},
            }
        )

    async def counted(self, _: web.Request) -> web.Response:
        """What has been asked so far."""
        return web.json_response({"calls": self.calls, "prompt": self.prompt, "answer": self.answer_tokens})


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


async def main(delay: float, per_token: float) -> None:
    """Serve until killed."""
    fake = FakeModel(delay, per_token)
    app = web.Application()
    app.router.add_get("/calls", fake.counted)
    app.router.add_post("/{path:.*}", fake.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=512).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--delay", type=float, default=0.3)
    parser.add_argument("--per-token", type=float, default=0.012)
    given = parser.parse_args()
    asyncio.run(main(given.delay, given.per_token))
