"""The result of a check as JSON."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

from fargate_web.faults.fault import Fault, format_path
from fargate_web.settings.fix import Fix

from fargate_web_cli.check.stack_check import StackCheck
from fargate_web_cli.check.text import KINDS


def render_json(checks: Sequence[StackCheck]) -> str:
    """Return a document with the faults and warnings of each stack."""
    counts = Counter(check.stack for check in checks)
    stacks = {
        # Files of several projects may have the same stack.
        check.stack if counts[check.stack] == 1 else os.path.relpath(check.file): {
            "file": os.path.relpath(check.file),
            **{field: [_serialize_fault(fault) for fault in getattr(check, field)] for _, field in KINDS},
            "silenced": [{**_serialize_fault(fault), "reason": reason} for fault, reason in check.silenced],
            **(
                {"environments": list(check.environments), "missing": [format_path(fault.path) for fault in check.missing]}
                if check.environments
                else {}
            ),
        }
        for check in checks
    }
    return json.dumps({"ok": not any(check.faults for check in checks), "stacks": stacks}, indent=2, ensure_ascii=False) + "\n"


def _serialize_fault(fault: Fault) -> dict[str, Any]:
    return {
        "check": fault.code,
        "path": format_path(fault.path),
        "message": fault.message,
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "related": [position._asdict() for position in fault.related],
        "fixes": [_serialize_fix(fix) for fix in fault.fixes],
    }


def _serialize_fix(fix: Fix) -> dict[str, Any]:
    edits = [
        {"path": format_path(edit.path), "action": edit.action, **({} if edit.action == "remove" else {"value": edit.value})}
        for edit in fix.edits
    ]
    return {"text": fix.text, "certain": fix.is_certain, "edits": edits}
