"""The permissions of the task execution role: exactly what the container settings require."""

import re
from collections.abc import Iterable
from typing import Any

import pulumi

from ..analysis.secret_references import is_parameter, list_secret_arns
from ..component.account import Account
from ..component.documents import concat_inputs
from ..settings.container import Container
from ..settings.service import Service
from ..settings.task import Task as TaskSettings
from .roles import build_allow_statement

_ECR_IMAGE = re.compile(r"([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)/([^:@]+)")


def build_execution_statements(
    settings: TaskSettings, account: Account, log_group_arn: pulumi.Input[str], stream_prefixes: Iterable[str]
) -> list[Any]:
    """Return the statements of the execution role: pull the images, write the log, read the secrets and environment files; nothing else.

    Args:
        settings: The settings of the task.
        account: The account of the stack.
        log_group_arn: The ARN of the log group.
        stream_prefixes: What the names of the log streams that ECS writes start with.
    """
    containers: list[Container] = [settings, *(sidecar for _, sidecar in sorted(settings.all_sidecars.items()))]
    statements: list[Any] = _build_pull_statements([container.image for container in containers], account.partition)
    streams: list[pulumi.Input[str]] = [concat_inputs(log_group_arn, ":log-stream:", prefix, "/*") for prefix in stream_prefixes]
    statements.append(
        build_allow_statement("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], streams[0] if len(streams) == 1 else streams)
    )
    statements += _build_secret_statements(list_secret_references(settings), account)
    statements += _build_file_statements([file for container in containers for file in container.environment_files])
    if settings.roles.secret_kms_keys:
        statements.append(build_allow_statement("DecryptSecrets", ["kms:Decrypt"], list(settings.roles.secret_kms_keys)))
    return statements


def _build_pull_statements(images: Iterable[Any], partition: str) -> list[dict[str, Any]]:
    repositories: list[Any] = []
    for image in images:
        if isinstance(image, pulumi.Output):
            # Only a deployment knows whether the image is in ECR. The statement always exists, and names the repository if there is one.
            repositories.append(
                image.apply(lambda text: _parse_repository_arn(text, partition) or f"arn:{partition}:ecr:*:*:repository/none")
            )
        else:
            repository = _parse_repository_arn(image, partition)
            if repository is not None and repository not in [arn for arn in repositories if isinstance(arn, str)]:
                repositories.append(repository)
    if not repositories:
        return []
    return [
        build_allow_statement("Authenticate", ["ecr:GetAuthorizationToken"], "*"),  # supports no other resource
        build_allow_statement(
            "PullImage",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            repositories[0] if len(repositories) == 1 else repositories,
        ),
    ]


def _parse_repository_arn(image: str, partition: str) -> str | None:
    match = _ECR_IMAGE.match(image)
    return f"arn:{partition}:ecr:{match[2]}:{match[1]}:repository/{match[3]}" if match else None


def list_secret_references(settings: TaskSettings) -> list[Any]:
    """List all references to secrets of a task: in the environment, for private registries, and in the options of the log router."""
    references: list[Any] = []
    for container in (settings, *(sidecar for _, sidecar in sorted(settings.all_sidecars.items()))):
        references += [container.secrets[name] for name in sorted(container.secrets)]
        if container.repository_credentials is not None:
            references.append(container.repository_credentials)
    if settings.logs.fire_lens is not None:
        options = settings.logs.fire_lens.secret_options
        references += [options[name] for name in sorted(options)]
    return references


def list_migration_secrets(settings: Service) -> list[Any]:
    """List the references to secrets that the migration of a service reads, and the service itself does not."""
    known = list_secret_references(settings)
    return [secret for secret in settings.additional_secrets if not any(_are_same(secret, other) for other in known)]


def _are_same(one: Any, other: Any) -> bool:
    """Return whether two references are the same. The comparison of two Outputs would be an Output."""
    return one is other or (isinstance(one, str) and isinstance(other, str) and one == other)


def _build_secret_statements(references: list[Any], account: Account) -> list[Any]:
    statements: list[Any] = []
    known = [reference for reference in references if isinstance(reference, str)]
    secrets = sorted({arn for reference in known if not is_parameter(reference) for arn in list_secret_arns(reference)})
    parameters = sorted({reference for reference in known if is_parameter(reference)})
    if secrets:
        statements.append(build_allow_statement("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
    if parameters:
        statements.append(
            build_allow_statement(
                "ReadParameters", ["ssm:GetParameters"], [_build_parameter_arn(parameter, account) for parameter in parameters]
            )
        )
    # Only a deployment knows whether an Output is a secret or a parameter, so each Output has its own statement.
    outputs = {id(reference): reference for reference in references if isinstance(reference, pulumi.Output)}
    statements += [reference.apply(lambda text: _build_output_statement(text, account)) for reference in outputs.values()]
    return statements


def _build_output_statement(reference: str, account: Account) -> pulumi.Output[dict[str, Any]]:
    if is_parameter(reference):
        statement = {"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [_build_parameter_arn(reference, account)]}
    else:
        statement = {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": list_secret_arns(reference)}
    return pulumi.Output.from_input(statement)


def _build_parameter_arn(reference: str, account: Account) -> pulumi.Input[str]:
    return reference if reference.startswith("arn:") else account.build_arn("ssm", "parameter/" + reference.lstrip("/"))


def _build_file_statements(files: list[Any]) -> list[dict[str, Any]]:
    """Return the statements that let ECS read environment files.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
    """
    if not files:
        return []
    unique_files = list(dict.fromkeys(files))
    buckets = list(
        dict.fromkeys(
            file.apply(_parse_bucket_arn) if isinstance(file, pulumi.Output) else _parse_bucket_arn(file) for file in unique_files
        )
    )
    return [
        build_allow_statement("ReadEnvironmentFiles", ["s3:GetObject"], unique_files),
        build_allow_statement("LocateEnvironmentFiles", ["s3:GetBucketLocation"], buckets),
    ]


def _parse_bucket_arn(file: str) -> str:
    return file.partition("/")[0]
