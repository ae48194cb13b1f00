"""Texts about making the demo plant."""

from __future__ import annotations

from core.sentences import Text

DATE_OUT_OF_RANGE: Text = {
    "es": "La planta de demostración existe del {first} al {last}; {asked} queda fuera. Elige otra fecha.",
    "en": "The demo plant exists from {first} to {last}; {asked} lies outside. Choose another date.",
}

NOT_WRITTEN: Text = {
    "es": "No se puede escribir la planta de demostración {path} ({error}). Revisa la ruta, los permisos y el espacio libre.",
    "en": "The demo plant {path} cannot be written ({error}). Look at the path, the rights and the free space.",
}
NOT_A_DEMO_PLANT: Text = {
    "es": "«{name}» ya existe y no es una planta de demostración; no lo toqué. Elige otro archivo.",
    "en": "“{name}” is there already and is no demo plant; it was left as it is. Choose another file.",
}

TABLES_IN_THE_WAY: Text = {
    "es": (
        "La base ya tiene tablas con esos nombres que no son de la planta de demostración ({tables}); no las toqué. "
        "Usa una base vacía."
    ),
    "en": (
        "The database has tables of those names already that are not the demo plant's ({tables}); they were left as "
        "they are. Use an empty database."
    ),
}

UNUSABLE_URL: Text = {
    "es": "No puedo usar esa URL de base de datos. Escribe, por ejemplo: postgresql://usuario@servidor/base",
    "en": "That database URL cannot be used. Write, for example: postgresql://user@host/database",
}
