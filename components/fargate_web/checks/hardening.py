"""Advice on containers of protected stacks that run as root, or may write where their program is."""

from collections.abc import Iterator

from ..settings.fix import Edit, Fix, write
from ..settings.root_user import is_root_user
from ..settings.stack import Stack
from .containers import list_containers
from .finding import Finding, silence_check


def check_hardening(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find containers of a protected stack that say openly what an intruder would like. Elsewhere what they don't say is told."""
    if not stack.protected:
        return
    for place in list_containers(stack):
        container = place.container
        if container.readonly_root_filesystem is False:
            path = (*place.path, "readonlyRootFilesystem")
            scratch = () if container.tmpfs else (Edit((*place.path, "tmpfs"), "set", {"/tmp": 64}),)
            text = "write readonlyRootFilesystem: true" + (" with tmpfs: {/tmp: 64}" if scratch else "")
            yield Finding(
                "root-filesystem-writable",
                path,
                "an intruder changes the program and leaves tools behind, because the root file system is writable (Security Hub ECS.5)",
                "error",
                fixes=(
                    Fix(f"{text} if the image allows it", (Edit(path, "set", True), *scratch)),
                    silence_check("root-filesystem-writable", "why it must be writable"),
                ),
            )
        if container.user is not None and is_root_user(container.user):
            path = (*place.path, "user")
            change = write(*path, value="10001:10001")
            yield Finding(
                "runs-as-root",
                path,
                "an intruder is root in the container at once, with all of its capabilities (Security Hub ECS.20)",
                "error",
                fixes=(Fix(f"{change.text} if the image allows it", change.edits), silence_check("runs-as-root", "why root is needed")),
            )
