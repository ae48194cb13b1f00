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

_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+\.\S+")
_MARK = re.compile(r"[?¿]")

_OPENERS = frozenset(
    "y e o and or but pero entonces then so ok okay bueno pues oye oigan hey hi hola also también tambien gracias"
    " thanks please ah eh mmm perfecto listo ahora now a ver sí si no bot maintbot por favor".split()
)
_PREPOSITIONS = frozenset("a de en con desde hasta para por in on at for from to by of since with".split())
_ASKING = frozenset(
    "qué quién quiénes cómo cuándo dónde cuál cuáles cual cuales cuánto cuánta cuántos cuántas cuanto cuanta cuantos"
    " cuantas what what's whats which who who's whose whom why how how's".split()
)
_ASKING_BEFORE_VERB = frozenset("when when's where where's".split())
_EXCLAIMS = re.compile(
    r"^(?:(?:y |pues |uy |ay )?qu[eé] (?:bueno|buena|bien|mal|malo|mala|pena|l[aá]stima|raro|rara|feo|horror|susto"
    r"|gusto|alivio|chido|padre|suerte)\b|qui[eé]n sabe|cuanto antes|what an? |how (?:nice|sad|cool|weird|strange|odd"
    r"|funny|annoying|great|awful|bad)$|who (?:knows|cares)|which is\b)",
    re.IGNORECASE,
)
_ENGLISH_VERBS = frozenset(
    "is are was were isn't aren't wasn't weren't has have had does do did can could will would should am".split()
)
_SPANISH_VERBS = frozenset(
    "está están estan es son fue fueron era eran sigue siguen quedó quedaron queda quedan anda andan será serán"
    " estaba estaban".split()
)
_TURNS_INTO_CLAUSE = frozenset(
    "que quien quienes cual cuales donde cuando como cuanto cuantos cuantas si q that which who whose where when if"
    " whether how what".split()
)
"""After one of these a verb belongs to a clause: «las que están vencidas» names things and tells nothing."""
_REPLIES = frozenset(
    "ya already no nop nope sí si yes yep yeah gracias thanks tampoco nada nothing jaja jajaja haha lol".split()
)
_FIRST_PERSON = frozenset(
    "yo nosotros nosotras i i'll i'm i've i'd ill im we we'll we're we've let's lets vamos voy tenemos tengo".split()
)
_WISHES = frozenset("need want would like wonder wanna necesito necesitamos quiero queremos quisiera ocupo".split())
_BY_THE_WAY = frozenset(
    "hoy mañana manana ayer ahora ahorita luego después despues al rato pronto today tomorrow yesterday now later"
    " soon tonight again otra vez de nuevo urgente urgent asap todas todos todo all por la tarde noche".split()
)
_LEADS_IN = frozenset("ok okay oye hey bueno pues entonces so then perfecto listo please ah eh mmm a ver".split())
_NAMES = frozenset({"bot", "maintbot"})
_MARKERS = frozenset("y e solo solamente unicamente nomas ahora por and only just now by".split())
"""What a follow-up begins with."""
_REQUESTS = frozenset(
    "muestra muestrame muestranos muestralo muestralos muestralas muestramelo muestramelos muestramelas ensename lista"
    " listame listalos listalas enlista enlistame enlistalas enlistalos exporta exportalo exportalos exportala"
    " exportalas descarga descargalo descargalos descargalas grafica"
    " graficame graficalo graficalos graficala graficalas desglosa desglosalo desglosalos desglosalas agrupa agrupalo"
    " agrupalos agrupalas compara comparame cuenta cuentame explica explicame explicalo deshaz deshazlo"
    " show list export download chart graph plot compare count group explain undo".split()
)
_ASKED_OF_ANYBODY = frozenset(
    "hazme haz dame danos dime damelo damelos damelas ponlo ordena ordenalo ordenalos ordenala ordenalas"
    " give make draw sort".split()
)
"""Requests that people make of each other as often: «dame la llave»."""
_HANDLES = frozenset("lista cuenta descarga ordena".split())
_FILES = frozenset("csv excel archivo reporte tabla grafica datos".split())
_SECOND_PERSON = frozenset(
    "tú tu tus ti te contigo usted ustedes vos puedes podrías podrias pudieras puedas sabes sabrás tienes tendrás"
    " tendrías traes vas vienes quieres quisieras crees estás eres haces harías andas necesitas ocupas dices das"
    " pasas prestas ayudas mandas ves llevas llegas entras revisas checas terminas cierras abres subes entiendes"
    " recuerdas acuerdas piensas trabajas conoces debes deberías sigues echas dejas pones buscas encuentras estabas"
    " andabas ibas tenías sabías vayas tengas quieras oyes oíste you your yours you're you've you'll"
    " y'all".split()
)
_DONE_BY_THEE = re.compile(r"[^\W_]{1,}(?:aste|iste)s?$")
_NO_PAST = frozenset(
    "existe coexiste consiste insiste persiste resiste desiste asiste subsiste triste chiste desgaste contraste gaste"
    " despiste traste empaste embiste waste taste paste".split()
)
_TO_ME = re.compile(r"(?!(?:m[aá]s|dem[aá]s|tres|mes|pues)$)[^\W\d_]+[aeáé]s$")
"""What follows «me» or «nos»: «me prestas», «nos ayudas», «me las pasas»."""
_GIVEN_ME = frozenset("show give tell get send let list find bring for to".split())
_BEFORE_COMMA = re.compile(r"^[\s¿¡]*([^\W\d_]+(?:\s+[^\W\d_]+)?)\s*,")
_QUESTION_VERBS = frozenset("is are was were isn't aren't wasn't weren't does did has".split())
_NO_SUBJECT = frozenset(
    "still not now being been done going it's a again down up here gone already always never only just also to".split()
)
_TALKED_OF = frozenset("it we he she i that this".split())
_OF_THE_TALK = frozenset("ya le les se tienen already".split())
_POINTING = frozenset("the this that our it they he she".split())
_PAST = frozenset("broke fell went came stopped failed".split())


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
        if _EXCLAIMS.match(" ".join(words)):
            return False
        rest = _unopened(words)
        if rest[:1] and rest[0] in _PREPOSITIONS and len(rest) > 1:
            # «¿en qué área …?», «por que …» without its accent.
            if rest[:2] == ["por", "que"]:
                return True
            rest = rest[1:]
        if not rest:
            return False
        if rest[0] in _ASKING_BEFORE_VERB:
            return rest[0].endswith("'s") or (len(rest) > 1 and rest[1] in _ENGLISH_VERBS)
        return rest[0] in _ASKING

    @property
    def tells(self) -> bool:
        """Whether a message states something, answers another person or only waves, rather than asks for anything."""
        words = self.words
        if not words or _EXCLAIMS.match(" ".join(words)):
            return True
        if words[0] in _REPLIES or words[-1] in ("no", "sí", "yes"):
            return True
        if all(word in _BY_THE_WAY for word in words):
            return True
        rest = _unopened(words)
        if not rest or rest[0] in ("ya", "already"):
            return True
        if rest[0] in _FIRST_PERSON:
            return not _WISHES & set(rest[1:3])
        return _has_told_verb(rest)

    @property
    def asks_by_verb(self) -> bool:
        """Whether a verb first asks: "are they overdue", "is CV-105 down", «está parada la CV-105», «hay vencidas»; in
        Spanish only a mark tells that from a statement."""
        rest = _led_in(self.words)
        if len(rest) > 2 and rest[0] in _QUESTION_VERBS:
            return rest[1] not in _NO_SUBJECT | _TALKED_OF
        return _MARK.search(self.text) is not None and (
            rest[:1] == ["hay"] or (len(rest) > 2 and rest[0] in ("está", "están"))
        )

    @property
    def is_of_the_talk(self) -> bool:
        """Whether a question is about what people talk of: "is it done?", «¿ya cerraron …?», «¿le digo …?»."""
        rest = _led_in(self.words)
        if rest[:1] and fold(rest[0]) in _OF_THE_TALK:
            return True
        if len(rest) > 1 and rest[0] in ("la", "lo", "las", "los") and _preterite(rest[1]):
            return True
        return len(rest) > 1 and rest[0] in _ENGLISH_VERBS and rest[1] in _TALKED_OF

    @property
    def has_asking_word(self) -> bool:
        """Whether an interrogative word is in it, not only the mark of a question."""
        return any(word in _ASKING or word in _ASKING_BEFORE_VERB for word in self.words)

    @property
    def picks_or_counts(self) -> bool:
        """«¿cuáles son?», "which ones", "how many": asked of the rows that we showed."""
        words = [fold(word) for word in self.words]
        return any(word.startswith(("cual", "cuant")) or word == "which" for word in words) or "how many" in " ".join(
            words
        )

    @property
    def addresses(self) -> bool:
        """Whether a message speaks to a person: in the second person singular, or by a name before a comma."""
        words = self.words
        if any(word in _SECOND_PERSON or _past_of_thee(word) for word in words) or _asks_a_favour(words):
            return True
        called = _BEFORE_COMMA.match(self.text)
        if called is None:
            return False
        name = called.group(1).split()
        return (
            all(word[0].isupper() for word in name)
            and not any(word.lower() in _NAMES | _OPENERS | _LEADS_IN | _ASKING | _PREPOSITIONS for word in name)
            and fold(name[0]) not in _MARKERS | _REQUESTS | _ASKED_OF_ANYBODY
        )

    @property
    def names_the_bot(self) -> bool:
        """Whether a message calls the bot: «bot, por área», «oye bot …», «… , bot»; «el bot no sirve» speaks of it."""
        words = self.words
        at = 0
        while at < len(words) and words[at] in _LEADS_IN | {"hi", "hola"}:
            at += 1
        if words[at : at + 1] and words[at] in _NAMES:
            return True
        return bool(words) and words[-1] in _NAMES and re.search(r",\s*\w+[\s?!.]*$", self.text) is not None

    @property
    def goes_on(self) -> bool:
        """Whether a message begins as a follow-up does: «y …», «solo …», "by …"."""
        rest = _led_in(self.words)
        return len(rest) > 1 and (fold(rest[0]) in _MARKERS or rest[:2] in (["what", "about"], ["how", "about"]))

    @property
    def requests(self) -> bool:
        """Whether a message begins with a verb that asks the bot for something: «muéstrame …», «hazme …», "sort …"."""
        return self._requests(_REQUESTS | _ASKED_OF_ANYBODY)

    @property
    def requests_of_a_bot(self) -> bool:
        """As ``requests``, with a verb that people hardly say to each other."""
        return self._requests(_REQUESTS)

    def _requests(self, verbs: frozenset[str]) -> bool:
        rest = [fold(word) for word in _led_in(self.words)]
        if not rest or rest[0] not in verbs:
            return False
        if rest[:2] in (["muestra", "de"], ["lista", "para"]):
            return False  # a sample; "ready for"
        # «lista la bomba», «descarga el camión» tell or are said to a person; «descarga el csv» is not.
        handled = rest[0] in _HANDLES and rest[1:2] in (["el"], ["la"])
        return not handled or bool(_FILES & set(rest))


def _asks_a_favour(words: Sequence[str]) -> bool:
    for place, word in enumerate(words):
        if word in ("me", "nos") and (place == 0 or words[place - 1] not in _GIVEN_ME):
            verb = place + 2 if list(words[place + 1 : place + 2]) in (["lo"], ["la"], ["los"], ["las"]) else place + 1
            if verb < len(words) and _TO_ME.match(words[verb]):
                return True
        if word == "has" and place + 1 < len(words) and words[place + 1].endswith(("ado", "ido", "isto", "echo")):
            return True
    return False


def _past_of_thee(word: str) -> bool:
    return word not in _NO_PAST and _DONE_BY_THEE.match(word) is not None


def _led_in(words: Sequence[str]) -> list[str]:
    """The words without «oye», "ok", «por favor» at their beginning; «y» and «ahora» stay."""
    at = 0
    while at < len(words):
        if list(words[at : at + 2]) in (["por", "favor"], ["a", "ver"]):
            at += 2
        elif words[at] in _LEADS_IN and words[at] != "a" and words[at] != "ver":
            at += 1
        else:
            break
    return list(words[at:])


def _unopened(words: Sequence[str]) -> list[str]:
    """The words without «oye», "and", «ok» at their beginning."""
    at = 0
    while at < len(words) and words[at] in _OPENERS:
        # «a ver», «por favor» open; «a qué hora», «por área» do not.
        if words[at] in ("a", "por") and words[at + 1 : at + 2] not in (["ver"], ["favor"]):
            break
        at += 1
    return list(words[at:])


def _has_told_verb(words: Sequence[str]) -> bool:
    """A finite verb that no relative or asking word has turned into a clause."""
    for place, word in enumerate(words):
        if fold(word) in _TURNS_INTO_CLAUSE:
            return False
        if word in _SPANISH_VERBS or _preterite(word):
            return True
        if place and word in _ENGLISH_VERBS and words[0] not in _ENGLISH_VERBS:
            return True
        if place and (word in _PAST or word.endswith("ed")) and words[0] in _POINTING:
            return True
    return False


def _preterite(word: str) -> bool:
    """«paró», «falló», «cambiaron»: a Spanish past that only a sentence has."""
    return len(word) > 3 and word.endswith(("ó", "aron", "ieron")) and word not in ("solo", "sólo")
