"""Writes the API's description as a page: its style stands in it, and its policy names that by its hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its Content-Security-Policy."""

    html: str
    policy: str


def docs(document: Mapping[str, Any]) -> Page:
    """An OpenAPI document as a plain page that needs no script."""
    style = _part("docs.css")
    info = document["info"]
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = document["components"]["schemas"]
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<title>{escape(info["title"])} API</title><link rel="icon" href="data:,"><style>{style}</style></head><body>',
        f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1><p>{escape(info['description'])}</p>",
        '<p><a href="/openapi.json">openapi.json</a></p><nav>',
        *(f'<a href="#{_anchor(path, method)}">{method.upper()} {escape(path)}</a>' for path, method, _ in operations),
        "</nav>",
        *(_operation(path, method, operation) for path, method, operation in operations),
        "<h2>JSON</h2>",
        *(_schema(name, schema) for name, schema in schemas.items()),
        "</body></html>",
    ]
    return Page("\n".join(parts), _policy(style))


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    rows = [
        f"<tr><td>{escape(status)}</td><td>{escape(answer['description'])}</td><td>{_body(answer)}</td></tr>"
        for status, answer in operation["responses"].items()
    ]
    takes = f"<p>Takes {_body(operation['requestBody'])}</p>" if "requestBody" in operation else ""
    key = "<p>Needs a key, or this machine while there are none.</p>" if operation.get("security") else ""
    return (
        f'<section id="{_anchor(path, method)}">'
        f'<h2><span class="method">{method}</span> <code>{escape(path)}</code></h2>'
        f"<p>{escape(operation['summary'])}</p>{key}{takes}"
        f"<table><tr><th>Status</th><th>Meaning</th><th>Body</th></tr>{''.join(rows)}</table></section>"
    )


def _body(part: Mapping[str, Any]) -> str:
    names = []
    for media_type, content in part.get("content", {}).items():
        reference = content.get("schema", {}).get("$ref")
        names.append(_link(reference) if reference else f"<code>{escape(media_type)}</code>")
    return ", ".join(names)


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = [
        f"<tr><td><code>{escape(field)}</code>{'' if field in required else ' (optional)'}</td>"
        f"<td>{_type(kind)}</td><td>{escape(kind.get('description', ''))}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    ]
    about = escape(str(schema.get("description", "")).partition("\n")[0])
    return f'<section id="{escape(name)}"><h3>{escape(name)}</h3><p>{about}</p><table>{"".join(rows)}</table></section>'


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return _link(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return escape(" | ".join(map(str, schema["enum"])))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("format") or schema.get("type") or "any"))


def _link(reference: str) -> str:
    name = escape(reference.rpartition("/")[2])
    return f'<a href="#{name}">{name}</a>'


def _anchor(path: str, method: str) -> str:
    return escape(f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""))


@cache
def _part(name: str) -> str:
    return files("adapters.rest").joinpath("web", name).read_text("utf-8")


def _policy(style: str) -> str:
    parts = ["default-src 'none'", f"style-src {_hash(style)}", "img-src 'self' data:", "frame-ancestors 'none'"]
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
