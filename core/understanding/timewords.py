"""Words of time in both languages, folded."""

from __future__ import annotations

from core.semantics.query import Grain

MONTHS = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
    "ene": 1, "feb": 2, "abr": 4, "jun": 6, "jul": 7, "ago": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dic": 12,
    "jan": 1, "mar": 3, "apr": 4, "aug": 8, "dec": 12,
}  # fmt: skip

WEEKDAYS = {
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip

GRAINS: dict[str, Grain | str] = {
    "dia": "day", "dias": "day", "day": "day", "days": "day",
    "semana": "week", "semanas": "week", "sem": "week", "week": "week", "weeks": "week", "wk": "week", "wks": "week",
    "mes": "month", "meses": "month", "month": "month", "months": "month",
    "trimestre": "quarter", "trimestres": "quarter", "quarter": "quarter", "quarters": "quarter",
    "semestre": "semester", "semestres": "semester", "half-year": "semester",
    "ano": "year", "anos": "year", "year": "year", "years": "year",
    "quincena": "fortnight", "quincenas": "fortnight", "fortnight": "fortnight", "fortnights": "fortnight",
}  # fmt: skip

NUMBER_WORDS = {
    "cero": 0, "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
    "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "doscientos": 200, "quinientos": 500, "mil": 1000, "docena": 12, "decena": 10, "par": 2,
    "twice": 2, "zero": 0, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip

ORDINALS = {
    "primer": 1, "primero": 1, "primera": 1, "1er": 1, "1ero": 1, "1ro": 1, "1ra": 1, "first": 1, "1st": 1,
    "segundo": 2, "segunda": 2, "2do": 2, "2da": 2, "second": 2, "2nd": 2,
    "tercer": 3, "tercero": 3, "tercera": 3, "3er": 3, "3ro": 3, "3ra": 3, "third": 3, "3rd": 3,
    "cuarto": 4, "cuarta": 4, "4to": 4, "4ta": 4, "fourth": 4, "4th": 4,
    "quinto": 5, "quinta": 5, "fifth": 5, "5th": 5,
}  # fmt: skip

TIME_WORDS = frozenset(
    [
        "hoy",
        "ayer",
        "anteayer",
        "antier",
        "manana",
        "ahora",
        "ahorita",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "now",
        "currently",
        "actualmente",
        "este",
        "esta",
        "estos",
        "estas",
        "this",
        "last",
        "past",
        "previous",
        "next",
        "current",
        "pasado",
        "pasada",
        "pasados",
        "pasadas",
        "anterior",
        "anteriores",
        "proximo",
        "proxima",
        "proximos",
        "proximas",
        "siguiente",
        "siguientes",
        "entrante",
        "entrantes",
        "actual",
        "actuales",
        "corriente",
        "ultimo",
        "ultima",
        "ultimos",
        "ultimas",
        "hace",
        "ago",
        "desde",
        "since",
        "hasta",
        "until",
        "till",
        "antes",
        "before",
        "despues",
        "after",
        "entre",
        "between",
        "viene",
        "vienen",
        "curso",
        "lo",
        "que",
        "va",
        "del",
        "a",
        "la",
        "fecha",
        "en",
        "de",
        "from",
        "to",
        "through",
        "during",
        "durante",
        "ytd",
        "mtd",
        "qtd",
        "date",
        "fin",
        "end",
        "principios",
        "comienzo",
        "inicios",
        "inicio",
        "beginning",
        "start",
        "finales",
        "early",
        "late",
        "mitad",
    ]
)

EVERY_WORDS = frozenset(
    "semanal semanales semanalmente mensual mensuales mensualmente diario diarios diaria diarias diariamente "
    "trimestral trimestrales anual anuales anualmente weekly monthly daily quarterly yearly annual annually".split()
)
"""Said of what comes around; known, lest «semanal» be taken for a slip of «semana»."""

ALL_TIME_WORDS = frozenset({*MONTHS, *WEEKDAYS, *GRAINS, *TIME_WORDS, *EVERY_WORDS})
