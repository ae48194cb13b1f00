"""The Web API client: slack_sdk's own, with every answer that is not Slack's told apart from Slack's refusals.

A proxy, a captive portal or a broken gateway may answer 200 with a page, a list, a text or nothing. slack_sdk stumbles
over some of these and takes others for a refusal without a reason; here each becomes an answer without ``ok`` and
``error``, which ``failures.meaning`` reads as uncertain.
"""

from __future__ import annotations

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from core.kernel.errors import DeliveryUncertain


class Client(AsyncWebClient):
    """As AsyncWebClient; what comes back is a JSON object or nothing."""

    async def _request(self, *, http_verb: str, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        try:
            response: dict[str, Any] = await super()._request(http_verb=http_verb, api_url=api_url, req_args=req_args)
        except ValueError as error:  # bytes that are no text, text that is no JSON
            raise DeliveryUncertain(f"{api_url.rpartition('/')[2]}: odd answer ({type(error).__name__})") from error
        if not isinstance(response["data"], dict):
            response["data"] = {}
        return response
