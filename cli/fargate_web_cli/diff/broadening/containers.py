"""Access rules of task definitions: the secrets that containers read, and their privileges."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import AccessRule, ResourceVersion, Setting, list_items, list_maps
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity
from fargate_web_cli.diff.value_changes import is_secret, is_unknown, parse_json

_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"


def list_container_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:  # noqa: ARG001 - the interface of all readers
    """Yield the secrets and privileges of the containers in a task definition."""
    if resource.type != _TASK_DEFINITION:
        return
    subject = name_resource(resource)
    definitions = resource.inputs.get("containerDefinitions")
    containers = parse_json(definitions) if isinstance(definitions, str) else definitions
    if is_secret(containers) or is_unknown(containers) or (definitions and not isinstance(containers, list)):
        text = f"has containers that are {show_identity(identify_value(definitions))}, so that the secrets that they read can’t be compared"
        setting = Setting("containers", identify_value(definitions), text, text)
        yield AccessRule(subject, setting, resource, is_opaque=True)
        return
    for container in list_items(containers):
        if isinstance(container, Mapping) and not is_secret(container) and not is_unknown(container):
            yield from _list_container_secrets(container, subject, resource)


def _list_container_secrets(container: Mapping[str, Any], subject: str, resource: ResourceVersion) -> Iterator[AccessRule]:
    name = show_identity(identify_value(container.get("name")))
    log_configuration = container.get("logConfiguration")
    log_options = log_configuration.get("secretOptions") if isinstance(log_configuration, Mapping) else None
    credentials = container.get("repositoryCredentials")
    sources = [
        *(
            (entry.get("valueFrom"), f"as {show_identity(identify_value(entry.get('name')))}")
            for entry in list_maps(container.get("secrets"))
        ),
        *(
            (entry.get("valueFrom"), f"for its log, as {show_identity(identify_value(entry.get('name')))}")
            for entry in list_maps(log_options)
        ),
    ]
    if isinstance(credentials, Mapping):
        sources.append((credentials.get("credentialsParameter"), "to pull its image"))
    for source, purpose in sources:
        secret = show_identity(identify_value(source))
        setting = Setting(
            f"secret of {name}",
            identify_value(source),
            f"lets container {name} read {secret} {purpose}",
            f"no longer lets container {name} read {secret} {purpose}",
            ("a secret",),
        )
        yield AccessRule(subject, setting, resource, is_opaque=is_opaque(source))
    if container.get("privileged") is True:
        yield AccessRule(
            subject,
            Setting(
                "privileged", name, f"runs container {name} privileged", f"no longer runs container {name} privileged", ("privileged",)
            ),
            resource,
        )
    parameters = container.get("linuxParameters")
    capabilities = parameters.get("capabilities") if isinstance(parameters, Mapping) else None
    for capability in list_items(capabilities.get("add") if isinstance(capabilities, Mapping) else None):
        word = show_identity(identify_value(capability))
        setting = Setting(
            f"capability of {name}",
            identify_value(capability),
            f"gives container {name} the capability {word}",
            f"no longer gives container {name} the capability {word}",
        )
        yield AccessRule(subject, setting, resource)
