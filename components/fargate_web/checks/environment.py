"""Checks of environment variables: references that nothing resolves, and ports that differ from the service's."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ..settings.container import Container
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_REFERENCE_PATTERN: Final = re.compile(
    r"arn:aws[a-z-]*:(?:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^\s:]+(?P<key>:[^:\s]*:[^:\s]*:[^:\s]*)?|ssm:[a-z0-9-]+:[0-9]{12}:parameter/\S+)"
)
_DYNAMIC_REFERENCE_PATTERN: Final = re.compile(r"\{\{resolve:(?:secretsmanager|ssm|ssm-secure):[^}]+\}\}")
_REFERENCE_NAME_PATTERN: Final = re.compile(
    r"(?:^|[_.-])(?:ARN|ARNS|ID|NAME|REF|REFERENCE|PATH|PARAM|PARAMETER|SECRETS?|SECRETSMANAGER|SECRET_?(?:ARN|ID|NAME|MANAGER)|LOCATION|SOURCE)$",
    re.IGNORECASE,
)
"""Names of variables whose program expects a reference, and reads the secret itself."""
_VALUE_NAME_PATTERN: Final = re.compile(
    r"(?:^|[_.-])(?:USER|USERNAME|LOGIN|(?:PG)?PASSWORD|PASSWD|PASS|PWD|PASSPHRASE|TOKEN|API_?KEY|KEY|DSN|URL|URI|HOST|HOSTNAME|CREDENTIALS?)$|^(?:PG|MYSQL_|POSTGRES_|DB_)",
    re.IGNORECASE,
)
"""Names of variables whose program expects the value."""
_PORT_VARIABLES: Final = (
    "PORT",
    "SERVER_PORT",
    "NITRO_PORT",
    "NUXT_PORT",
    "ASPNETCORE_HTTP_PORTS",
    "GRADIO_SERVER_PORT",
    "STREAMLIT_SERVER_PORT",
)


def check_environment(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find references to secrets that a container would get as text, and a PORT that is not the service's."""
    for task_path, task in stack.tasks.items():
        path: SettingPath = task_path
        yield from _check_variables(path, task.environment, task)
        for name, sidecar in task.sidecars.items():
            yield from _check_variables((*path, "sidecars", name), sidecar.environment, sidecar)
        if task.logs.fire_lens:
            yield from _check_variables((*path, "logs", "fireLens"), task.logs.fire_lens.options, task, "options", "secretOptions")
        if isinstance(task, Service):
            if task.migration:
                yield from _check_variables((*path, "migration"), task.migration.environment, task)
            yield from _check_port(path, task)


def _check_variables(
    path: SettingPath, variables: dict[str, Any], container: Container, key: str = "environment", secrets_key: str = "secrets"
) -> Iterator[Finding]:
    for name, value in variables.items():
        if not isinstance(value, str):
            continue
        found = _REFERENCE_PATTERN.fullmatch(value.strip())
        if found:
            is_reference_name = bool(_REFERENCE_NAME_PATTERN.search(name))
            is_value_name = bool(_VALUE_NAME_PATTERN.search(name)) and not is_reference_name
            is_certain = found["key"] is not None or is_value_name or key == "options"
            if not is_certain and (is_reference_name or "environment" in container.silence):
                continue
            silence = "" if is_certain else ", or silence: {environment: <why the program wants the ARN>}"
            yield Finding(
                "reference-as-text",
                (*path, key, name),
                f"the container gets this ARN as text, since ECS resolves no reference here; write it under {secrets_key}: {{{name}: '{value.strip()}'}}{silence}",
                "error" if is_certain else "warning",
            )
        elif (dynamic := _DYNAMIC_REFERENCE_PATTERN.search(value)) and "environment" not in container.silence:
            yield Finding(
                "reference-as-text",
                (*path, key, name),
                f"only CloudFormation resolves {dynamic[0]}, and the container gets it as text; write it under {secrets_key}: {{{name}: <the ARN of the secret, or the name of the "
                "parameter>}",
                "warning",
            )


def _check_port(path: SettingPath, service: Service) -> Iterator[Finding]:
    for name in _PORT_VARIABLES:
        value = service.environment.get(name)
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,5}", value) or "environment" in service.silence:
            continue
        if service.port is not None and int(value) != service.port:
            yield Finding(
                "other-port-in-environment",
                (*path, "environment", name),
                f"the application is told to listen on {value}, and requests and health checks go to port {service.port}, so that they would fail (Target.FailedHealthChecks); "
                f"write {name}: {service.port}, or port: {value}, or silence: {{environment: <why it listens on both>}}",
                "warning",
                ((*path, "port"),),
            )
