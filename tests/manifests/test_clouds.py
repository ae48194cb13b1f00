"""Azure's and AWS's templates and the systemd unit: read by their own tools' grammar, and what they promise."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bots.server import DRAIN_SECONDS
from core.kernel.settings import Settings
from tests.manifests.tools import ROOT, run

AZURE = ROOT / "manifests" / "azure"
FARGATE = ROOT / "manifests" / "aws" / "fargate.yaml"
UNIT = ROOT / "manifests" / "systemd" / "maintbot.service"
SETTINGS = {name.upper() for name in Settings.model_fields}


class _Tags(yaml.SafeLoader):
    """CloudFormation's short forms (``!Ref``) as what they stand for."""


def _short(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return {suffix: loader.construct_scalar(node)}
    assert isinstance(node, yaml.SequenceNode)
    return {suffix: loader.construct_sequence(node, deep=True)}


_Tags.add_multi_constructor("!", _short)


def resource(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(FARGATE.read_text("utf-8"), _Tags)["Resources"][name]["Properties"]
    return found


@pytest.mark.parametrize("name", ["container-apps", "container-instances"])
def test_bicep_is_bicep(name: str) -> None:
    """By the grammar alone: Azure's own compiler is in no package index, so types are not checked."""
    import tree_sitter_bicep
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_bicep.language())).parse((AZURE / f"{name}.bicep").read_bytes())
    assert not tree.root_node.has_error


@pytest.mark.parametrize("name", ["container-apps", "container-instances"])
def test_bicep_names_what_there_is_and_keeps_secrets_secret(name: str) -> None:
    text = (AZURE / f"{name}.bicep").read_text("utf-8")
    names = set(re.findall(r"\{ name: '([A-Z][A-Z0-9_]+)'", text)) | set(re.findall(r"env: '([A-Z0-9_]+)'", text))
    assert len(names) > 8
    assert names <= SETTINGS
    declared = re.findall(r"(@secure\(\)\n)?param (\w+) string", text)
    secret = {param for secure, param in declared if secure}
    assert secret == {
        param for _, param in declared if re.search(r"(?i)password|secret|token|key|databaseurl|certificate", param)
    }
    for param in secret:
        assert not re.search(rf"name: '[A-Z_]+', value: {param}\b", text), f"{param} would be shown"
    used = {param for _, param in declared if len(re.findall(rf"\b{param}\b", text)) > 1}
    assert used == {param for _, param in declared}
    assert re.search(r"path: '/health/live'", text) and re.search(r"path: '/health/ready'", text)


def test_cloudformation_takes_the_template() -> None:
    run("cfn-lint", str(FARGATE))


def test_fargate_runs_three_and_gives_them_time_to_stop() -> None:
    template = yaml.load(FARGATE.read_text("utf-8"), _Tags)
    assert template["Parameters"]["Tasks"]["Default"] == 3
    (container,) = resource("TaskDefinition")["ContainerDefinitions"]
    assert container["StopTimeout"] >= DRAIN_SECONDS + 5
    assert container["ReadonlyRootFilesystem"] is True
    assert container["HealthCheck"]["Command"][-1] == "live"
    assert resource("Target")["HealthCheckPath"] == "/health/ready"
    named = {each["Name"] for each in (*container["Environment"], *container["Secrets"])}
    assert named <= SETTINGS
    secret = {each["Name"] for each in container["Secrets"]}
    assert {"API_KEYS", "SECRET_KEY", "STATE_DATABASE_URL", "MAINTENANCE_DATABASE_URL"} <= secret


def test_fargates_tasks_are_reached_through_the_load_balancer_alone() -> None:
    (rule,) = resource("TaskGroup")["SecurityGroupIngress"]
    assert rule["SourceSecurityGroupId"] == {"Ref": "BalancerGroup"}
    assert resource("Service")["NetworkConfiguration"]["AwsvpcConfiguration"]["AssignPublicIp"] == "DISABLED"
    (condition,) = resource("Inside")["Conditions"]
    assert condition["PathPatternConfig"]["Values"] == ["/metrics", "/health"]


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    unit = tmp_path / "maintbot.service"
    # What it starts is not on this machine; everything else is looked at as it is.
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/maintbot/bin/maintbot", "/bin/true"))
    run("systemd-analyze", "verify", "--man=no", str(unit))


def test_the_unit_gives_it_time_to_stop_and_little_else() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(UNIT.read_text("utf-8"))
    service = unit["Service"]
    assert float(service["TimeoutStopSec"]) >= DRAIN_SECONDS + 5
    assert service["ExecStart"].endswith("/maintbot serve")
    for name, value in (
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""),
    ):
        assert service[name] == value
