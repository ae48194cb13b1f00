"""Installing by OAuth in many workspaces, org-wide, and going away again. Tokens lie encrypted."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.slack import doctor
from adapters.slack.workspace.installations import STATE_SECONDS, InstallationStore, StateStore
from core.state.crypto import Box
from core.state.keyvalue import KeyValue
from tests.adapters.slack.oauth import OAUTH, grant, install
from tests.adapters.slack.rig import rig


async def test_two_workspaces_each_with_its_own_token(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        assert await install(r, grant(r, "T0PLANT", "xoxb-one")) == 200
        assert await install(r, grant(r, "T0SOUTH", "xoxb-two")) == 200
        first = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", first))
        r.slack.team = "T0SOUTH"
        second = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", second))
        posted = [call.token for call in r.slack.called("chat.postMessage")]
        assert posted == ["xoxb-one", "xoxb-two"]


async def test_tokens_lie_encrypted(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        await install(r, grant(r, "T0PLANT", "xoxb-very-secret"))
        values = KeyValue(r.core.state)
        (key,) = await values.keys("slack.installation.")
        assert "xoxb" not in str(await values.get(key))
    for file in tmp_path.glob("state.sqlite*"):
        if file.is_file():
            assert b"xoxb-very-secret" not in file.read_bytes()


async def test_an_uninstalled_workspace_is_forgotten(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        await install(r, grant(r, "T0PLANT", "xoxb-one"))
        first = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", first))
        assert await r.people.deliver(r.people.envelope({"type": "app_uninstalled"})) == [200]
        assert await KeyValue(r.core.state).keys("slack.installation.") == []
        await r.people.ask("otra")
        assert len(r.core.asked) == 1


async def test_a_revoked_bot_token_is_forgotten_a_persons_is_not(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        await install(r, grant(r, "T0PLANT", "xoxb-one"))
        values = KeyValue(r.core.state)
        await r.people.deliver(r.people.envelope({"type": "tokens_revoked", "tokens": {"oauth": ["U0ASHA"]}}))
        assert len(await values.keys("slack.installation.")) == 1
        await r.people.deliver(r.people.envelope({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}))
        assert await values.keys("slack.installation.") == []


async def test_an_org_wide_install_serves_its_workspaces(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        assert await install(r, grant(r, None, "xoxb-org", enterprise="E1")) == 200
        installed = {"team_id": None, "enterprise_id": "E1", "user_id": "U0BOT", "is_bot": True}
        grid = {
            "enterprise_id": "E1",
            "context_enterprise_id": "E1",
            "authorizations": [{**installed, "is_enterprise_install": True}],
        }
        ts = await r.people.ask("bombas paradas", **grid)
        await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
        assert r.slack.called("chat.postMessage")[0].token == "xoxb-org"
        assert r.core.asked[0].thread.workspace == "T0PLANT"
        await r.people.deliver(r.people.envelope({"type": "app_uninstalled"}, **grid))
        assert await KeyValue(r.core.state).keys("slack.installation.") == []


async def test_a_state_works_once_and_not_forever(tmp_path: Path, monkeypatch: Any) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        states = StateStore(KeyValue(r.core.state))
        issued = await states.async_issue()
        assert await states.async_consume(issued)
        assert not await states.async_consume(issued)
        assert not await states.async_consume("never issued")
        old = await states.async_issue()
        await KeyValue(r.core.state).set(f"slack.oauth.{old}", 0)
        assert not await states.async_consume(old)
        assert STATE_SECONDS == 600


async def test_a_foreign_state_installs_nothing(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r, aiohttp.ClientSession() as session:
        code = grant(r, "T0PLANT", "xoxb-one")
        async with session.get(f"{r.url}/slack/oauth_redirect", params={"code": code, "state": "guess"}) as done:
            assert done.status >= 400
        assert await KeyValue(r.core.state).keys("slack.installation.") == []


async def test_a_code_that_slack_refuses_installs_nothing(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        assert await install(r, "no-such-code") >= 400
        assert await KeyValue(r.core.state).keys("slack.installation.") == []


async def test_tokens_survive_a_change_of_keys(tmp_path: Path) -> None:
    from cryptography.fernet import Fernet
    from slack_sdk.oauth.installation_store import Installation

    async with rig(tmp_path) as r:
        values = KeyValue(r.core.state)
        made = Installation(user_id="U0ASHA", team_id="T1", bot_token="xoxb-kept", bot_id="B1", bot_user_id="U1")
        await InstallationStore(values, Box((), b"secret"), "111").async_save(made)
        rotated = InstallationStore(values, Box((Fernet.generate_key().decode(),), b"secret"), "111")
        found = await rotated.async_find_bot(enterprise_id=None, team_id="T1")
        assert found is not None
        assert (found.bot_token, found.bot_user_id) == ("xoxb-kept", "U1")
        moved = await rotated.async_find_bot(enterprise_id="E1", team_id="T1")
        assert moved is not None
        assert await rotated.async_find_bot(enterprise_id=None, team_id="T2") is None
        assert (
            await InstallationStore(values, Box((), b"secret"), "222").async_find_bot(enterprise_id=None, team_id="T1")
            is None
        )


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}]
)
async def test_a_removal_that_comes_late_removes_nothing(tmp_path: Path, event: dict[str, Any]) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        removed_at = int(time.time()) - 60
        await install(r, grant(r, "T0PLANT", "xoxb-again"))
        assert await r.people.deliver(r.people.envelope(event, event_time=removed_at)) == [200]
        assert len(await KeyValue(r.core.state).keys("slack.installation.")) == 1
        assert await r.people.deliver(r.people.envelope(event, event_time="soon")) == [200]
        assert len(await KeyValue(r.core.state).keys("slack.installation.")) == 1
        ts = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
        assert await r.people.deliver(r.people.envelope(event)) == [200]
        assert await KeyValue(r.core.state).keys("slack.installation.") == []


async def test_a_refused_token_is_looked_up_anew_and_tried_once_more(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        await install(r, grant(r, "T0PLANT", "xoxb-old"))
        first = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", first))
        # Installed anew through another replica: this one still remembers the old token.
        store = r.app.desk.workspaces.store
        kept = await store.async_find_installation(enterprise_id=None, team_id="T0PLANT")
        grant(r, "T0PLANT", "xoxb-new")
        kept.bot_token = "xoxb-new"
        await store.async_save(kept)
        r.slack.tokens["xoxb-old"]["revoked"] = True
        second = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", second))
        assert r.slack.called("chat.postMessage")[-1].token == "xoxb-new"
        assert r.core.troubles.all() == []


async def test_what_is_wrong_with_a_workspace_is_one_line_and_stands_in_health(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        await install(r, grant(r, "T0PLANT", "xoxb-one"))
        r.slack.tokens["xoxb-one"]["revoked"] = True
        with capture_logs() as logs:
            for text in ("una", "dos", "tres"):
                await r.people.ask(text)
            await r.slack.until(lambda: len([c for c in r.slack.calls if c.method == "chat.postMessage"]) >= 3)
            await r.slack.until(lambda: [line for line in logs if line["event"] == "trouble_began"])
        (line,) = [line for line in logs if line["event"] == "trouble_began"]
        assert (line["about"], line["code"]) == ("slack T0PLANT", "token_revoked")
        assert "install" in line["advice"]
        assert r.core.troubles.all() == ["slack T0PLANT: token_revoked"]
        found = {one.code: one for one in await doctor.check(r.core.settings)}
        assert found["slack_workspace"].level == "error"
        assert "token_revoked" in found["slack_workspace"].message("es")
        r.slack.tokens["xoxb-one"]["revoked"] = False
        ts = await r.people.ask("cuatro")
        await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
        assert r.core.troubles.all() == []


async def test_a_workspace_without_the_app_is_told_of_once(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        with capture_logs() as logs:
            for _ in range(3):
                await r.people.ask("bombas paradas")
        assert [line["code"] for line in logs if line["event"] == "trouble_began"] == ["not_installed"]
        assert r.core.asked == []
