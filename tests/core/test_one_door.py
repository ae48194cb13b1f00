"""One door: on every platform a message is cut into words once, its words are read once, and it is planned once."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.app import Core
from core.kernel.messages import Question, QuestionKind, Thread, Viewer
from core.language import heard
from core.understanding.planner import DeterministicPlanner
from core.understanding.reading import lattice
from tests.core.opening import opener

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def core(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    async with opener(demo_file, tmp_path_factory.mktemp("door"))(auto_charts=False) as opened:
        await opened.planner.prepare()
        yield opened


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a message was cut, read and planned."""
    counts: Counter[str] = Counter()

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            counts[name] += 1
            return real(*given, **named)

        return call

    for module in (heard, lattice):
        monkeypatch.setattr(module, "tokenise", counting("cut", module.tokenise))
    monkeypatch.setattr(lattice.LatticeReader, "read", counting("read", lattice.LatticeReader.read))
    monkeypatch.setattr(DeterministicPlanner, "plan", counting("planned", DeterministicPlanner.plan))
    return counts


def question(platform: str, kind: QuestionKind, text: str, *, overheard: bool = False) -> Question:
    return Question(
        id=f"{platform}-{kind}-{text}",
        thread=Thread(platform=platform, workspace="T1", channel="C1", thread=f"{kind} {text}"),
        viewer=Viewer(platform=platform, id="U1", workspace="T1"),
        text=text,
        kind=kind,
        overheard=overheard,
        received_at=datetime(2026, 11, 22, 14, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("platform", "kind", "overheard", "text"),
    [
        ("slack", "mention", False, "¿cuántas OT abiertas hay en soldadura?"),
        ("slack", "message", True, "¿cuántas OT abiertas hay en pintura?"),
        ("slack", "command", False, "bombas paradas"),
        ("slack", "button", False, "OT vencidas por área"),
        ("teams", "mention", False, "how many pumps are down"),
        ("rest", "rest", False, "fallas de este mes"),
        ("terminal", "terminal", False, "machines in welding"),
    ],
)
async def test_a_question_is_cut_read_and_planned_once(
    core: Core, counted: Counter[str], platform: str, kind: QuestionKind, overheard: bool, text: str
) -> None:
    reply = await core.answer(question(platform, kind, text, overheard=overheard))
    assert reply.action == "data", reply.text
    assert counted == {"cut": 1, "read": 1, "planned": 1}


@pytest.mark.parametrize(
    ("text", "silent"), [("gracias", False), ("nos vemos mañana en la comida de fin de año", True)]
)
async def test_what_is_no_question_is_cut_once_and_planned_never(
    core: Core, counted: Counter[str], text: str, silent: bool
) -> None:
    reply = await core.answer(question("slack", "message", text, overheard=silent))
    assert reply.silent is silent
    assert counted == {"cut": 1, "read": 1}
