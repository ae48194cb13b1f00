"""A model server with a fixed delay and always right: ``python -m benchmarks.fake_model --delay 0.3``.

Runs in a process of its own, so that its work is not counted as the bot's. Prints its port, then answers
Chat Completions and Responses; ``GET /calls`` says how many it has answered, ``GET /prompt`` the longest prompt so far.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from typing import Any

from aiohttp import web

NUMBER = re.compile(r"\d+")


def plan_for(question: str) -> dict[str, Any]:
    """The plan of a benchmark question: its number makes the SQL its own, its words choose the shape."""
    found = NUMBER.search(question)
    number = int(found.group()) if found else 0
    plan: dict[str, Any] = {
        "language": "es",
        "restated": question,
        "action": "data",
        "sql": f"SELECT COUNT(*) AS orders FROM work_order WHERE status <> 'cancelled' AND id > {number}",
        "headline": "Hay **{orders} OT**.",
        "columns": [{"name": "orders", "label": "OT", "kind": "integer"}],
        "chart": None,
        "assumptions": ["sin OT canceladas"],
        "clarification": None,
        "choices": None,
        "topic": None,
    }
    if "gráfica" in question:
        plan |= {
            "action": "data_image",
            "sql": "SELECT area.name AS area, COUNT(*) AS orders FROM work_order "
            "JOIN equipment ON equipment.id = work_order.equipment_id JOIN area ON area.id = equipment.area_id "
            f"WHERE work_order.id > {number} GROUP BY area.name ORDER BY orders DESC, area",
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
    elif "lista" in question:
        plan |= {
            "sql": f"SELECT number, type, priority, status, due_on FROM work_order WHERE id > {number} "
            "AND status IN ('open', 'in_progress', 'waiting_parts') ORDER BY due_on, number LIMIT 50",
            "headline": "**{rows} OT abiertas**.",
            "columns": [
                {"name": name, "label": name, "kind": "date" if name == "due_on" else "text"}
                for name in ("number", "type", "priority", "status", "due_on")
            ],
        }
    return plan


class FakeModel:
    """The server's state."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
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
        await asyncio.sleep(self.delay)
        content = json.dumps(plan_for(texts[-1].split("Question: ", 1)[-1]), ensure_ascii=False)
        tokens_in, tokens_out = sum(map(len, texts)) // 4, len(content) // 4
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
        return web.json_response({"calls": self.calls, "prompt": self.prompt})


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


async def main(delay: float) -> None:
    """Serve until killed."""
    fake = FakeModel(delay)
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
    asyncio.run(main(parser.parse_args().delay))
