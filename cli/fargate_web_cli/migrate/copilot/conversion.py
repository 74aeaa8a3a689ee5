"""The conversion of one manifest: what it reads, what it writes, and what it tells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from fargate_web.faults.fault import Path

from fargate_web_cli.migrate.copilot.manifest import Manifest
from fargate_web_cli.migrate.copilot.manifest_field import Field
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value, WrongValueError
from fargate_web_cli.migrate.copilot.report import Report

UNKNOWN_ACCOUNT: Final = "000000000000"
UNKNOWN_REGION: Final = "us-east-1"


@dataclass
class World:
    """What the manifests belong to, and what a manifest doesn't say.

    Attributes:
        region: The Region, where it is known.
        account: The account, where it is known.
        application: The name of the Copilot application, where it is known.
        environment: The name of the environment, where one was chosen.
        settings: The sections of the stack file.
        comments: What stands above a key of the stack file, by its place.
    """

    region: str | None = None
    account: str | None = None
    application: str | None = None
    environment: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    comments: dict[Path, str] = field(default_factory=dict)

    def arn(self, service: str, resource: str) -> str:
        """Write an ARN of the account and the Region, with placeholders for what is unknown."""
        region = self.region or UNKNOWN_REGION
        partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
        return f"arn:{partition}:{service}:{region}:{self.account or UNKNOWN_ACCOUNT}:{resource}"

    def repository(self, name: str) -> str:
        """Write the address of a repository in ECR."""
        region = self.region or UNKNOWN_REGION
        suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        return f"{self.account or UNKNOWN_ACCOUNT}.dkr.ecr.{region}.{suffix}/{name}"

    @property
    def located(self) -> bool:
        """Whether account and Region are known, so that ARNs need no placeholder."""
        return self.region is not None and self.account is not None

    def put(self, path: Path, value: Any, comment: str | None = None) -> None:
        """Write a setting."""
        inside: Any = self.settings
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
        world: What it belongs to, and the stack file that is written.
        report: What is told.
        base: Where its settings stand in the stack file.
    """

    manifest: Manifest
    world: World
    report: Report
    base: Path

    @property
    def kind(self) -> str:
        """The kind of the manifest."""
        return self.manifest.kind

    @property
    def name(self) -> str:
        """The name of the workload."""
        return self.manifest.name

    def at(self, path: str) -> Value | None:
        """Look something up in the manifest."""
        return self.manifest.root.at(path)

    def put(self, path: str, value: Any, comment: str | None = None) -> None:
        """Write a setting of the workload; a step of the path in braces may hold dots."""
        self.world.put((*self.base, *path.split(".")), value, comment)

    def put_at(self, path: Keys, value: Any, comment: str | None = None) -> None:
        """Write a setting of the workload whose path has keys with dots."""
        self.world.put((*self.base, *path), value, comment)

    def got(self, path: str) -> Any:
        """Look up what was written of the workload."""
        inside: Any = self.world.settings
        for key in (*self.base, *path.split(".")):
            inside = inside.get(key) if isinstance(inside, dict) else None
        return inside

    def left(self, value: Value | None, message: str) -> None:
        """Tell what is not carried, and what to do instead."""
        self.report.add("left", value, message)

    def needs(self, value: Value | None, message: str) -> None:
        """Tell what is only a placeholder."""
        self.report.add("needs", value, message)

    def differently(self, value: Value | None, message: str) -> None:
        """Tell what is different here."""
        self.report.add("differently", value, message)


def convert(conversion: Conversion, table: Iterable[Field]) -> None:
    """Carry a manifest over, field by field; what no row knows is told."""
    rows = {row.parts: row for row in table if conversion.kind in row.kinds}
    for key, inner in conversion.manifest.root.entries():
        _visit(conversion, rows, inner, (key,), ())


def _visit(conversion: Conversion, rows: dict[Keys, Field], value: Value, keys: Keys, wild: Keys) -> None:
    row = rows.get(keys)
    if row is None:
        siblings = [parts[-1] for parts in rows if parts[:-1] == keys[:-1] and not parts[-1].startswith(("<", "["))]
        near = get_close_matches(keys[-1], siblings, 1)
        advice = f"; did you mean {near[0]}?" if near else "; look for it in docs/reference.md, or drop it"
        conversion.left(value, f"Copilot's documentation has no such field here{advice}")
        return
    try:
        if row.convert is not None:
            row.convert(conversion, value, wild)
        if row.outcome == "left" and row.convert is None:
            conversion.left(value, row.note)
            return
        if row.outcome == "differently" and row.convert is None:
            conversion.differently(value, row.note)
    except WrongValueError as wrong:
        conversion.report.add("fault", wrong.value, wrong.message)
        return
    children = {parts[len(keys)] for parts in rows if parts[: len(keys)] == keys and len(parts) > len(keys)}
    if isinstance(value.data, dict) and children:
        anything = next((child for child in children if child.startswith("<")), None)
        for key, inner in value.data.items():
            if inner.data is None:
                continue
            if (*keys, key) in rows or anything is None:
                _visit(conversion, rows, inner, (*keys, key), wild)
            else:
                _visit(conversion, rows, inner, (*keys, anything), (*wild, key))
    elif isinstance(value.data, list) and "[]" in children:
        for index, inner in enumerate(value.data):
            _visit(conversion, rows, inner, (*keys, "[]"), (*wild, str(index)))
