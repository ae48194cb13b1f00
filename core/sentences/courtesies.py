"""The short lines that answer thanks and an "ok"."""

from __future__ import annotations

from core.sentences import Text

WELCOME: Text = {
    "es": "De nada. Aquí estoy para lo que sigue.",
    "en": "You're welcome. I'm here for the next one.",
}
AGREED: Text = {
    "es": "De acuerdo. Cuando quieras, pregunta.",
    "en": "All right. Ask whenever you like.",
}
