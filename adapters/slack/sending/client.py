"""The Web API client: slack_sdk's own, with two things that a real network and a real workspace do.

A proxy, a captive portal or a broken gateway may answer with a page, a list, a text, nothing, or an object of its own,
which may have an ``error``. slack_sdk stumbles over some of these and takes others for Slack's refusal; here each
becomes an answer without ``ok`` and ``error``, which ``failures.meaning`` reads as uncertain.

A token may have been replaced since it was read (the app was installed anew, perhaps through another replica). A call
that is refused for its token was not carried out, so it is made once more with the token that is kept now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from core.kernel.errors import DeliveryUncertain

TOKEN_REFUSED = frozenset({"invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed"})

Renew = Callable[[str | None, str], Awaitable[str | None]]
"""Told of a refused token and Slack's code; gives the token that is kept now, None when it is the same or none is."""


class Client(AsyncWebClient):
    """As AsyncWebClient; what comes back is a JSON object or nothing, and a refused token is looked up anew."""

    renew: Renew | None = None
    worked: Callable[[], None] | None = None

    async def api_call(self, api_method: str, **kwargs: Any) -> AsyncSlackResponse:
        """One call, and once more when another token is kept by now."""
        try:
            answer = await super().api_call(api_method, **kwargs)
        except SlackApiError as error:
            code = self._refused(error)
            token = await self.renew(self.token, code) if code and self.renew else None
            if token is None:
                raise
            self.token = token
            answer = await super().api_call(api_method, **kwargs)
        if self.worked is not None:
            self.worked()
        return answer

    async def _request(self, *, http_verb: str, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        try:
            response: dict[str, Any] = await super()._request(http_verb=http_verb, api_url=api_url, req_args=req_args)
        except ValueError as error:  # bytes that are no text, text that is no JSON
            raise DeliveryUncertain(f"{api_url.rpartition('/')[2]}: odd answer ({type(error).__name__})") from error
        if not _of_slack(response["data"]):
            response["data"] = {}
        return response

    @staticmethod
    def _refused(error: SlackApiError) -> str | None:
        data = getattr(error.response, "data", None)
        code = data.get("error") if isinstance(data, dict) else None
        return code if code in TOKEN_REFUSED else None


def _of_slack(data: object) -> bool:
    """Whether a body is one that Slack writes: an object whose ``ok`` is true, or false with an error code."""
    if not isinstance(data, dict):
        return False
    error = data.get("error")
    return data.get("ok") is True or (data.get("ok") is False and isinstance(error, str) and bool(error.strip()))
