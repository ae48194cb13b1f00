"""What a model's answer is as a Plan: in names a query like the deterministic planner's own, else what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.kernel.messages import Language
from core.modelling import parse
from core.modelling.names.lookup import PlantNames
from core.modelling.names.plan_json import WireAsk, WireLast, WirePlan, WireQuery, WireSql
from core.modelling.names.problems import Unfit, ValueUnknown
from core.modelling.names.reader import PlanReader
from core.modelling.tongues import Tongues
from core.modelling.values import CurrentValues
from core.planning.own import OwnQueries
from core.planning.plan import Asks, OwnQuery, Plan, PlannedChoice
from core.semantics.query import SemanticQuery
from core.semantics.sql.joins import NotCompilable
from core.sentences import planning, say
from core.wording import numbers as wording

_CHOICES = 4


@dataclass(frozen=True)
class Making:
    """Makes Plans over one plant.

    Attributes:
        own: compiles and words queries, for either planner.
        values: what occurs in the plant's columns at present.
        speech: tells the language of a text.
    """

    own: OwnQueries
    values: CurrentValues
    speech: Tongues

    def plan(
        self, wire: WirePlan, language: Language, today: date, known: Sequence[str], usage: Mapping[str, float]
    ) -> Plan:
        """The Plan that an answer is.

        Args:
            known: texts whose figures the answer may repeat: the question and what came before.

        Raises:
            Unfit: it cannot be carried out; the message tells the model why.
        """
        match wire:
            case WireQuery():
                return self._query(wire, language, today, usage)
            case WireSql():
                return parse.model_query(wire, language, self.speech, usage)
            case WireLast():
                return parse.of_last(wire, language, usage)
            case WireAsk():
                return parse.asks(wire, language, self.speech, known, usage)

    def _query(self, wire: WireQuery, language: Language, today: date, usage: Mapping[str, float]) -> OwnQuery | Asks:
        scope, values = PlantNames(self.own.model, today), self.values.now()
        try:
            query = PlanReader(scope, values).query(wire)
        except ValueUnknown as unknown:
            return self._asked(wire, unknown, language, scope, usage)
        beside = wire.more.beside if wire.more is not None else None
        try:
            return self.own.plan(query, language, today, chart=wire.chart, planner="model", usage=usage, topic=beside)
        except NotCompilable as error:
            raise Unfit("no_path", error.detail) from error

    def _asked(
        self, wire: WireQuery, unknown: ValueUnknown, language: Language, scope: PlantNames, usage: Mapping[str, float]
    ) -> Asks:
        """«No hay equipo «P-999». ¿Quisiste decir P-099?»: each choice is the same query with that value."""
        item = unknown.field
        ways: list[tuple[str, SemanticQuery]] = []
        for value in unknown.near[:_CHOICES]:
            instead = {(item.dataset, item.name, unknown.text): value}
            try:
                query = PlanReader(scope, self.values.now(), instead).query(wire)
                self.own.compiler.compile(query, scope.today, language)
            except (ValueUnknown, Unfit, NotCompilable):
                continue  # a second value is unknown too, so no choice would be an answer
            ways.append((value, query))
        choices = tuple(
            PlannedChoice(id=str(number), label=value, query=query)
            for number, (value, query) in enumerate(ways, start=1)
        )
        if unknown.several:
            sentence = say(planning.WHICH_VALUE, language, text=unknown.text)
        else:
            meaning = self.own.model.datasets[item.dataset]
            noun = item.label.one[language].lower()
            noun = meaning.label.one[language] if item.name == meaning.identity else noun
            sentence = say(planning.MISSING_VALUE, language, noun=noun, text=unknown.text)
            if choices:
                near = wording.join([choice.label for choice in choices], language, word="or")
                sentence = f"{sentence} {say(planning.DID_YOU_MEAN, language, near=near)}"
        return Asks(
            language=language, planner="model", usage=usage, action="clarify", sentence=sentence, choices=choices
        )
