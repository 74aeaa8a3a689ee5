"""Whatever stands in a field, it is carried, told or refused, and never ends in a traceback."""

import json

import pytest
from fargate_web_cli.migrate.copilot import convert
from fargate_web_cli.migrate.copilot.convert import ConversionRequest, convert_manifests
from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE
from fargate_web_cli.migrate.report import Report

ODD = [True, -5, "", "x", [1], {}, {"a": 1}, [{"a": {}}]]
TYPES = {
    "lb": "Load Balanced Web Service",
    "backend": "Backend Service",
    "worker": "Worker Service",
    "job": "Scheduled Job",
    "env": "Environment",
}


def placed(path, value):
    for key in reversed(path.replace("[]", ".[]").split(".")):
        value = [value] if key == "[]" else {key.strip("<>"): value}
    return value


def over(base, change):
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    return {**base, **{key: over(base.get(key), value) for key, value in change.items()}}


@pytest.mark.parametrize("kind", TYPES)
def test_no_value_ends_in_a_traceback(kind, tmp_path, monkeypatch):
    # What the settings refuse, and how text is written, are other tests' matter.
    monkeypatch.setattr(convert, "_validate_stack_file", lambda text, report: None)
    monkeypatch.setattr(convert, "render_stack_file", lambda *_, **__: "config: {}")
    paths = [str(tmp_path / "manifest.yml"), str(tmp_path / "env.yml")]
    worker = {"name": "a", "type": "Worker Service", "image": {"location": "a/b:1"}}
    (tmp_path / "manifest.yml").write_text(json.dumps(worker))
    silent = []
    for row in FIELD_TABLE:
        if (
            kind != row.kinds[0]
            or row.path in ("name", "type")
            or row.path.startswith(("cdn.", "subscribe.topics[].", "http.additional_rules[]."))
        ):
            continue
        for odd in ODD:
            said = over({"name": "a", "type": TYPES[kind], "image": {"location": "a/b:1"}}, placed(row.path, odd))
            if kind == "env":
                said.pop("image")
            if kind == "env":
                (tmp_path / "env.yml").write_text(json.dumps(said))
            else:
                (tmp_path / "manifest.yml").write_text(json.dumps(said))
            report = Report()
            environment = paths[1] if kind == "env" else None
            text = convert_manifests(ConversionRequest(paths[:1], "a", environment, "us-west-2", "123456789012", "shop", {}), report)
            if text is None and not report.faults_by_outcome["fault"]:
                silent.append((row.path, odd))
    assert silent == []
