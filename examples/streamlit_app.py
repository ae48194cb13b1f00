"""A page in Streamlit for those who come from the Streamlit version: the same questions, asked of the bot's API.

    pip install streamlit
    MAINTBOT_URL=http://127.0.0.1:8000 MAINTBOT_KEY=… streamlit run examples/streamlit_app.py

The page holds nothing itself: sessions, files and the plant's database are the bot's. Its own web chat at ``/`` does
more (progress, stopping, charts that can be pointed at); this page is for who has Streamlit already.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import streamlit as st

sys.path.insert(0, str(Path(__file__).parent))
from client import Answer, Bot, BotError

LABELS = {"data": "CSV", "workbook": "Excel", "image": "PNG", "code": "Python"}


@st.cache_resource
def bot() -> Bot:
    """The one client of this page's process."""
    return Bot(os.environ.get("MAINTBOT_URL", "http://127.0.0.1:8000"), os.environ.get("MAINTBOT_KEY"))


def show(answer: Answer, number: int) -> None:
    """One answer: sentence, how it was computed, table, chart, files, what to ask next."""
    body = answer.body
    st.markdown("".join(f"**{part['text']}**" if part["bold"] else part["text"] for part in body["headline"]))
    if body["definition"]:
        st.caption(body["definition"])
    table = body["table"]
    if table:
        st.dataframe([dict(zip(table["heads"], row, strict=True)) for row in table["texts"]], hide_index=True)
        if table["total"] > len(table["texts"]):
            st.caption(f"{len(table['texts'])} de {table['total']} filas; todas están en el CSV.")
    if "image" in body["links"]:
        st.image(absolute(body["links"]["image"]))
    for file in body["files"]:
        st.link_button(f"{LABELS[file['kind']]}: {file['filename']}", absolute(file["link"]))
    if body["assumptions"]:
        st.caption(" · ".join(body["assumptions"]))
    if body["sql"]:
        with st.expander("SQL"):
            st.code(body["sql"], language="sql")
    for choice in answer.choices:
        if st.button(choice["label"], key=f"choice-{number}-{choice['id']}"):
            st.session_state.next = (choice["label"], choice["id"])
    for index, suggestion in enumerate(body["suggestions"]):
        if st.button(suggestion["label"], key=f"suggestion-{number}-{index}"):
            st.session_state.next = (suggestion["text"], None)


def absolute(link: str) -> str:
    """A link that the browser can follow, also where the bot has no PUBLIC_URL."""
    return link if "://" in link else f"{bot().url}{link}"


def main() -> None:
    """The page, drawn anew after everything that a person does."""
    st.set_page_config(page_title="Mantenimiento", page_icon="🔧")
    st.title("Mantenimiento")
    turns: list[tuple[str, Any]] = st.session_state.setdefault("turns", [])
    if st.sidebar.button("Nueva conversación"):
        turns.clear()
        st.session_state.pop("session", None)
    asked, choice = st.session_state.pop("next", (None, None))
    asked = st.chat_input("¿Qué equipos están parados?") or asked
    if asked:
        try:
            with st.spinner("Consultando…"):
                answer = bot().ask(asked, session=st.session_state.get("session"), choice=choice)
            st.session_state.session = answer.session
            turns.append((asked, answer))
        except BotError as error:
            turns.append((asked, str(error)))
        except OSError:
            turns.append((asked, "No puedo llegar al bot. Inténtalo en un momento."))
    for number, (question, answer) in enumerate(turns):
        st.chat_message("user").write(question)
        with st.chat_message("assistant"):
            if isinstance(answer, Answer):
                show(answer, number)
            else:
                st.error(answer)
    if "next" in st.session_state:
        st.rerun()


main()
