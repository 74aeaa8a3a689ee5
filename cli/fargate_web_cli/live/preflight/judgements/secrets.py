"""Judges secrets and parameters: whether they exist, have the key that ECS reads, and whether it may decrypt them."""

from collections.abc import Iterator
from typing import Any, Final

from fargate_web.analysis.secret_references import is_parameter
from fargate_web.checks.finding import Finding
from fargate_web.settings.arn import split_arn
from fargate_web.settings.fix import Edit, Fix, SettingPath
from fargate_web.settings.task import Task

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.secrets import SecretFacts, SecretReference, find_parameter_name, parse_secret_reference
from fargate_web_cli.live.preflight.planned_stack import PlannedStack, find_region_of
from fargate_web_cli.terminal.command_parser import find_closest_match

_NO_START: Final = "so that no task can start (ResourceInitializationError)"


def judge_secrets(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge each reference to a secret or a parameter."""
    for path, reference in planned.list_secrets().items():
        found = facts.secrets.get(reference)
        if found is None:
            continue
        problem = _explain_missing(reference, found, planned.region)
        if problem is None and not is_parameter(reference):
            problem = _explain_missing_version(parse_secret_reference(reference), found) or _explain_missing_key(
                parse_secret_reference(reference), found
            )
        if problem is not None:
            yield Finding("secret-missing", path, problem)
        elif found.state == "found":
            yield from _judge_key(path, reference, found, planned)


def _explain_missing(reference: str, found: SecretFacts, region: str) -> str | None:
    where = find_region_of(reference, region)
    if found.state == "missing" and is_parameter(reference):
        name = find_parameter_name(reference)
        return f"there is no parameter {name} in {where}, {_NO_START}; create it, or write the name of one that is there"
    if found.state == "missing":
        arn = parse_secret_reference(reference).arn
        return f"there is no secret {arn}, {_NO_START}; create it, or write the ARN of one that is there"
    if found.state == "deleted":
        arn = parse_secret_reference(reference).arn
        return f"the secret is marked for deletion, {_NO_START}; restore it (aws secretsmanager restore-secret --secret-id {arn}), or write another one"
    return None


def _explain_missing_version(parsed: SecretReference, found: SecretFacts) -> str | None:
    versions = found.versions or {}
    if parsed.version:
        if parsed.version in versions:
            return None
        return f"the secret has no version {parsed.version}, {_NO_START}; write an id that `aws secretsmanager list-secret-version-ids` shows, or leave it out"
    stage = parsed.stage or "AWSCURRENT"
    if any(stage in stages for stages in versions.values()):
        return None
    if not parsed.stage:
        return f"the secret has no value yet, {_NO_START}; put one into it (aws secretsmanager put-secret-value --secret-id {parsed.arn})"
    stages = ", ".join(sorted({each for stages in versions.values() for each in stages}))
    return f"no version of the secret has the stage {stage}, {_NO_START}; {f'it has {stages}: write one of these' if stages else 'put a value into it'}"


def _explain_missing_key(parsed: SecretReference, found: SecretFacts) -> str | None:
    if not parsed.key or found.is_json is None:
        return None
    if not found.is_json:
        return f"the value of the secret is not a JSON object, so that it has no key {parsed.key}, {_NO_START}; leave the key out, or store a JSON object"
    if found.keys is None or parsed.key in found.keys:
        return None
    closest = find_closest_match(parsed.key, sorted(found.keys))
    advice = f"write {closest}, if that is meant" if closest else "write a key that it has"
    return f"the secret has no key {parsed.key}, {_NO_START}; {advice}, or add the key to the secret"


def _judge_key(path: SettingPath, reference: str, found: SecretFacts, planned: PlannedStack) -> Iterator[Finding]:
    """Find secrets that the execution role of the stack may read and not decrypt."""
    place = (str(path[0]), str(path[1]))
    task: Task = planned.settings.tasks[place]
    if not found.kms_key or task.roles.execution_role.arn is not None or _names_key(task.roles.secret_kms_keys, found.kms_key):
        return
    allowed = [
        str(resource)
        for statement in task.roles.execution_role.statements
        if statement.effect == "Allow" and any(action in ("kms:Decrypt", "kms:*") for action in statement.actions)
        for resource in statement.resources
    ]
    if allowed:
        return
    arn = _build_key_arn(found.kms_key, reference, planned)
    known = [key for key in task.roles.secret_kms_keys if isinstance(key, str)]
    edit = Edit((*place, "roles", "secretKmsKeys"), "set", [*known, arn])
    fixes = (Fix(f"write roles: {{secretKmsKeys: [{', '.join([*known, arn])}]}}", (edit,)),) if arn else ()
    yield Finding(
        "secret-key-not-allowed",
        path,
        f"the secret is encrypted with the customer managed key {found.kms_key}, which the execution role may not use, so that no task can start (ResourceInitializationError: "
        "AccessDeniedException, kms:Decrypt) unless the policy of the key allows it"
        + ("" if fixes else "; write the ARN of the key (aws kms describe-key shows it) into roles: {secretKmsKeys: […]}"),
        "warning",
        ((*place, "roles"),),
        fixes,
    )


def _names_key(keys: list[Any], kms_key: str) -> bool:
    """Return whether a list of keys names a key. A key that is not known, or an alias, may be any of them."""
    if not keys:
        return False
    is_alias = "alias/" in kms_key
    return is_alias or any(not isinstance(key, str) or key.rsplit("/", 1)[-1] == kms_key.rsplit("/", 1)[-1] for key in keys)


def _build_key_arn(kms_key: str, reference: str, planned: PlannedStack) -> str | None:
    if kms_key.startswith("arn:") and ":key/" in kms_key:
        return kms_key
    arn = split_arn(reference)
    if arn is None or "alias/" in kms_key:
        return None
    return f"arn:{arn.partition}:kms:{find_region_of(reference, planned.region)}:{arn.account}:key/{kms_key}"
