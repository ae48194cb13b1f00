"""The web chat as it is served: everything from here, a strict policy, words in both languages, small."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from adapters.rest.web import assets
from tests.adapters.rest.rig import Client, Serve, boot_of

STATIC = files("adapters.rest").joinpath("web", "static")
SCRIPTS = {entry.name: entry.read_text("utf-8") for entry in STATIC.iterdir() if entry.name.endswith(".js")}
MOST_BYTES = 120_000


@pytest.mark.parametrize("spoken", ["es", "en"])
async def test_everything_comes_from_here_and_nothing_else_may(client: Client, spoken: str) -> None:
    response = await client.get("/", headers={"Accept-Language": spoken})
    html = await response.text()
    assert f'<html lang="{spoken}">' in html
    assert "{{" not in html
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert " style=" not in html, "an inline style would be blocked"
    addresses = re.findall(r'(?:src|href)="([^"#]+)"', html)
    assert [one for one in addresses if not one.startswith(("/web/", "data:image/svg"))] == []
    for address in addresses:
        if address.startswith("/"):
            assert (await client.get(address)).status == 200, address


async def test_its_files_are_kept_for_ever_and_an_old_address_is_gone(client: Client) -> None:
    response = await client.get(f"/web/{assets.version()}/main.js")
    assert response.content_type == "text/javascript"
    assert "immutable" in response.headers["Cache-Control"]
    assert (await client.get("/web/000000000000/main.js")).status == 404
    assert (await client.get(f"/web/{assets.version()}/nothing.js")).status == 404
    assert (await client.get(f"/web/{assets.version()}/..%2Fchat.html")).status == 404


async def test_page_scripts_and_styles_are_small(client: Client) -> None:
    html = await (await client.get("/")).read()
    sizes = {name: len(asset.content) for name, asset in assets.assets().items()}
    assert len(html) + sum(sizes.values()) <= MOST_BYTES, sizes


async def test_every_text_that_is_used_is_there_and_every_text_is_used(client: Client) -> None:
    boot = await boot_of(client)
    html = await (await client.get("/")).text()
    code = "\n".join(SCRIPTS.values())
    used = set(re.findall(r'data-(?:text|label)="(\w+)"', html)) | set(re.findall(r'say\(\s*"(\w+)"', code))
    # Some are named by a value: stages, ways of a pager, kinds of file, reasons.
    named = set(re.findall(r'"(\w+)"|(\w+):', code))
    known = set(boot["texts"]["es"])
    assert used <= known
    assert boot["texts"]["es"].keys() == boot["texts"]["en"].keys()
    loose = {name for name in known - used if not name.startswith(("stage_", "page_"))}
    assert loose <= {word for pair in named for word in pair}, "no longer said"


def test_what_people_and_the_plant_wrote_is_never_markup() -> None:
    for name, code in SCRIPTS.items():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code), name


def test_a_module_imports_only_its_neighbours() -> None:
    for name, code in SCRIPTS.items():
        for imported in re.findall(r'from "([^"]+)"', code):
            assert imported.removeprefix("./") in SCRIPTS, f"{name}: {imported}"


async def test_with_keys_the_page_asks_for_one(serve: Serve) -> None:
    async with serve(api_keys=("k",)) as (client, _):
        response = await client.get("/", headers={"Host": "bot.example"})
        assert response.status == 200
        assert (await boot_of(client))["keyed"] is True
    async with serve() as (client, _):
        assert (await boot_of(client))["keyed"] is False
        response = await client.get("/", headers={"Host": "bot.example"})
        assert (response.status, (await response.json())["error"]["code"]) == (403, "local_only")


async def test_it_can_be_turned_off(serve: Serve) -> None:
    async with serve(web_chat=False) as (client, _):
        assert (await client.get("/")).status == 404
        assert (await client.get(f"/web/{assets.version()}/main.js")).status == 404
        assert (await client.post("/v1/chat", json={"message": "data"})).status == 200
