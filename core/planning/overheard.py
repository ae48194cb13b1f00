"""Overheard messages: which of those that people write in a thread with the bot, to nobody by name, are for it.

A question by its form is for us even when it is not understood. What tells something is not. Anything between is for
us when the deterministic planner accounts for every word, or when it answers what we asked back; the model is never
asked to find out.
"""

from __future__ import annotations

from core.messages import Question
from core.planning.deterministic.annotate import Annotated
from core.planning.deterministic.choosing import picked_choice
from core.planning.deterministic.conversation import recognise
from core.planning.deterministic.planner import DeterministicPlanner
from core.planning.deterministic.readings import Mention, Noun, Number, Time, ValueIs
from core.planning.deterministic.state import State, is_substance
from core.planning.plan import Plan, SessionView
from core.planning.speech import asks, tells, words_of
from core.semantics.model import SemanticModel
from core.semantics.values import ValueIndex

_NAMES = frozenset({"bot", "maintbot"})
_HELP = frozenset({"ayuda", "help"})
_ANSWERS = ("choose", "which_one", "dismiss")
_ABOUT_THE_TALK = ("explain", "sql", "repeat", "undo", "chart", "new_topic")
_REQUESTS = (
    *("list", "count", "sum", "average", "share", "chart", "export", "sort", "by", "only", "followup_start", "and"),
    *("top", "which", "of_them", "pie", "bar", "barh", "line", "pareto"),
)


async def is_for_us(question: Question, session: SessionView, planner: DeterministicPlanner) -> bool:
    """Whether an overheard message is a question or a request to the bot.

    Raises:
        MaintbotError: the planner could not read the plant's values.
    """
    words = words_of(question.text)
    annotator = await planner.prepare()
    read = annotator.read(question.text, session.language or question.language)
    if not words or _calls_a_person(read, planner.model):
        return False
    if asks(question.text) or words[0] in _NAMES or (len(words) == 1 and words[0] in _HELP):
        return True
    choices = len(session.pending.choices) if session.pending is not None else 0
    talk = recognise(read, pending=choices, has_result=session.last_plan is not None)
    if talk is not None and choices and talk.kind in _ANSWERS:
        return True
    if session.pending is not None and _names_a_choice(
        read, session.pending, question, planner.model, annotator.values
    ):
        return True
    if _asks_with_que(read):
        return True
    if tells(question.text) or any(not mention.readings for mention in read.mentions):
        return False
    if talk is not None and talk.kind in _ABOUT_THE_TALK:
        return True
    plan = await planner.plan(question, session)
    if plan.action in ("help", "refused"):
        return False
    return not plan.unknown or _requests(read) or _goes_on_from_a_model(read, session)


def _names_a_choice(
    read: Annotated, pending: Plan, question: Question, model: SemanticModel, values: ValueIndex
) -> bool:
    """«costo», "by downtime": a choice of what we asked back, by its words."""
    state = State(model, values, read.mentions, read.words, pending.language, question.received_at.date())
    return picked_choice(state, pending) is not None


def _goes_on_from_a_model(read: Annotated, session: SessionView) -> bool:
    """«el mes pasado» after an answer that the model planned, which this planner can continue nothing of."""
    last = session.last_plan
    named = any(is_substance(mention) and not mention.can(Number) for mention in read.mentions)
    return last is not None and last.query is None and named


def _calls_a_person(read: Annotated, model: SemanticModel) -> bool:
    """«Ana, ¿puedes ir?»: one of the plant's people is called by name, with a comma behind."""
    if not read.mentions:
        return False
    first = read.mentions[0]
    who = first.first(ValueIs, lambda item: model.datasets[item.ref.dataset].context.get("who"))
    return who is not None and read.text.lstrip(" ¿¡").removeprefix(first.text).lstrip().startswith(",")


def _asks_with_que(read: Annotated) -> bool:
    """«que equipos …» as it is typed in a hurry; «que la bomba ya quedó» is none."""
    if len(read.words) < 2 or read.words[0] != "que":
        return False
    second = next((mention for mention in read.mentions if mention.start == 1), None)
    return second is not None and _names_rows(second)


def _names_rows(mention: Mention) -> bool:
    return mention.can(Noun) or mention.first(ValueIs, lambda item: item.noun) is not None


def _requests(read: Annotated) -> bool:
    """Begins as a request does and names something of the plant: what the planner cannot do of it, it says."""
    content = [mention for mention in read.mentions if not mention.is_filler]
    named = any(is_substance(mention) and not mention.can(Number, Time) for mention in content)
    exported = any(mention.role("export", "sort") for mention in content)
    return bool(content) and content[0].role(*_REQUESTS) is not None and (named or exported)
