"""The result of a check as SARIF 2.1.0, which code scanning and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from fargate_web.checks.catalogue import CATALOGUE
from fargate_web.controls.catalogue import CONTROLS
from fargate_web.faults.fault import Fault, Position, format_path
from fargate_web.settings.fix import Fix

from fargate_web_cli import __version__
from fargate_web_cli.check.line_changes import LineChange, find_line_changes
from fargate_web_cli.check.stack_check import StackCheck
from fargate_web_cli.check.text import KINDS

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "%SRCROOT%"


def render_sarif(checks: Sequence[StackCheck]) -> str:
    """Return a SARIF document with every fault and warning, and those that are silenced as suppressed."""
    results = [result for check in checks for result in _list_results(check)]
    codes = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = codes.index(result["ruleId"])
    driver = {
        "name": "fargate-web",
        "semanticVersion": __version__,
        "rules": [_describe_rule(code) for code in codes],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _list_results(check: StackCheck) -> Iterator[dict[str, Any]]:
    for kind, field in KINDS:
        for fault in getattr(check, field):
            yield _build_result(kind, fault, check)
    for fault, reason in check.silenced:
        yield {**_build_result("warning", fault, check), "suppressions": [{"kind": "inSource", "justification": reason}]}


def _build_result(level: str, fault: Fault, check: StackCheck) -> dict[str, Any]:
    position = Position(fault.file or str(check.file), fault.line or 1, fault.column or 1)
    setting = format_path(fault.path)
    location = _build_location(position)
    if setting:
        location["logicalLocations"] = [{"fullyQualifiedName": setting, "kind": "member"}]
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "level": level,
        "message": {"text": ": ".join(filter(None, (setting, fault.message)))},
        "locations": [location],
        # The same report of the same setting, whatever lines come before it.
        "partialFingerprints": {"setting/v1": f"{check.stack}:{fault.code}:{setting}"},
    }
    if fault.related:
        result["relatedLocations"] = [_build_location(related) for related in fault.related]
    fixes = [built for fix in fault.fixes if (built := _build_fix(fault, fix, check))]
    if fixes:
        result["fixes"] = fixes
    return result


def _build_location(position: Position) -> dict[str, Any]:
    region = {"startLine": position.line, "startColumn": position.column}
    return {"physicalLocation": {"artifactLocation": _build_artifact(position.file), "region": region}}


def _build_artifact(file: str | Path) -> dict[str, str]:
    root = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
    return {"uri": quote(Path(os.path.relpath(file, root)).as_posix()), "uriBaseId": _ROOT}


def _build_fix(fault: Fault, fix: Fix, check: StackCheck) -> dict[str, Any] | None:
    """Build a fix as replacements of whole lines. Return None if the file has no place for it."""
    changes = find_line_changes(check.file, fault, fix)
    if not changes:
        return None
    change = {"artifactLocation": _build_artifact(check.file), "replacements": [_build_replacement(change) for change in changes]}
    return {"description": {"text": fix.text}, "artifactChanges": [change]}


def _build_replacement(change: LineChange) -> dict[str, Any]:
    # A region that ends at column 1 includes the line break before it.
    region = {"startLine": change.start, "startColumn": 1, "endLine": change.start + len(change.old_lines), "endColumn": 1}
    return {"deletedRegion": region, "insertedContent": {"text": "".join(f"{line}\n" for line in change.new_lines)}}


def _describe_rule(code: str) -> dict[str, Any]:
    control = next((each for each in CONTROLS if each.id == code), None)
    if control is not None:
        level = "error" if control.level == "mandatory" else "warning"
        tags = {"tags": ["security", *control.standards]}
        described = {"shortDescription": {"text": control.title}, "helpUri": control.source, "properties": tags}
        return {"id": code, **described, "defaultConfiguration": {"level": level}}
    check = CATALOGUE.get(code)
    if check is None:
        return {"id": code}
    rule = {
        "id": code,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.consequence},
        "help": {"text": check.fix},
        "defaultConfiguration": {"level": "error" if check.severity == "error" else "warning"},
    }
    return {**rule, "helpUri": check.source} if check.source else rule
