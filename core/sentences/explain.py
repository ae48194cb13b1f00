"""How an answer was computed."""

from __future__ import annotations

from core.sentences import Text

COUNTED: Text = {"es": "Conté {rows}", "en": "I counted the {rows}"}
LISTED: Text = {"es": "Listé {rows}", "en": "I listed the {rows}"}
LOOKED_UP: Text = {"es": "Busqué {rows}", "en": "I looked up {rows}"}
SHARED: Text = {
    "es": "Conté {rows}, y qué parte {only}: eso es el porcentaje. Tomé en cuenta {rows}",
    "en": "I counted the {rows}, and which part of them are {only}: that is the percentage. I took the {rows}",
}
SUMMED: Text = {"es": "Sumé {measures} {rows}", "en": "I summed {measures} {rows}"}
COMPUTED: Text = {"es": "Calculé {measures} {rows}", "en": "I computed {measures} {rows}"}
GROUPED: Text = {"es": "Luego agrupé por {by}.", "en": "Then I grouped by {by}."}
COMPARED: Text = {"es": "Para comparar, lo mismo {days}.", "en": "To compare, the same {days}."}
KEPT: Text = {"es": "Dejé los grupos con {bound}.", "en": "I kept the groups with {bound}."}
CUT: Text = {"es": "Dejé los primeros {count}, con empates.", "en": "I kept the first {count}, ties included."}
CUT_ONE: Text = {"es": "Dejé el primero, con empates.", "en": "I kept the first, ties included."}
CUT_NTH: Text = {"es": "Dejé solo el lugar {place}.", "en": "I kept place {place} alone."}
CUT_FROM: Text = {"es": "Dejé los lugares {first} a {last}.", "en": "I kept places {first} to {last}."}
CUT_EACH: Text = {
    "es": "Dejé los primeros {count} de cada {each}, con empates.",
    "en": "I kept the first {count} of each {each}, ties included.",
}
NEWEST: Text = {"es": "Dejé solo la {newest}.", "en": "I kept only the {newest}."}
CLIPPED: Text = {
    "es": "De cada {row} cuentan solo las horas dentro del periodo.",
    "en": "Of each {row} only the hours inside the period count.",
}
DIVIDED: Text = {
    "es": "Dividí el total entre {all} {things}, también {those} que no tienen {rows}.",
    "en": "I divided the total by all {things}, those without {rows} too.",
}
DEFINITION: Text = {"es": "Definición: {definition}.", "en": "Definition: {definition}."}
