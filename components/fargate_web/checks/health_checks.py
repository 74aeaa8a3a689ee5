"""Checks of the load balancer's health checks: a URL where a path belongs."""

import re
from collections.abc import Iterator

from ..settings.fix import Edit, Fix
from ..settings.rule_names import find_target_path
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_health_checks(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find health checks that ask where nobody answers."""
    for name, service in stack.list_routes_with_own("health_check").items():
        path = find_target_path(name)
        url = re.match(r"/+\w+://[^/]*(/\S*)?$", service.health_check.path)
        if url:
            yield Finding(
                "url-as-path",
                (*path, "healthCheck"),
                f"the load balancer would ask for a path that contains the URL, http://<the task>:{service.port}{service.health_check.path}, which answers 404",
                "warning",
                fixes=(_write_path(path, service, url[1] or "/"),),
            )


def _write_path(path: SettingPath, service: Service, health_path: str) -> Fix:
    is_path_alone = service.health_check.model_fields_set == {"path"}
    key_path = (*path, "healthCheck") if is_path_alone else (*path, "healthCheck", "path")
    return Fix(f"write {key_path[-1]}: {health_path}", (Edit(key_path, "set", health_path),), is_certain=True)
