"""Behind a message that was not understood: what would go on from it is offered, never answered as if nothing had been
said in between. Who says the same in other words is simply answered."""

from __future__ import annotations

from core.kernel.folding import fold
from core.kernel.messages import Language
from core.planning.plan import Asks, PlannedChoice, SessionView
from core.semantics.query import SemanticQuery
from core.sentences import say, understanding
from core.understanding.clarify import capital, plan_of
from core.understanding.derive import Derivation, Readings, near
from core.understanding.meaning.bag import Bag
from core.understanding.reading.lattice import Lattice
from core.understanding.reading.readings import MetricIs, NounIs, ValueIs, Verb
from core.understanding.threads.against import continues, limits
from core.understanding.threads.says import goes_on
from core.wording.describe.describer import Describer

_SHORT = 3
"""Letters up to which a word tells nothing of whether two messages say the same."""
_OF_ROWS = ("which", "who", "when", "where", "exists")
_OF_FIGURES = ("count", "how_much", "how_long", "average", "sum", "share")


def left_open(session: SessionView, read: Lattice) -> str:
    """The text of the last message when it was asked back, and this one does not say it again in other words."""
    if not session.recent:
        return ""
    text, plan = session.recent[-1]
    if not isinstance(plan, Asks) or plan.action != "clarify":
        return ""
    told = {fold(word).strip(".,:;¿?¡!") for word in text.split() if len(word) > _SHORT}
    now = {word for word in read.words if len(word) > _SHORT}
    return "" if 2 * len(told & now) >= min(len(told), len(now)) > 0 else text


def hangs(readings: Readings, query: SemanticQuery, before: Bag) -> bool:
    """Whether a message that goes on from the talk may go on from what was not understood just before.

    What was asked of the rows shown («¿quién las tiene?») left them as they were. An edit («quita los programados»)
    would have changed them, and a figure asked of them («¿cuánto costaría?») is what is broken down next.

    Args:
        query: what the message gives without it.
        before: the phrases of the message before.
    """
    reading = next((reading for found, reading in readings.clean if found == query), None)
    if reading is None or reading.bag.opener == "new" or _complete(reading):
        return False
    if reading.draft.pointed:
        # what it points at may be what was asked for just before («¿cuál lleva más tiempo?» … «esa máquina»)
        return reading.draft.pointed == "picked" or before.has("which", "who")
    if goes_on(reading.bag):
        return True  # «¿y el mes pasado?» asks nothing itself, and so goes on from what was asked last
    limited = any(effect == "filter" for effect in reading.draft.used.values())
    if limited and _asks(reading.bag) and not reading.bag.pointers:
        # «¿de quién son las vencidas?» says itself of which, unless what went before would have changed that
        said = sum(effect == "filter" for effect in reading.draft.used.values())
        fresh = [part for part in query.filters if part not in reading.draft.kept]
        fresh = [part for part in fresh if getattr(part, "op", "") != "is not null"]  # who: somebody
        again = said - len(fresh)  # limits of before that it says again
        return not _asks(before) and len(reading.draft.kept) > again
    if before.has(*_OF_FIGURES):
        return bool(reading.bag.splits) or not _asks(reading.bag)
    return not (_asks(before) and _asks(reading.bag))


def _complete(reading: Derivation) -> bool:
    """«OT abiertas», "stops in Bottling this week": a subject of its own that is limited, and nothing of the talk."""
    draft, bag = reading.draft, reading.bag
    if draft.kept or draft.kept_period or draft.pointed or continues(reading) or bag.pointers:
        return False
    named = any(phrase.head.can(NounIs, MetricIs) for _, phrase in bag.said())
    return named and limits(draft)


def _asks(bag: Bag) -> bool:
    """It asks by a word of its own, and not by one that may as well join a clause («solo las *que* pasan de 95»)."""
    asking = [phrase.head for place, phrase in bag.said() if place in bag.roles(*_OF_ROWS)]
    return any(not head.is_light for head in asking)


def first_unknown(readings: Readings, read: Lattice, session: SessionView) -> SemanticQuery | None:
    """A message that goes on from a first one that was not understood («solo las válvulas»): the query that it would
    give alone; None when it is a question of its own."""
    found = near(readings)
    if session.last_plan is not None or len(found) != 1 or not left_open(session, read):
        return None
    query, reading = found[0]
    if _asks(reading.bag) and not limits(reading.draft):
        return query  # "on which machines?", and not all that there are
    subject = any(phrase.head.can(NounIs, MetricIs, Verb, ValueIs) for _, phrase in reading.bag.said())
    return query if continues(reading) or not subject else None


def offered(query: SemanticQuery, describer: Describer, language: Language) -> Asks:
    """The query as the one choice."""
    choice = PlannedChoice(id="1", label=capital(describer.phrase(query, None)), query=query)
    return plan_of(language, "clarify", say(understanding.BEHIND_UNKNOWN, language), choices=[choice])
