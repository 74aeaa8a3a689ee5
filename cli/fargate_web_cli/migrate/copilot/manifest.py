"""Reads a manifest: its values with their places, what an environment overrides, and the variables in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any, Final

from fargate_web.faults.fault import Position, SettingPath
from fargate_web.stack_file.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlError, YamlNode, parse_yaml
from fargate_web.stack_file.yaml_scalars import resolve_scalar

from fargate_web_cli.migrate.copilot.manifest_value import ManifestValue
from fargate_web_cli.migrate.copilot.report import Report

MANIFEST_KINDS: Final = {
    "Load Balanced Web Service": "lb",
    "Backend Service": "backend",
    "Worker Service": "worker",
    "Scheduled Job": "job",
    "Environment": "env",
}
_UNSUPPORTED_KINDS: Final = {
    "Static Site": "a Static Site is S3 and CloudFront, which this program doesn't make; keep it, or make it in a program of its own",
    "Request-Driven Web Service": "a Request-Driven Web Service runs on App Runner; write its manifest as a Load Balanced Web Service first "
    "(http.path: '/', image.port, count), and convert that",
    "Pipeline": "a pipeline is not a workload; docs/ci.md tells how stacks are deployed by GitHub Actions",
}
_VARIABLE_PATTERN: Final = re.compile(r"(\\?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_EXCLUSIVE_KEYS: Final = (
    ("image", ("build",), ("location",)),
    (
        "count",
        ("spot",),
        ("range", "cooldown", "cpu_percentage", "memory_percentage", "requests", "response_time", "queue_delay"),
    ),
)


@dataclass(frozen=True)
class Manifest:
    """A manifest, with the overrides of one environment applied.

    Attributes:
        file: The file, as it was given.
        kind: `lb`, `backend`, `worker`, `job` or `env`.
        name: The name of the workload or the environment.
        root: Its values.
    """

    file: str
    kind: str
    name: str
    root: ManifestValue


def read_manifest(path: str, environment: str | None, variables: Mapping[str, str], report: Report) -> Manifest | None:
    """Read a manifest; whatever is wrong with it goes into the report.

    Args:
        path: The file.
        environment: The environment whose overrides apply; None for none.
        variables: What `${…}` stands for.
        report: Where faults go.

    Returns:
        The manifest; None where the file is none.
    """

    def fault(message: str, mark: tuple[int, int] | None = None) -> None:
        report.add("fault", ManifestValue(None, (), Position(path, *(mark or (1, 1)))), message)

    try:
        node = parse_yaml(File(path).read_bytes())
    except OSError as error:
        fault(f"the file can't be read: {error.strerror or error}")
        return None
    except YamlError as error:
        fault(error.message, error.mark)
        return None
    if not isinstance(node, MappingNode):
        fault("this is not a manifest of Copilot, which is a map with name and type")
        return None
    reader = _ManifestReader(path, variables, report)
    root = reader.read_value(node, ())
    kind = root.find("type")
    name = root.find("name")
    if kind is None or not isinstance(kind.data, str) or kind.data not in MANIFEST_KINDS:
        said = "" if kind is None else str(kind.plain_data)
        message = (
            _UNSUPPORTED_KINDS.get(said) or f"type is {said or 'missing'}; a manifest of Copilot has one of {', '.join(MANIFEST_KINDS)}"
        )
        report.add("fault", kind or root, message)
        return None
    if name is None or not isinstance(name.data, str):
        report.add("fault", name or root, "the manifest has no name")
        return None
    return Manifest(path, MANIFEST_KINDS[kind.data], name.data, _apply_overrides(root, environment, report))


class _ManifestReader:
    def __init__(self, file: str, variables: Mapping[str, str], report: Report) -> None:
        self._file = file
        self._variables = variables
        self._report = report

    def read_value(self, node: YamlNode, path: SettingPath) -> ManifestValue:
        position = Position(self._file, *node.mark)
        if isinstance(node, SequenceNode):
            return ManifestValue([self.read_value(item, (*path, index)) for index, item in enumerate(node.items)], path, position)
        if isinstance(node, MappingNode):
            return ManifestValue(self._map(node, path), path, position)
        return ManifestValue(self._scalar(node, path, position), path, position)

    def _map(self, node: MappingNode, path: SettingPath) -> dict[str, ManifestValue]:
        found: dict[str, ManifestValue] = {}
        for key, inner in node.entries:
            if isinstance(key, ScalarNode) and key.plain and key.text == "<<":
                merged = self.read_value(inner, path)
                for each in merged.data if isinstance(merged.data, list) else [merged]:
                    found = {**(each.data if isinstance(each.data, dict) else {}), **found}
            elif not isinstance(key, ScalarNode):
                self._report.add("fault", ManifestValue(None, path, Position(self._file, *key.mark)), "this key is a list or a map")
            else:
                if key.text in found:
                    self._report.add(
                        "fault", ManifestValue(None, (*path, key.text), Position(self._file, *key.mark)), "this key is there twice"
                    )
                found[key.text] = self.read_value(inner, (*path, key.text))
        return found

    def _scalar(self, node: ScalarNode, path: SettingPath, position: Position) -> Any:
        def put(found: re.Match[str]) -> str:
            if found[1]:
                return found[0][1:]
            name = found[2]
            if name not in self._variables:
                message = f"${{{name}}} is a variable of the shell or of Copilot that is not set here; set it, or write its value"
                self._report.add("needs", ManifestValue(None, path, position), message)
                return found[0]
            if not name.startswith("COPILOT_"):
                message = (
                    f"${{{name}}} came from the shell when Copilot ran; it is written out as it is set here, so keep secrets out of it"
                )
                self._report.add("differently", ManifestValue(None, path, position), message)
            return self._variables[name]

        text = _VARIABLE_PATTERN.sub(put, node.text)
        return resolve_scalar(text) if node.plain else text


def _apply_overrides(root: ManifestValue, environment: str | None, report: Report) -> ManifestValue:
    """Lay the overrides of an environment over the manifest."""
    base = ManifestValue({key: inner for key, inner in root.data.items() if key != "environments"}, root.path, root.position)
    every = root.find("environments")
    if every is None:
        return base
    if not isinstance(every.data, dict):
        report.add("fault", every, "environments is a map in Copilot: the name of an environment → what it overrides")
        return base
    over = every.data.get(environment) if environment else None
    if environment is None and every.data:
        message = f"these overrides are left out; write --environment with one of {', '.join(every.data)}"
        report.add("left", every, message)
    if environment and environment not in every.data:
        report.add(
            "differently", every, f"there are no overrides for {environment} among {', '.join(every.data)}; the manifest is taken as it is"
        )
    if over is None or over.data is None:
        return base
    if not isinstance(over.data, dict):
        report.add("fault", over, "the overrides of an environment are a map in Copilot")
        return base
    return _merge_values(base, over, "")


def _merge_values(base: ManifestValue, override: ManifestValue, dotted_path: str) -> ManifestValue:
    """Maps are merged key by key; lists and everything else are replaced, as in Copilot."""
    if not isinstance(base.data, dict) or not isinstance(override.data, dict):
        return override
    kept = dict(base.data)
    for section, one, other in _EXCLUSIVE_KEYS:
        if dotted_path == section:
            for said, cleared in ((one, other), (other, one)):
                if any(key in override.data for key in said):
                    kept = {key: inner for key, inner in kept.items() if key not in cleared}
    for key, inner in override.data.items():
        inside = f"{dotted_path}.{key}" if dotted_path else key
        kept[key] = _merge_values(kept[key], inner, inside) if key in kept else inner
    return ManifestValue(kept, base.path, base.position)
