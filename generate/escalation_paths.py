"""Writes the ways to more rights in an AWS account from the package `cloudsplaining`, which keeps them in step with https://pathfinding.cloud.

It is no part of `make generate`, because the source changes with releases of the package:

    uv run --with cloudsplaining==0.9.1 python -m generate.escalation_paths 0.9.1
"""

import ast
import importlib.util
import sys
from pathlib import Path
from typing import Any

from fargate_web.analysis.iam_actions import load_action_tables

TABLE = Path(__file__).parents[1] / "components/fargate_web/analysis/escalation_paths.tsv"
_HEADER = """\
# Ways to more rights in an AWS account: the actions that are needed together, and the page that describes the way.
# From cloudsplaining {version} (https://github.com/salesforce/cloudsplaining, BSD-3-Clause, Copyright (c) 2020 Salesforce.com, Inc.),
# which follows https://pathfinding.cloud (https://github.com/DataDog/pathfinding.cloud, Apache-2.0). generate/escalation_paths.py writes this file.
"""
_ADDITIONAL_PATHS = {
    "AssumeAnyRole": (["sts:assumerole"], "https://pathfinding.cloud/paths/sts-001"),
    "SendCommandToInstance": (["ssm:sendcommand"], "https://pathfinding.cloud/paths/ssm-002"),
    "StartSessionOnInstance": (["ssm:startsession"], "https://pathfinding.cloud/paths/ssm-001"),
}
"""Ways of pathfinding.cloud that the package leaves out, because they depend on what others trust or run. On every resource they include what comes later."""


def write_table(version: str) -> None:
    """Write one line for each way: its name, its actions, its page."""
    found = importlib.util.find_spec("cloudsplaining")
    if found is None or found.origin is None:
        raise SystemExit("cloudsplaining is not installed; run it as the docstring of this module says")
    constants = _read_constants(Path(found.origin).parent / "shared/constants.py")
    pages = constants["PRIVILEGE_ESCALATION_PATHFINDING_PATHS"]
    paths = {name: (actions, pages.get(name)) for name, actions in constants["PRIVILEGE_ESCALATION_METHODS"].items()}
    lines = []
    for name, (actions, page) in sorted((paths | _ADDITIONAL_PATHS).items()):
        lines.append("\t".join([name, " ".join(map(_spell, actions)), page or constants["PRIVILEGE_ESCALATION_GLOSSARY_URL"]]))
    TABLE.write_text(_HEADER.format(version=version) + "\n".join(lines) + "\n", encoding="utf-8")


def _read_constants(source: Path) -> dict[str, Any]:
    """Read the constants of a module without importing it, which would need all its dependencies."""
    found = {}
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.startswith("PRIVILEGE_ESCALATION"):
            found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


def _spell(action: str) -> str:
    """Spell an action as AWS does."""
    prefix, _, name = action.partition(":")
    table = load_action_tables()[prefix]
    names = {**table.on_resources, **table.on_everything}
    return f"{table.prefix}:{names.get(name, name)}"


if __name__ == "__main__":
    write_table(*sys.argv[1:])
