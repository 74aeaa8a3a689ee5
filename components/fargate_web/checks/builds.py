"""Checks of builds: secrets in what everybody sees who can pull the image."""

from collections.abc import Iterator

from ..analysis.likely_secrets import looks_secret
from ..settings.fix import Edit, Fix
from ..settings.stack import Stack
from .containers import list_containers
from .finding import Finding, choose_severity, silence_check

_CODE = "secret-in-build-argument"


def check_builds(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find build arguments that look like secrets."""
    for place in list_containers(stack):
        for name, value in place.container.build.args.items() if place.container.build else ():
            if looks_secret(name, value):
                path = (*place.path, "build", "args", name)
                yield Finding(
                    _CODE,
                    path,
                    f"{name} looks like a secret, and everybody who can pull the image reads it in its history (docker history)",
                    choose_severity(stack),
                    fixes=(
                        Fix("remove it, and give the running container what it needs under secrets", (Edit(path, "remove"),)),
                        silence_check(_CODE, "why none of them is one"),
                    ),
                )
