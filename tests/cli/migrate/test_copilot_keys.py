"""Every key that Copilot's manifests have, by its documentation and its source, has a row, and is carried over or reported."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from fargate_web_cli.migrate.copilot import convert
from fargate_web_cli.migrate.copilot.convert import ConversionRequest, convert_to_sections
from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE
from fargate_web_cli.migrate.copilot.unconverted_fields import PIPELINE_FIELDS, REQUEST_DRIVEN_FIELDS, STATIC_SITE_FIELDS
from fargate_web_cli.migrate.report import Report

from tests.cli.migrate.migrating import HEADS

KEYS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "copilot_manifest_keys.yaml").read_text(encoding="utf-8"))
KEYS_BY_KIND: dict[str, dict[str, Any]] = {}
for kinds, keys in KEYS.items():
    for kind in kinds.split():
        KEYS_BY_KIND[kind] = KEYS_BY_KIND.get(kind, {}) | keys

HEAD_BY_KIND = {kind: {"on" if key is True else key: value for key, value in yaml.safe_load(head).items()} for kind, head in HEADS.items()}
"""A manifest of each kind. YAML 1.1 reads the key `on` as true."""
HEAD_BY_KIND["lb"]["http"] = {"path": "/"}
HEAD_BY_KIND["env"] = HEAD_BY_KIND["lb"]

_NOTHING: dict[str, Any] = {}
_EFS = {"storage": {"volumes": {"x": {"path": "/x", "efs": {"id": "fs-12345678"}}}}}
_MANAGED_EFS = {"storage": {"volumes": {"x": {"path": "/x", "efs": {"uid": 1, "gid": 1}}}}}
_SIDECAR = {"sidecars": {"x": {"image": "example.com/x:1"}}}
_SIDECAR_WITH_PORT = {"sidecars": {"x": {"image": "example.com/x:1", "port": 80}}}
_MOUNT = {"sidecars": {"x": {"image": "example.com/x:1", "mount_points": [{"source_volume": "x", "path": "/x"}]}}}
_RULE = {"http": {"path": "a", "additional_rules": [{"path": "b"}]}}
_RANGE = {"count": {"range": {"min": 2, "max": 6}, "cpu_percentage": 50}}
_ROUTER = {"logging": {"destination": {"Name": "firehose"}}}
CONTEXTS: list[tuple[str, dict[str, Any]]] = [
    ("storage.volumes.<name>.efs.uid", _MANAGED_EFS),
    ("storage.volumes.<name>.efs.gid", _MANAGED_EFS),
    ("storage.volumes.<name>.efs.", _EFS),
    ("storage.volumes.<name>", {"storage": {"volumes": {"x": {"path": "/x"}}}}),
    ("sidecars.<name>.mount_points[]", _MOUNT),
    ("sidecars.<name>.", _SIDECAR),
    ("http.additional_rules[].target_container", _RULE | _SIDECAR_WITH_PORT),
    ("http.additional_rules[].", _RULE),
    ("http.redirect_to_https", {"http": {"path": "/", "alias": "a.example.com"}}),
    ("http.target_container", {"http": {"path": "/"}, **_SIDECAR_WITH_PORT}),
    ("http.targetContainer", {"http": {"path": "/"}, **_SIDECAR_WITH_PORT}),
    ("http.", {"http": {"path": "/"}}),
    ("nlb.additional_listeners[].target_container", {"nlb": {"port": 82, "additional_listeners": [{"port": 83}]}, **_SIDECAR}),
    ("nlb.additional_listeners[].", {"nlb": {"port": 82, "additional_listeners": [{"port": 83}]}}),
    ("nlb.target_container", {"nlb": {"port": 82}, **_SIDECAR}),
    ("nlb.", {"nlb": {"port": 82}}),
    ("count.range.", _RANGE),
    ("count.cooldown", _RANGE),
    ("count.cpu_percentage", {"count": {"range": "2-6", "cpu_percentage": {"value": 50}}}),
    ("count.memory_percentage", {"count": {"range": "2-6", "memory_percentage": {"value": 50}}}),
    ("count.requests", {"count": {"range": "2-6", "requests": {"value": 50}}}),
    ("count.queue_delay", {"count": {"range": "2-6", "queue_delay": {"acceptable_latency": "1m", "msg_processing_time": "1s"}}}),
    ("logging.enableMetadata", _ROUTER),
    ("publish.topics[]", {"publish": {"topics": [{"name": "a"}]}}),
    ("subscribe.topics[]", {"subscribe": {"topics": [{"name": "a", "service": "b"}]}}),
    ("taskdef_overrides[]", {"taskdef_overrides": [{"path": "ContainerDefinitions[0].StopTimeout", "value": 60}]}),
]
"""What a manifest has already when a key is added, by the beginning of the key."""


@pytest.mark.parametrize("kind", KEYS_BY_KIND)
def test_every_key_has_a_row(kind):
    rows = [*FIELD_TABLE, *REQUEST_DRIVEN_FIELDS, *STATIC_SITE_FIELDS, *PIPELINE_FIELDS]
    assert KEYS_BY_KIND[kind].keys() - {row.path for row in rows if kind in row.kinds} == set()


def test_every_row_is_that_of_a_key():
    unknown = {row.path for row in FIELD_TABLE for kind in row.kinds if row.path not in KEYS_BY_KIND[kind] and not row.path.endswith("[]")}
    assert unknown == set()


def placed(path: str, value: Any) -> Any:
    for key in reversed(path.replace("[]", ".[]").split(".")):
        value = [value] if key == "[]" else {"x" if key.startswith("<") else key: value}
    return value


def over(base: Any, change: Any) -> Any:
    if isinstance(base, list) and isinstance(change, list) and isinstance(change[0], dict):
        return [over(base[0], change[0]), *base[1:]]
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    return {**base, **{key: over(base.get(key), value) for key, value in change.items()}}


def convert_manifest(kind: str, manifest: dict[str, Any], folder: Path) -> tuple[Any, set[tuple[str, str]]]:
    head = HEAD_BY_KIND[kind]
    if "build" in manifest.get("image", {}):
        head = head | {"image": {key: value for key, value in head["image"].items() if key != "location"}}
    files = {"m.yml": head if kind == "env" else over(head, manifest)}
    if kind == "env":
        files["env.yml"] = over({"name": "prod", "type": "Environment"}, manifest)
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    report = Report()
    environment = str(folder / "env.yml") if kind == "env" else None
    request = ConversionRequest([str(folder / "m.yml")], "prod", environment, "us-west-2", "123456789012", "shop", {})
    converted = convert_to_sections(request, report)
    assert converted is not None, list(report.format_lines())
    told = {(outcome, fault.message) for outcome, faults in report.faults_by_outcome.items() for fault in faults}
    return converted.context.sections, told


@pytest.mark.parametrize("kind", HEADS | {"env": ""})
def test_every_key_is_carried_over_or_reported(kind, tmp_path):
    silent, without = [], {}
    for path, value in KEYS_BY_KIND[kind].items():
        if value is None:
            continue
        context = next((context for beginning, context in CONTEXTS if path.startswith(beginning)), _NOTHING)
        if id(context) not in without:
            without[id(context)] = convert_manifest(kind, context, tmp_path)
        if convert_manifest(kind, over(context, placed(path, value)), tmp_path) == without[id(context)]:
            silent.append(path)
    assert silent == []


def test_manifests_that_are_not_converted_are_reported(tmp_path):
    manifests = {
        "site": "name: site\ntype: Static Site\nfiles: [{source: dist}]\n",
        "app": "name: app\ntype: Request-Driven Web Service\nimage: {location: example.com/a:1, port: 80}\n",
        "pipeline": "name: pipeline\nversion: 1\nsource: {provider: GitHub}\nstages: [{name: test}]\n",
    }
    paths = []
    for name, text in manifests.items():
        (tmp_path / f"{name}.yml").write_text(text)
        paths.append(str(tmp_path / f"{name}.yml"))
    report = Report()
    assert convert.convert_manifests(ConversionRequest(paths), report) is None
    assert len(report.faults_by_outcome["left"]) == len(manifests)
