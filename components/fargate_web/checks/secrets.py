"""Checks that no secret is in the open: in variables, commands, labels and options."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from ..analysis.likely_secrets import find_secret_in_words, looks_secret
from ..settings.fix import Edit, Fix
from ..settings.service import Service
from ..settings.stack import Stack
from .containers import list_containers, silence
from .finding import Finding, SettingPath

_CREDENTIAL_HEADERS: Final = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "api-key",
        "x-api-key",
        "dd-api-key",
        "x-honeycomb-team",
        "x-sf-token",
        "x-auth-token",
        "uptrace-dsn",
    }
    | {"lightstep-access-token", "signoz-access-token", "signoz-ingestion-key", "sentry-auth", "x-sentry-auth", "x-axiom-token"}
)
"""Headers in which backends of traces expect credentials, whatever these look like."""
_READERS = "its value is readable in the repository, in the state and in the console"


def check_secrets(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what looks like a secret in variables, commands, health checks, labels, options of the log router and headers of tracing."""
    severity: Literal["error", "warning"] = "error" if stack.protected else "warning"
    for place in list_containers(stack):
        path, container = place.path, place.container
        yield from _check_variables(path, path, "environment", container.environment, severity)
        yield from _check_variables(path, path, "dockerLabels", container.docker_labels, severity)
        yield from _check_words(path, (*path, "entryPoint"), container.entry_point, severity)
        yield from _check_words(path, (*path, "command"), container.command, severity)
        if place.health_check:
            yield from _check_words(path, (*path, place.health_check_key), place.health_check.command, severity)
    for task_path, task in stack.tasks.items():
        if isinstance(task, Service) and task.migration:
            migration_path = (*task_path, "migration")
            yield from _check_variables(task_path, migration_path, "environment", task.migration.environment, severity)
            yield from _check_words(task_path, (*migration_path, "command"), task.migration.command, severity)
        if task.logs.fire_lens:
            yield from _check_variables(task_path, (*task_path, "logs", "fireLens"), "options", task.logs.fire_lens.options, severity)
        if task.tracing:
            yield from _check_variables(task_path, (*task_path, "tracing"), "headers", task.tracing.headers, severity)


def _check_variables(
    container_path: SettingPath, path: SettingPath, key: str, variables: Mapping[str, Any], severity: Literal["error", "warning"]
) -> Iterator[Finding]:
    for name, value in variables.items():
        is_credential = key == "headers" and name.lower() in _CREDENTIAL_HEADERS and value != ""
        if is_credential or looks_secret(name.rsplit(".", 1)[-1] if key == "dockerLabels" else name, value):
            yield Finding(
                "secret-in-plain-sight",
                (*path, key, name),
                f"{name} looks like a secret, and {_READERS}",
                severity,
                fixes=(_move_secret(path, key, name), silence(container_path, "environment", "why none of them is one")),
                silence_key="environment",
            )


def _move_secret(path: SettingPath, key: str, name: str) -> Fix:
    removal = Edit((*path, key, name), "remove")
    if key == "dockerLabels":
        return Fix("remove it, and let the program read a variable under secrets:", (removal,))
    secrets_key = {"environment": "secrets", "options": "secretOptions", "headers": "secretHeaders"}[key]
    parameter = f"/{path[1]}/{name}"
    text = (
        f"write it under {secrets_key}: {{{name}: {parameter}}}, an SSM parameter that holds the value, or the ARN of a Secrets Manager secret"
        + (", or encrypt it (pulumi config set --secret --path)" if key == "environment" else "")
    )
    return Fix(text, (removal, Edit((*path, secrets_key, name), "set", parameter)))


def _check_words(
    container_path: SettingPath, path: SettingPath, words: list[str] | None, severity: Literal["error", "warning"]
) -> Iterator[Finding]:
    name = find_secret_in_words([word for word in words or () if isinstance(word, str)])
    if name:
        yield Finding(
            "secret-in-plain-sight",
            path,
            f"{name} in this command looks like a secret, and {_READERS}; write it under secrets:, and its variable in a command that starts a shell, like "
            "[sh, -c, 'exec app --password \"$PASSWORD\"']",
            severity,
            fixes=(silence(container_path, "command", "why none of it is one", after_advice=True),),
            silence_key="command",
        )
