"""Checks that the program of a health check is in the image, as far as the image is known."""

import json
import re
from collections.abc import Iterator
from typing import Final

from ..analysis.known_images import find_missing_programs
from ..settings.fix import Fix, remove
from ..settings.service import Service
from ..settings.stack import Stack
from .containers import PlacedContainer, list_containers, silence, write_health_command
from .finding import Finding

_URL_PATTERN: Final = re.compile(r"(?:https?://)?(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::[0-9]+)?(?:/[^\s'\"|&;]*)?")


def check_health_programs(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find health checks whose program, or shell, the image is known not to have."""
    for place in list_containers(stack):
        check = place.health_check
        if check is None or len(check.command) < 2 or not all(isinstance(word, str) for word in check.command):
            continue
        uses_shell = check.command[0] == "CMD-SHELL"
        first_words = re.split(r"\s*(?:\|\||&&|[;|])\s*", check.command[-1]) if uses_shell else [check.command[1]]
        programs = [words.split()[0].rsplit("/", 1)[-1] for words in first_words if words.split()]
        missing = find_missing_programs(place.container.image, [*(["sh"] if uses_shell else []), *programs])
        if missing:
            yield _report(place, missing[0], find_missing_programs(place.container.image, ["sh", "wget", "curl", "node", "python3"]))


def _report(place: PlacedContainer, missing: str, all_missing: list[str]) -> Finding:
    description = "no shell, which CMD-SHELL needs" if missing == "sh" else f"no {missing}"
    fixes = [fix for fix in (_write_other_command(place, all_missing),) if fix]
    if isinstance(place.task, Service) and place.task.active_route and place.task.service_connect is None and place.ports and not fixes:
        fixes.append(remove(*place.path, place.health_check_key))
    effect = "so that ECS would replace task after task" if place.ports else "so that the container would never be healthy"
    message = f"the image {place.container.image} has {description}, {effect}"
    if not fixes:
        message += "; write a check with a program of the image, or an image that has it"
    else:
        message = message.removesuffix(";")
    return Finding(
        "health-check-program-missing",
        (*place.path, place.health_check_key),
        message,
        "warning",
        ((*place.path, "image"),),
        (*fixes, silence(place.path, "containerHealthCheck", "why the image has it")),
        "containerHealthCheck",
    )


def _write_other_command(place: PlacedContainer, missing: list[str]) -> Fix | None:
    assert place.health_check is not None
    found = _URL_PATTERN.search(" ".join(place.health_check.command))
    if not found:
        return None
    url = found[0] if "://" in found[0] else f"http://{found[0]}"
    if not {"sh", "wget"} & {*missing}:
        return write_health_command(place, ["CMD-SHELL", f"wget -q -O /dev/null {url} || exit 1"])
    if not {"sh", "curl"} & {*missing}:
        return write_health_command(place, ["CMD-SHELL", f"curl -fsS -o /dev/null {url} || exit 1"])
    image = place.container.image
    if "node" not in missing and re.search(
        r"(?:^|/)node(?:js[0-9]*(?:-debian[0-9]+)?)?[:@]|(?:^|/)node(?:js[0-9]*(?:-debian[0-9]+)?)?$", image
    ):
        program = "/nodejs/bin/node" if "distroless" in image else "node"
        return write_health_command(
            place, ["CMD", program, "-e", f"fetch({json.dumps(url)}).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
        )
    if "python3" not in missing and re.search(r"(?:^|/)python(?:3(?:-debian[0-9]+)?)?(?:[:@]|$)", image):
        return write_health_command(
            place, ["CMD", "python3", "-c", f"import urllib.request; urllib.request.urlopen({json.dumps(url)}, timeout=4)"]
        )
    return None
