"""Checks of environment variables: references to secrets that nothing resolves."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ..settings.fix import Edit, Fix
from ..settings.service import Service
from ..settings.stack import Stack
from .containers import silence
from .finding import Finding, SettingPath

_REFERENCE_PATTERN: Final = re.compile(
    r"arn:aws[a-z-]*:(?:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^\s:]+(?P<key>:[^:\s]*:[^:\s]*:[^:\s]*)?|ssm:[a-z0-9-]+:[0-9]{12}:parameter/\S+)"
)
_DYNAMIC_REFERENCE_PATTERN: Final = re.compile(r"\{\{resolve:(?P<service>secretsmanager|ssm|ssm-secure):(?P<reference>[^}]+)\}\}")
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


def check_environment(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find references to secrets that a container would get as text."""
    for task_path, task in stack.tasks.items():
        path: SettingPath = task_path
        yield from _check_variables(path, task.environment)
        for name, sidecar in task.sidecars.items():
            yield from _check_variables((*path, "sidecars", name), sidecar.environment)
        if task.logs.fire_lens:
            yield from _check_variables((*path, "logs", "fireLens"), task.logs.fire_lens.options, "options", "secretOptions")
        if task.tracing:
            yield from _check_variables((*path, "tracing"), task.tracing.headers, "headers", "secretHeaders")
        if isinstance(task, Service) and task.migration:
            yield from _check_variables((*path, "migration"), task.migration.environment)


def _check_variables(
    path: SettingPath, variables: dict[str, Any], key: str = "environment", secrets_key: str = "secrets"
) -> Iterator[Finding]:
    for name, value in variables.items():
        if not isinstance(value, str):
            continue
        found = _REFERENCE_PATTERN.fullmatch(value.strip())
        if found:
            is_reference_name = bool(_REFERENCE_NAME_PATTERN.search(name))
            is_value_name = bool(_VALUE_NAME_PATTERN.search(name)) and not is_reference_name
            is_certain = found["key"] is not None or is_value_name or key in ("options", "headers")
            if not is_certain and is_reference_name:
                continue
            container_path = path[:-2] if key == "options" else path[:-1] if path[-1] in ("migration", "tracing") else path
            move = _move_reference(path, key, secrets_key, name, value.strip(), is_certain=is_certain)
            yield Finding(
                "reference-as-text",
                (*path, key, name),
                "the container gets this ARN as text, since ECS resolves no reference here",
                "error" if is_certain else "warning",
                fixes=(move,) if is_certain else (move, silence(container_path, "environment", "why the program wants the ARN")),
                silence_key="environment",
            )
        elif dynamic := _DYNAMIC_REFERENCE_PATTERN.search(value):
            reference = _convert_dynamic_reference(dynamic["service"], dynamic["reference"]) if dynamic[0] == value.strip() else None
            advice = (
                "" if reference else f"; write it under {secrets_key}: {{{name}: <the ARN of the secret, or the name of the parameter>}}"
            )
            yield Finding(
                "reference-as-text",
                (*path, key, name),
                f"only CloudFormation resolves {dynamic[0]}, and the container gets it as text{advice}",
                "warning",
                fixes=(_move_reference(path, key, secrets_key, name, reference, is_certain=True),) if reference else (),
                silence_key="environment",
            )


def _move_reference(path: SettingPath, key: str, secrets_key: str, name: str, reference: str, *, is_certain: bool) -> Fix:
    return Fix(
        f"write it under {secrets_key}: {{{name}: '{reference}'}}",
        (Edit((*path, key, name), "remove"), Edit((*path, secrets_key, name), "set", reference)),
        is_certain,
    )


def _convert_dynamic_reference(service: str, reference: str) -> str | None:
    """Return what ECS takes for a dynamic reference of CloudFormation: a parameter, or a key of a secret. Return None for a secret without its ARN."""
    if service != "secretsmanager":
        return reference.partition(":")[0]
    found = re.fullmatch(r"(arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^:]+)(?::SecretString)?(?::([^:]+))?", reference)
    return (f"{found[1]}:{found[2]}::" if found[2] else found[1]) if found else None
