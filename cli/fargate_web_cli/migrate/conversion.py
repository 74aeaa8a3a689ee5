"""The conversion of one manifest: what it reads, what it writes, and what it tells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from fargate_web.faults.fault import SettingPath

from fargate_web_cli.migrate.manifest_field import ManifestField
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, Manifest, ManifestValue
from fargate_web_cli.migrate.report import Report

PLACEHOLDER_ACCOUNT: Final = "000000000000"
PLACEHOLDER_REGION: Final = "us-east-1"


@dataclass
class StackContext:
    """What the manifests belong to, and what a manifest doesn't say.

    Attributes:
        region: The Region, where it is known.
        account: The account, where it is known.
        application: The name of the Copilot application, where it is known.
        environment: The name of the environment, where one was chosen.
        sections: The sections of the stack file.
        comments: What stands above a key of the stack file, by its place.
        application_container: The name of the application's container, where the input names it.
    """

    region: str | None = None
    account: str | None = None
    application: str | None = None
    environment: str | None = None
    sections: dict[str, Any] = field(default_factory=dict)
    comments: dict[SettingPath, str] = field(default_factory=dict)
    application_container: str | None = None

    def build_arn(self, service: str, resource: str) -> str:
        """Write an ARN of the account and the Region, with placeholders for what is unknown."""
        region = self.region or PLACEHOLDER_REGION
        partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
        return f"arn:{partition}:{service}:{region}:{self.account or PLACEHOLDER_ACCOUNT}:{resource}"

    def build_repository_address(self, name: str) -> str:
        """Write the address of a repository in ECR."""
        region = self.region or PLACEHOLDER_REGION
        suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        return f"{self.account or PLACEHOLDER_ACCOUNT}.dkr.ecr.{region}.{suffix}/{name}"

    @property
    def is_located(self) -> bool:
        """Whether account and Region are known, so that ARNs need no placeholder."""
        return self.region is not None and self.account is not None

    def write_setting(self, path: SettingPath, value: Any, comment: str | None = None) -> None:
        """Write a setting."""
        inside: Any = self.sections
        for key in path[:-1]:
            inside = inside.setdefault(key, {})
        inside[path[-1]] = value
        if comment:
            self.comments[path] = comment


@dataclass
class Conversion:
    """The conversion of one manifest.

    Attributes:
        manifest: The manifest, with the overrides of the environment.
        context: What it belongs to, and the stack file that is written.
        report: What is told.
        base_path: Where its settings stand in the stack file.
    """

    manifest: Manifest
    context: StackContext
    report: Report
    base_path: SettingPath

    @property
    def kind(self) -> str:
        """The kind of the manifest."""
        return self.manifest.kind

    @property
    def name(self) -> str:
        """The name of the workload."""
        return self.manifest.name

    def find_value(self, path: str) -> ManifestValue | None:
        """Look something up in the manifest."""
        return self.manifest.root.find(path)

    def write_setting(self, path: str, value: Any, comment: str | None = None) -> None:
        """Write a setting of the workload; a step of the path in braces may hold dots."""
        self.context.write_setting((*self.base_path, *path.split(".")), value, comment)

    def write_setting_at(self, path: KeyPath, value: Any, comment: str | None = None) -> None:
        """Write a setting of the workload whose path has keys with dots."""
        self.context.write_setting((*self.base_path, *path), value, comment)

    def read_setting(self, path: str) -> Any:
        """Look up what was written of the workload."""
        inside: Any = self.context.sections
        for key in (*self.base_path, *path.split(".")):
            inside = inside.get(key) if isinstance(inside, dict) else None
        return inside

    def report_unconverted(self, value: ManifestValue | None, message: str) -> None:
        """Tell what is not carried, and what to do instead."""
        self.report.add("left", value, message)

    def report_unread_keys(self, value: ManifestValue, *read: str, advice: str = "it has no counterpart here") -> None:
        """Tell the keys of a map that a converter does not read, so that nothing is lost silently."""
        for key, inner in value.entries() if isinstance(value.data, dict) else ():
            if key not in read and not key.startswith("x-"):
                self.report.add("left", inner, f"{key}: {advice}")

    def report_placeholder(self, value: ManifestValue | None, message: str) -> None:
        """Tell what is only a placeholder."""
        self.report.add("needs", value, message)

    def report_difference(self, value: ManifestValue | None, message: str) -> None:
        """Tell what is different here."""
        self.report.add("differently", value, message)


def convert_fields(conversion: Conversion, table: Iterable[ManifestField]) -> None:
    """Carry a manifest over, field by field; what no row knows is told."""
    rows = {row.path_steps: row for row in table if conversion.kind in row.kinds}
    for key, inner in conversion.manifest.root.entries():
        _convert_field(conversion, rows, inner, (key,), ())


def _convert_field(
    conversion: Conversion, rows: dict[KeyPath, ManifestField], value: ManifestValue, key_path: KeyPath, wildcards: KeyPath
) -> None:
    row = rows.get(key_path)
    if row is None:
        siblings = [parts[-1] for parts in rows if parts[:-1] == key_path[:-1] and not parts[-1].startswith(("<", "["))]
        near = get_close_matches(key_path[-1], siblings, 1)
        advice = f"; did you mean {near[0]}?" if near else "; look for it in docs/reference.md, or drop it"
        conversion.report_unconverted(value, f"the documentation of {conversion.manifest.tool} has no such field here{advice}")
        return
    try:
        if row.converter is not None:
            row.converter(conversion, value, wildcards)
        if row.outcome == "left" and row.converter is None:
            conversion.report_unconverted(value, row.note)
            return
        if row.outcome == "differently" and row.converter is None:
            conversion.report_difference(value, row.note)
    except InvalidValueError as wrong:
        conversion.report.add("fault", wrong.value, wrong.message)
        return
    children = {parts[len(key_path)] for parts in rows if parts[: len(key_path)] == key_path and len(parts) > len(key_path)}
    if isinstance(value.data, dict) and children:
        anything = next((child for child in children if child.startswith("<")), None)
        for key, inner in value.data.items():
            if inner.data is None:
                continue
            if (*key_path, key) in rows or anything is None:
                _convert_field(conversion, rows, inner, (*key_path, key), wildcards)
            else:
                _convert_field(conversion, rows, inner, (*key_path, anything), (*wildcards, key))
    elif isinstance(value.data, list) and "[]" in children:
        for index, inner in enumerate(value.data):
            _convert_field(conversion, rows, inner, (*key_path, "[]"), (*wildcards, str(index)))
