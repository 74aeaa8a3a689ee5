"""Reports the files beside manifests that are not converted: addons, overrides and pipelines."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.report import Report

_USES_BY_TYPE: Final = {
    "AWS::SecretsManager::Secret": "under secrets",
    "AWS::IAM::ManagedPolicy": "as policies of roles.taskRole",
    "AWS::EC2::SecurityGroup": "as a group of the tasks (admit the tasks instead)",
}
"""What Copilot does with an output of an addon, by the type of the resource; other outputs become variables."""


def report_companion_files(workloads: list[Conversion], report: Report) -> None:
    """Report the folders beside the manifests of workloads, and those of the environments and pipelines."""
    roots: dict[Path, None] = {}
    for conversion in workloads:
        folder = Path(conversion.manifest.file).parent
        roots[folder.parent] = None
        if (folder / "addons").is_dir():
            exports = "; ".join(_describe_exports(folder / "addons"))
            report.add(
                "left",
                None,
                f"{folder / 'addons'}: CloudFormation templates of {conversion.name}; keep their stack, or make the same by Pulumi"
                + (f". Copilot gives its containers what they export; write it here: {exports}" if exports else ""),
            )
        if (folder / "overrides").is_dir():
            report.add(
                "left", None, f"{folder / 'overrides'}: overrides of Copilot's own templates for {conversion.name}, which are not used here"
            )
    for root in roots:
        for name, advice in (
            ("environments/addons", "CloudFormation templates of the environment; keep their stack, or make the same by Pulumi"),
            ("environments/overrides", "overrides of Copilot's own template for the environment, which is not used here"),
            ("pipelines", "pipelines of Copilot; docs/ci.md explains how GitHub Actions or GitLab deploy a stack"),
        ):
            if (root / name).is_dir():
                report.add("left", None, f"{root / name}: {advice}")


class _TemplateLoader(yaml.SafeLoader):
    """Loads CloudFormation templates: `!Ref Name` is the text Name."""


def _construct_function(loader: yaml.SafeLoader, _name: str, node: yaml.Node) -> Any:
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_TemplateLoader.add_multi_constructor("!", _construct_function)


def _describe_exports(folder: Path) -> Iterator[str]:
    """Yield what the templates of a folder export, by what Copilot does with it."""
    types: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    for path in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        try:
            template = yaml.load(path.read_bytes(), _TemplateLoader)
        except (OSError, yaml.YAMLError, ValueError):
            continue
        types |= {name: _get(resource, "Type") for name, resource in _get_map(template, "Resources").items()}
        outputs |= {str(name): _get(output, "Value") for name, output in _get_map(template, "Outputs").items()}
    found: dict[str, list[str]] = {}
    for name, value in outputs.items():
        resource = value if isinstance(value, str) else _get(value, "Ref")
        use = _USES_BY_TYPE.get(str(types.get(str(resource))), "under environment")
        found.setdefault(use, []).append(_to_variable_name(name) if use.startswith("under") else name)
    for use, names in found.items():
        yield f"{', '.join(names)} {use}"


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _get_map(value: Any, key: str) -> dict[Any, Any]:
    inner = _get(value, key)
    return inner if isinstance(inner, dict) else {}


def _to_variable_name(output: str) -> str:
    """Return the name of the variable that Copilot makes of an output: UsersDDBTableName becomes USERS_DDB_TABLE_NAME."""
    separated = re.sub(r"([a-z0-9]+)([A-Z])", r"\1_\2", output)
    return re.sub(r"([A-Z0-9])([A-Z][a-z])", r"\1_\2", separated).upper()
