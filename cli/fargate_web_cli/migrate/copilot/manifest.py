"""Reads a manifest, with the overrides of an environment and its variables."""

import json
import re
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path as File
from typing import Final

from fargate_web.faults.fault import Position, SettingPath
from fargate_web.stack_file.yaml_nodes import MappingNode, ScalarNode, YamlError, parse_yaml
from fargate_web.stack_file.yaml_scalars import resolve_scalar

from fargate_web_cli.migrate.manifest_value import Manifest, ManifestValue
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.value_reader import Substitution, ValueReader

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
    "(http.path: '/', image.port, count), and convert that; docs/migrating-from-copilot.md lists its fields",
}
_PIPELINE_NOTE: Final = "this is a pipeline, not a workload; docs/ci.md explains how GitHub Actions or GitLab deploy a stack"
_VARIABLE_PATTERN: Final = re.compile(r"(\\?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_EXCLUSIVE_KEYS: Final = (
    ("image", ("build",), ("location",)),
    (
        "count",
        ("spot",),
        ("range", "cooldown", "cpu_percentage", "memory_percentage", "requests", "response_time", "queue_delay"),
    ),
    ("storage.volumes.*.efs", ("uid", "gid"), ("id", "root_dir", "auth")),
    ("secrets.*", ("secretsmanager",), ("from_cfn",)),
    ("sidecars.*.secrets.*", ("secretsmanager",), ("from_cfn",)),
    ("sidecars.*.image", ("build",), ("location",)),
)
"""Keys of a section of which the override of an environment removes the others."""


class _ManifestReader(ValueReader):
    """Reads scalars as Copilot does, which passes text on letter for letter."""

    def read_scalar(self, node: ScalarNode, path: SettingPath, position: Position) -> ManifestValue:
        """Read a scalar with its text; a text that is a JSON list of texts is a list, unless it is a block."""
        text = self.read_text(node, path, position)
        if not node.block and (items := _parse_list(text)):
            return ManifestValue([ManifestValue(item, (*path, index), position, item) for index, item in enumerate(items)], path, position)
        data = resolve_scalar(text) if node.plain else text
        return ManifestValue(data, path, position, None if data is None else text)


def _parse_list(text: str) -> list[str]:
    """Return the texts of a JSON list, which is how a variable of the shell holds a list; an empty list for other text."""
    if not text.startswith("["):
        return []
    try:
        items = json.loads(text)
    except ValueError:
        return []
    return items if isinstance(items, list) and all(isinstance(item, str) for item in items) else []


def read_manifest(path: str, environment: str | None, variables: Mapping[str, str], report: Report) -> Manifest | None:
    """Read a manifest, and report its faults.

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
    root = _ManifestReader(path, report, _make_substitution(variables, report)).read_value(node, ())
    kind = root.find("type")
    name = root.find("name")
    if kind is None and root.find("source") is not None and root.find("stages") is not None:
        report.add("left", root, _PIPELINE_NOTE)
        return None
    if kind is not None and kind.data in list(_UNSUPPORTED_KINDS):
        report.add("left", kind, _UNSUPPORTED_KINDS[kind.data])
        return None
    if kind is None or not isinstance(kind.data, str) or kind.data not in MANIFEST_KINDS:
        said = "missing" if kind is None else str(kind.plain_data)
        report.add("fault", kind or root, f"type is {said}; a manifest of Copilot has one of {', '.join(MANIFEST_KINDS)}")
        return None
    if name is None or not isinstance(name.data, str):
        report.add("fault", name or root, "the manifest has no name")
        return None
    return Manifest(path, MANIFEST_KINDS[kind.data], name.data, _apply_overrides(root, environment, report))


def _make_substitution(variables: Mapping[str, str], report: Report) -> Substitution:
    """Return a function that replaces the variables in a text."""

    def substitute(text: str, value: ManifestValue) -> str:
        def replace_match(found: re.Match[str]) -> str:
            if found[1]:
                return found[0][1:]
            name = found[2]
            if name not in variables:
                message = f"${{{name}}} is a variable of the shell or of Copilot that is not set here; set it, or write its value"
                report.add("needs", value, message)
                return found[0]
            if not name.startswith("COPILOT_"):
                message = (
                    f"${{{name}}} came from the shell when Copilot ran; it is written out as it is set here, so keep secrets out of it"
                )
                report.add("differently", value, message)
            return variables[name]

        return _VARIABLE_PATTERN.sub(replace_match, text)

    return substitute


def _apply_overrides(root: ManifestValue, environment: str | None, report: Report) -> ManifestValue:
    """Apply the overrides of an environment to the manifest."""
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
    """Merge maps key by key and replace all other values, as Copilot does; a key without a value overrides nothing."""
    if override.data is None:
        return base
    if not isinstance(base.data, dict) or not isinstance(override.data, dict):
        return override
    kept = dict(base.data)
    for section, one, other in _EXCLUSIVE_KEYS:
        if fnmatch(dotted_path, section):
            for said, cleared in ((one, other), (other, one)):
                if any(key in override.data for key in said):
                    kept = {key: inner for key, inner in kept.items() if key not in cleared}
    for key, inner in override.data.items():
        inside = f"{dotted_path}.{key}" if dotted_path else key
        kept[key] = _merge_values(kept[key], inner, inside) if key in kept else inner
    return ManifestValue(kept, base.path, base.position)
