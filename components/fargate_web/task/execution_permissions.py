"""What ECS may do for a task before and around it: exactly what its containers are described with."""

import re
from collections.abc import Iterable
from typing import Any

import pulumi

from ..component.account import Account
from ..component.documents import concat_inputs
from ..settings.container import Container
from ..settings.task import Task as TaskSettings
from .roles import build_allow_statement

_ECR_IMAGE = re.compile(r"([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)/([^:@]+)")
_SECRET_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")
_LOWERCASE_SUFFIX = re.compile(r"-[a-z]{6}$")


def build_execution_statements(settings: TaskSettings, account: Account, log_group_arn: pulumi.Input[str]) -> list[Any]:
    """Tell what ECS does for a task: pull its images, write its log, read its secrets and environment files; nothing else."""
    containers: list[Container] = [settings, *(sidecar for _, sidecar in sorted(settings.all_sidecars.items()))]
    statements: list[Any] = _build_pull_statements([container.image for container in containers], account.partition)
    statements.append(build_allow_statement("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], concat_inputs(log_group_arn, ":*")))
    statements += _build_secret_statements(_list_secret_references(settings, containers), account)
    statements += _build_file_statements([file for container in containers for file in container.environment_files])
    if settings.roles.secret_kms_keys:
        statements.append(build_allow_statement("DecryptSecrets", ["kms:Decrypt"], list(settings.roles.secret_kms_keys)))
    return statements


def _build_pull_statements(images: Iterable[Any], partition: str) -> list[dict[str, Any]]:
    repositories: list[Any] = []
    for image in images:
        if isinstance(image, pulumi.Output):
            # Whether the image lies in ECR is known only later; the statement stays, and names the repository as soon as there is one.
            repositories.append(
                image.apply(lambda text: _parse_repository_arn(text, partition) or f"arn:{partition}:ecr:*:*:repository/none")
            )
        else:
            repository = _parse_repository_arn(image, partition)
            if repository is not None and repository not in [known for known in repositories if isinstance(known, str)]:
                repositories.append(repository)
    if not repositories:
        return []
    return [
        build_allow_statement("Authenticate", ["ecr:GetAuthorizationToken"], "*"),  # takes no other resource
        build_allow_statement(
            "PullImage",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            repositories[0] if len(repositories) == 1 else repositories,
        ),
    ]


def _parse_repository_arn(image: str, partition: str) -> str | None:
    found = _ECR_IMAGE.match(image)
    return f"arn:{partition}:ecr:{found[2]}:{found[1]}:repository/{found[3]}" if found else None


def _list_secret_references(settings: TaskSettings, containers: Iterable[Container]) -> list[Any]:
    """List what names a secret: of the environment, of private registries, and of the log router's options."""
    references: list[Any] = list(settings.additional_secrets)
    for container in containers:
        references += [container.secrets[name] for name in sorted(container.secrets)]
        if container.repository_credentials is not None:
            references.append(container.repository_credentials)
    if settings.logs.fire_lens is not None:
        options = settings.logs.fire_lens.secret_options
        references += [options[name] for name in sorted(options)]
    return references


def _build_secret_statements(references: list[Any], account: Account) -> list[Any]:
    statements: list[Any] = []
    known = [reference for reference in references if isinstance(reference, str)]
    secrets = sorted({arn for reference in known if not _is_parameter(reference) for arn in _list_secret_arns(reference)})
    parameters = sorted({reference for reference in known if _is_parameter(reference)})
    if secrets:
        statements.append(build_allow_statement("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
    if parameters:
        statements.append(
            build_allow_statement(
                "ReadParameters", ["ssm:GetParameters"], [_build_parameter_arn(parameter, account) for parameter in parameters]
            )
        )
    # Whether an Output is a secret or a parameter is known only later, so that each has a statement of its own.
    outputs = {id(reference): reference for reference in references if isinstance(reference, pulumi.Output)}
    statements += [reference.apply(lambda text: _build_output_statement(text, account)) for reference in outputs.values()]
    return statements


def _build_output_statement(reference: str, account: Account) -> pulumi.Output[dict[str, Any]]:
    if _is_parameter(reference):
        statement = {"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [_build_parameter_arn(reference, account)]}
    else:
        statement = {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": _list_secret_arns(reference)}
    return pulumi.Output.from_input(statement)


def _is_parameter(reference: str) -> bool:
    return not reference.startswith("arn:") or ":ssm:" in reference


def _list_secret_arns(reference: str) -> list[str]:
    arn = ":".join(reference.split(":")[:7])
    # ECS takes the name without the six characters that Secrets Manager appends; the policy has to allow for them.
    whatever = f"{arn}-??????"
    if not _SECRET_SUFFIX.search(arn):
        return [whatever]
    # Whether six small letters are a word of the name (web-secret) or what was appended, nobody can tell.
    return [arn, whatever] if _LOWERCASE_SUFFIX.search(arn) else [arn]


def _build_parameter_arn(reference: str, account: Account) -> pulumi.Input[str]:
    return reference if reference.startswith("arn:") else account.build_arn("ssm", "parameter/" + reference.lstrip("/"))


def _build_file_statements(files: list[Any]) -> list[dict[str, Any]]:
    """Allow what ECS does to read environment files.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
    """
    if not files:
        return []
    once = list(dict.fromkeys(files))
    buckets = list(
        dict.fromkeys(file.apply(_parse_bucket_arn) if isinstance(file, pulumi.Output) else _parse_bucket_arn(file) for file in once)
    )
    return [
        build_allow_statement("ReadEnvironmentFiles", ["s3:GetObject"], once),
        build_allow_statement("LocateEnvironmentFiles", ["s3:GetBucketLocation"], buckets),
    ]


def _parse_bucket_arn(file: str) -> str:
    return file.partition("/")[0]
