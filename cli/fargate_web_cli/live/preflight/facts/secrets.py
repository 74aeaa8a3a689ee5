"""Asks for the secrets and parameters of a stack. Their values are read only on request, and leave this module never."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from fargate_web.analysis.secret_references import is_parameter
from fargate_web.settings.arn import split_arn

from fargate_web_cli.live.batches import split_into_batches
from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.planned_stack import find_region_of

_PARAMETERS_IN_A_CALL: Final = 50
_READS_NOTHING: Final = "the values of secrets are not read; run it with --read-secrets, which needs secretsmanager:GetSecretValue."


@dataclass(frozen=True)
class SecretReference:
    """The parts of a reference to a Secrets Manager secret: `<arn>:<json key>:<stage>:<version>`."""

    arn: str
    key: str = ""
    stage: str = ""
    version: str = ""


@dataclass(frozen=True)
class SecretFacts:
    """A secret or a parameter that could be asked for.

    Attributes:
        state: Whether it exists; a deleted secret waits for the end of its recovery window.
        kms_key: The customer managed key that encrypts it: an ARN, an id or an alias; empty for the key of AWS.
        versions: The stages of each version, by its id; None for a parameter.
        keys: The JSON keys; None if they are not known.
        is_json: Whether its value is a JSON object; None if that is not known.
    """

    state: Literal["found", "missing", "deleted"]
    kms_key: str = ""
    versions: Mapping[str, frozenset[str]] | None = None
    keys: frozenset[str] | None = None
    is_json: bool | None = None


def parse_secret_reference(reference: str) -> SecretReference:
    """Parse a reference to a Secrets Manager secret."""
    parts = reference.split(":")
    return SecretReference(":".join(parts[:7]), *parts[7:10])


def find_parameter_name(reference: str) -> str:
    """Return the name of the parameter that a reference names by name or ARN, without a version."""
    arn = split_arn(reference)
    name = (reference if arn is None else arn.resource.removeprefix("parameter/")).partition(":")[0]
    if arn is None:
        return name
    # The name of a parameter in a hierarchy starts with a slash, which its ARN does not repeat.
    return f"/{name}" if "/" in name else name


def gather_secrets(
    reader: AwsReader, references: Collection[str], region: str, account: str, *, reads_values: bool
) -> dict[str, SecretFacts]:
    """Ask for secrets and parameters.

    Args:
        reader: Asks AWS.
        references: The references of the stack file.
        region: The Region of the stack.
        account: The account of the stack.
        reads_values: Whether the values of secrets with JSON keys may be read.

    Returns:
        The facts by reference. Those that could not be asked for are missing.
    """
    found: dict[str, SecretFacts] = {}
    secrets = [reference for reference in dict.fromkeys(references) if not is_parameter(reference)]
    for arn in dict.fromkeys(parse_secret_reference(reference).arn for reference in secrets):
        with_key = [parsed for reference in secrets if (parsed := parse_secret_reference(reference)).arn == arn and parsed.key]
        facts = _read_secret(reader, arn, region)
        if facts is None:
            continue
        for reference in secrets:
            parsed = parse_secret_reference(reference)
            if parsed.arn == arn:
                found[reference] = facts
        if facts.state != "found" or not with_key:
            continue
        if not reads_values:
            reader.report(f"the JSON keys of {arn}", _READS_NOTHING)
            continue
        for reference in secrets:
            if (parsed := parse_secret_reference(reference)) in with_key:
                found[reference] = _add_keys(reader, parsed, facts, region)
    found |= _gather_parameters(reader, [reference for reference in dict.fromkeys(references) if is_parameter(reference)], region, account)
    return found


def _read_secret(reader: AwsReader, arn: str, region: str) -> SecretFacts | None:
    answer = reader.ask(
        f"the secret {arn}",
        "secretsmanager",
        "describe_secret",
        region=find_region_of(arn, region),
        answers=("ResourceNotFoundException",),
        SecretId=arn,
    )
    if answer is None:
        return None
    if answer.refusal:
        return SecretFacts("missing")
    key = str(answer.content.get("KmsKeyId") or "")
    versions = {version: frozenset(stages) for version, stages in (answer.content.get("VersionIdsToStages") or {}).items()}
    return SecretFacts(
        "deleted" if answer.content.get("DeletedDate") else "found", "" if key == "alias/aws/secretsmanager" else key, versions
    )


def _add_keys(reader: AwsReader, parsed: SecretReference, facts: SecretFacts, region: str) -> SecretFacts:
    which = {"VersionStage": parsed.stage} if parsed.stage else {}
    which |= {"VersionId": parsed.version} if parsed.version else {}
    answer = reader.ask(
        f"the JSON keys of {parsed.arn}",
        "secretsmanager",
        "get_secret_value",
        region=find_region_of(parsed.arn, region),
        answers=("ResourceNotFoundException",),
        SecretId=parsed.arn,
        **which,
    )
    if answer is None or answer.refusal:
        return facts
    try:
        value = json.loads(answer.content.get("SecretString") or "")
    except ValueError:
        value = None
    keys = frozenset(map(str, value)) if isinstance(value, dict) else None
    return SecretFacts(facts.state, facts.kms_key, facts.versions, keys, isinstance(value, dict))


def _gather_parameters(reader: AwsReader, references: Iterable[str], region: str, account: str) -> dict[str, SecretFacts]:
    by_region: dict[str, dict[str, str]] = {}
    for reference in references:
        arn = split_arn(reference)
        if arn is not None and arn.account != account:
            reader.report(f"the parameter {reference}", f"it is in account {arn.account}, which shows it to tasks only.")
        else:
            by_region.setdefault(find_region_of(reference, region), {})[reference] = find_parameter_name(reference)
    found: dict[str, SecretFacts] = {}
    for where, names in by_region.items():
        unique = sorted(set(names.values()))
        for asked in split_into_batches(unique, _PARAMETERS_IN_A_CALL):
            known = _read_parameters(reader, asked, where)
            if known is not None:
                found |= {reference: known[name] for reference, name in names.items() if name in known}
    return found


def _read_parameters(reader: AwsReader, names: Sequence[str], region: str) -> dict[str, SecretFacts] | None:
    """Read what parameters are. Unlike ssm:GetParameters this returns no values."""
    subject = f"the parameter{'' if len(names) == 1 else 's'} {', '.join(names)}"
    parameters = reader.collect(
        subject,
        "ssm",
        "describe_parameters",
        "Parameters",
        region=region,
        ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": names}],
        MaxResults=_PARAMETERS_IN_A_CALL,
    )
    if parameters is None:
        return None
    found = {str(each["Name"]): _parse_parameter(each) for each in parameters}
    return {name: found.get(name, SecretFacts("missing")) for name in names}


def _parse_parameter(parameter: Mapping[str, Any]) -> SecretFacts:
    key = str(parameter.get("KeyId") or "") if parameter.get("Type") == "SecureString" else ""
    return SecretFacts("found", "" if key == "alias/aws/ssm" else key)
