"""Checks of health checks: another port than the service's, and a URL where a path belongs."""

import re
from collections.abc import Iterator
from typing import Final

from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_LOCAL_URL_PATTERN: Final = re.compile(r"(https?)://(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::([0-9]{1,5}))?(?![0-9.:\w])")


def check_health_checks(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find health checks that ask where nobody answers."""
    for name, service in stack.services.items():
        path: SettingPath = ("services", name)
        yield from _check_health_port(path, service)
        url = re.match(r"/+\w+://[^/]*(/\S*)?$", service.health_check.path)
        if service.active_route and url:
            yield Finding(
                "url-as-path",
                (*path, "healthCheck"),
                f"the load balancer would ask for a path that contains the URL, http://<the task>:{service.port}{service.health_check.path}, which answers 404; write "
                f"healthCheck: {url[1] or '/'}",
                "warning",
            )


def _check_health_port(path: SettingPath, service: Service) -> Iterator[Finding]:
    if service.container_health_check is None or service.port is None or "containerHealthCheck" in service.silence:
        return
    text = " ".join(word for word in service.container_health_check.command if isinstance(word, str))
    for url in _LOCAL_URL_PATTERN.finditer(text):
        port = int(url[2] or {"http": 80, "https": 443}[url[1]])
        if port != service.port:
            yield Finding(
                "health-check-on-other-port",
                (*path, "containerHealthCheck"),
                f"the check asks port {port} ({url[0]}), and the service listens on port {service.port}, so that ECS would replace task after task; "
                f"write {url[1]}://localhost:{service.port}, or silence: {{containerHealthCheck: <why the task listens there too>}}",
                "warning",
                ((*path, "port"),),
            )
            return
