"""Files in a personal chat: consent, upload in ranges, file card, and every way in which it can go wrong."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import limits
from adapters.teams.sdk.endpoints import PUBLIC_CLOUD
from core.files.naming import FileTitle
from core.kernel.messages import Artifact, Question, Reply
from tests.adapters.teams.rig import Rig, a_reply, now, rig
from tests.fakes.teams import Trouble

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE = "application/vnd.microsoft.teams.card.file.info"
Json = dict[str, Any]


class Csv:
    """Makes Replies whose CSV is stored for real."""

    def __init__(self) -> None:
        self.stored: tuple[Artifact, ...] = ()

    def __call__(self, question: Question) -> Reply:
        return a_reply(question, artifacts=self.stored, file_asked="data")


async def offered(bot: Rig, make: Csv, content: bytes = b"tag\r\nP-103\r\n") -> tuple[Json, Json, str]:
    """Ask, and get the consent card: the question's activity, the card, its message's id."""
    make.stored = await bot.core.artifacts.save(
        {"data": content}, at=now(), title=FileTitle("Equipos parados", f"{now():%Y-%m-%d}")
    )
    asked = bot.say.personal("equipos parados")
    await bot.post(asked)
    await bot.teams.wait(2)
    call = bot.teams.received[-1]
    (card,) = call.activity["attachments"]
    assert card["contentType"] == CONSENT
    return asked, card, call.id


def contents(bot: Rig) -> list[str]:
    return [part["contentType"].rpartition(".")[2] for sent in bot.teams.sent() for part in sent.get("attachments", ())]


async def test_accepted_is_uploaded_and_the_consent_card_goes(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        assert card["name"].startswith("equipos_parados_")
        assert card["content"]["sizeInBytes"] == 12
        accept = bot.say.consent(
            asked, card_id, card["content"]["acceptContext"], upload_url=f"{bot.teams.url}/onedrive/1"
        )
        assert (await bot.post(accept))[0] == 200
        await bot.teams.until(bot.teams.deleted)
        assert bot.teams.uploads == [("bytes 0-11/12", b"tag\r\nP-103\r\n")]
        assert bot.teams.deleted() == [card_id]
        (info,) = bot.teams.sent()[-1]["attachments"]
        assert info["contentType"] == FILE
        assert info["content"] == {"uniqueId": "1150D938", "fileType": "csv"}
        assert info["contentUrl"].startswith("https://contoso-my.sharepoint.com/")


async def test_a_large_file_goes_in_ranges(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        content = b"x" * (limits.UPLOAD_CHUNK * 2 + 5)
        asked, card, card_id = await offered(bot, make, content)
        await bot.post(
            bot.say.consent(asked, card_id, card["content"]["acceptContext"], upload_url=f"{bot.teams.url}/onedrive/1")
        )
        await bot.teams.until(bot.teams.deleted)
        total = len(content)
        chunk = limits.UPLOAD_CHUNK
        assert chunk % 327_680 == 0
        assert [span for span, _ in bot.teams.uploads] == [
            f"bytes 0-{chunk - 1}/{total}",
            f"bytes {chunk}-{2 * chunk - 1}/{total}",
            f"bytes {2 * chunk}-{total - 1}/{total}",
        ]
        assert b"".join(part for _, part in bot.teams.uploads) == content


async def test_a_press_that_comes_twice_uploads_once(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        accept = bot.say.consent(
            asked, card_id, card["content"]["acceptContext"], upload_url=f"{bot.teams.url}/onedrive/1"
        )
        assert [(await bot.post(accept))[0] for _ in range(2)] == [200, 200]
        await bot.teams.until(bot.teams.deleted)
        await bot.post(bot.say.personal("otra"))
        await bot.teams.wait(4)
        assert len(bot.teams.uploads) == 1


async def test_many_presses_at_the_same_moment_upload_once(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        context, url = card["content"]["acceptContext"], f"{bot.teams.url}/onedrive/1"
        accepts = [bot.say.consent(asked, card_id, context, upload_url=url) for _ in range(5)]
        await asyncio.gather(*(bot.post(accept) for accept in accepts))
        await bot.teams.until(bot.teams.deleted)
        await bot.post(bot.say.personal("otra"))
        await bot.teams.wait(4)
        assert len(bot.teams.uploads) == 1


async def test_two_presses_of_accept_upload_once_and_after_a_failure_it_may_be_pressed_again(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)

        def accept() -> Json:
            context = card["content"]["acceptContext"]
            return bot.say.consent(asked, card_id, context, upload_url=f"{bot.teams.url}/onedrive/1")

        bot.teams.upload_troubles.append(Trouble(status=403))
        await bot.post(accept())
        await bot.teams.wait(3)  # a link, and the card stays
        await bot.post(accept())
        await bot.post(accept())
        await bot.teams.until(bot.teams.deleted)
        await bot.post(accept())
        await bot.post(bot.say.personal("otra"))
        await bot.teams.wait(6)
        assert len(bot.teams.uploads) == 1
        assert contents(bot).count("info") == 1


async def test_declined_when_the_file_is_gone_offers_no_link(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        await bot.core.artifacts.delete(make.stored[0].path)
        await bot.post(bot.say.consent(asked, card_id, card["content"]["declineContext"], upload_url=None))
        await bot.teams.wait(3)
        assert "/files/" not in json.dumps(bot.teams.sent()[-1])
        assert "ya no está guardado" in json.dumps(bot.teams.sent()[-1], ensure_ascii=False)


async def test_an_upload_survives_a_busy_onedrive(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        bot.teams.upload_troubles.extend([Trouble(status=503), Trouble(drop=True)])
        asked, card, card_id = await offered(bot, make)
        await bot.post(
            bot.say.consent(asked, card_id, card["content"]["acceptContext"], upload_url=f"{bot.teams.url}/onedrive/1")
        )
        await bot.teams.until(bot.teams.deleted)
        assert len(bot.teams.uploads) == 1


async def test_an_upload_that_is_refused_leaves_a_link_and_the_consent_card(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        bot.teams.upload_troubles.append(Trouble(status=403))
        asked, card, card_id = await offered(bot, make)
        await bot.post(
            bot.say.consent(asked, card_id, card["content"]["acceptContext"], upload_url=f"{bot.teams.url}/onedrive/1")
        )
        await bot.teams.wait(3)
        told = json.dumps(bot.teams.sent()[-1], ensure_ascii=False)
        assert "OneDrive no aceptó el archivo" in told
        assert "https://bot.example.com/files/" in told
        assert bot.teams.deleted() == []


async def test_declined_becomes_a_link_that_opens_the_file(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        await bot.post(bot.say.consent(asked, card_id, card["content"]["declineContext"], upload_url=None))
        await bot.teams.until(bot.teams.deleted)
        (action,) = bot.teams.cards()[-1]["body"][1]["actions"]
        assert action["type"] == "Action.OpenUrl"
        token = action["url"].removeprefix("https://bot.example.com/files/")
        assert await bot.core.artifacts.read(bot.core.artifacts.unsign(token)) == b"tag\r\nP-103\r\n"


async def test_declined_without_a_public_address_says_so(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make, public_url=None) as bot:
        asked, card, card_id = await offered(bot, make)
        await bot.post(bot.say.consent(asked, card_id, card["content"]["declineContext"], upload_url=None))
        await bot.teams.until(bot.teams.deleted)
        assert "De acuerdo, no lo guardo." in json.dumps(bot.teams.sent()[-1])


async def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        await bot.core.artifacts.delete(make.stored[0].path)
        await bot.post(
            bot.say.consent(asked, card_id, card["content"]["acceptContext"], upload_url=f"{bot.teams.url}/onedrive/1")
        )
        await bot.teams.until(bot.teams.deleted)
        assert "ya no está guardado" in json.dumps(bot.teams.sent()[-1], ensure_ascii=False)
        assert bot.teams.uploads == []


async def test_nobody_can_ask_for_another_file(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        forged = {**card["content"]["acceptContext"], "file": "../../state.sqlite"}
        await bot.post(bot.say.consent(asked, card_id, forged, upload_url=f"{bot.teams.url}/onedrive/1"))
        await bot.teams.until(bot.teams.deleted)
        assert bot.teams.uploads == []


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "file:///etc/passwd", "http://localhost:1/x", ""])
async def test_an_upload_goes_to_microsoft_or_nowhere(tmp_path: Path, url: str) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        asked, card, card_id = await offered(bot, make)
        accept = bot.say.consent(asked, card_id, card["content"]["acceptContext"], upload_url="x")
        accept["value"]["uploadInfo"]["uploadUrl"] = url
        await bot.post(accept)
        await bot.teams.wait(3)
        assert "OneDrive no aceptó el archivo" in json.dumps(bot.teams.sent()[-1], ensure_ascii=False)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://contoso-my.sharepoint.com/personal/ana/_api/upload?guid=1", True),
        ("https://sharepoint.com.evil.example/x", False),
        ("https://evilsharepoint.com/x", False),
        ("http://contoso-my.sharepoint.com/x", False),
        ("https://127.0.0.1/x", False),
    ],
)
def test_where_uploads_may_go(url: str, taken: bool) -> None:
    assert PUBLIC_CLOUD.takes_uploads(url) is taken


async def test_an_offer_that_teams_refuses_becomes_a_link_and_holds_nobody_up(tmp_path: Path) -> None:
    make = Csv()
    async with rig(tmp_path, make) as bot:
        make.stored = await bot.core.artifacts.save(
            {"data": b"x"}, at=now(), title=FileTitle("Equipos parados", f"{now():%Y-%m-%d}")
        )
        refused = Trouble(status=400, body={"error": {"code": "BadArgument"}})

        def only_offers(activity: Json) -> Trouble | None:
            offers = [part["contentType"] for part in activity.get("attachments", ())] == [CONSENT]
            return refused if offers else None

        bot.teams.trouble_with = only_offers
        await bot.post(bot.say.personal("equipos parados"))
        answer, link = await bot.teams.wait(2)
        assert "P-103" in json.dumps(answer)
        assert "/files/" in json.dumps(link)
        assert "OneDrive" in json.dumps(link, ensure_ascii=False)


ODD = [
    Trouble(status=408),
    Trouble(status=412),
    Trouble(status=503),
    Trouble(status=503, headers={"Retry-After": "0.01"}),
    Trouble(status=200, body={"x": 1}),
]


async def test_an_offer_that_does_not_get_through_leaves_the_chat_free_and_becomes_a_link(tmp_path: Path) -> None:
    """Each of them waits seconds for its tries, so they wait together."""
    homes = [tmp_path / str(place) for place in range(len(ODD))]
    for home in homes:
        home.mkdir()
    ended = await asyncio.gather(*map(offered_in_vain, homes, ODD), return_exceptions=True)
    troubles = zip(ODD, ended, strict=True)
    assert {f"{trouble.status} {trouble.headers}": end for trouble, end in troubles if end is not None} == {}


async def offered_in_vain(home: Path, trouble: Trouble) -> None:
    """An offer that Teams answers in that way; the next question is answered meanwhile."""
    make = Csv()
    async with rig(home, make) as bot:
        make.stored = await bot.core.artifacts.save(
            {"data": b"x"}, at=now(), title=FileTitle("Equipos parados", f"{now():%Y-%m-%d}")
        )

        def only_offers(activity: Json) -> Trouble | None:
            offers = [part["contentType"] for part in activity.get("attachments", ())] == [CONSENT]
            return trouble if offers else None

        bot.teams.trouble_with = only_offers
        await bot.post(bot.say.personal("equipos parados"))
        await bot.teams.wait(1)
        await bot.post(bot.say.personal("¿y por área?"))
        await bot.teams.until(lambda: [one for one in bot.teams.cards() if "P-103" in json.dumps(one)][1:])
        await bot.teams.until(lambda: "/files/" in json.dumps(bot.teams.sent()))
