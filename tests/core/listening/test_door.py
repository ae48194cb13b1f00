"""What stands before the pipeline: courtesies, and what is not for the bot; also when the state is away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.answering.opening import LONGEST_QUESTION
from core.conversation.session import Session
from core.conversation.turn import Turn
from core.kernel.errors import StateUnavailable
from core.kernel.messages import Question, Reply, Span, Thread, Viewer
from core.language.heard import hear
from core.listening.door import Door
from core.listening.overheard import THEIRS, Attention
from core.planning.plan import Plan, PlannedChoice
from tests.plans import a_plan

THREAD = Thread(platform="test", workspace="T1", channel="C1", thread="1")


class Sessions:
    def __init__(self, pending: Plan | None = None, *, of: Question | None = None, away: bool = False) -> None:
        self.pending, self.of, self.away = pending, of, away
        self.recorded: list[tuple[Question, Plan | None, Reply]] = []

    async def load(self, question: Question) -> Session:
        if self.away:
            raise StateUnavailable("disk full")
        now = datetime.now(UTC)
        return Session(
            "s1", question.thread, 1, now, turns=1, language="es", pending=self.pending, pending_question=self.of
        )

    async def record(self, session: Session, question: Question, plan: Plan | None, result: Any, reply: Reply) -> None:
        self.recorded.append((question, plan, reply))


class Planner:
    """The planner must not be asked where the form of a message settles it."""

    languages: dict[str, Any] = {}


class Pipeline:
    """Answers everything."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.asked: list[Question] = []

    async def open(self, question: Question) -> Turn:
        session = await self.sessions.load(question)
        return Turn(question, session, hear(question.text, {}), "es", datetime.now(UTC))

    async def answer(self, turn: Turn, offer: Plan | None = None) -> Reply:
        self.asked.append(turn.question)
        return Reply(question_id=turn.question.id, language="es", action="data", headline=(Span(text="3"),))

    def failed(self, question: Question, error: Exception, turn: Turn | None = None) -> Reply:
        self.asked.append(question)
        return Reply(question_id=question.id, language="es", action="error", headline=(Span(text="no"),))

    async def record(self, turn: Turn, plan: Plan | None, result: Any, reply: Reply) -> None:
        await self.sessions.record(turn.session, turn.question, plan, result, reply)


def question(text: str, **more: Any) -> Question:
    viewer = Viewer(platform="test", id="U1")
    return Question(id="q1", thread=THREAD, viewer=viewer, text=text, received_at=datetime.now(UTC), **more)


def waiting(choices: int) -> Plan:
    made = tuple(PlannedChoice(id=str(n), label=f"n {n}", text="x") for n in range(1, choices + 1))
    return a_plan(language="es", action="clarify", planner="deterministic", sentence="¿Cuál?", choices=made)


async def asked(sessions: Sessions, one: Question) -> tuple[Reply, list[Question]]:
    pipeline = Pipeline(sessions)
    return await Door(pipeline, Planner()).answer(one), pipeline.asked  # type: ignore[arg-type]


async def test_thanks_are_recorded_without_a_plan() -> None:
    sessions = Sessions(waiting(2))
    reply, passed_on = await asked(sessions, question("gracias"))
    assert (reply.text, passed_on) == ("De nada. Aquí estoy para lo que sigue.", [])
    assert [(plan, said) for _, plan, said in sessions.recorded] == [(None, reply)]


@pytest.mark.parametrize(("choices", "picked"), [(0, None), (1, "1"), (3, None)])
async def test_an_ok_picks_only_where_there_is_nothing_to_pick(choices: int, picked: str | None) -> None:
    reply, passed_on = await asked(Sessions(waiting(choices)), question("ok"))
    assert [one.choice for one in passed_on] == ([picked] if picked else [])
    assert reply.action == ("data" if picked else "help")


async def test_a_press_whose_label_is_a_courtesy_is_a_press() -> None:
    _, passed_on = await asked(Sessions(), question("Listo", kind="button", choice="1"))
    assert len(passed_on) == 1


@pytest.mark.parametrize("text", ["gracias", "ok", "x" * (LONGEST_QUESTION + 1) + "?"])
async def test_overheard_courtesies_and_pastes_are_passed_over(text: str) -> None:
    sessions = Sessions()
    reply, passed_on = await asked(sessions, question(text, overheard=True))
    assert reply.silent
    assert (passed_on, sessions.recorded) == ([], [])


@pytest.mark.parametrize(("writer", "picked"), [("U1", ["1"]), ("U2", [])])
async def test_an_overheard_ok_picks_for_whom_we_asked(writer: str, picked: list[str]) -> None:
    sessions = Sessions(waiting(1), of=question("vencidos"))
    ok = question("ok", overheard=True).model_copy(update={"viewer": Viewer(platform="test", id=writer)})
    reply, passed_on = await asked(sessions, ok)
    assert [one.choice for one in passed_on] == picked
    assert reply.silent is not bool(picked)


@pytest.mark.parametrize(
    ("text", "heard"), [("¿y en soldadura?", True), ("¿ya comiste?", False), ("ya voy", False), ("por área", False)]
)
async def test_while_the_state_is_away_only_a_question_is_told_so(text: str, heard: bool) -> None:
    reply, passed_on = await asked(Sessions(away=True), question(text, overheard=True))
    assert (len(passed_on) == 1) is heard
    assert reply.silent is not heard


async def test_thanks_while_the_state_is_away_go_the_usual_way() -> None:
    _, passed_on = await asked(Sessions(away=True), question("gracias"))
    assert len(passed_on) == 1


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner that takes nothing for ours."""

    async def never(*_: object, **__: object) -> Attention:
        return THEIRS

    monkeypatch.setattr("core.listening.door.is_for_us", never)


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize(
    ("text", "asker", "heard"),
    [
        ("la de los zurbos", "U1", True),
        ("ya voy", "U1", False),
        ("¿ya comiste?", "U1", False),
        ("¿quién trae las llaves?", "U1", False),
        ("¿y los zurbos?", "U1", True),
        ("la de los zurbos", "U2", False),
    ],
)
async def test_the_asker_answers_what_the_model_asked_back(text: str, asker: str, heard: bool) -> None:
    pending = waiting(0).model_copy(update={"planner": "model"})
    first = question("zurbos").model_copy(update={"viewer": Viewer(platform="test", id=asker)})
    reply, passed_on = await asked(Sessions(pending, of=first), question(text, overheard=True))
    assert [one.text for one in passed_on] == ([text] if heard else [])
    assert reply.silent is not heard


@pytest.mark.usefixtures("deaf")
async def test_nothing_is_recorded_of_what_was_not_for_us() -> None:
    sessions = Sessions()
    reply, passed_on = await asked(sessions, question("la de los zurbos", overheard=True))
    assert reply.silent
    assert (passed_on, sessions.recorded) == ([], [])
