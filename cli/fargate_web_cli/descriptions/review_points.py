"""Points for a review, such as public access, which are shown even if only the group of a resource is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from fargate_web.analysis.rule_priorities import CALCULATED_PRIORITIES
from fargate_web.faults.fault import escape_control_characters
from fargate_web.testing import Resource

from fargate_web_cli.descriptions.inputs_view import InputsView, ReferenceResolver
from fargate_web_cli.descriptions.load_balancing import describe_action
from fargate_web_cli.descriptions.networking import describe_ports
from fargate_web_cli.descriptions.permissions import list_policy_statements, list_principals

_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")
_BROAD_MANAGED_POLICIES: Final = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")
_ACTIONS_WITHOUT_RESOURCE: Final = (
    # These actions support no resource, so a policy must use "*": service authorization reference of each service.
    "cloudwatch:PutMetricData",
    "ecr:GetAuthorizationToken",
    "ssmmessages:",
    "xray:",
)


def find_review_points(resource: Resource, references: ReferenceResolver) -> Iterator[tuple[str, str]]:
    """Find the review points of a resource: public access and broad permissions.

    Args:
        resource: A resource of a preview.
        references: Resolves the references of its unknown values.

    Yields:
        The kind of point and its subject, such as `("open to 0.0.0.0/0", "tcp 443")`. The subject can be empty.
    """
    finder = _FINDERS.get(resource.type)
    for point, subject in finder(references.view_inputs(resource)) if finder else ():
        yield point, escape_control_characters(subject)
    if resource.import_id:
        yield "imported", escape_control_characters(f"{resource.name} from {resource.import_id}")
    if resource.read:
        yield "read, not managed", escape_control_characters(resource.name)


def _find_open_rule(view: InputsView) -> Iterator[tuple[str, str]]:
    for key in ("cidrIpv4", "cidrIpv6"):
        if view.text(key) in _EVERYWHERE:
            yield f"open to {view.text(key)}", describe_ports(view)


def _find_open_inline_rules(view: InputsView) -> Iterator[tuple[str, str]]:
    for rule in view.items("ingress"):
        yield from _find_open_blocks(rule)


def _find_open_rule_of_old_type(view: InputsView) -> Iterator[tuple[str, str]]:
    if view.text("type") == "ingress":
        yield from _find_open_blocks(view)


def _find_open_blocks(rule: InputsView) -> Iterator[tuple[str, str]]:
    protocol, first, last = rule.text("protocol"), rule.text("fromPort"), rule.text("toPort")
    ports = "everything" if protocol == "-1" else f"{protocol} {first if first == last else f'{first}–{last}'}"
    for block in (*rule.texts("cidrBlocks"), *rule.texts("ipv6CidrBlocks")):
        if block in _EVERYWHERE:
            yield f"open to {block}", ports


def _find_answer_to_everything(view: InputsView) -> Iterator[tuple[str, str]]:
    """Find a maintenance page for every request. Calculated priorities of rules without conditions come last."""
    actions, conditions = view.items("actions"), view.items("conditions")
    forwards = any(action.text("type") == "forward" for action in actions)
    is_everything = all(condition.nested("pathPattern").texts("values") in (["/*"], ["*"]) for condition in conditions)
    if actions and not forwards and is_everything and 0 < (view.number("priority") or 0) < CALCULATED_PRIORITIES.start:
        yield "every request answered by the load balancer", f"{describe_action(actions[-1])} ({view.resource.name})"


def _find_wildcards(view: InputsView) -> Iterator[tuple[str, str]]:
    for statement in list_policy_statements(view, "policy"):
        if statement.text("Effect") != "Allow":
            continue
        actions = statement.texts("Action")
        wide = [action for action in actions if "*" in action]
        yield from (("wildcard action", f"{action} ({view.resource.name})") for action in wide)
        if statement.keys("NotAction") or statement.texts("NotAction"):
            yield "wildcard action", f"all but {', '.join(statement.texts('NotAction'))} ({view.resource.name})"
        if "*" in statement.texts("Resource") and not statement.keys("Condition"):
            anywhere = [action for action in actions if action not in wide and not action.startswith(_ACTIONS_WITHOUT_RESOURCE)]
            yield from (("on every resource", f"{action} ({view.resource.name})") for action in anywhere)


def _find_public_principals(view: InputsView) -> Iterator[tuple[str, str]]:
    for statement in list_policy_statements(view, "policy"):
        principal = statement.nested("Principal")
        everyone = "everyone" in list_principals(statement) or "*" in principal.texts("AWS")
        if everyone and statement.text("Effect") == "Allow" and not statement.keys("Condition"):
            yield "open to everyone", f"{', '.join(statement.texts('Action'))} ({view.resource.name})"


def _find_trust_in_everyone(view: InputsView) -> Iterator[tuple[str, str]]:
    for statement in list_policy_statements(view, "assumeRolePolicy"):
        if "everyone" in list_principals(statement) or "*" in statement.nested("Principal").texts("AWS"):
            yield "can be assumed by everyone", view.resource.name


def _find_broad_managed_policy(view: InputsView) -> Iterator[tuple[str, str]]:
    policy = view.text("policyArn").rpartition("/")[2]
    if policy in _BROAD_MANAGED_POLICIES or policy.endswith("FullAccess"):
        yield "wide managed policy", f"{policy} ({view.resource.name})"


def _find_service_access(view: InputsView) -> Iterator[tuple[str, str]]:
    if view.is_true("enableExecuteCommand"):
        yield "ECS Exec", ""
    if view.nested("networkConfiguration").is_true("assignPublicIp"):
        yield "public addresses", ""


def _find_schedule_access(view: InputsView) -> Iterator[tuple[str, str]]:
    parameters = view.nested("target").nested("ecsParameters")
    if parameters.is_true("enableExecuteCommand"):
        yield "ECS Exec", ""
    if parameters.nested("networkConfiguration").is_true("assignPublicIp"):
        yield "public addresses", ""


def _find_muted_alarms(view: InputsView) -> Iterator[tuple[str, str]]:
    schedule = view.nested("rule").nested("schedule")
    yield "alarms muted", f"{schedule.text('expression')} {schedule.text('timezone')} for {schedule.text('duration')}"


def _find_missing_public_access_block(view: InputsView) -> Iterator[tuple[str, str]]:
    keys = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    allowed = [key for key in keys if not view.is_true(key)]
    if allowed:
        yield "public access not blocked", f"{', '.join(allowed)} ({view.resource.name})"


_FINDERS: Final[Mapping[str, Callable[[InputsView], Iterator[tuple[str, str]]]]] = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _find_open_rule,
    "aws:ec2/securityGroup:SecurityGroup": _find_open_inline_rules,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _find_open_rule_of_old_type,
    "aws:lb/listenerRule:ListenerRule": _find_answer_to_everything,
    "aws:iam/policy:Policy": _find_wildcards,
    "aws:iam/rolePolicy:RolePolicy": _find_wildcards,
    "aws:iam/role:Role": _find_trust_in_everyone,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _find_broad_managed_policy,
    "aws:ecs/service:Service": _find_service_access,
    "aws:scheduler/schedule:Schedule": _find_schedule_access,
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule": _find_muted_alarms,
    "aws:s3/bucketPolicy:BucketPolicy": _find_public_principals,
    "aws:sns/topicPolicy:TopicPolicy": _find_public_principals,
    "aws:sqs/queuePolicy:QueuePolicy": _find_public_principals,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": _find_public_principals,
    "aws:kms/key:Key": _find_public_principals,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _find_missing_public_access_block,
}
