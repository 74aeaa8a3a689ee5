"""The values of the secrets of containers, read with the credentials of the developer."""

import json
from collections.abc import Iterable, Mapping

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.run.variables import Variable


def read_secret_values(session: AwsSession, variables: Iterable[Variable], environment: Mapping[str, str]) -> dict[str, str]:
    """Read the values of variables from Secrets Manager and Systems Manager. Each secret is read once.

    Args:
        session: The session.
        variables: The variables of the Compose file.
        environment: Variables that are set already, which are not read.

    Raises:
        LiveError: A secret can't be read, or has no such key.
    """
    texts: dict[tuple[str, str, str], str] = {}
    values = {}
    for variable in variables:
        if variable.reference is None or variable.name in environment:
            continue
        if ":secretsmanager:" in variable.reference:
            values[variable.name] = _read_secret(session, variable.reference, texts)
        else:
            values[variable.name] = _read_parameter(session, variable.reference)
    return values


def _read_secret(session: AwsSession, reference: str, texts: dict[tuple[str, str, str], str]) -> str:
    # arn:aws:secretsmanager:<region>:<account>:secret:<name>, then :<json key>:<version stage>:<version id>, each of which may be empty
    parts = reference.split(":")
    arn = ":".join(parts[:7])
    json_key, stage, version = [*parts[7:], "", "", ""][:3]
    if (arn, stage, version) not in texts:
        selection = {key: value for key, value in {"VersionStage": stage, "VersionId": version}.items() if value}
        answer = session.call("secretsmanager", "get_secret_value", SecretId=arn, **selection)
        if "SecretString" not in answer:
            raise LiveError(f"{arn} has a binary value, which can't be an environment variable.")
        texts[arn, stage, version] = answer["SecretString"]
    text = texts[arn, stage, version]
    return _find_key(text, json_key, arn) if json_key else text


def _find_key(text: str, key: str, arn: str) -> str:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict) or key not in document:
        raise LiveError(f"{arn} has no key {key}, which the stack file names.")
    value = document[key]
    return value if isinstance(value, str) else json.dumps(value)


def _read_parameter(session: AwsSession, reference: str) -> str:
    answer = session.call("ssm", "get_parameter", Name=reference, WithDecryption=True)
    return str(answer["Parameter"]["Value"])
