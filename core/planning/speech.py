"""The form of a message between people: does it ask, or does it tell? By its words alone, whatever the plant.

For messages that nobody addressed to the bot. A question mark or an interrogative word asks; a subject before its
verb, a first person, "ya …", "no …" and a bare "mañana" tell. What is neither («por área», "only critical ones") is
left to a planner that knows the plant's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.semantics.folding import fold

_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+\.\S+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:-[^\W_]+)*")
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
_POINTING = frozenset("the this that our it they he she".split())
_PAST = frozenset("broke fell went came stopped failed".split())


def words_of(text: str) -> list[str]:
    """The words of a message in lower case, accents kept, addresses left out."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(_ADDRESS.sub(" ", text))]


def asks(text: str) -> bool:
    """Whether a message is a question by its form: a question mark among words, or an interrogative word first."""
    words = words_of(text)
    if not words:
        return False
    if _MARK.search(_ADDRESS.sub(" ", text)):
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


def tells(text: str) -> bool:
    """Whether a message states something, answers another person or only waves, rather than asks for anything."""
    words = words_of(text)
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
