"""Physical names: given by the program, or made up by the provider before it creates anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web.testing.aws.fake_account import decimal, digest

_SUFFIX_LENGTH: Final = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """How a type of resource gets its name.

    Attributes:
        property: The input that holds it.
        longest: The most characters it may have.
        lower: Whether the provider turns the name into lower case.
        before: What the provider puts before it.
        fifo: The input that makes the provider put `.fifo` after it.
    """

    property: str = "name"
    longest: int = 255
    lower: bool = False
    before: str = ""
    fifo: str = ""


RULES: Final[Mapping[str, Rule]] = {
    "aws:appautoscaling/policy:Policy": Rule(),
    "aws:appautoscaling/scheduledAction:ScheduledAction": Rule(),
    "aws:cloudwatch/eventRule:EventRule": Rule(longest=64),
    "aws:cloudwatch/eventTarget:EventTarget": Rule("targetId"),
    "aws:cloudwatch/logGroup:LogGroup": Rule(),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Rule(),
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": Rule(),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Rule(),
    "aws:cloudwatch/queryDefinition:QueryDefinition": Rule(),
    "aws:ec2/managedPrefixList:ManagedPrefixList": Rule(),
    "aws:ec2/securityGroup:SecurityGroup": Rule(),
    "aws:ecr/repository:Repository": Rule(lower=True),
    "aws:ecs/capacityProvider:CapacityProvider": Rule(),
    "aws:ecs/cluster:Cluster": Rule(),
    "aws:ecs/service:Service": Rule(),
    "aws:iam/instanceProfile:InstanceProfile": Rule(longest=128),
    "aws:iam/policy:Policy": Rule(longest=128),
    "aws:iam/role:Role": Rule(longest=64),
    "aws:iam/rolePolicy:RolePolicy": Rule(longest=128),
    "aws:iam/user:User": Rule(longest=64),
    "aws:kms/alias:Alias": Rule(longest=238, before="alias/"),
    "aws:lambda/function:Function": Rule(longest=64),
    "aws:lambda/permission:Permission": Rule("statementId", longest=100),
    "aws:lb/loadBalancer:LoadBalancer": Rule(longest=32),
    "aws:lb/targetGroup:TargetGroup": Rule(longest=32),
    "aws:route53/zone:Zone": Rule(),
    "aws:s3/bucket:Bucket": Rule("bucket", longest=63, lower=True),
    "aws:scheduler/schedule:Schedule": Rule(longest=64),
    "aws:scheduler/scheduleGroup:ScheduleGroup": Rule(longest=64),
    "aws:secretsmanager/secret:Secret": Rule(),
    "aws:servicediscovery/httpNamespace:HttpNamespace": Rule(),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": Rule(),
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": Rule(),
    "aws:servicediscovery/service:Service": Rule(),
    "aws:sns/topic:Topic": Rule(longest=80, fifo="fifoTopic"),
    "aws:sqs/queue:Queue": Rule(longest=80, fifo="fifoQueue"),
    "aws:ssm/parameter:Parameter": Rule(),
    "aws:wafv2/ipSet:IpSet": Rule(longest=128),
    "aws:wafv2/ruleGroup:RuleGroup": Rule(longest=128),
    "aws:wafv2/webAcl:WebAcl": Rule(longest=128),
}


_DEFAULTS: Final[Mapping[str, Mapping[str, str]]] = {
    "aws:ec2/securityGroup:SecurityGroup": {"description": "Managed by Pulumi"},
    "aws:route53/zone:Zone": {"comment": "Managed by Pulumi"},
}


def filled_in(type_: str, logical_name: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return the inputs that the provider adds of its own: a name, `<logical name>-<7 hexadecimal digits>`, and defaults.

    Raises:
        ValueError: The name would be too long. The provider refuses it as well, in a preview already.
    """
    added = {name: value for name, value in _DEFAULTS.get(type_, {}).items() if name not in inputs}
    rule = RULES.get(type_)
    if rule is None or rule.property in inputs or f"{rule.property}Prefix" in inputs:
        return added
    prefix = f"{logical_name.lower() if rule.lower else logical_name}-"
    if len(prefix) + _SUFFIX_LENGTH > rule.longest:
        raise ValueError(
            f"{type_} {logical_name!r}: the name {prefix!r} plus {_SUFFIX_LENGTH} random characters is longer than the maximum length "
            f"{rule.longest}. Shorten the logical name, or give a {rule.property!r}."
        )
    after = ".fifo" if inputs.get(rule.fifo) is True else ""
    return added | {rule.property: rule.before + prefix + digest(f"name {type_} {logical_name}", _SUFFIX_LENGTH) + after}


def physical_name(type_: str, logical_name: str, inputs: Mapping[str, Any]) -> str:
    """Return the name a resource ends up with: the one given, or one with the prefix given."""
    rule = RULES.get(type_, Rule())
    given = inputs.get(rule.property)
    if isinstance(given, str):
        return given
    prefix = inputs.get(f"{rule.property}Prefix")
    if isinstance(prefix, str):
        return prefix + decimal(f"prefix {type_} {logical_name}", 26)
    return logical_name
