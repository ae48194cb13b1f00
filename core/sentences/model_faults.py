"""What is wrong with a semantic model's file, a line each."""

from __future__ import annotations

from core.sentences import Text

HEAD: Text = {
    "es": "El modelo semántico no se puede usar; por corregir: {count}.",
    "en": "The semantic model cannot be used; to be mended: {count}.",
}
HEAD_ONE: Text = {
    "es": "El modelo semántico no se puede usar: {fault}",
    "en": "The semantic model cannot be used: {fault}",
}
MORE: Text = {"es": "… y {count} más.", "en": "… and {count} more."}
NEAR: Text = {"es": "{sentence}; ¿será `{near}`?", "en": "{sentence}; did you mean `{near}`?"}

FAULT: dict[str, Text] = {
    # The file
    "cannot_read": {"es": "no se puede leer ({problem})", "en": "cannot be read ({problem})"},
    "empty": {"es": "el archivo está vacío", "en": "the file is empty"},
    "not_yaml": {"es": "no es YAML: “{problem}”", "en": "is not YAML: “{problem}”"},
    "tab": {
        "es": "esta línea empieza con un tabulador; YAML solo admite espacios",
        "en": "this line begins with a tab; YAML takes only spaces",
    },
    "too_long": {
        "es": "el archivo es demasiado grande; el máximo son {most} millones de caracteres",
        "en": "the file is too large; at most {most} million characters are read",
    },
    "too_much": {
        "es": "los alias (*) repiten demasiado: más de {most} partes",
        "en": "its aliases (*) stand for too much: more than {most} parts",
    },
    "too_deep": {
        "es": "anidado a demasiada profundidad, o se contiene a sí mismo",
        "en": "nested too deep, or contains itself",
    },
    "twice": {
        "es": "la clave `{key}` ya está escrita en la línea {first}",
        "en": "the key `{key}` is written on line {first} already",
    },
    "bad_key": {"es": "esto no puede ser una clave", "en": "this cannot be a key"},
    "bad_merge": {"es": "`<<` solo une otra lista de claves", "en": "`<<` merges only another set of keys"},
    "version": {
        "es": "la versión es `{value}`; se lee solo `{wanted}`, entre comillas",
        "en": "the version is `{value}`; only `{wanted}` is read, in quotes",
    },
    # Keys
    "unknown_key": {"es": "aquí no existe la clave `{key}`", "en": "there is no key `{key}` here"},
    "under_context": {
        "es": "la clave `{key}` va dentro de `ai_context`",
        "en": "the key `{key}` belongs under `ai_context`",
    },
    "beside_context": {
        "es": "la clave `{key}` va fuera de `ai_context`",
        "en": "the key `{key}` belongs outside `ai_context`",
    },
    "missing": {"es": "falta la clave `{key}`", "en": "the key `{key}` is missing"},
    "needed": {"es": "falta `{key}`: {why}", "en": "`{key}` is missing: {why}"},
    # Values
    "wrong_type": {"es": "`{key}` debe ser {wanted}; es {found}", "en": "`{key}` must be {wanted}; it is {found}"},
    "quotes": {
        "es": "`{key}` debe ser un texto; YAML lee aquí {found}: ponlo entre comillas",
        "en": "`{key}` must be a text; YAML reads {found} here: put it in quotes",
    },
    "wrong_part": {"es": "aquí va {wanted}; hay {found}", "en": "{wanted} must stand here; there is {found}"},
    "key_quotes": {
        "es": "una clave debe ser un texto; YAML lee aquí {found}",
        "en": "a key must be a text; YAML reads {found} here",
    },
    "not_one_of": {
        "es": "`{key}` no puede ser `{value}`; puede ser: {choices}",
        "en": "`{key}` cannot be `{value}`; it can be: {choices}",
    },
    "one_to_many": {
        "es": "`cardinality` no puede ser `{value}`: se escribe siempre de muchas filas a una; cambia `from` por `to`",
        "en": "`cardinality` cannot be `{value}`: it is always written from many rows to one; swap `from` and `to`",
    },
    "too_few": {"es": "`{key}` está vacío", "en": "`{key}` is empty"},
    "too_many": {"es": "`{key}` debe tener un solo elemento", "en": "`{key}` must have one entry only"},
    "not_plain": {
        "es": "`{value}` no sirve como nombre: letras, dígitos y _, sin empezar con un dígito",
        "en": "`{value}` cannot be a name: letters, digits and _, a letter first",
    },
    "not_period": {
        "es": "`{key}` no puede ser `{value}`; puede ser, por ejemplo: `last_365_days`, `this_month`, `last_year`",
        "en": "`{key}` cannot be `{value}`; it can be, for example: `last_365_days`, `this_month`, `last_year`",
    },
    "not_template": {
        "es": "`{key}`: entre llaves solo puede ir {{value}}",
        "en": "`{key}`: only {{value}} can stand in braces",
    },
    "not_days": {
        "es": "`{key}`: entre llaves solo pueden ir días, por ejemplo: `today`, `month_start`, `next_month_start`",
        "en": "`{key}`: only days can stand in braces, for example: `today`, `month_start`, `next_month_start`",
    },
    "no_question": {
        "es": "`{key}` no tiene texto en ningún idioma",
        "en": "`{key}` has no text in any language",
    },
    "other": {"es": "`{key}` no está bien: “{problem}”", "en": "`{key}` is not right: “{problem}”"},
    # Names
    "unknown_name": {
        "es": "`{key}` nombra {what} `{name}`, que no existe",
        "en": "`{key}` names {what} `{name}`, which does not exist",
    },
    "not_date": {
        "es": "`{key}` nombra `{name}`, que no es una fecha (datatype: Date o DateTime)",
        "en": "`{key}` names `{name}`, which is not a date (datatype: Date or DateTime)",
    },
    "not_base": {
        "es": "`{key}` nombra `{name}`, que también es una fórmula",
        "en": "`{key}` names `{name}`, which is a formula itself",
    },
    "not_reached": {
        "es": "`{key}` nombra `{name}`, pero ninguna relación de muchas filas a una lleva de {home} a {dataset}",
        "en": "`{key}` names `{name}`, but no relationship from many rows to one leads from {home} to {dataset}",
    },
    "twice_named": {
        "es": "{what} `{name}` ya está en la línea {first}",
        "en": "{what} `{name}` is on line {first} already",
    },
    # Relationships and metrics
    "columns_differ": {
        "es": "`from_columns` tiene {here} columnas y `to_columns` {there}; deben ser tantas como las otras",
        "en": "`from_columns` has {here} columns and `to_columns` {there}; there must be as many of each",
    },
    "not_key": {
        "es": "`to_columns` ({columns}) no es una llave de {dataset}: una fila podría tener varias; sus llaves: {keys}",
        "en": "`to_columns` ({columns}) is no key of {dataset}: one row could have several there; its keys: {keys}",
    },
}
WHAT: dict[str, Text] = {
    "dataset": {"es": "el dataset", "en": "the dataset"},
    "field": {"es": "el campo", "en": "the field"},
    "identity": {"es": "el campo", "en": "the field"},
    "date": {"es": "la fecha", "en": "the date"},
    "condition": {"es": "la condición", "en": "the condition"},
    "relationship": {"es": "la relación", "en": "the relationship"},
    "metric": {"es": "la métrica", "en": "the metric"},
    "base": {"es": "la métrica", "en": "the metric"},
}
TYPE: dict[str, Text] = {
    "text": {"es": "un texto", "en": "a text"},
    "flag": {"es": "true o false", "en": "true or false"},
    "list": {"es": "una lista", "en": "a list"},
    "keys": {"es": "un grupo de claves (`clave: valor`)", "en": "a set of keys (`key: value`)"},
    "nothing": {"es": "nada: falta el valor", "en": "nothing: the value is missing"},
    "one_value": {"es": "un texto, un número, true o false", "en": "a text, a number, true or false"},
    "value_name": {"es": "un texto o un número entero", "en": "a text or a whole number"},
    "other": {"es": "otra cosa", "en": "something else"},
}
NEEDS_DATASET: Text = {
    "es": "una métrica que no es una fórmula agrega un dataset",
    "en": "a metric that is no formula aggregates one dataset",
}
NEEDS_BASES: Text = {
    "es": "una fórmula se calcula con otras métricas",
    "en": "a formula is computed from other metrics",
}
NEEDS_INTERVAL: Text = {
    "es": "una métrica recortada suma las horas que cubren sus filas",
    "en": "a clipped metric adds up the hours that its rows cover",
}
NEEDS_LENGTH: Text = {
    "es": "un intervalo termina en una fecha o dura unos minutos",
    "en": "an interval ends on a date or lasts some minutes",
}
