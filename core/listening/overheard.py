"""Overheard messages: which of those that people write in a thread with the bot, to nobody by name, are for it.

People talk to each other there, so silence is the rule. For us is what answers what we asked back; a question that the
deterministic planner accounts for in full and that addresses no person; a short follow-up or request by whom we
answered; and what names the bot. The model is never asked to find out.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.conversation.turn import Turn
from core.kernel.folding import fold
from core.language.spoken import spoken
from core.listening.speech import Speech
from core.planning.plan import Asks, Plan, Query, SessionView, covers
from core.semantics.model import SemanticModel
from core.understanding.planner import DeterministicPlanner
from core.understanding.reading.lattice import Lattice
from core.understanding.reading.readings import Mention, Missing, NounIs, Number, Time, ValueIs
from core.understanding.talk import Talk, is_light, recognise
from core.understanding.threads.choosing import picked_choice

_OF_THE_ANSWER = ("explain", "sql")
_OF_THE_LAST = (*_OF_THE_ANSWER, "repeat", "undo", "chart", "export")
_TO_US = ("new_topic", "forget", "why")
_WHO = ("who", "when", "where")
_DRAWN = (
    *("chart", "pie", "bar", "barh", "line", "area_chart", "stacked", "grouped_bars", "histogram", "scatter", "pareto"),
    *("export", "trend", "compare", "top"),
)


@dataclass(frozen=True)
class Attention:
    """Whether a message is for the bot, and the Plan that was made to find out, lest it be made again."""

    for_us: bool
    offer: Plan | None = None


OURS = Attention(True)
THEIRS = Attention(False)


async def is_for_us(turn: Turn, speech: Speech, planner: DeterministicPlanner, *, by_asker: bool) -> Attention:
    """Whether an overheard message is a question or a request to the bot.

    Args:
        by_asker: whether who writes it also wrote the last question that the bot answered or asked back.

    Raises:
        MaintbotError: the planner could not read the plant's values.
    """
    session = turn.session
    if not speech.words:
        return THEIRS
    if speech.names_the_bot:
        return OURS
    read = turn.heard if isinstance(turn.heard, Lattice) else await planner.hear(turn.heard.text, turn.language)
    if _calls_a_person(read, planner.model):
        return THEIRS
    if speech.is_of_the_talk or (read.words[:1] and read.words[0] in spoken("makes") and not _of_a_chart(read)):
        return THEIRS
    choices = len(session.pending.choices) if session.pending is not None else 0
    talk = recognise(read, pending=choices, has_result=session.last_plan is not None)
    if session.pending is not None and not speech.addresses:
        if _answers(talk, read, choices, by_asker=by_asker, asked=speech.asks):
            return OURS
        if talk is None and not speech.has_asking_word and picked_choice(read.mentions, session.pending) is not None:
            return OURS  # «costo», "by downtime": by its words
    if speech.addresses and (talk is None or talk.kind not in _OF_THE_ANSWER):
        return THEIRS
    if by_asker and _of_the_model(session) and not speech.tells:
        # No planner of ours continues the model's answer: «¿y los zurbos?» is the model's again.
        named = _names_something(read, day=False)
        if speech.goes_on:
            return Attention(named and _known(read) if not speech.asks else named or not _known(read))
        if speech.asks and not speech.has_asking_word:
            return Attention(_known(read) and _may_be_ours(speech, read, talk, planner.model, by_asker=True))
    if not _known(read):
        return THEIRS
    return await _asked_of_us(turn, speech, read, talk, planner, by_asker=by_asker)


async def _asked_of_us(
    turn: Turn,
    speech: Speech,
    read: Lattice,
    talk: Talk | None,
    planner: DeterministicPlanner,
    *,
    by_asker: bool,
) -> Attention:
    """A question, or a follow-up or request of whom we answered, that the planner accounts for in full."""
    question, session = turn.question, turn.session
    if by_asker and ((talk is not None and talk.kind in _TO_US) or " ".join(read.words) in spoken("help")):
        return OURS  # «nuevo tema», "why": nobody says these to a colleague right after an answer of ours
    if speech.asks or speech.asks_by_verb or _asks_with_que(read):
        may_be = _may_be_ours(speech, read, talk, planner.model, by_asker=by_asker)
        return _if_understood(await planner.plan(question, session, read)) if may_be else THEIRS
    if speech.tells:
        return THEIRS
    if by_asker and (speech.goes_on or speech.requests):
        named = (talk is not None and talk.kind in _OF_THE_LAST) or _names_something(
            read, day=False, period=speech.goes_on
        )
        return _if_understood(await planner.plan(question, session, read)) if named else THEIRS
    if speech.requests_of_a_bot and _names_something(read, day=False, period=False, times=2):
        # A whole request by somebody else, which needs nothing of what was said before.
        return _if_understood(await planner.plan(question, _Nothing(session), read), whole=True)
    return THEIRS


def _may_be_ours(speech: Speech, read: Lattice, talk: Talk | None, model: SemanticModel, *, by_asker: bool) -> bool:
    """Whether a question speaks of the plant or of our answer, not only of what people talk about: «¿quién?», «¿el
    lunes?», «¿qué turno?», «¿la bomba?» are said between them too."""
    if talk is not None and talk.kind in _OF_THE_ANSWER:
        return by_asker or speech.addresses
    if not _names_something(read, day=False):
        return by_asker and speech.picks_or_counts
    if speech.goes_on:
        return by_asker or not _names_people(read, model)
    if not speech.has_asking_word and any(_person(item, model) for item in read.mentions):
        return False  # «¿Luis o Ana?», «¿está aquí Ana?»
    if by_asker:
        return len(read.words) > 1 and (len(read.words) > 2 or not speech.has_asking_word or speech.picks_or_counts)
    return speech.asks_by_verb or (
        (speech.has_asking_word or _asks_with_que(read) or read.mentions[0].role("exists") is not None)
        and (len(read.words) > 3 or any(mention.role("count", "exists") for mention in read.mentions))
    )


def _if_understood(plan: Plan, *, whole: bool = False) -> Attention:
    """Ours when every word is accounted for, and it is neither help nor declined."""
    if not covers(plan):
        return THEIRS
    if isinstance(plan, Asks) and (plan.action != "clarify" or not plan.choices or whole):
        return THEIRS
    return Attention(True, plan)


def _answers(talk: Talk | None, read: Lattice, choices: int, *, by_asker: bool, asked: bool) -> bool:
    """A choice by its number; yes or no to the one choice that there is, from whom it was asked."""
    if talk is None or not choices or spoken("when") & set(read.words):
        return False
    if choices > 1 and talk.kind in ("choose", "which_one"):
        # «9» is asked again; «sí» to «¿cuál?» is said to somebody else.
        return talk.kind == "choose" or (len(read.words) <= 3 and any(mention.can(Number) for mention in read.mentions))
    if asked:
        return False
    if talk.kind == "dismiss":
        # «no» to «¿cuál?» is said to somebody else; «ninguna» is an answer.
        return by_asker and (choices == 1 or not set(read.words) <= spoken("bare_no"))
    return by_asker and talk.kind in ("choose", "which_one")


def _of_the_model(session: SessionView) -> bool:
    last = session.last_plan
    return last is not None and last.planner == "model" and last.query is None


def _known(read: Lattice) -> bool:
    """Every word is the plant's or the grammar's; none looks like a code or a value of the plant that there is not."""
    return not any(
        not mention.readings or all(isinstance(item, Missing) for item in mention.readings) for mention in read.mentions
    )


def _names_something(read: Lattice, *, day: bool = True, period: bool = True, times: int = 1) -> bool:
    """So many things of the plant, more than a number.

    Args:
        day: whether «el lunes» and "tomorrow" count; people speak of days all the time.
        period: whether «el mes pasado» counts.
    """
    found = 0
    for mention in read.mentions:
        if is_light(mention) or not mention.is_substance or mention.can(Number) or mention.role(*_WHO):
            continue
        if mention.can(Time):
            found += period and (day or not spoken("days") & set(fold(mention.text).split()))
        else:
            found += not spoken("moment") & set(fold(mention.text).split())
    return found >= times


def _of_a_chart(read: Lattice) -> bool:
    return any(mention.role(*_DRAWN) for mention in read.mentions)


def _names_people(read: Lattice, model: SemanticModel) -> bool:
    """«¿y Ana?»"""
    content = [mention for mention in read.mentions if not is_light(mention) and not mention.role("and", "or")]
    return bool(content) and all(_person(mention, model) for mention in content)


def _calls_a_person(read: Lattice, model: SemanticModel) -> bool:
    """«Ana, ¿puedes ir?», «¿cuántas faltan, Ana?»: one of the plant's people is called by name, next to a comma."""
    if not read.mentions:
        return False
    first, last = read.mentions[0], read.mentions[-1]
    if _person(first, model) and read.text.lstrip(" ¿¡").removeprefix(first.text).lstrip().startswith(","):
        return True
    before = read.text.rstrip(" ?!.").removesuffix(last.text).rstrip(" ¿¡")
    return _person(last, model) and len(read.mentions) > 1 and before.endswith(",")


def _person(mention: Mention, model: SemanticModel) -> bool:
    return mention.first(ValueIs, lambda item: model.datasets[item.ref.dataset].who) is not None


def _asks_with_que(read: Lattice) -> bool:
    """«que equipos …» as it is typed in a hurry; «que la bomba ya quedó» is none."""
    if len(read.words) < 2 or read.words[0] not in spoken("that_asks"):
        return False
    second = next((mention for mention in read.mentions if mention.start == 1), None)
    return second is not None and _names_rows(second)


def _names_rows(mention: Mention) -> bool:
    return mention.can(NounIs) or mention.first(ValueIs, lambda item: item.noun) is not None


class _Nothing:
    """A Session with nothing said in it but its language."""

    def __init__(self, session: SessionView) -> None:
        self.language = session.language
        self.last_plan: Query | None = None
        self.pending: Asks | None = None
        self.recent: tuple[tuple[str, Plan], ...] = ()
