"""Names of tables and columns: from what a header says to what SQL is at ease with, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.kernel.folding import fold

_LONGEST = 60
_RESERVED = frozenset(
    "add all alter and as asc between by case check column create cross current_date default delete desc distinct drop"
    " else end except exists foreign from full group having in index inner insert into is join key left like limit"
    " natural not null offset on or order outer primary references replace right select set table then to union unique"
    " update user using values view when where with".split()
)
_NUMBER = re.compile(r"\b[nN][°º]")
_LIGHT = frozenset("de del la el los las of the por y and en".split())
_CODES = frozenset(
    "codigo cod code clave no nro num numero number n folio serie serial telefono tel phone movil mobile celular cp"
    " zip legajo dni ruc rfc nit cuit ean matricula cedula tag".split()
)
_THINGS = frozenset(
    "ot orden trabajo work order wo activo asset equipo equipment maquina machine aviso notification solicitud request"
    " ticket empleado employee pedido purchase material part parte repuesto articulo item contrato postal factura"
    " proveedor tecnico componente".split()
)
_ALONE = frozenset("ot orden order wo wonum assetnum folio ticket aviso equnr aufnr qmnum tplnr matnr".split())


def sql_name(label: str, otherwise: str) -> str:
    """A header as a name: ``Tiempo Real (h)`` is ``tiempo_real_h``, ``% avance`` is ``porc_avance``.

    Args:
        label: as the file says it.
        otherwise: the name when nothing is left of it.
    """
    words = re.sub(r"[^0-9a-z]+", "_", fold(_NUMBER.sub("no", label.replace("%", " porc ")))).strip("_")
    if not words:
        return otherwise
    if words[0].isdigit():
        words = f"c_{words}"
    words = words[:_LONGEST].rstrip("_")
    return f"{words}_" if words in _RESERVED else words


def unique_names(labels: Iterable[str], stem: str = "columna") -> list[str]:
    """A name for each label; the second of the same is ``name_2``. Unnamed ones are ``columna_N`` by their place."""
    found: list[str] = []
    for place, label in enumerate(labels, 1):
        wanted = name = sql_name(label, f"{stem}_{place}")
        number = 1
        while name in found:
            number += 1
            name = f"{wanted}_{number}"
        found.append(name)
    return found


def names_a_code(label: str) -> bool:
    """True when a header says that the column holds codes, which are no quantities even where they are digits.

    «Nº OT», «Código activo», «Phone» and «WO number» do; «Número de paros» and «Costo de la orden» do not.
    """
    words = [word for word in re.findall(r"[a-z]+", fold(_NUMBER.sub("no", label))) if word not in _LIGHT]
    if not words:
        return False
    if len(words) == 1:
        # «No.» alone numbers the lines.
        return words[0] in _ALONE or words[0] in _CODES - {"no", "n", "num", "nro"}
    return any(word in _CODES for word in words) and all(word in _CODES | _THINGS for word in words)
