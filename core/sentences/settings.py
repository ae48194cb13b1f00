"""What an operator has to mend before anything works: the reason of a ConfigurationError, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.sentences import Text

BAD_ENCRYPTION_KEY: Final[Text] = {
    "es": "la clave {position} de ENCRYPTION_KEYS no son 32 bytes en base64 URL; haz una con `maintbot keys new`",
    "en": "key {position} of ENCRYPTION_KEYS is not 32 bytes in URL-safe base64; make one with `maintbot keys new`",
}
TOKEN_STILL_SEALED: Final[Text] = {
    "es": "hay algo guardado con una clave que ya no está configurada; devuelve la SECRET_KEY o las ENCRYPTION_KEYS anteriores",
    "en": "something stored was sealed with a key that is no longer set; put the former SECRET_KEY or ENCRYPTION_KEYS back",
}
SECRET_UNREADABLE: Final[Text] = {
    "es": "no se puede crear o leer la clave secreta {path} ({error}); revisa los permisos o define SECRET_KEY",
    "en": "the secret key {path} cannot be made or read ({error}); look at its rights, or set SECRET_KEY",
}
SECRET_EMPTY: Final[Text] = {
    "es": "la clave secreta {path} está vacía; bórrala o define SECRET_KEY",
    "en": "the secret key {path} is empty; remove it, or set SECRET_KEY",
}
SECRET_TOO_SHORT: Final[Text] = {
    "es": "SECRET_KEY tiene menos de {least} caracteres y se adivina; haz una larga (openssl rand -hex 32), o déjala vacía y maintbot la hace",
    "en": "SECRET_KEY has fewer than {least} characters and can be guessed; make a long one (openssl rand -hex 32), or leave it empty and maintbot makes one",
}
HOME_UNWRITABLE: Final[Text] = {
    "es": "no se puede escribir en MAINTBOT_HOME {path} ({error}); revisa la ruta y los permisos",
    "en": "MAINTBOT_HOME {path} cannot be written ({error}); look at the path and the rights",
}
FILES_UNWRITABLE: Final[Text] = {
    "es": "no se puede escribir en CHAT_DOCS_DIR {path} ({error}); revisa la ruta y los permisos",
    "en": "CHAT_DOCS_DIR {path} cannot be written ({error}); look at the path and the rights",
}
NOT_A_URL: Final[Text] = {
    "es": "{named} no es la dirección de una base de datos",
    "en": "{named} is not a database URL",
}
STATE_IN_MEMORY: Final[Text] = {
    "es": "{named} debe nombrar un archivo; el estado dura más que un proceso",
    "en": "{named} must name a file; the state outlives a process",
}
STATE_KIND: Final[Text] = {
    "es": "{named} debe empezar con sqlite:/// o postgresql://",
    "en": "{named} must begin with sqlite:/// or postgresql://",
}
SQLITE_TOO_OLD: Final[Text] = {
    "es": "hace falta SQLite 3.35 o más nuevo",
    "en": "SQLite 3.35 or newer is needed",
}
STATE_UNOPENED: Final[Text] = {
    "es": "no se puede abrir la base de estado {path} ({error}); revisa la ruta, los permisos y el espacio libre, o nombra otra en {named}",
    "en": "the state database {path} cannot be opened ({error}); check the path, the rights and the free space, or name another one in {named}",
}
STATE_DAMAGED: Final[Text] = {
    "es": "la base de estado {path} está dañada ({error}); detén el bot y devuelve un respaldo con `maintbot restore ARCHIVO --force`, que guarda la dañada aparte",
    "en": "the state database {path} is damaged ({error}); stop the bot and put a backup back with `maintbot restore FILE --force`, which keeps the damaged one aside",
}
STATE_REFUSED: Final[Text] = {
    "es": "PostgreSQL rechazó {named} {where} ({error})",
    "en": "PostgreSQL refused {named} {where} ({error})",
}
STATE_NOT_REACHED: Final[Text] = {
    "es": "No responde la base de estado {where} ({error}). Revisa el servidor y {named}.",
    "en": "The state database {where} does not answer ({error}). Look at the server and at {named}.",
}
STATE_NEWER: Final[Text] = {
    "es": "la base de estado la escribió una versión más nueva de maintbot; instala esa versión, o nombra otra base en STATE_DATABASE_URL",
    "en": "the state database was written by a newer version of maintbot; install that version, or name another one in STATE_DATABASE_URL",
}
SAME_STATE: Final[Text] = {
    "es": "--to nombra la misma base que STATE_DATABASE_URL",
    "en": "--to names the database that STATE_DATABASE_URL names",
}
STATE_NOT_EMPTY: Final[Text] = {
    "es": "la base que nombra --to no está vacía ({tables}); nombra una nueva",
    "en": "--to names a database that is not empty ({tables}); name a fresh one",
}
STATE_IN_USE: Final[Text] = {
    "es": "un maintbot todavía trabaja con este estado: detenlo primero, con todas sus réplicas",
    "en": "a maintbot still runs on this state: stop it first, all replicas of it",
}
DRIVER_MISSING: Final[Text] = {
    "es": "MAINTENANCE_DATABASE_URL: {driver} necesita un controlador: pip install {package}",
    "en": "MAINTENANCE_DATABASE_URL: {driver} needs a driver: pip install {package}",
}
PLANT_KIND: Final[Text] = {
    "es": "MAINTENANCE_DATABASE_URL nombra una base de datos «{kind}», y puedo leer estas: {known}",
    "en": 'MAINTENANCE_DATABASE_URL names a database "{kind}", and these can be read: {known}',
}
PLANT_IN_MEMORY: Final[Text] = {
    "es": "MAINTENANCE_DATABASE_URL debe nombrar el archivo de una base SQLite que exista",
    "en": "MAINTENANCE_DATABASE_URL must name the file of a SQLite database that exists",
}
NO_LIMIT: Final[Text] = {
    "es": "RATE_LIMIT {given} no es un límite como 30/minute o 5/second;1000/day",
    "en": "RATE_LIMIT {given} is no limit such as 30/minute or 5/second;1000/day",
}
NEEDS: Final[Text] = {
    "es": "falta {missing}, que MICROSOFT_APP_TYPE={kind} necesita",
    "en": "{missing} is missing, which MICROSOFT_APP_TYPE={kind} needs",
}
CERTIFICATE_MISSING: Final[Text] = {
    "es": "SSL_KEY_PATH está definida y SSL_CERT_PATH no",
    "en": "SSL_KEY_PATH is set and SSL_CERT_PATH is not",
}
CERTIFICATE_UNREAD: Final[Text] = {
    "es": "no se puede leer el certificado de SSL_CERT_PATH {certificate} o su llave de SSL_KEY_PATH {key} ({error})",
    "en": "the certificate of SSL_CERT_PATH {certificate} or its key of SSL_KEY_PATH {key} cannot be read ({error})",
}

_WHOLE: Final[Text] = {"es": "debe ser un número entero", "en": "must be a whole number"}
_NUMBER: Final[Text] = {"es": "debe ser un número", "en": "must be a number"}
_YES_OR_NO: Final[Text] = {"es": "debe ser true o false", "en": "must be true or false"}
_DAY: Final[Text] = {"es": "debe ser una fecha como 2026-11-22", "en": "must be a date such as 2026-11-22"}
INVALID: Final[Mapping[str, Text]] = {
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_parsing": _NUMBER,
    "bool_parsing": _YES_OR_NO,
    "greater_than_equal": {"es": "debe ser {ge} o más", "en": "must be {ge} or more"},
    "greater_than": {"es": "debe ser mayor que {gt}", "en": "must be more than {gt}"},
    "less_than_equal": {"es": "debe ser {le} o menos", "en": "must be {le} or less"},
    "literal_error": {"es": "debe ser uno de {expected}", "en": "must be one of {expected}"},
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "unknown_timezone": {
        "es": "{given} no es una zona horaria, como America/Mexico_City",
        "en": "{given} is not a time zone, such as America/Mexico_City",
    },
    "not_an_address": {
        "es": "{given} no es una dirección completa, como https://bot.example",
        "en": "{given} is not a whole address, such as https://bot.example",
    },
    "not_an_origin": {
        "es": "{given} no es un origen como https://intranet.example, sin ruta ni diagonal al final",
        "en": "{given} is no origin such as https://intranet.example, without a path or a slash at its end",
    },
    "not_a_currency": {
        "es": "{given} no es un código de moneda como MXN o USD",
        "en": "{given} is no currency code such as MXN or USD",
    },
    "unknown_locale": {
        "es": "{given} no es una localización como es-MX o en-US",
        "en": "{given} is no locale such as es-MX or en-US",
    },
}
"""What is wrong with one setting, by pydantic's name for it; the names in braces are pydantic's too."""
ENV_UNREADABLE: Final[Text] = {"es": "no se puede leer .env ({error})", "en": ".env cannot be read ({error})"}
