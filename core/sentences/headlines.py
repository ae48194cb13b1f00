"""Sentences of headlines, and what stands beneath them."""

from __future__ import annotations

from core.sentences import Text

PERIOD_BY: Text = {"es": "{days}, por {label}", "en": "{days}, by {label}"}
USUAL_PERIOD: Text = {"es": "{usual}, a falta de otro periodo: {days}", "en": "{usual}, as no period was named: {days}"}
AGAINST: Text = {"es": "contra {days}", "en": "against {days}"}
SHIFT_OF_TECHNICIAN: Text = {"es": "el turno es el del técnico", "en": "shift is the technician's"}
