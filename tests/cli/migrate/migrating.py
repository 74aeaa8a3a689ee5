"""Converts manifests for tests."""

from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import yaml
from fargate_web_cli.migrate.copilot.convert import ConversionRequest, convert_manifests
from fargate_web_cli.migrate.report import Report

HEADS = {
    "lb": "name: web\ntype: Load Balanced Web Service\nimage: {location: example.com/web:1, port: 8080}\n",
    "backend": "name: api\ntype: Backend Service\nimage: {location: example.com/api:1, port: 9090}\n",
    "worker": "name: orders\ntype: Worker Service\nimage: {location: example.com/orders:1}\n",
    "job": "name: report\ntype: Scheduled Job\nimage: {location: example.com/report:1}\non: {schedule: '@daily'}\n",
}
"""A manifest of each kind that says as little as Copilot allows."""


class Outcome(NamedTuple):
    """What came of a conversion: the file, its configuration, and what was told."""

    text: str | None
    config: dict[str, Any]
    report: Report

    def told(self, outcome: str) -> list[str]:
        """List what was told, without the place."""
        return [fault.message for fault in self.report.faults_by_outcome[outcome]]


def run(folder: Path, *manifests: str, env: str | None = None, **request: Any) -> Outcome:
    """Convert manifests, written into files of a folder."""
    paths = []
    for index, text in enumerate(manifests):
        path = folder / f"m{index}" / "manifest.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        paths.append(str(path))
    if env is not None:
        (folder / "env.yml").write_text(dedent(env), encoding="utf-8")
        request["environment_manifest"] = str(folder / "env.yml")
    given = {"region": "us-west-2", "account": "123456789012", "application": "shop", "shell_variables": {}} | request
    report = Report()
    text = convert_manifests(ConversionRequest(paths, **given), report)
    return Outcome(text, yaml.safe_load(text)["config"] if text else {}, report)


def service(outcome: Outcome) -> dict[str, Any]:
    """Give the one workload of a conversion."""
    sections = {**outcome.config.get("fargate-web:services", {}), **outcome.config.get("fargate-web:scheduledTasks", {})}
    assert len(sections) == 1, list(outcome.report.format_lines())
    return next(iter(sections.values()))
