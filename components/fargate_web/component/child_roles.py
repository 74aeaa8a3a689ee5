"""The role of each child of each component, by its type and the form of its logical name: by these words `transform` knows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Child:
    """The children that play one role.

    Attributes:
        type: Their type.
        name: What their logical name looks like; whatever it is where the type says enough.
        unlike: What it doesn't look like.
    """

    type: str
    name: re.Pattern[str] | None = None
    unlike: re.Pattern[str] | None = None

    def is_a(self, type_: str, name: str) -> bool:
        """Tell whether a child of this type and name plays the role."""
        return (
            type_ == self.type
            and (self.name is None or self.name.search(name) is not None)
            and (self.unlike is None or self.unlike.search(name) is None)
        )


def _child(type_: str, name: str | None = None, unlike: str | None = None) -> Child:
    return Child(type_, re.compile(name) if name else None, re.compile(unlike) if unlike else None)


def _role(word: str) -> dict[str, Child]:
    """Give the three roles about an IAM role. A service may itself be called `x-task`, but the ending of its children comes last."""
    return {
        f"{word}_role": _child("aws:iam/role:Role", rf"-{word}$"),
        f"{word}_role_policy": _child("aws:iam/rolePolicy:RolePolicy", rf"-{word}$"),
        f"{word}_role_policy_attachment": _child("aws:iam/rolePolicyAttachment:RolePolicyAttachment", rf"^[^:]*-{word}:"),
    }


def _only(roles: dict[str, Child], *words: str) -> dict[str, Child]:
    return {word: roles[word] for word in words}


_INGRESS: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_EGRESS: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
_SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
_LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
_LISTENER: Final = "aws:lb/listener:Listener"
_RULE: Final = "aws:lb/listenerRule:ListenerRule"
_RECORD: Final = "aws:route53/record:Record"

CHILDREN: Final[Mapping[str, Mapping[str, Child]]] = {
    "Network": {
        "vpc": _child("awsx:ec2:Vpc"),
        "default_security_group": _child("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
        "endpoint": _child("aws:ec2/vpcEndpoint:VpcEndpoint"),
        "endpoints_security_group": _child(_SECURITY_GROUP),
        "endpoints_ingress_rule": _child(_INGRESS),
        "flow_log": _child("aws:ec2/flowLog:FlowLog"),
        "flow_logs_log_group": _child(_LOG_GROUP),
        "flow_logs_role": _child("aws:iam/role:Role"),
        "flow_logs_role_policy": _child("aws:iam/rolePolicy:RolePolicy"),
    },
    "Cluster": {
        "cluster": _child("aws:ecs/cluster:Cluster"),
        "capacity_providers": _child("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"),
        "execute_command_log_group": _child(_LOG_GROUP),
        "namespace": _child("aws:servicediscovery/httpNamespace:HttpNamespace"),
        "private_dns_namespace": _child("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"),
    },
    "LoadBalancer": {
        "load_balancer": _child("aws:lb/loadBalancer:LoadBalancer"),
        "security_group": _child(_SECURITY_GROUP),
        "ingress_rule": _child(_INGRESS),
        "http_listener": _child(_LISTENER, "-http$"),
        "https_listener": _child(_LISTENER, "-https$"),
        "test_listener": _child(_LISTENER, "-test$"),
        "certificate": _child("aws:acm/certificate:Certificate"),
        "certificate_validation": _child("aws:acm/certificateValidation:CertificateValidation"),
        # No top-level domain ends so.
        "validation_record": _child(_RECORD, "-validation$"),
        "alias_record": _child(_RECORD, unlike="-validation$"),
        "access_logs_bucket": _child("aws:s3/bucket:Bucket"),
        "access_logs_public_access_block": _child("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
        "access_logs_ownership_controls": _child("aws:s3/bucketOwnershipControls:BucketOwnershipControls"),
        "access_logs_encryption": _child("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
        "access_logs_versioning": _child("aws:s3/bucketVersioning:BucketVersioning"),
        "access_logs_lifecycle": _child("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
        "access_logs_policy": _child("aws:s3/bucketPolicy:BucketPolicy"),
        "web_acl": _child("aws:wafv2/webAcl:WebAcl"),
        "web_acl_association": _child("aws:wafv2/webAclAssociation:WebAclAssociation"),
    },
    "Service": {
        "service": _child("aws:ecs/service:Service"),
        "task_definition": _child(_TASK_DEFINITION, unlike=":migration$"),
        "migration_task_definition": _child(_TASK_DEFINITION, ":migration$"),
        "log_group": _child(_LOG_GROUP),
        "security_group": _child(_SECURITY_GROUP),
        "ingress_rule": _child(_INGRESS, unlike=r"-to-.+-2049$|:from-"),
        "caller_ingress_rule": _child(_INGRESS, ":from-"),
        "file_system_ingress_rule": _child(_INGRESS, r"-to-.+-2049$"),
        "egress_rule": _child(_EGRESS, "-outbound$"),
        "load_balancer_egress_rule": _child(_EGRESS, r"-to-tasks-\d+$"),
        # One role for the pair: requests go now to the one, now to the other, and so the two have to be alike.
        "target_group": _child("aws:lb/targetGroup:TargetGroup"),
        "listener_rule": _child(_RULE, unlike=":test$"),
        "test_listener_rule": _child(_RULE, ":test$"),
        **_role("execution"),
        **_role("task"),
        **_only(_role("infrastructure"), "infrastructure_role", "infrastructure_role_policy_attachment"),
        **{word.replace("hooks", "hook"): child for word, child in _only(_role("hooks"), "hooks_role", "hooks_role_policy").items()},
        "connect_tls_role": _child("aws:iam/role:Role", "-connect-tls$"),
        "connect_tls_role_policy_attachment": _child("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "^[^:]*-connect-tls:"),
        "discovery_service": _child("aws:servicediscovery/service:Service"),
        "deployment_alarm": _child("aws:cloudwatch/metricAlarm:MetricAlarm"),
    },
    "ScheduledTask": {
        "schedule": _child("aws:scheduler/schedule:Schedule"),
        "schedule_group": _child("aws:scheduler/scheduleGroup:ScheduleGroup"),
        "task_definition": _child(_TASK_DEFINITION),
        "log_group": _child(_LOG_GROUP),
        "security_group": _child(_SECURITY_GROUP),
        "file_system_ingress_rule": _child(_INGRESS),
        "egress_rule": _child(_EGRESS),
        **_role("execution"),
        **_role("task"),
        **_only(_role("scheduler"), "scheduler_role", "scheduler_role_policy"),
    },
    "Repository": {
        "repository": _child("aws:ecr/repository:Repository"),
        "lifecycle_policy": _child("aws:ecr/lifecyclePolicy:LifecyclePolicy"),
        "policy": _child("aws:ecr/repositoryPolicy:RepositoryPolicy"),
    },
    "Scaling": {
        "target": _child("aws:appautoscaling/target:Target"),
        "policy": _child("aws:appautoscaling/policy:Policy"),
        "scheduled_action": _child("aws:appautoscaling/scheduledAction:ScheduledAction"),
    },
    "Monitoring": {
        "topic": _child("aws:sns/topic:Topic"),
        "topic_key": _child("aws:kms/key:Key"),
        "topic_policy": _child("aws:sns/topicPolicy:TopicPolicy"),
        "subscription": _child("aws:sns/topicSubscription:TopicSubscription"),
        "alarm": _child("aws:cloudwatch/metricAlarm:MetricAlarm"),
        "failed_runs_rule": _child("aws:cloudwatch/eventRule:EventRule"),
        "failed_runs_target": _child("aws:cloudwatch/eventTarget:EventTarget"),
        "dashboard": _child("aws:cloudwatch/dashboard:Dashboard"),
    },
}
"""Component → role → children. Every child plays one role, and no more than one."""


def role_of(component: str, type_: str, name: str) -> str | None:
    """Tell the role of a child of a component, None where it is none of the component's own."""
    return next((role for role, child in CHILDREN[component].items() if child.is_a(type_, name)), None)
