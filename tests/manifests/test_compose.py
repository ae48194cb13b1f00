"""The compose files, by the compose specification's own schema, and what they promise."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from core.kernel.settings import Settings
from tests.manifests.tools import ROOT, run

FILES = ("docker-compose.yml", "docker-compose.prod.yml")
SETTINGS = {name.upper() for name in Settings.model_fields}
PROD: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.prod.yml").read_text("utf-8"))
BOTS = ("bot-1", "bot-2")


def test_they_are_compose_files() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", *FILES)


@pytest.mark.parametrize("file", FILES)
def test_every_container_of_ours_is_locked_down_and_has_time_to_stop(file: str) -> None:
    services = yaml.safe_load((ROOT / file).read_text("utf-8"))["services"]
    ours = [service for service in services.values() if service["image"] == "maintbot"]
    assert ours
    for service in ours:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "/tmp" in service["tmpfs"]
        assert int(service["stop_grace_period"].removesuffix("s")) >= 30
        assert set(service["environment"]) <= SETTINGS


def test_no_secret_stands_in_them() -> None:
    for file in FILES:
        text = (ROOT / file).read_text("utf-8")
        for name, value in re.findall(r"(\w*(?:PASSWORD|SECRET|KEYS|KEY)\w*): (.+)", text):
            assert value.startswith("${"), f"{file}: {name}"
            assert ":?" in value, f"{file}: {name} must be refused when it is missing"


def test_both_bots_share_state_secret_and_files() -> None:
    first, second = (PROD["services"][name] for name in BOTS)
    assert first == second
    assert {"STATE_DATABASE_URL", "SECRET_KEY", "API_KEYS"} <= set(first["environment"])
    assert first["volumes"] == ["files:/var/lib/maintbot"]


def test_only_nginx_is_reachable_from_outside() -> None:
    published = {name: service["ports"] for name, service in PROD["services"].items() if "ports" in service}
    assert published.pop("nginx") == ["80:80", "443:443"]
    for ports in published.values():
        assert all(port.startswith("127.0.0.1:") for port in ports)


def test_what_talks_to_each_other_shares_a_network_and_nothing_else_does() -> None:
    of = {name: set(service["networks"]) for name, service in PROD["services"].items()}
    for bot in BOTS:
        assert of[bot] & of["nginx"] == {"front"}
        assert of[bot] & of["state"] == {"state"}
        assert of[bot] & of["prometheus"] == {"watch"}
    assert not of["nginx"] & of["state"]
    assert of["prometheus"] & of["grafana"] == {"watch"}
    assert {name for name, network in PROD["networks"].items() if network and network.get("internal")} == {
        "front",
        "state",
        "watch",
    }


def test_every_mounted_file_is_there_but_the_certificate() -> None:
    for service in PROD["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            if source.startswith("./") and not source.endswith("/tls"):
                assert (ROOT / source).exists(), source


def test_prometheus_asks_each_bot_where_it_tells() -> None:
    config = yaml.safe_load((ROOT / "manifests/prometheus/prometheus.yml").read_text("utf-8"))
    (job,) = config["scrape_configs"]
    port = PROD["services"]["bot-1"]["environment"]["METRICS_PORT"]
    assert job["static_configs"] == [{"targets": [f"{bot}:{port}" for bot in BOTS]}]
