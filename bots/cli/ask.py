"""``maintbot ask``: one question, or JSON lines."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.kernel.settings import Settings


def ask(
    question: str = typer.Argument(None, help="The question, in Spanish or English.", show_default=False),
    session: str = typer.Option(
        None, "--session", metavar="ID", help="Go on in this session, or begin it.", show_default=False
    ),
    json: bool = typer.Option(False, "--json", help="Print the answer as one JSON object."),
    jsonl: bool = typer.Option(
        False, "--jsonl", help="Read JSON lines from standard input, answer each with one JSON line."
    ),
    sql: bool = typer.Option(False, "--sql", help="Print the SQL too."),
    show_model: bool = typer.Option(
        False,
        "--show-model",
        help="Print the request and the answer of every model call on standard error, secrets masked.",
    ),
) -> None:
    """Answer a question.

    With --jsonl: one question a line until the input ends, each answered with one JSON line, in order:
    {"id", "text", "session_id"?, "today"?}. Ends with 0 answered, 1 error, 2 usage.
    """
    from adapters.terminal.limits import MAX_SESSION_ID
    from adapters.terminal.lines import valid_session_id
    from bots.cli import run
    from core.sentences import cli

    settings = run.settings_or_exit()
    if jsonl:
        if question is not None:
            raise run.say_usage(cli.EITHER_OR, settings)
        from bots.cli.jsonl import answer_lines

        run.run(answer_lines, settings)
    if question is None:
        raise run.say_usage(cli.ASK_WHAT, settings)

    if session is not None and not valid_session_id(session):
        raise run.say_usage(cli.BAD_SESSION, settings, limit=MAX_SESSION_ID)

    async def work(settings: Settings) -> int:
        with shown_model(settings) if show_model else contextlib.nullcontext():
            return await answer_one(settings, question, session, as_json=json, show_sql=sql)

    run.run(work, settings)


async def answer_one(
    settings: Settings, text: str, session: str | None, *, as_json: bool = False, show_sql: bool = False
) -> int:
    """Answer one question on standard output; 0 when it was answered (a refusal is an answer), else 1."""
    from adapters.terminal import events, lines
    from bots.cli.output import console, note, waiting
    from core.app import open_core
    from core.telemetry import logs

    session_id = session or events.new_session_id()
    asked = events.question(text, session_id)
    with logs.bind(question_id=asked.id):
        with waiting(settings.default_language):
            async with open_core(settings, chart_workers=0) as core:
                where = core.artifacts.public_path
                reply = await core.answer(asked)
        note(asked, reply)
        if as_json:
            document = lines.answer(asked.id, reply, where) | {"session_id": session_id}
            sys.stdout.buffer.write(lines.encode(document))
            sys.stdout.buffer.flush()
        elif reply.action == "error":
            from bots.cli.run import say_error

            say_error(reply.text)
        else:
            from adapters.terminal import render

            output = console()
            render.show(reply, output, currency=settings.currency, where=where, show_sql=show_sql)
    return 1 if reply.action == "error" else 0


def shown_model(settings: Settings) -> contextlib.AbstractContextManager[None]:
    """Within it, model calls are written on standard error."""
    from core.modelling.show import shown

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    return shown(sys.stderr.write, [key])
