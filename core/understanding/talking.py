"""What is answered to talk: help, refusals, the last result once more, charts of it, steps back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from core.kernel.messages import Language, Suggestion
from core.planning.own import wanted_chart
from core.planning.plan import (
    AskAction,
    Asks,
    ChartOfLast,
    OfLast,
    OwnQuery,
    Plan,
    PlannedChoice,
    Queried,
    Query,
    SessionView,
)
from core.semantics.model import SemanticModel
from core.semantics.query import SemanticQuery
from core.sentences import planning, say, understanding
from core.understanding.clarify import capital, plan_of, quoted
from core.understanding.derive import Readings
from core.understanding.meaning.looks import CHARTS
from core.understanding.reading.lattice import Lattice
from core.understanding.talk import Talk
from core.wording import numbers as wording
from core.wording.describe.describer import Describer
from core.wording.phrases import within

_EXAMPLES = 4


class Talking:
    """Answers what is no question about the data.

    Args:
        describer: words for queries, by language and day.
        planned: makes a Plan of a query.
        understand: the readings of a message, without the mentions that play a role.
    """

    def __init__(
        self,
        model: SemanticModel,
        describer: Callable[[Language, date], Describer],
        planned: Callable[[SemanticQuery, Language, date], OwnQuery],
        understand: Callable[[Lattice, str, Language, date], Readings],
    ) -> None:
        self.model = model
        self._describer, self._planned, self._understand = describer, planned, understand

    def reply(self, talk: Talk, session: SessionView, language: Language, today: date, read: Lattice) -> Plan:
        """The Plan that answers; it never queries anything new, but for a step back."""
        last = session.last_plan
        match talk.kind:
            case "dismiss":
                return plan_of(language, "help", say(planning.DISMISSED, language))
            case "new_topic":
                plan = plan_of(language, "help", say(planning.NEW_TOPIC, language))
                return plan.model_copy(update={"ends_session": True})
            case "forget":
                plan = plan_of(language, "help", say(planning.FORGOTTEN, language))
                return plan.model_copy(update={"ends_session": True, "forgets": True})
            case "explain" | "sql" | "repeat":
                if last is None:
                    return self.examples(language, "help", say(planning.NOTHING_TO_EXPLAIN, language))
                return OfLast(language=language, planner="deterministic", topic=talk.kind)
            case "undo":
                return self._before_last(language, session, today)
            case "export" | "chart":
                return self._once_more(talk, language, session, read, today)
            case "write":
                return self._write(language, read, today)
            case "sql_typed":
                return self.examples(language, "refused", say(planning.SQL_REFUSED, language))
            case "why":
                if last is not None:
                    return OfLast(language=language, planner="deterministic", topic="why", unknown=("why",))
                return self.examples(language, "refused", say(planning.WHY_REFUSED, language), unknown=("why",))
            case "future":
                return self.examples(language, "refused", say(planning.FUTURE_REFUSED, language))
            case "unavailable":
                # What the calendar rules lack a model may still write; what the data lack, nobody can.
                unknown = read.words if talk.topic == "calendar" else ()
                sentence = say(planning.UNAVAILABLE[talk.topic], language, subjects=self._subjects(language))
                return self.examples(language, "refused", sentence, unknown=unknown)
            case "no_words":
                return self.examples(language, "help", say(planning.NO_WORDS, language))
            case _:
                return self.examples(language, "help", say(planning.HELP, language, subjects=self._subjects(language)))

    def _subjects(self, language: Language) -> str:
        """What this plant can be asked about, in its own nouns."""
        return wording.join(self.model.subjects(language), language)

    def examples(self, language: Language, action: AskAction, sentence: str, *, unknown: tuple[str, ...] = ()) -> Asks:
        """A sentence with questions of this plant that work."""
        suggestions = [Suggestion(label=text, text=text) for text in self.model.examples(language)[:_EXAMPLES]]
        return plan_of(language, action, sentence, suggestions=suggestions, unknown=unknown)

    def _once_more(self, talk: Talk, language: Language, session: SessionView, read: Lattice, today: date) -> Plan:
        """The last answer again: as a chart, or with its file."""
        last = session.last_plan
        assert last is not None
        latest = session.recent[-1][1] if session.recent else None
        if isinstance(latest, Asks) and latest.action == "clarify" and last.query is not None:
            return self._of_earlier(language, last, today)  # what was asked last has no result
        if talk.kind == "export":
            return self._file_of_last(language, last, today)
        roles = [mention.role(*CHARTS) for mention in read.covers[0].mentions]
        kind = next((CHARTS[role] for role in roles if role), "auto")
        return ChartOfLast(
            language=language,
            planner=last.planner,
            restated=last.restated,
            degraded=last.degraded,
            chart=wanted_chart(kind, language),
        )

    def _file_of_last(self, language: Language, last: Query, today: date) -> Plan:
        """«exporta a excel»: the last answer once more, with its file."""
        if last.query is None:  # a model's or a checked query's: there is only its result
            return OfLast(language=language, planner="deterministic", topic="repeat")
        return self._planned(last.query, language, today)

    def _of_earlier(self, language: Language, last: Query, today: date) -> Asks:
        """Ask whether an earlier result is meant, since the last question had none."""
        assert last.query is not None
        phrase = self._describer(language, today).phrase(last.query, None)
        choice = PlannedChoice(id="1", label=say(planning.YES_COUNT, language, phrase=phrase), query=last.query)
        return plan_of(language, "clarify", say(planning.EARLIER_RESULT, language, phrase=phrase), choices=[choice])

    def _before_last(self, language: Language, session: SessionView, today: date) -> Plan:
        """«deshaz», "undo that": the result before the last one."""
        queries = [plan.query for _, plan in session.recent if isinstance(plan, Queried) and plan.query is not None]
        if len(queries) < 2:
            return plan_of(language, "help", say(planning.NOTHING_BEFORE, language))
        return self._planned(queries[-2], language, today)

    def _write(self, language: Language, read: Lattice, today: date) -> Asks:
        """Refuse to change anything, and offer to list what was meant: its one choice waits for a yes."""
        sentence = say(planning.WRITE_REFUSED, language)
        found = self._understand(read, "write_verb", language, today).clean
        query = found[0][0] if found else None
        if query is None or query.shape not in ("list", "exists") or not query.filters:
            return plan_of(language, "refused", sentence)
        describer = self._describer(language, today)
        pronoun = "las" if describer.noun(query).gender == "f" else "los"
        label = capital(describer.phrase(query, None))
        return plan_of(
            language,
            "refused",
            f"{sentence} {say(planning.LIST_INSTEAD, language, pronoun=pronoun)}",
            choices=[PlannedChoice(id="1", label=label, query=query)],
            suggestions=[Suggestion(label=label, text=within(label))],
        )


def passed_over(words: Sequence[str], language: Language) -> str:
    """What an answer says of words that were passed over."""
    return say(understanding.PASSED_OVER, language, words=quoted(words, language))
