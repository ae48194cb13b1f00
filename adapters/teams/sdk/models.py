"""Models of the SDK that keep what the SDK's own lose when they are written out.

``Entity`` has no place for further fields, so the AI label vanishes on the way; an invoke's body must be a msrest model
or the answer is a 500. Both need only the map that msrest reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botbuilder.schema import Activity, Attachment, ConversationReference, Entity
from msrest.serialization import Model

_OPEN = {"additional_properties": {"key": "", "type": "{object}"}}


class OpenEntity(Entity):  # type: ignore[misc]  # the SDK is untyped
    """An entity whose further fields are written out."""

    _attribute_map = {**_OPEN, "type": {"key": "type", "type": "str"}}


class OpenObject(Model):
    """Any JSON object: the body of an invoke's answer, the content of an attachment.

    Its fields are written out as they are, while the SDK would go through a card's every leaf, at milliseconds a card.
    """

    _attribute_map = _OPEN


def json_object(fields: Mapping[str, Any]) -> OpenObject:
    """A plain dict as a model that the SDK can write out."""
    return OpenObject(additional_properties=dict(fields))  # type: ignore[no-untyped-call]


def entity(fields: Mapping[str, Any]) -> OpenEntity:
    """A plain dict as an entity that keeps all its fields."""
    rest = {key: value for key, value in fields.items() if key != "type"}
    return OpenEntity(type=fields.get("type"), additional_properties=rest)


def activity(payload: Mapping[str, Any]) -> Activity:
    """An outgoing activity from plain JSON (camelCase, as the protocol writes it).

    Attachments' content, entities and channel data pass through untouched.
    """
    return Activity(
        type=payload.get("type", "message"),
        id=payload.get("id"),
        text=payload.get("text"),
        text_format=payload.get("textFormat"),
        summary=payload.get("summary"),
        locale=payload.get("locale"),
        attachments=[
            Attachment(
                content_type=item.get("contentType"),
                content=json_object(item["content"]) if item.get("content") else None,
                content_url=item.get("contentUrl"),
                name=item.get("name"),
            )
            for item in payload.get("attachments", ())
        ]
        or None,
        entities=[entity(item) for item in payload.get("entities", ())] or None,
        channel_data=payload.get("channelData"),
        reply_to_id=payload.get("replyToId"),
    )


def reference(stored: Mapping[str, Any]) -> ConversationReference:
    """A conversation reference from the plain JSON that a Question carries."""
    return ConversationReference.deserialize(dict(stored))
