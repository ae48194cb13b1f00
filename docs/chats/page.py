"""A phone's screen as HTML: the question, the answer, and whatever a chat's client puts around them."""

from __future__ import annotations

import base64
from html import escape
from typing import Final

WIDTH: Final = 390
HEIGHT: Final = 844
"""A phone's screen in CSS pixels, of which a chat's own bars and its box take about 160."""

_STYLE: Final = """
* { box-sizing: border-box; margin: 0; }
body { width: 390px; font: 15px/1.4 Lato, "Liberation Sans", sans-serif; color: #1d1c1d; background: #fff; }
#message { padding: 10px 14px 14px; }
.who { display: flex; gap: 8px; align-items: baseline; margin-bottom: 2px; font-weight: 700; }
.who small { font-weight: 400; color: #616061; }
.app { font-size: 10px; font-weight: 700; background: #e8e8e8; color: #616061; border-radius: 3px; padding: 1px 4px; }
.said { margin-bottom: 12px; }
.block { margin-top: 8px; }
.note { font-size: 12.5px; color: #616061; }
.wide { overflow: hidden; border: 1px solid #ddd; border-radius: 8px; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 3px 8px; border: 1px solid #e2e2e2; text-align: left; vertical-align: top; white-space: nowrap; }
th { font-weight: 700; background: #f8f8f8; }
.right { text-align: right; }
.wrap { white-space: normal; min-width: 170px; }
.buttons { display: flex; flex-wrap: wrap; gap: 6px; }
.button { border: 1px solid #bbb; border-radius: 6px; padding: 4px 10px; font-size: 13px; font-weight: 600; }
.block img { display: block; width: 100%; border: 1px solid #e2e2e2; border-radius: 8px; }
.file { border: 1px solid #ddd; border-radius: 8px; padding: 8px 10px; font-size: 13px; font-weight: 600; }
.card { border: 1px solid #d1d1d1; border-radius: 8px; padding: 12px; background: #fff; }
.card .wide { border: 0; border-radius: 0; }
.card table { width: 100%; table-layout: fixed; }
.card th, .card td { white-space: normal; overflow-wrap: anywhere; padding: 3px 5px; }
.teams { background: #f5f5f5; font-family: "Segoe UI", "Liberation Sans", sans-serif; font-size: 14px; }
.teams .button { border-color: #0f6cbd; color: #0f6cbd; border-radius: 4px; }
pre { font-size: 12px; white-space: pre-wrap; background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; }
pre { padding: 6px; }
"""


def page(body: str, css: str = "") -> str:
    """A whole document."""
    head = f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>'
    return f'{head}<body class="{css}"><div id="message">{body}</div>'


def spoken(name: str, body: str, *, app: bool = False) -> str:
    """What somebody has said, under their name."""
    mark = '<span class="app">APP</span>' if app else ""
    return f'<div class="said"><div class="who">{escape(name)}{mark}<small>08:15</small></div>{body}</div>'


def png(content: bytes, alt: str) -> str:
    """A picture within the page."""
    return f'<img alt="{escape(alt)}" src="data:image/png;base64,{base64.b64encode(content).decode()}">'


def buttons(labels: list[str]) -> str:
    """Buttons that go on in the next line where there is no more room."""
    made = "".join(f'<span class="button">{escape(label)}</span>' for label in labels)
    return f'<div class="block buttons">{made}</div>'
