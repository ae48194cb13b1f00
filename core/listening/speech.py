"""The form of a message between people: does it ask, or does it tell? By its words alone, whatever the plant.

For messages that nobody addressed to the bot. A question mark or an interrogative word asks; a subject before its
verb, a first person, "ya …", "no …" and a bare "mañana" tell; a second person («¿ya revisaste …?», "did you …?") and
a name before a comma address a person. What begins with «y», «solo», "by" or with a request verb may go on from an
answer; a planner that knows the plant's words decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.kernel.folding import fold
from core.language.heard import Heard
from core.language.spoken import begins, fits, spoken, without

_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+\.\S+")
_MARK = re.compile(r"[?¿]")
_BEFORE_COMMA = re.compile(r"^[\s¿¡]*([^\W\d_]+(?:\s+[^\W\d_]+)?)\s*,")
_NAMES = frozenset({"bot", "maintbot"})


@dataclass(frozen=True)
class Speech:
    """A message between people, by its form.

    Attributes:
        words: in lower case, accents kept, addresses left out.
    """

    text: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, heard: Heard) -> Speech:
        """The form of a message that has been cut into tokens."""
        addresses = [found.span() for found in _ADDRESS.finditer(heard.text)]
        words = [
            token.text.lower()
            for token in heard.tokens
            if token.kind != "sign" and not any(begin <= token.start < end for begin, end in addresses)
        ]
        return cls(heard.text, tuple(words))

    @property
    def asks(self) -> bool:
        """Whether a message is a question by its form: a question mark among words, or an interrogative word first."""
        words = self.words
        if not words:
            return False
        if _MARK.search(_ADDRESS.sub(" ", self.text)):
            return True
        if fits("exclaims", " ".join(words)):
            return False
        rest = without(words, "openers")
        if len(rest) > 1 and rest[0] in spoken("prepositions"):
            # «¿en qué área …?», «por que …» without its accent.
            if begins(rest, "why"):
                return True
            rest = rest[1:]
        if not rest:
            return False
        if rest[0] in spoken("asking_before_verb"):
            return rest[0].endswith("'s") or (len(rest) > 1 and rest[1] in spoken("auxiliaries"))
        return rest[0] in spoken("asking")

    @property
    def tells(self) -> bool:
        """Whether a message states something, answers another person or only waves, rather than asks for anything."""
        words = self.words
        if not words or fits("exclaims", " ".join(words)):
            return True
        if words[0] in spoken("replies") or words[-1] in spoken("last_words"):
            return True
        if all(word in spoken("by_the_way") for word in words):
            return True
        rest = without(words, "openers")
        if not rest or rest[0] in spoken("done_already"):
            return True
        if rest[0] in spoken("first_person"):
            return not spoken("wishes") & set(rest[1:3])
        return _has_told_verb(rest)

    @property
    def asks_by_verb(self) -> bool:
        """Whether a verb first asks: "are they overdue", "is CV-105 down"; in a language whose questions stand as its
        statements do («está parada la CV-105», «hay vencidas») only a mark tells the two apart."""
        rest = without(self.words, "leads_in")
        if len(rest) < 3 and not (rest and rest[0] in spoken("exists")):
            return False
        if rest[0] in spoken("inverted"):
            return rest[1] not in spoken("no_subject", "talked_of")
        return _MARK.search(self.text) is not None and rest[0] in spoken("verbs_that_ask", "exists")

    @property
    def is_of_the_talk(self) -> bool:
        """Whether a question is about what people talk of: "is it done?", «¿ya cerraron …?», «¿le digo …?»."""
        rest = without(self.words, "leads_in")
        if rest[:1] and fold(rest[0]) in spoken("of_the_talk"):
            return True
        if len(rest) > 1 and rest[0] in spoken("them") and _past(rest[1]):
            return True
        return len(rest) > 1 and rest[0] in spoken("auxiliaries") and rest[1] in spoken("talked_of")

    @property
    def has_asking_word(self) -> bool:
        """Whether an interrogative word is in it, not only the mark of a question."""
        return any(word in spoken("asking", "asking_before_verb") for word in self.words)

    @property
    def picks_or_counts(self) -> bool:
        """«¿cuáles son?», "which ones", "how many": asked of the rows that we showed."""
        words = [fold(word) for word in self.words]
        return any(begins(words[place:], "which_of") for place in range(len(words)))

    @property
    def addresses(self) -> bool:
        """Whether a message speaks to a person: in the second person singular, or by a name before a comma."""
        words = self.words
        if any(word in spoken("second_person") or _past_of_thee(word) for word in words) or _asks_a_favour(words):
            return True
        called = _BEFORE_COMMA.match(self.text)
        if called is None:
            return False
        name = called.group(1).split()
        return (
            all(word[0].isupper() for word in name)
            and not begins([word.lower() for word in name], "openers")
            and not any(
                word.lower() in _NAMES | spoken("openers", "leads_in", "asking", "prepositions") for word in name
            )
            and fold(name[0]) not in spoken("markers", "requests", "asked_of_anybody")
        )

    @property
    def names_the_bot(self) -> bool:
        """Whether a message calls the bot: «bot, por área», «oye bot …», «… , bot»; «el bot no sirve» speaks of it."""
        rest = without(self.words, "leads_in")
        if rest[:1] and rest[0] in _NAMES:
            return True
        words = self.words
        return bool(words) and words[-1] in _NAMES and re.search(r",\s*\w+[\s?!.]*$", self.text) is not None

    @property
    def goes_on(self) -> bool:
        """Whether a message begins as a follow-up does: «y …», «solo …», "by …"."""
        rest = without(self.words, "leads_in")
        return len(rest) > 1 and (fold(rest[0]) in spoken("markers") or begins(rest, "what_about") > 0)

    @property
    def requests(self) -> bool:
        """Whether a message begins with a verb that asks the bot for something: «muéstrame …», «hazme …», "sort …"."""
        return self._requests(spoken("requests", "asked_of_anybody"))

    @property
    def requests_of_a_bot(self) -> bool:
        """As ``requests``, with a verb that people hardly say to each other."""
        return self._requests(spoken("requests"))

    def _requests(self, verbs: frozenset[str]) -> bool:
        rest = [fold(word) for word in without(self.words, "leads_in")]
        if not rest or rest[0] not in verbs:
            return False
        if begins(rest, "no_requests"):
            return False  # a sample; "ready for"
        # «lista la bomba», «descarga el camión» tell or are said to a person; «descarga el csv» is not.
        handled = rest[0] in spoken("handles") and rest[1:2] and rest[1] in spoken("handled")
        return not handled or bool(spoken("files") & set(rest))


def _asks_a_favour(words: Sequence[str]) -> bool:
    """«me prestas …», «¿nos las pasas?», «has visto …»."""
    for place, word in enumerate(words):
        behind = words[place + 1 : place + 3]
        if word in spoken("to_me") and (place == 0 or words[place - 1] not in spoken("given_me")):
            verb = behind[1:2] if behind and behind[0] in spoken("them") else behind[:1]
            if verb and fits("to_me", verb[0]):
                return True
        if word in spoken("hast") and behind and fits("participle", behind[0]):
            return True
    return False


def _past_of_thee(word: str) -> bool:
    return word not in spoken("not_done_by_thee") and fits("thine", word)


def _has_told_verb(words: Sequence[str]) -> bool:
    """A finite verb that no relative or asking word has turned into a clause."""
    for place, word in enumerate(words):
        if fold(word) in spoken("clause"):
            return False
        if word in spoken("verbs") or _past(word):
            return True
        if place and word in spoken("auxiliaries") and words[0] not in spoken("auxiliaries"):
            return True
        if place and (word in spoken("past") or fits("past_behind_a_noun", word)) and words[0] in spoken("pointing"):
            return True
    return False


def _past(word: str) -> bool:
    """«paró», «falló», «cambiaron»: a past that only a sentence has."""
    return fits("past", word) and word not in spoken("no_past")
