"""Advice about workflows that look for drift and can never find none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fargate_web.checks import Finding
from fargate_web.stack.loaded_stack import LoadedStack

_WORKFLOW_FOLDER: Final = Path(".github", "workflows")
_DRIFT_PREVIEW: Final = re.compile(
    r"^[^#\n]*\bpulumi\b(?:[^|\n]*--refresh\b[^|\n]*--expect-no-changes|[^|\n]*--expect-no-changes[^|\n]*--refresh\b)", re.MULTILINE
)


def advise_on_drift_workflows(loaded: LoadedStack, folder: Path) -> Iterator[Finding]:
    """Warn of services that start a deployment at each update, if a workflow of the repository expects a preview without changes.

    Args:
        loaded: The stack.
        folder: The folder of the project.
    """
    forced = [name for name, service in loaded.stack.services.items() if service.deployment.force_new_deployment]
    workflow = next(_find_drift_workflows(folder), None) if forced else None
    if workflow is None:
        return
    for name in forced:
        path = ("services", name, "deployment", "forceNewDeployment")
        yield Finding(
            "drift-in-every-run",
            path,
            f"{workflow} expects a preview without changes, and forceNewDeployment changes the service at each run, so that it reports drift "
            "every time; write `pulumi preview --refresh --json | fargate-web render --drift --expect-no-changes` there",
            "warning",
        )


def _find_drift_workflows(folder: Path) -> Iterator[str]:
    """Yield the workflows of the repository that call `pulumi preview --refresh --expect-no-changes`."""
    for root in (folder.resolve(), *folder.resolve().parents):
        for path in sorted((root / _WORKFLOW_FOLDER).glob("*.y*ml")):
            if _DRIFT_PREVIEW.search(path.read_text(encoding="utf-8", errors="replace")):
                yield path.relative_to(root).as_posix()
        if (root / ".git").exists():
            return
