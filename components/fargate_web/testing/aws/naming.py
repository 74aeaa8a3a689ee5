"""Physical names: given by the program, or made up by the provider before it creates anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_decimal_digits, generate_hex_digits

_SUFFIX_LENGTH: Final = 7


@dataclass(frozen=True, slots=True)
class NamingRule:
    """How a type of resource gets its name.

    Attributes:
        name_property: The input that holds it.
        max_length: The most characters it may have.
        lowercase: Whether the provider turns the name into lower case.
        prefix: What the provider puts before it.
        fifo_property: The input that makes the provider put `.fifo` after it.
    """

    name_property: str = "name"
    max_length: int = 255
    lowercase: bool = False
    prefix: str = ""
    fifo_property: str = ""


NAMING_RULES: Final[Mapping[str, NamingRule]] = {
    "aws:appautoscaling/policy:Policy": NamingRule(),
    "aws:appautoscaling/scheduledAction:ScheduledAction": NamingRule(),
    "aws:cloudwatch/eventRule:EventRule": NamingRule(max_length=64),
    "aws:cloudwatch/eventTarget:EventTarget": NamingRule("targetId"),
    "aws:cloudwatch/logGroup:LogGroup": NamingRule(),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": NamingRule(),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": NamingRule(),
    "aws:cloudwatch/metricAlarm:MetricAlarm": NamingRule(),
    "aws:cloudwatch/queryDefinition:QueryDefinition": NamingRule(),
    "aws:ec2/managedPrefixList:ManagedPrefixList": NamingRule(),
    "aws:ec2/securityGroup:SecurityGroup": NamingRule(),
    "aws:ecr/repository:Repository": NamingRule(lowercase=True),
    "aws:ecs/capacityProvider:CapacityProvider": NamingRule(),
    "aws:ecs/cluster:Cluster": NamingRule(),
    "aws:ecs/service:Service": NamingRule(),
    "aws:iam/instanceProfile:InstanceProfile": NamingRule(max_length=128),
    "aws:iam/policy:Policy": NamingRule(max_length=128),
    "aws:iam/role:Role": NamingRule(max_length=64),
    "aws:iam/rolePolicy:RolePolicy": NamingRule(max_length=128),
    "aws:iam/user:User": NamingRule(max_length=64),
    "aws:kms/alias:Alias": NamingRule(max_length=238, prefix="alias/"),
    "aws:lambda/function:Function": NamingRule(max_length=64),
    "aws:lambda/permission:Permission": NamingRule("statementId", max_length=100),
    "aws:lb/loadBalancer:LoadBalancer": NamingRule(max_length=32),
    "aws:lb/targetGroup:TargetGroup": NamingRule(max_length=32),
    "aws:route53/zone:Zone": NamingRule(),
    "aws:s3/bucket:Bucket": NamingRule("bucket", max_length=63, lowercase=True),
    "aws:scheduler/schedule:Schedule": NamingRule(max_length=64),
    "aws:scheduler/scheduleGroup:ScheduleGroup": NamingRule(max_length=64),
    "aws:secretsmanager/secret:Secret": NamingRule(),
    "aws:servicediscovery/httpNamespace:HttpNamespace": NamingRule(),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": NamingRule(),
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": NamingRule(),
    "aws:servicediscovery/service:Service": NamingRule(),
    "aws:sns/topic:Topic": NamingRule(max_length=80, fifo_property="fifoTopic"),
    "aws:sqs/queue:Queue": NamingRule(max_length=80, fifo_property="fifoQueue"),
    "aws:ssm/parameter:Parameter": NamingRule(),
    "aws:wafv2/ipSet:IpSet": NamingRule(max_length=128),
    "aws:wafv2/ruleGroup:RuleGroup": NamingRule(max_length=128),
    "aws:wafv2/webAcl:WebAcl": NamingRule(max_length=128),
}


_DEFAULT_INPUTS: Final[Mapping[str, Mapping[str, str]]] = {
    "aws:ec2/securityGroup:SecurityGroup": {"description": "Managed by Pulumi"},
    "aws:route53/zone:Zone": {"comment": "Managed by Pulumi"},
}


def build_provider_inputs(type_: str, logical_name: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return the inputs that the provider adds of its own: a name, `<logical name>-<7 hexadecimal digits>`, and defaults.

    Raises:
        ValueError: The name would be too long. The provider refuses it as well, in a preview already.
    """
    added = {name: value for name, value in _DEFAULT_INPUTS.get(type_, {}).items() if name not in inputs}
    rule = NAMING_RULES.get(type_)
    if rule is None or rule.name_property in inputs or f"{rule.name_property}Prefix" in inputs:
        return added
    prefix = f"{logical_name.lower() if rule.lowercase else logical_name}-"
    if len(prefix) + _SUFFIX_LENGTH > rule.max_length:
        raise ValueError(
            f"{type_} {logical_name!r}: the name {prefix!r} plus {_SUFFIX_LENGTH} random characters is longer than the maximum length "
            f"{rule.max_length}. Shorten the logical name, or give a {rule.name_property!r}."
        )
    after = ".fifo" if inputs.get(rule.fifo_property) is True else ""
    return added | {rule.name_property: rule.prefix + prefix + generate_hex_digits(f"name {type_} {logical_name}", _SUFFIX_LENGTH) + after}


def find_physical_name(type_: str, logical_name: str, inputs: Mapping[str, Any]) -> str:
    """Return the name a resource ends up with: the one given, or one with the prefix given."""
    rule = NAMING_RULES.get(type_, NamingRule())
    given = inputs.get(rule.name_property)
    if isinstance(given, str):
        return given
    prefix = inputs.get(f"{rule.name_property}Prefix")
    if isinstance(prefix, str):
        return prefix + generate_decimal_digits(f"prefix {type_} {logical_name}", 26)
    return logical_name
