"""An answer that is not Slack's says nothing about the message: look whether it is there, and send it again if not."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.sending.failures import ADVICE, meaning
from core.kernel.errors import DeliveryRejected, DeliveryUncertain
from tests.adapters.slack.rig import rig
from tests.fakes.slack import Fault

PAGE = "<html><body>Proxy</body></html>"
ODD = {
    "page": Fault("chat.postMessage", "odd", status=200, body=PAGE),
    "page as JSON": Fault("chat.postMessage", "odd", status=200, body=PAGE, content_type="application/json"),
    "nothing": Fault("chat.postMessage", "odd", status=200, body="", content_type="application/json"),
    "list": Fault("chat.postMessage", "odd", status=200, body="[]", content_type="application/json"),
    "full list": Fault("chat.postMessage", "odd", status=200, body="[1]", content_type="application/json"),
    "text": Fault("chat.postMessage", "odd", status=200, body="no", content_type="text/plain"),
    "object": Fault("chat.postMessage", "odd", status=200, body="{}", content_type="application/json"),
    "403": Fault("chat.postMessage", "odd", status=403, body=PAGE),
    "407": Fault("chat.postMessage", "odd", status=407, body=PAGE),
    "302": Fault("chat.postMessage", "odd", status=302, body=""),
    "502 text": Fault("chat.postMessage", "odd", status=502, body="bad gateway", content_type="text/plain"),
    "nothing sent": Fault("chat.postMessage", "odd", body='{"ok": true}', content_type="application/json"),
    "another's refusal": Fault(
        "chat.postMessage", "odd", status=407, body='{"error": "proxy_auth_required"}', content_type="application/json"
    ),
    "a policy": Fault(
        "chat.postMessage", "odd", status=403, body='{"error": "Access denied"}', content_type="application/json"
    ),
    "ok in words": Fault("chat.postMessage", "odd", body='{"ok": "false", "error": "x"}', content_type="text/json"),
    "no code": Fault("chat.postMessage", "odd", body='{"ok": false, "error": 5}', content_type="application/json"),
    "a list": Fault("chat.postMessage", "odd", body='{"ok": false, "error": ["x"]}', content_type="application/json"),
    "an object": Fault("chat.postMessage", "odd", body='{"ok": false, "error": {}}', content_type="application/json"),
    "a word": Fault("chat.postMessage", "odd", body="ok", content_type="application/json"),
    "a text": Fault("chat.postMessage", "odd", body='"ok"', content_type="application/json"),
    "temporary": Fault("chat.postMessage", "error", error="service_temporarily_unavailable"),
    "migrating": Fault("chat.postMessage", "error", error="external_channel_migrating"),
    "timed out": Fault("chat.postMessage", "error", error="request_timed_out"),
}


@pytest.mark.parametrize("fault", ODD.values(), ids=ODD)
async def test_it_was_not_there_and_is_sent_again(tmp_path: Path, fault: Fault) -> None:
    fault.times = 2
    async with rig(tmp_path) as r:
        r.slack.faults.append(fault)
        ts = await r.people.ask("¿cuántas bombas están paradas?")
        await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
        assert len([call for call in r.slack.calls if call.method == "chat.postMessage"]) == 3
        assert r.slack.called("conversations.replies")
        assert await r.core.inbox.backlog() in (0, 1)
        assert len(r.slack.said("C0MAINT", ts)) == 1


@pytest.mark.parametrize(
    ("status", "body", "content_type"),
    [(200, PAGE, "text/html"), (200, "[1]", "application/json"), (403, PAGE, "text/html"), (200, "", "text/plain")],
)
async def test_it_was_there_and_is_not_sent_again(tmp_path: Path, status: int, body: str, content_type: str) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", "odd_after", status=status, body=body, content_type=content_type)
        ts = await r.people.ask("¿cuántas bombas están paradas?")
        again = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", again))

        async def done() -> bool:
            return await r.core.inbox.backlog() == 0

        while not await done():
            pass
        assert len(r.slack.said("C0MAINT", ts)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "server_error",
        "backend_error",
        "db_error",
        "try_later",
        "connection_limit_exceeded",
        "FATAL_ERROR",
        "service_unavailable",
        "team_added_to_org",
    ],
)
def test_temporary_by_name(code: str) -> None:
    assert isinstance(meaning(refusal(code), "chat.postMessage"), DeliveryUncertain)


@pytest.mark.parametrize("code", sorted(ADVICE))
def test_what_we_have_advice_for_is_final(code: str) -> None:
    assert isinstance(meaning(refusal(code), "chat.postMessage"), DeliveryRejected)


def refusal(code: str) -> SlackApiError:
    return SlackApiError("", {"ok": False, "error": code})
