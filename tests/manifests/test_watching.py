"""Prometheus' and Grafana's files: only metrics and labels that the product has, alerts that lead to a paragraph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from core.telemetry import metrics
from core.telemetry.health import PARTS
from tests.manifests.tools import ROOT, run

PROMETHEUS = ROOT / "manifests" / "prometheus"
DASHBOARD = ROOT / "manifests" / "grafana" / "dashboard.json"
NAME = re.compile(r"\bmaintbot_\w+")
RULE = re.compile(r"\bmaintbot:[\w:]+")
OF_HISTOGRAM = re.compile(r"_(bucket|sum|count)$")


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def rules(name: str) -> list[dict[str, Any]]:
    return [rule for group in read(PROMETHEUS / name)["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return found


def expressions() -> Iterator[str]:
    for rule in (*rules("rules.yml"), *rules("alerts.yml")):
        yield rule["expr"]
    for panel in panels():
        yield from (target["expr"] for target in panel.get("targets", ()))


def documented_labels() -> dict[str, set[str]]:
    """Each metric's labels as docs/operations.md has them."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for names, labels in re.findall(r"^\| ((?:`maintbot_\w+`(?:, )?)+) \| ([^|]*)\|", page, re.MULTILINE):
        found |= {name: set(re.findall(r"`(\w+)`", labels)) for name in NAME.findall(names)}
    return found


def labels_by_metric() -> dict[str, set[str]]:
    """What the product exposes: the labels of each sample's name. Prometheus itself adds job and instance."""
    documented = documented_labels()
    found: dict[str, set[str]] = {}
    for value in vars(metrics).values():
        if isinstance(value, MetricWrapperBase):
            (family,) = value.describe()
            name = f"{family.name}_total" if family.type == "counter" else family.name
            labels = {*documented[name], "job", "instance"}
            if family.type == "histogram":
                found |= {f"{name}_bucket": labels | {"le"}, f"{name}_sum": labels, f"{name}_count": labels}
            else:
                found[name] = labels
    return found


def test_the_documented_labels_are_the_products() -> None:
    documented = documented_labels()
    for value in vars(metrics).values():
        if isinstance(value, MetricWrapperBase):
            (family,) = value.describe()
            labels = documented[f"{family.name}_total" if family.type == "counter" else family.name]
            if labels:  # prometheus_client refuses names that it was not declared with
                value.labels(**dict.fromkeys(labels, "of a test"))
                value.remove_by_labels(dict.fromkeys(labels, "of a test"))
            else:
                with pytest.raises(ValueError, match="No label names"):
                    value.labels("of a test")


def test_every_metric_that_is_asked_for_is_there() -> None:
    known = labels_by_metric()
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert len(asked) > 20
    assert asked - set(known) == set()


def test_every_metric_of_the_product_is_on_the_dashboard_or_in_a_rule() -> None:
    asked = {OF_HISTOGRAM.sub("", name) for expression in expressions() for name in NAME.findall(expression)}
    assert {OF_HISTOGRAM.sub("", name) for name in labels_by_metric()} - asked == set()


def test_only_labels_that_the_metrics_have_are_asked_for() -> None:
    known = labels_by_metric()
    recorded = {"maintbot:cache_hits:share5m": {"cache"}}
    for expression in expressions():
        mine = set().union(*(known[name] for name in NAME.findall(expression)), set())
        mine |= set().union(*(recorded.get(name, set()) for name in RULE.findall(expression)), set())
        asked = {label for group in re.findall(r"\bby \(([^)]*)\)", expression) for label in group.split(", ")}
        asked |= set(re.findall(r"[{,]\s*(\w+)=~?", expression)) if NAME.search(expression) else set()
        assert asked <= mine, expression


def test_every_part_that_an_alert_watches_is_one_of_health() -> None:
    parts = {
        part
        for expression in expressions()
        for group in re.findall(r'part=~?"([^"]+)"', expression)
        for part in group.split("|")
    }
    assert parts == {"plant", "state", "slack", "teams", "model", "artifacts"}
    assert parts <= set(PARTS)


def test_every_recorded_rule_that_is_used_is_recorded() -> None:
    used = {name for expression in expressions() for name in RULE.findall(expression)}
    assert used == {rule["record"] for rule in rules("rules.yml")}


def test_every_alert_says_what_it_is_and_leads_to_its_paragraph() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    alerts = rules("alerts.yml")
    for alert in alerts:
        file, _, anchor = alert["annotations"]["runbook"].partition("#")
        assert file == "docs/operations.md"
        assert f'<a id="{anchor}"></a>**{alert["alert"]}**' in page
        assert alert["annotations"]["summary"]
        assert alert["labels"]["severity"] in ("critical", "warning", "info")
    anchors = {alert["annotations"]["runbook"].partition("#")[2] for alert in alerts}
    assert set(re.findall(r'<a id="(alert-[a-z-]+)">', page)) == anchors


def test_the_dashboards_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_the_dashboard_asks_the_prometheus_that_grafana_is_given() -> None:
    (source,) = read(ROOT / "manifests/grafana/provisioning/datasources/prometheus.yml")["datasources"]
    assert (source["type"], source["url"]) == ("prometheus", "http://prometheus:9090")
    (variable,) = json.loads(DASHBOARD.read_text("utf-8"))["templating"]["list"]
    assert (variable["name"], variable["query"]) == ("datasource", "prometheus")
    assert {panel["datasource"]["uid"] for panel in panels() if panel["type"] != "row"} == {"${datasource}"}


def test_prometheus_takes_them() -> None:
    """By promtool: every expression parses, every template is one."""
    run("promtool", "check", "config", str(PROMETHEUS / "prometheus.yml"))


def test_alerts_fire_when_they_should_and_not_before() -> None:
    """By promtool, over the series of alerts_fire.yml."""
    run("promtool", "test", "rules", str(Path(__file__).with_name("alerts_fire.yml")))
