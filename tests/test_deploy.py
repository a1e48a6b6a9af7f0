"""The examples for containers say what is true of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot import bootstrap, web_server
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
KUBERNETES = sorted((ROOT / "deploy/kubernetes").glob("*.yaml"))
HEALTH = {"/healthz", "/readyz"}


def documents(*names: str) -> list[dict[str, Any]]:
    files = [path for path in KUBERNETES if not names or path.name in names]
    return [found for path in files for found in yaml.safe_load_all(path.read_text())]


def the(kind: str, name: str = "scs-bot") -> dict[str, Any]:
    (found,) = [d for d in documents() if (d["kind"], d["metadata"]["name"]) == (kind, name)]
    return found


def pod(kind: str = "Deployment", name: str = "scs-bot") -> dict[str, Any]:
    spec: dict[str, Any] = the(kind, name)["spec"]["template"]["spec"]
    return spec


def container() -> dict[str, Any]:
    (found,) = pod()["containers"]
    assert isinstance(found, dict)
    return found


def image_variables() -> dict[str, str]:
    instruction = re.search(r"^ENV (.+?[^\\])$", (ROOT / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE)
    assert instruction is not None
    return dict(re.findall(r"(\w+)=(\S+)", instruction[1]))


def test_every_object_has_what_kubernetes_asks_of_all() -> None:
    assert len(documents()) == 7
    for document in documents():
        assert document["apiVersion"]
        assert document["kind"]
        assert document["metadata"]["name"]


def test_ports_are_those_the_image_listens_on() -> None:
    ports = {port["name"]: str(port["containerPort"]) for port in container()["ports"]}
    told = image_variables()
    assert ports == {"http": told["PORT"], "metrics": told["METRICS_PORT"]}
    assert f"EXPOSE {told['PORT']} {told['METRICS_PORT']}" in (ROOT / "Dockerfile").read_text()


def test_probes_ask_where_the_bot_answers() -> None:
    probes = [container()[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")]
    assert {probe["path"] for probe in probes} == HEALTH
    assert {probe["port"] for probe in probes} == {"http"}
    assert container()["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_a_pod_is_given_the_time_that_a_stop_may_take() -> None:
    (drain,) = [int(v["value"]) for v in container()["env"] if v["name"] == "DRAIN_SECONDS"]
    longest = web_server.LAST_REQUESTS_SECONDS + 2 * bootstrap.LAST_WORK_SECONDS
    assert pod()["terminationGracePeriodSeconds"] > drain + longest
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert int(compose["services"]["bot"]["stop_grace_period"].removesuffix("s")) > longest


def test_two_replicas_run_and_one_always_stays() -> None:
    assert the("Deployment")["spec"]["replicas"] == 2
    assert the("Deployment")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert the("PodDisruptionBudget")["spec"]["minAvailable"] == 1


@pytest.mark.parametrize("kind", ["Service", "PodDisruptionBudget", "Deployment"])
def test_selectors_select_the_pods(kind: str) -> None:
    labels = the("Deployment")["spec"]["template"]["metadata"]["labels"]
    selector = the(kind)["spec"]["selector"]
    assert selector.get("matchLabels", selector).items() <= labels.items()


def test_metrics_are_not_offered_where_slack_comes_in() -> None:
    assert [port["targetPort"] for port in the("Service")["spec"]["ports"]] == ["http"]
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert not [port for port in compose["services"]["bot"]["ports"] if "9464" in port]


def test_the_bot_runs_as_nobody_special_and_writes_only_into_its_volumes() -> None:
    user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert user is not None
    context = pod()["securityContext"]
    assert context["runAsNonRoot"]
    assert (str(context["runAsUser"]), str(context["runAsGroup"])) == user.groups()
    own = container()["securityContext"]
    assert own["readOnlyRootFilesystem"]
    assert own["capabilities"] == {"drop": ["ALL"]}
    assert {m["name"] for m in container()["volumeMounts"]} == {v["name"] for v in pod()["volumes"]}


def test_nothing_but_data_belongs_to_the_user_of_the_image() -> None:
    text = (ROOT / "Dockerfile").read_text()
    owned = re.findall(r"^COPY .*--chown=\S+ (?:\S+ )*(\S+)$", text, re.MULTILINE)
    assert (owned, re.findall(r"\bchown +", text)) == (["/data"], [])
    assert re.findall(r"chmod (\S+)", text) == ["755"]
    assert "VOLUME /data" in text.splitlines()


def test_compose_lets_the_bot_write_into_data_and_tmp_only_and_gain_nothing() -> None:
    told = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["bot"]
    assert told["read_only"] is True
    assert (told["tmpfs"], told["volumes"]) == (["/tmp"], ["data:/data"])
    assert (told["cap_drop"], told["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert not {"user", "privileged", "cap_add", "devices", "pid", "network_mode"} & told.keys()


def test_kubernetes_lets_the_bot_write_into_passing_folders_only_and_gain_nothing() -> None:
    assert {mount["mountPath"] for mount in container()["volumeMounts"]} == {"/cache", "/tmp"}
    assert all("emptyDir" in volume for volume in pod()["volumes"])
    assert container()["securityContext"]["allowPrivilegeEscalation"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod().keys()


def test_the_image_is_of_this_version() -> None:
    assert container()["image"] == f"scs-bot:{bot.__version__}"
    assert f'\nversion = "{bot.__version__}"\n' in (ROOT / "pyproject.toml").read_text()


def test_every_variable_is_one_that_the_bot_reads() -> None:
    known = {str(name) for f in Settings.model_fields.values() for name in f.validation_alias.choices}  # type: ignore[union-attr] # every field has aliases
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    given = {v["name"] for v in container()["env"]} | set(the("Secret")["stringData"])
    assert given | set(compose["services"]["bot"].get("environment", {})) <= known


def test_the_settings_of_a_machine_are_read_from_a_list_of_files_as_compose_asks() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert compose["services"]["bot"]["env_file"] == [{"path": ".env", "required": False}]


def test_what_the_image_keeps_lies_in_its_volume() -> None:
    told = image_variables()
    assert "\nVOLUME /data\n" in (ROOT / "Dockerfile").read_text()
    assert told["DATABASE_URL"].startswith("sqlite:////data/")
    assert told["SCS_CACHE"].startswith("/data/")


def test_the_image_has_the_command_by_the_name_that_the_manual_uses() -> None:
    assert " > /venv/bin/scs-bot" in (ROOT / "Dockerfile").read_text()
    assert image_variables()["PATH"].startswith("/venv/bin:")


def test_the_example_of_a_secret_holds_none() -> None:
    for name in ("scs-bot", "scs-postgres"):
        assert set(the("Secret", name)["stringData"].values()) == {""}
