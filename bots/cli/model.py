"""``maintbot model``: draft a semantic model from a database, check one against it, print the file's JSON schema."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from core.data.database import Database
    from core.drafting.draft import ModelDraft
    from core.drafting.interview.answers import Answers
    from core.kernel.messages import Language
    from core.kernel.settings import Settings
    from core.semantics.model import SemanticModel

ModelFile = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="The model; else SEMANTIC_MODEL, else the demo plant's.", show_default=False),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="The plant's database; else MAINTENANCE_DATABASE_URL, else the demo plant.",
        show_default=False,
    ),
]

app = typer.Typer(help="The semantic model: what the plant's tables mean.", no_args_is_help=True)


@app.command("init")
def init(
    url: DatabaseUrl = None,
    output: Path = typer.Option(
        None, "--output", metavar="FILE", help="Where to write; else standard output.", show_default=False
    ),
    private: bool = typer.Option(
        False, "--private", help="Name people's private data too (birth dates, salaries, phones, addresses)."
    ),
    ask: bool = typer.Option(
        False, "--ask", help="Ask what the guesses should be, each with the guess as default; Enter takes it."
    ),
    describe: bool = typer.Option(
        False, "--describe", help="Let the language model propose words, from names alone; each is marked as proposed."
    ),
    who: str = typer.Option(
        None, "--who", metavar="NAME", help="Who answers; else the name of the account.", show_default=False
    ),
) -> None:
    """Draft a semantic model from a database.

    It holds tables, columns, keys, values, conditions, metrics and words. What no catalog says is guessed, from names,
    types and values, and from what is known of common systems; a person looks it through, then names the file in
    SEMANTIC_MODEL. What was understood and what was left out, each with its reason, is told on standard output, or as
    comments of the file where that goes there. With --output the file's JSON schema is written beside it, so that an
    editor completes and checks its keys. Passwords, tokens and the like are never read.

    With --ask some 20 questions are asked at the terminal; the answers are kept in the file, with who gave them and
    when, and are the defaults the next time. A file that is there already is brought up to date: what was edited stays,
    what changed is shown, and the file as it was is kept beside it with .before behind its name.
    """
    from bots.cli import run

    async def work(settings: Settings) -> int:
        from bots.cli.files import write
        from bots.cli.redraft import keep_draft, read_model, redraft
        from core.drafting.interview.answers import Answers, answers_in
        from core.drafting.report import report
        from core.drafting.yaml_text import as_yaml
        from core.semantics.file import schema
        from core.sentences import drafting, model_file, say
        from core.sentences import interview as interview_texts

        language = settings.default_language
        there, now = read_model(output) if output is not None else (False, None)
        if there and now is None:
            run.say_error(say(interview_texts.NOT_A_MODEL, language, file=output))
            return run.ERROR
        draft = await _drafted(settings, answers_in(now) if now else Answers(), private=private, ask=ask, who=who)
        if describe:
            from bots.cli.describing import described

            proposed = await described(settings, draft)
            draft = replace(draft, raw=proposed.raw)
            run.say_error(say(interview_texts.PROPOSED, language, count=proposed.words))
            for table, concept in proposed.concepts.items():
                named = say(drafting.CONCEPTS[concept], language).lower()
                run.say_error(say(interview_texts.PROPOSED_CONCEPT, language, table=table, concept=named))
        body = draft.raw["semantic_model"][0]
        if not body["datasets"]:
            run.say_error(say(model_file.NO_TABLES, language))
            return run.ERROR
        if output is None:
            print("\n".join(f"# {line}" for line in report(draft, language)))
            print(as_yaml(draft), end="")
            return run.OK
        write(output.with_name(schema.NAME), schema.schema_text(), anew=True)
        print("\n".join(report(draft, language)))
        if now is not None:
            code, lines = redraft(output, now, draft, language)
            print("\n".join(lines))
            return code
        write(output, as_yaml(draft, with_schema=True))
        keep_draft(output, draft)
        counts = {"datasets": len(body["datasets"]), "relationships": len(body["relationships"])}
        print(say(model_file.WRITTEN, language, file=output, **counts))
        return run.OK

    run.run(work, _settings(url))


async def _drafted(settings: Settings, answers: Answers, *, private: bool, ask: bool, who: str | None) -> ModelDraft:
    """The draft, with what was said before and, where somebody is to be asked, what they say now."""
    from core.drafting.draft import look, understand

    database = await _opened(settings)
    try:
        looked = await look(database, private=private)
        draft = await understand(database, looked, answers)
        if not (ask and draft.raw["semantic_model"][0]["datasets"]):
            return draft
        from bots.cli.interview import currency, interview, whoever_asks
        from core.drafting.interview.interview import Interview
        from core.kernel.clock import Clock
        from core.sentences import interview as texts
        from core.sentences import say

        language = settings.default_language
        today = Clock(settings.plant_timezone, settings.maintbot_today).today()
        talk = Interview(database, looked, draft, answers, who=who or whoever_asks(), today=today)
        await interview(talk, language)
        if (wanted := currency(settings.currency, language)) != settings.currency:
            print(say(texts.SET_CURRENCY, language, currency=wanted))
        return talk.draft
    finally:
        await database.close()


@app.command("check")
def check(
    file: ModelFile = None,
    url: DatabaseUrl = None,
) -> None:
    """Check a semantic model, by itself and against its database.

    Tells everything that is wrong with the file at once, each fault with its line. Then runs every expression without
    reading a row, and names missing tables and columns, expressions that do not run, and words that mean two things.
    At the end it tells what can be asked of this plant, and what is missing for what cannot.
    Ends with 0 when nothing has to be mended, else 1.
    """
    from bots.cli import run

    async def work(settings: Settings) -> int:
        from core.data.sampling import LONG
        from core.kernel.clock import Clock
        from core.semantics.check import check as findings_of
        from core.semantics.load import load_model
        from core.semantics.values import ValueIndex
        from core.sentences import model_file, say

        language = settings.default_language
        model = load_model(file or settings.semantic_model)
        database = await _opened(settings)
        try:
            today = Clock(settings.plant_timezone, settings.maintbot_today).today()
            findings = await findings_of(model, database, today)
            broken = any(finding.is_error for finding in findings)
            values = None if broken else await ValueIndex.read(model, database)
        finally:
            await database.close()
        errors = [finding for finding in findings if finding.is_error]
        words = [finding for finding in findings if not finding.is_error]
        for finding in errors:
            print(say(model_file.FINDING[finding.kind], language, place=finding.place, detail=finding.detail))
        if words:
            print(say(model_file.AMBIGUOUS, language, count=len(words)))
        for finding in words:
            told = say(model_file.FINDING[finding.kind], language, place=finding.place, detail=finding.detail)
            print(f"  {told}")
        if errors:
            run.say_error(say(model_file.BAD, language, count=len(errors)))
            return run.ERROR
        print(say(model_file.GOOD, language, datasets=len(model.datasets), metrics=len(model.metrics)))
        print("\n".join(_abilities(model, language)))
        if values is not None and values.sampled:
            fields = ", ".join(sorted(f"{dataset}.{field}" for dataset, field in values.sampled))
            print(say(model_file.SAMPLED, language, fields=fields, rows=f"{LONG:,}"))
        return run.OK

    run.run(work, _settings(url))


@app.command("try")
def try_(
    file: ModelFile = None,
    url: DatabaseUrl = None,
    who: str = typer.Option(
        None, "--who", metavar="NAME", help="Who nods; else the name of the account.", show_default=False
    ),
) -> None:
    """Ask the 30 commonest maintenance questions, and show answer, SQL and confidence.

    A yes makes the answer a verified query of the model's file, with who said so and when. What this plant cannot
    answer is told with what is missing for it. Where nobody answers, all is shown and nothing is kept.
    """
    from bots.cli import run
    from bots.cli.interview import whoever_asks
    from bots.cli.trying import try_model

    named = {"maintenance_database_url": url} if url else {}
    if file is not None:
        named["semantic_model"] = str(file)

    async def work(settings: Settings) -> int:
        return await try_model(settings, who=who or whoever_asks())

    run.run(work, run.settings_or_exit(**named))


def _abilities(model: SemanticModel, language: Language) -> list[str]:
    """What can be asked, in a line; then what cannot, each with what is missing."""
    from core.drafting.abilities import abilities_of
    from core.sentences import abilities as texts
    from core.sentences import say

    found = abilities_of(model)
    can = [f"{say(texts.ABILITIES[item.name], language)} ✓" for item in found if not item.lacks]
    lines = [say(texts.CAN, language, names=", ".join(can))] if can else []
    cannot = [item for item in found if item.lacks]
    if not cannot:
        return [*lines, say(texts.ALL, language)]
    lines.append(say(texts.CANNOT, language))
    for item in cannot:
        names = {"name": say(texts.ABILITIES[item.name], language), "reason": say(texts.LACKS[item.lacks], language)}
        lines.append(say(texts.LINE, language, **names))
    return lines


@app.command("schema")
def schema() -> None:
    """Print the JSON schema of a semantic model's file.

    Editors complete and check the file with it; the line that names it is in docs/semantic-model.md.
    """
    from core.semantics.file.schema import schema_text

    print(schema_text(), end="")


def _settings(url: str | None) -> Settings:
    from bots.cli import run

    return run.settings_or_exit(**({"maintenance_database_url": url} if url else {}))


async def _opened(settings: Settings) -> Database:
    """The plant's database; the demo plant is made when nothing else is named."""
    from core.data.database import Database

    if settings.on_demo_plant:
        import asyncio

        from core.demo.generate import ensure
        from core.kernel.clock import Clock

        today = Clock(settings.plant_timezone, settings.maintbot_today).today()
        await asyncio.to_thread(ensure, settings.demo_database, today)
    return await Database.open(
        settings.plant_url, query_timeout=settings.query_timeout, timezone=settings.plant_timezone
    )
