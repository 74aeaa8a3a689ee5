"""Assertions for any program. A failure lists the resources that violate it and marks them in the tree."""

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn

from fargate_web.testing.property_values import UNKNOWN
from fargate_web.testing.record import Resource

if TYPE_CHECKING:
    from fargate_web.testing.results import Run

_PUBLIC_CIDR_BLOCKS: Final = ("0.0.0.0/0", "::/0")
_UNKNOWN_IN_PREVIEW: Final = "is not known in a preview; run the program without preview=True"


def assert_no_public_ingress(run: "Run", *, ports: Collection[int] = ()) -> None:
    """Fail if a security group allows traffic from the whole internet, over IPv4 or IPv6, in a rule resource or an inline rule.

    Args:
        run: The run of the program.
        ports: Ports that may be public, such as those of an internet-facing load balancer: `ports=[80, 443]`.
    """
    __tracebackhide__ = True
    _assert_none_found(run, "admits the whole internet", _find_public_ingress(run, frozenset(ports)))


def assert_tagged(run: "Run", *keys: str, **values: str) -> None:
    """Fail if an AWS resource that supports tags lacks one.

    Only tags of the resource itself count: a program doesn't see the tags that the provider adds (`aws:defaultTags`), nor the resources that awsx
    creates, which get the tags of their component.

    Args:
        run: The run of the program.
        keys: Tags that each resource must have, with any value.
        values: Tags that each resource must have, with this value.
    """
    __tracebackhide__ = True
    if not keys and not values:
        raise TypeError('Say which tags: assert_tagged("Team", Environment="prod")')
    _assert_none_found(run, "lacks a tag", _find_untagged(run, {**dict.fromkeys(keys), **values}))


def assert_logs_encrypted(run: "Run") -> None:
    """Fail if a log group has no KMS key. CloudWatch then encrypts it with an AWS key, which no policy of yours controls."""
    __tracebackhide__ = True
    groups = run.find_all("aws:cloudwatch/logGroup:LogGroup")
    _assert_none_found(run, "has no KMS key", ((group, "kmsKeyId is not set") for group in groups if not group.inputs.get("kmsKeyId")))


def assert_no_secret_in_task_definitions(run: "Run") -> None:
    """Fail if a task definition contains a secret value, because everyone who may describe task definitions can read it.

    A value is secret if it comes from `config.require_secret`, `pulumi.Output.secret`, or a secret output of a resource.
    """
    __tracebackhide__ = True
    definitions = run.find_all("aws:ecs/taskDefinition:TaskDefinition")
    reason = "its containerDefinitions hold a secret value; keep it in Secrets Manager and pass its ARN as a secret of the container"
    _assert_none_found(
        run,
        "shows a secret value",
        ((definition, reason) for definition in definitions if any(path.startswith("containerDefinitions") for path in definition.secrets)),
    )


def assert_no_policy_allows_everything(run: "Run") -> None:
    """Fail if an IAM policy allows every action on every resource, or if AdministratorAccess is attached."""
    __tracebackhide__ = True
    _assert_none_found(run, "allows everything", _find_unrestricted_policies(run))


def assert_protected(run: "Run", *types: str) -> None:
    """Fail if `pulumi destroy` can delete a resource of these types, or if there is none.

    Args:
        run: The run of the program.
        types: Type tokens: `aws:lb/loadBalancer:LoadBalancer`.
    """
    __tracebackhide__ = True
    for type_ in types:
        if not run.find_all(type_):
            raise AssertionError(f"There is no {type_} to protect. The program registered:\n{run.format_tree()}")
    _assert_none_found(
        run,
        "is not protected",
        ((resource, "protect is not set") for type_ in types for resource in run.find_all(type_) if not resource.protect),
    )


def assert_same_resources(run: "Run", other: "Run") -> None:
    """Fail if two runs don't register the same resources: a preview must show what an update creates.

    Args:
        run: The run of the program.
        other: The other run of the program.
    """
    __tracebackhide__ = True
    urns, other_urns = ({resource.urn for resource in one_run.resources} for one_run in (run, other))
    _assert_none_found(
        run, "is not in the other run", ((resource, "only here") for resource in run.resources if resource.urn not in other_urns)
    )
    _assert_none_found(
        other, "is in the other run only", ((resource, "only there") for resource in other.resources if resource.urn not in urns)
    )


def _assert_none_found(run: "Run", violation: str, violations: Iterable[tuple[Resource, str]]) -> None:
    __tracebackhide__ = True
    reasons: dict[str, str] = {}
    for resource, reason in violations:
        reasons[resource.urn] = f"{reasons[resource.urn]}; {reason}" if resource.urn in reasons else reason
    if reasons:
        _raise_failure(run, violation, reasons)


def _raise_failure(run: "Run", violation: str, reasons: Mapping[str, str]) -> NoReturn:
    __tracebackhide__ = True
    resource_list = "".join(f"\n  {run.find_by_urn(urn)}: {reason}" for urn, reason in reasons.items())
    subject = "There is 1 resource that" if len(reasons) == 1 else f"There are {len(reasons)} resources each of which"
    raise AssertionError(f"{subject} {violation}:{resource_list}\n\n{run.format_tree(marked=reasons)}")


def _find_public_ingress(run: "Run", ports: frozenset[int]) -> Iterator[tuple[Resource, str]]:
    for resource, rule in _list_ingress_rules(run):
        blocks = [rule.get("cidrIpv4"), rule.get("cidrIpv6"), *_as_list(rule.get("cidrBlocks")), *_as_list(rule.get("ipv6CidrBlocks"))]
        public_block = next((block for block in blocks if block in _PUBLIC_CIDR_BLOCKS), None)
        first, last = rule.get("fromPort"), rule.get("toPort")
        every_port = first is None or rule.get("ipProtocol", rule.get("protocol")) == "-1"
        if UNKNOWN in blocks:
            yield resource, f"the source of its traffic {_UNKNOWN_IN_PREVIEW}"
        elif public_block and (every_port or first != last or first not in ports):
            port_range = "every port" if every_port else f"port {first}" if first == last else f"ports {first}–{last}"
            yield resource, f"{port_range} from {public_block}"


def _list_ingress_rules(run: "Run") -> Iterator[tuple[Resource, Mapping[str, Any]]]:
    for rule in run.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"):
        yield rule, rule.inputs
    for rule in run.find_all("aws:ec2/securityGroupRule:SecurityGroupRule"):
        if rule.inputs.get("type") == "ingress":
            yield rule, rule.inputs
    for type_ in ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"):
        for group in run.find_all(type_):
            for inline in _as_list(group.inputs.get("ingress")):
                yield group, inline if isinstance(inline, Mapping) else {"cidrIpv4": UNKNOWN}


def _find_untagged(run: "Run", wanted: Mapping[str, str | None]) -> Iterator[tuple[Resource, str]]:
    for resource in run.resources:
        if not resource.custom or resource.read or not _supports_tags(resource):
            continue
        tags = resource.inputs.get("tags", {})
        if isinstance(tags, list):  # the tags of an Auto Scaling group
            tags = {tag["key"]: tag["value"] for tag in tags}
        for key, value in wanted.items():
            if tags is UNKNOWN or (tags.get(key) is UNKNOWN and value is not None):
                yield resource, f"{key} {_UNKNOWN_IN_PREVIEW}"
            elif key not in tags:
                yield resource, f"no {key}"
            elif value is not None and tags[key] != value:
                yield resource, f"{key} is {tags[key]!r}, not {value!r}"


def _supports_tags(resource: Resource) -> bool:
    """Return whether a resource is of AWS and supports tags: its class, which the program imported, has the property `tags`."""
    package, _, rest = resource.type.partition(":")
    module, _, _ = rest.partition("/")
    if package != "aws":
        return False
    sdk_module = next((sys.modules[name] for name in (f"pulumi_aws.{module}", f"pulumi_aws.{module}_") if name in sys.modules), None)
    resource_class = getattr(sdk_module, resource.type.rpartition(":")[2], None)
    return hasattr(resource_class, "tags") if resource_class is not None else "tags" in resource.inputs


def _find_unrestricted_policies(run: "Run") -> Iterator[tuple[Resource, str]]:
    for resource, policy in _list_policies(run):
        if policy is UNKNOWN:
            yield resource, f"what it allows {_UNKNOWN_IN_PREVIEW}"
            continue
        for statement in _as_list((json.loads(policy) if isinstance(policy, str) else policy or {}).get("Statement")):
            everything = "*" in _as_list(statement.get("Resource")) and {"*", "*:*"} & set(_as_list(statement.get("Action")))
            if statement.get("Effect") == "Allow" and everything:
                yield resource, "Action * on Resource *"
    for resource in run.resources:
        for arn in (resource.inputs.get("policyArn"), *_as_list(resource.inputs.get("managedPolicyArns"))):
            if resource.type.startswith("aws:iam/") and str(arn).endswith(":policy/AdministratorAccess"):
                yield resource, "AdministratorAccess"


def _list_policies(run: "Run") -> Iterator[tuple[Resource, Any]]:
    for kind in ("rolePolicy:RolePolicy", "policy:Policy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"):
        for resource in run.find_all(f"aws:iam/{kind}"):
            yield resource, resource.inputs.get("policy")
    for role in run.find_all("aws:iam/role:Role"):
        for inline in _as_list(role.inputs.get("inlinePolicies")):
            yield role, inline.get("policy") if isinstance(inline, Mapping) else UNKNOWN


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
