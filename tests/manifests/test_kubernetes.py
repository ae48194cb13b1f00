"""The Kubernetes manifests: by the API's own schemas, built by kustomize where it is, and what they promise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bots.server import DRAIN_SECONDS
from core.kernel.settings import Settings
from tests.manifests.tools import ROOT, run

FOLDER = ROOT / "manifests" / "kubernetes"
BASE = FOLDER / "base"
VERSION = "1.32"
Json = dict[str, Any]


def resources(folder: Path) -> list[str]:
    listed: list[str] = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))["resources"]
    return listed


def base(kind: str) -> Json:
    for file in BASE.glob("*.yaml"):
        found: Json = yaml.safe_load(file.read_text("utf-8"))
        if found["kind"] == kind:
            return found
    raise AssertionError(kind)


def pod() -> Json:
    spec: Json = base("Deployment")["spec"]["template"]["spec"]
    return spec


def container() -> Json:
    (found,) = pod()["containers"]
    return dict(found)


@pytest.fixture(scope="module", params=["demo", "production"])
def overlay(request: pytest.FixtureRequest) -> list[Json]:
    text = run("kubectl", "kustomize", str(FOLDER / "overlays" / request.param))
    return [each for each in yaml.safe_load_all(text) if each]


def test_every_file_of_the_base_is_one_of_the_apis_kinds() -> None:
    """By the API's schemas. Selectors are kustomize's to add, so a Deployment without one is completed here."""
    from kubernetes_validate import validate

    for name in resources(BASE):
        found = yaml.safe_load((BASE / name).read_text("utf-8"))
        if found["kind"] == "Deployment":
            labels = {"app.kubernetes.io/name": "maintbot"}
            found["spec"]["selector"] = {"matchLabels": labels}
            found["spec"]["template"]["metadata"] = {"labels": labels}
        validate(found, VERSION, strict=True)
        assert found["kind"] == "Namespace" or found["metadata"]["namespace"] == "maintbot"


def test_the_base_lists_every_file() -> None:
    assert {*resources(BASE), "kustomization.yaml"} == {file.name for file in BASE.iterdir()}


def test_what_kustomize_builds_is_of_the_apis_kinds(overlay: list[Json]) -> None:
    from kubernetes_validate import validate

    for each in overlay:
        validate(each, VERSION, strict=True)
    (deployment,) = (each for each in overlay if each["kind"] == "Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"].items() <= labels.items()


def test_what_production_builds_has_no_secret_and_three_replicas() -> None:
    text = run("kubectl", "kustomize", str(FOLDER / "overlays" / "production"))
    built = {each["kind"]: each for each in yaml.safe_load_all(text) if each}
    assert "Secret" not in built
    assert built["HorizontalPodAutoscaler"]["spec"]["minReplicas"] == 3
    assert "change-me" not in text
    host = built["Ingress"]["spec"]["rules"][0]["host"]
    assert built["Ingress"]["spec"]["tls"][0]["hosts"] == [host]
    assert built["ConfigMap"]["data"]["PUBLIC_URL"] == f"https://{host}"
    image = built["Deployment"]["spec"]["template"]["spec"]["containers"][0]["image"]
    assert image.startswith("registry.example/maintbot:")
    ports = [port["port"] for rule in built["NetworkPolicy"]["spec"]["egress"] for port in rule["ports"]]
    assert sorted(ports) == [53, 53, 443, 5432]


def test_the_demo_runs_alone() -> None:
    text = run("kubectl", "kustomize", str(FOLDER / "overlays" / "demo"))
    built = {each["kind"]: each for each in yaml.safe_load_all(text) if each}
    assert built["Deployment"]["spec"]["replicas"] == 1
    assert {"PersistentVolumeClaim", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget"}.isdisjoint(built)
    assert set(built["Secret"]["stringData"]) == {"API_KEYS", "SECRET_KEY"}
    assert all("emptyDir" in volume for volume in built["Deployment"]["spec"]["template"]["spec"]["volumes"])


def test_probes_ask_what_each_is_for() -> None:
    found = container()
    paths = {name: found[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "readiness", "liveness")}
    assert paths == {"startup": "/health/ready", "readiness": "/health/ready", "liveness": "/health/live"}


def test_a_pod_has_the_time_that_it_needs_to_stop() -> None:
    (word, seconds) = container()["lifecycle"]["preStop"]["exec"]["command"]
    assert word == "sleep"
    assert pod()["terminationGracePeriodSeconds"] >= int(seconds) + DRAIN_SECONDS + 5


def test_a_pod_may_nothing_that_it_does_not_need() -> None:
    assert pod()["automountServiceAccountToken"] is False
    assert pod()["securityContext"]["runAsNonRoot"] is True
    secured = container()["securityContext"]
    assert secured["readOnlyRootFilesystem"] is True
    assert secured["allowPrivilegeEscalation"] is False
    assert secured["capabilities"] == {"drop": ["ALL"]}
    user = pod()["securityContext"]["runAsUser"]
    assert f"--uid {user} " in (ROOT / "Dockerfile").read_text("utf-8")


def test_only_settings_that_there_are_are_set() -> None:
    names = {*base("ConfigMap")["data"], *base("Secret")["stringData"]}
    assert names <= {name.upper() for name in Settings.model_fields}
    mounted = {mount["mountPath"] for mount in container()["volumeMounts"]}
    assert base("ConfigMap")["data"]["CHAT_DOCS_DIR"] in mounted


def test_renewing_takes_none_away_before_another_is_there() -> None:
    assert base("Deployment")["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    assert base("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1
    assert base("HorizontalPodAutoscaler")["spec"]["minReplicas"] == 3


def test_metrics_are_for_monitoring_alone() -> None:
    rules = base("NetworkPolicy")["spec"]["ingress"]
    by_port = {port["port"]: rule["from"] for rule in rules for port in rule["ports"]}
    assert set(by_port) == {8000, 9100}
    (source,) = by_port[9100]
    assert source["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "monitoring"}
