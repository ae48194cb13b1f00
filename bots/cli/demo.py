"""``maintbot demo``: a short conversation on the demo plant, each answer checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from core.app import Core
    from core.kernel.messages import Action, Artifact, Reply
    from core.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question of the demo and what its answer must have.

    Attributes:
        session: exchanges with the same session are one conversation.
        actions: the actions that are right.
        files: kinds of files that must have been stored.
        definition: a KPI must say how it was computed.
    """

    text: str
    session: str
    actions: tuple[Action, ...]
    files: tuple[str, ...] = ()
    definition: bool = False


_DATA: tuple[Action, ...] = ("data", "data_image")

CONVERSATION = (
    Exchange("¿Cuántos equipos necesitan mantenimiento preventivo?", "count", _DATA),
    Exchange("list the overdue emergency and high priority work orders", "list", _DATA, files=("data",)),
    Exchange("OT abiertas por área, con gráfica", "area", ("data_image",), files=("data", "image", "code")),
    Exchange("¿y solo las correctivas?", "area", (*_DATA, "image")),
    Exchange("how many pumps are down?", "pumps", _DATA),
    Exchange("mtbf de las bombas", "kpi", _DATA, definition=True),
    Exchange("chart downtime by month this year", "trend", ("data_image",), files=("data", "image")),
    Exchange("cierra todas las OT vencidas", "refusal", ("refused",)),
)


def demo() -> None:
    """Hold a short conversation with the demo plant.

    Questions, answers and files, in Spanish and English; no key and no account. Ends with 1 when an answer is not as
    it should be.
    """
    from bots.cli import run

    # The demo is of the demo plant whatever else is set, and never calls a model.
    settings = run.settings_or_exit(maintenance_database_url=None, semantic_model=None, planner="offline")
    run.run(converse, settings)


async def converse(settings: Settings, conversation: tuple[Exchange, ...] = CONVERSATION) -> int:
    """Ask everything in order; 0 when every answer was as it must be, else 1."""
    from adapters.terminal import events
    from bots.cli.output import console, note, waiting
    from bots.cli.run import say_error
    from core.app import open_core
    from core.sentences import cli, say
    from core.telemetry import logs

    output = console()
    language = settings.default_language
    workspace = events.new_session_id()
    failed = 0
    async with open_core(settings, chart_workers=0) as core:
        output.print(say(cli.DEMO_INTRO, language, today=core.clock.today().isoformat()), style="dim", soft_wrap=True)
        for exchange in conversation:
            asked = events.question(exchange.text, exchange.session, workspace=workspace)
            with logs.bind(question_id=asked.id):
                with waiting(language):
                    reply = await core.answer(asked)
                note(asked, reply)
                _show(output, exchange, reply, core, settings)
                problem = await wrong_with(exchange, reply, core)
            if problem:
                failed += 1
                say_error(f"✗ {problem}")
    if failed:
        say_error(say(cli.DEMO_FAILED, language, failed=failed, total=len(conversation)))
        return 1
    output.print(say(cli.DEMO_DONE, language, total=len(conversation)), style="dim", soft_wrap=True)
    return 0


def _show(output: Console, exchange: Exchange, reply: Reply, core: Core, settings: Settings) -> None:
    from adapters.terminal import render

    output.print()
    output.print(f"> {exchange.text}", style="bold cyan", soft_wrap=True)
    render.show(reply, output, currency=settings.currency, where=core.artifacts.public_path)


async def wrong_with(exchange: Exchange, reply: Reply, core: Core) -> str | None:
    """What an answer lacks, in a few words; None when it is as it must be."""
    if reply.action not in exchange.actions:
        return f"{reply.action}, {' | '.join(exchange.actions)}"
    if exchange.definition and not reply.definition:
        return "definition"
    for kind in exchange.files:
        stored = next((artifact for artifact in reply.artifacts if artifact.kind == kind), None)
        if stored is None or not await _there(stored, core):
            return kind
    return None


async def _there(stored: Artifact, core: Core) -> bool:
    from core.kernel.errors import MaintbotError

    try:
        return len(await core.artifacts.read(stored.path)) == stored.size > 0
    except MaintbotError:
        return False
