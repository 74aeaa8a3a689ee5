"""The conversion of one manifest: its input, its output and its report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from fargate_web.faults.fault import SettingPath
from fargate_web.settings.aws_regions import DNS_SUFFIXES, find_partition

from fargate_web_cli.migrate.manifest_field import ManifestField
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, Manifest, ManifestValue
from fargate_web_cli.migrate.report import Report

PLACEHOLDER_ACCOUNT: Final = "000000000000"
PLACEHOLDER_REGION: Final = "us-east-1"


@dataclass
class StackContext:
    """The stack of a conversion, with values that manifests don't contain.

    Attributes:
        region: The Region, if it is known.
        account: The account, if it is known.
        application: The name of the Copilot application, if it is known.
        environment: The name of the environment, if one was chosen.
        sections: The sections of the stack file.
        comments: The comments above keys of the stack file, by path.
        application_container: The name of the main container, if the input has one.
        domain: The domain of the Copilot application, if it is known.
    """

    region: str | None = None
    account: str | None = None
    application: str | None = None
    environment: str | None = None
    sections: dict[str, Any] = field(default_factory=dict)
    comments: dict[SettingPath, str] = field(default_factory=dict)
    application_container: str | None = None
    domain: str | None = None

    def build_arn(self, service: str, resource: str) -> str:
        """Return an ARN in the account and Region, with placeholders if they are unknown."""
        region = self.region or PLACEHOLDER_REGION
        return f"arn:{find_partition(region)}:{service}:{region}:{self.account or PLACEHOLDER_ACCOUNT}:{resource}"

    def build_repository_address(self, name: str) -> str:
        """Return the address of a repository in ECR."""
        region = self.region or PLACEHOLDER_REGION
        suffix = DNS_SUFFIXES[find_partition(region)]
        return f"{self.account or PLACEHOLDER_ACCOUNT}.dkr.ecr.{region}.{suffix}/{name}"

    @property
    def is_located(self) -> bool:
        """Whether account and Region are known, so that ARNs need no placeholder."""
        return self.region is not None and self.account is not None

    def write_setting(self, path: SettingPath, value: Any, comment: str | None = None) -> None:
        """Write a setting."""
        parent: Any = self.sections
        for key in path[:-1]:
            parent = parent.setdefault(key, {})
        parent[path[-1]] = value
        if comment:
            self.comments[path] = comment


@dataclass
class Conversion:
    """The conversion of one manifest.

    Attributes:
        manifest: The manifest, with the overrides of the environment.
        context: The stack and its sections.
        report: The report.
        base_path: The path of its settings in the stack file.
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

    @property
    def settings(self) -> dict[str, Any]:
        """The written settings of the workload."""
        settings: dict[str, Any] = self.context.sections
        for key in self.base_path:
            settings = settings.setdefault(str(key), {})
        return settings

    def find_value(self, path: str) -> ManifestValue | None:
        """Return a value of the manifest; None if it is missing."""
        return self.manifest.root.find(path)

    def write_setting(self, path: str, value: Any, comment: str | None = None) -> None:
        """Write a setting of the workload, at a dotted path."""
        self.context.write_setting((*self.base_path, *path.split(".")), value, comment)

    def write_setting_at(self, path: KeyPath, value: Any, comment: str | None = None) -> None:
        """Write a setting of the workload whose path has keys with dots."""
        self.context.write_setting((*self.base_path, *path), value, comment)

    def comment_setting(self, path: str, comment: str) -> None:
        """Write a comment above a setting of the workload, at a dotted path."""
        self.context.comments[(*self.base_path, *path.split("."))] = comment

    def read_setting(self, path: str) -> Any:
        """Return a written setting of the workload; None if it is missing."""
        parent: Any = self.context.sections
        for key in (*self.base_path, *path.split(".")):
            parent = parent.get(key) if isinstance(parent, dict) else None
        return parent

    def report_unconverted(self, value: ManifestValue | None, message: str) -> None:
        """Report a value that is not converted, and what to do instead."""
        self.report.add("left", value, message)

    def report_unread_keys(self, value: ManifestValue, *read: str, advice: str = "it has no counterpart here") -> None:
        """Report the keys of a map that a converter does not read."""
        for key, inner in value.entries() if isinstance(value.data, dict) else ():
            if key not in read and not key.startswith("x-"):
                self.report.add("left", inner, f"{key}: {advice}")

    def report_placeholder(self, value: ManifestValue | None, message: str) -> None:
        """Report a placeholder."""
        self.report.add("needs", value, message)

    def report_difference(self, value: ManifestValue | None, message: str) -> None:
        """Report a difference of the converted setting."""
        self.report.add("differently", value, message)


def convert_fields(conversion: Conversion, table: Iterable[ManifestField]) -> None:
    """Convert a manifest over, field by field, and report unknown fields."""
    rows = {row.path_steps: row for row in table if conversion.kind in row.kinds}
    for key, inner in conversion.manifest.root.entries():
        _convert_field(conversion, rows, inner, (key,), ())


def _convert_field(
    conversion: Conversion, rows: dict[KeyPath, ManifestField], value: ManifestValue, key_path: KeyPath, wildcards: KeyPath
) -> None:
    row = rows.get(key_path)
    if row is None:
        siblings = [parts[-1] for parts in rows if parts[:-1] == key_path[:-1] and not parts[-1].startswith(("<", "["))]
        matches = get_close_matches(key_path[-1], siblings, 1)
        advice = f"; did you mean {matches[0]}?" if matches else "; look for it in docs/reference.md, or drop it"
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
    except InvalidValueError as error:
        conversion.report.add("fault", error.value, error.message)
        return
    children = {parts[len(key_path)] for parts in rows if parts[: len(key_path)] == key_path and len(parts) > len(key_path)}
    if isinstance(value.data, dict) and children:
        any_key = next((child for child in children if child.startswith("<")), None)
        for key, inner in value.data.items():
            if inner.data is None:
                continue
            if (*key_path, key) in rows or any_key is None:
                _convert_field(conversion, rows, inner, (*key_path, key), wildcards)
            else:
                _convert_field(conversion, rows, inner, (*key_path, any_key), (*wildcards, key))
    elif isinstance(value.data, list) and "[]" in children:
        for index, inner in enumerate(value.data):
            _convert_field(conversion, rows, inner, (*key_path, "[]"), (*wildcards, str(index)))
