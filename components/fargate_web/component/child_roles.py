"""The role of each child resource, found by its type and logical name. The keys of `transform` are these roles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ChildPattern:
    """The child resources that have one role.

    Attributes:
        type: Their type token.
        name_pattern: The pattern that their logical name matches; None if the type is enough.
        excluded_pattern: The pattern that their logical name doesn't match.
    """

    type: str
    name_pattern: re.Pattern[str] | None = None
    excluded_pattern: re.Pattern[str] | None = None

    def matches(self, type_: str, name: str) -> bool:
        """Return whether a child of this type and name has the role."""
        return (
            type_ == self.type
            and (self.name_pattern is None or self.name_pattern.search(name) is not None)
            and (self.excluded_pattern is None or self.excluded_pattern.search(name) is None)
        )


def _build_pattern(type_: str, name: str | None = None, unlike: str | None = None) -> ChildPattern:
    return ChildPattern(type_, re.compile(name) if name else None, re.compile(unlike) if unlike else None)


def _build_role_patterns(word: str) -> dict[str, ChildPattern]:
    """Return the patterns of an IAM role, its policy and its attachments. The suffix of a child comes last, so a service named `x-task` is safe."""
    return {
        f"{word}_role": _build_pattern("aws:iam/role:Role", rf"-{word}$"),
        f"{word}_role_policy": _build_pattern("aws:iam/rolePolicy:RolePolicy", rf"-{word}$"),
        f"{word}_role_policy_attachment": _build_pattern("aws:iam/rolePolicyAttachment:RolePolicyAttachment", rf"^[^:]*-{word}:"),
    }


def _select_patterns(roles: dict[str, ChildPattern], *words: str) -> dict[str, ChildPattern]:
    return {word: roles[word] for word in words}


_INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_EGRESS_RULE: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
_SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
_LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
_LISTENER: Final = "aws:lb/listener:Listener"
_TARGET_GROUP: Final = "aws:lb/targetGroup:TargetGroup"
_LISTENER_RULE: Final = "aws:lb/listenerRule:ListenerRule"
_EVENT_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
_EVENT_TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
_QUEUE: Final = "aws:sqs/queue:Queue"
_QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
_DNS_RECORD: Final = "aws:route53/record:Record"
_BUILT_IMAGES: Final = {"image": _build_pattern("awsx:ecr:Image"), "image_repository": _build_pattern("fargate-web:index:Repository")}

_ACCESS_LOGS: Final = {
    "access_logs_bucket": _build_pattern("aws:s3/bucket:Bucket"),
    "access_logs_public_access_block": _build_pattern("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
    "access_logs_ownership_controls": _build_pattern("aws:s3/bucketOwnershipControls:BucketOwnershipControls"),
    "access_logs_encryption": _build_pattern("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
    "access_logs_versioning": _build_pattern("aws:s3/bucketVersioning:BucketVersioning"),
    "access_logs_lifecycle": _build_pattern("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
    "access_logs_policy": _build_pattern("aws:s3/bucketPolicy:BucketPolicy"),
}
_CERTIFICATE: Final = {
    "certificate": _build_pattern("aws:acm/certificate:Certificate"),
    "certificate_validation": _build_pattern("aws:acm/certificateValidation:CertificateValidation"),
    # No top-level domain ends in -validation or in -ipv6.
    "validation_record": _build_pattern(_DNS_RECORD, "-validation$"),
    "alias_record": _build_pattern(_DNS_RECORD, unlike="-validation$|-ipv6$"),
}
_NETWORK_LOAD_BALANCER: Final = {
    "network_load_balancer": _build_pattern("aws:lb/loadBalancer:LoadBalancer"),
    "network_security_group": _build_pattern(_SECURITY_GROUP, ":network$"),
    "network_ingress_rule": _build_pattern(_INGRESS_RULE, ":network-"),
    "network_target_ingress_rule": _build_pattern(_INGRESS_RULE, r":from-network-\d+-(tcp|udp)$"),
    "network_egress_rule": _build_pattern(_EGRESS_RULE, ":network-to-tasks-"),
    "network_target_group": _build_pattern(_TARGET_GROUP, r"-\d+$"),
    "network_listener": _build_pattern(_LISTENER, unlike=":test$"),
    "network_test_listener": _build_pattern(_LISTENER, ":test$"),
    "static_address": _build_pattern("aws:ec2/eip:Eip"),
    **_CERTIFICATE,
    **_ACCESS_LOGS,
}

CHILD_ROLES: Final[Mapping[str, Mapping[str, ChildPattern]]] = {
    "Network": {
        "vpc": _build_pattern("awsx:ec2:Vpc"),
        "default_security_group": _build_pattern("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
        "default_network_acl": _build_pattern("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"),
        "private_network_acl": _build_pattern("aws:ec2/networkAcl:NetworkAcl"),
        "egress_only_internet_gateway": _build_pattern("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"),
        "ipv6_route": _build_pattern("aws:ec2/route:Route", "-ipv6$"),
        "endpoint": _build_pattern("aws:ec2/vpcEndpoint:VpcEndpoint"),
        "endpoints_security_group": _build_pattern(_SECURITY_GROUP, "-endpoints$"),
        "endpoints_ingress_rule": _build_pattern(_INGRESS_RULE, "-endpoints-443-from-vpc$"),
        "nat_gateway": _build_pattern("aws:ec2/natGateway:NatGateway"),
        "nat_instance": _build_pattern("aws:ec2/instance:Instance"),
        "nat_address": _build_pattern("aws:ec2/eip:Eip"),
        "nat_address_association": _build_pattern("aws:ec2/eipAssociation:EipAssociation"),
        "nat_route": _build_pattern("aws:ec2/route:Route", "-private-[0-9]+$"),
        "nat_security_group": _build_pattern(_SECURITY_GROUP, "-nat$"),
        "nat_ingress_rule": _build_pattern(_INGRESS_RULE, "-nat-from-vpc$"),
        "nat_egress_rule": _build_pattern(_EGRESS_RULE),
        "flow_log": _build_pattern("aws:ec2/flowLog:FlowLog"),
        "flow_logs_log_group": _build_pattern(_LOG_GROUP),
        "flow_logs_role": _build_pattern("aws:iam/role:Role"),
        "flow_logs_role_policy": _build_pattern("aws:iam/rolePolicy:RolePolicy"),
    },
    "EncryptionKey": {"key": _build_pattern("aws:kms/key:Key")},
    "Cluster": {
        "cluster": _build_pattern("aws:ecs/cluster:Cluster"),
        "capacity_providers": _build_pattern("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"),
        "execute_command_log_group": _build_pattern(_LOG_GROUP),
        "namespace": _build_pattern("aws:servicediscovery/httpNamespace:HttpNamespace"),
        "private_dns_namespace": _build_pattern("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"),
    },
    "LoadBalancer": {
        "load_balancer": _build_pattern("aws:lb/loadBalancer:LoadBalancer"),
        "security_group": _build_pattern(_SECURITY_GROUP),
        "ingress_rule": _build_pattern(_INGRESS_RULE),
        "identity_provider_egress_rule": _build_pattern(_EGRESS_RULE),
        "http_listener": _build_pattern(_LISTENER, "-http$"),
        "https_listener": _build_pattern(_LISTENER, "-https$"),
        "test_listener": _build_pattern(_LISTENER, "-test$"),
        "listener_rule": _build_pattern(_LISTENER_RULE),
        **_CERTIFICATE,
        "listener_certificate": _build_pattern("aws:lb/listenerCertificate:ListenerCertificate"),
        "trust_store": _build_pattern("aws:lb/trustStore:TrustStore"),
        "ipv6_alias_record": _build_pattern(_DNS_RECORD, "-ipv6$"),
        **_ACCESS_LOGS,
        "web_acl": _build_pattern("aws:wafv2/webAcl:WebAcl"),
        "web_acl_ip_set": _build_pattern("aws:wafv2/ipSet:IpSet"),
        "web_acl_log_group": _build_pattern(_LOG_GROUP),
        "web_acl_logging": _build_pattern("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"),
        "web_acl_association": _build_pattern("aws:wafv2/webAclAssociation:WebAclAssociation"),
    },
    "Service": {
        "service": _build_pattern("aws:ecs/service:Service"),
        **_BUILT_IMAGES,
        "task_definition": _build_pattern(_TASK_DEFINITION, unlike=":migration$"),
        "migration_task_definition": _build_pattern(_TASK_DEFINITION, ":migration$"),
        "log_group": _build_pattern(_LOG_GROUP),
        "security_group": _build_pattern(_SECURITY_GROUP, unlike=":network$"),
        "ingress_rule": _build_pattern(_INGRESS_RULE, unlike=r"-to-.+-2049$|:from-|:network-"),
        # The names of the others end in a transport protocol.
        "caller_ingress_rule": _build_pattern(_INGRESS_RULE, r":from-.+-\d+$"),
        "file_system_ingress_rule": _build_pattern(_INGRESS_RULE, r"-to-.+-2049$"),
        "egress_rule": _build_pattern(_EGRESS_RULE, unlike=r"^[^:]+-to-tasks-\d+$|:network-to-tasks-"),
        "load_balancer_egress_rule": _build_pattern(_EGRESS_RULE, r"^[^:]+-to-tasks-\d+$"),
        # One role for both: deployments move the traffic from one to the other, so the two must be alike.
        "target_group": _build_pattern(_TARGET_GROUP, unlike=r"-\d+$"),
        **_NETWORK_LOAD_BALANCER,
        "listener_rule": _build_pattern(_LISTENER_RULE, unlike=":(test|open)$"),
        "open_listener_rule": _build_pattern(_LISTENER_RULE, ":open$"),
        "test_listener_rule": _build_pattern(_LISTENER_RULE, ":test$"),
        **_build_role_patterns("execution"),
        **_build_role_patterns("task"),
        **_build_role_patterns("migration"),
        **_select_patterns(_build_role_patterns("infrastructure"), "infrastructure_role", "infrastructure_role_policy_attachment"),
        **{
            word.replace("hooks", "hook"): child
            for word, child in _select_patterns(_build_role_patterns("hooks"), "hooks_role", "hooks_role_policy").items()
        },
        "connect_tls_role": _build_pattern("aws:iam/role:Role", "-connect-tls$"),
        "connect_tls_role_policy_attachment": _build_pattern("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "^[^:]*-connect-tls:"),
        **{word.replace("ebs", "volume"): child for word, child in _build_role_patterns("ebs").items()},
        "discovery_service": _build_pattern("aws:servicediscovery/service:Service"),
        "deployment_alarm": _build_pattern("aws:cloudwatch/metricAlarm:MetricAlarm"),
        "queue": _build_pattern(_QUEUE, "-queue$"),
        "queue_policy": _build_pattern(_QUEUE_POLICY, "-queue$"),
        "dead_letter_queue": _build_pattern(_QUEUE, "-dead-letters$"),
        "dead_letter_queue_policy": _build_pattern(_QUEUE_POLICY, "-dead-letters$"),
        "topic": _build_pattern("aws:sns/topic:Topic"),
        "topic_policy": _build_pattern("aws:sns/topicPolicy:TopicPolicy"),
        "topic_subscription": _build_pattern("aws:sns/topicSubscription:TopicSubscription"),
    },
    "ScheduledTask": {
        "schedule": _build_pattern("aws:scheduler/schedule:Schedule"),
        "schedule_group": _build_pattern("aws:scheduler/scheduleGroup:ScheduleGroup"),
        **_BUILT_IMAGES,
        "task_definition": _build_pattern(_TASK_DEFINITION),
        "log_group": _build_pattern(_LOG_GROUP),
        "security_group": _build_pattern(_SECURITY_GROUP),
        "file_system_ingress_rule": _build_pattern(_INGRESS_RULE),
        "egress_rule": _build_pattern(_EGRESS_RULE),
        **_build_role_patterns("execution"),
        **_build_role_patterns("task"),
        **_select_patterns(_build_role_patterns("scheduler"), "scheduler_role", "scheduler_role_policy"),
    },
    "Repository": {
        "repository": _build_pattern("aws:ecr/repository:Repository"),
        "lifecycle_policy": _build_pattern("aws:ecr/lifecyclePolicy:LifecyclePolicy"),
        "policy": _build_pattern("aws:ecr/repositoryPolicy:RepositoryPolicy"),
    },
    "Scaling": {
        "target": _build_pattern("aws:appautoscaling/target:Target"),
        "policy": _build_pattern("aws:appautoscaling/policy:Policy"),
        "step_alarm": _build_pattern("aws:cloudwatch/metricAlarm:MetricAlarm"),
        "scheduled_action": _build_pattern("aws:appautoscaling/scheduledAction:ScheduledAction"),
    },
    "Monitoring": {
        # One role for the topic and that of pages: both have the same settings.
        "topic": _build_pattern("aws:sns/topic:Topic"),
        "topic_key": _build_pattern("aws:kms/key:Key"),
        "topic_policy": _build_pattern("aws:sns/topicPolicy:TopicPolicy"),
        "subscription": _build_pattern("aws:sns/topicSubscription:TopicSubscription"),
        "alarm": _build_pattern("aws:cloudwatch/metricAlarm:MetricAlarm"),
        "burn_rate_alarm": _build_pattern("aws:cloudwatch/compositeAlarm:CompositeAlarm"),
        "mute_rule": _build_pattern("aws:cloudwatch/alarmMuteRule:AlarmMuteRule"),
        "failed_runs_rule": _build_pattern(_EVENT_RULE, "-failed$"),
        "failed_runs_target": _build_pattern(_EVENT_TARGET, "-failed$"),
        "failed_deployments_rule": _build_pattern(_EVENT_RULE, r"-failed-deployments(-\d+)?$"),
        "failed_deployments_target": _build_pattern(_EVENT_TARGET, r"-failed-deployments(-\d+)?$"),
        "canary": _build_pattern("aws:synthetics/canary:Canary"),
        "canary_script": _build_pattern("aws:s3/bucketObjectv2:BucketObjectv2"),
        "canary_bucket": _build_pattern("aws:s3/bucket:Bucket"),
        "canary_public_access_block": _build_pattern("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
        "canary_ownership_controls": _build_pattern("aws:s3/bucketOwnershipControls:BucketOwnershipControls"),
        "canary_encryption": _build_pattern("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
        "canary_versioning": _build_pattern("aws:s3/bucketVersioning:BucketVersioning"),
        "canary_lifecycle": _build_pattern("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
        "canary_policy": _build_pattern("aws:s3/bucketPolicy:BucketPolicy"),
        "canary_role": _build_pattern("aws:iam/role:Role", "-canary$"),
        "canary_role_policy": _build_pattern("aws:iam/rolePolicy:RolePolicy", "-canary$"),
        "chat_role": _build_pattern("aws:iam/role:Role", "-chat$"),
        "chat_role_policy": _build_pattern("aws:iam/rolePolicy:RolePolicy", "-chat$"),
        "slack_channel": _build_pattern("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"),
        "teams_channel": _build_pattern("aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"),
        "dashboard": _build_pattern("aws:cloudwatch/dashboard:Dashboard"),
    },
}
"""Component → role → pattern of its children. Every child has exactly one role."""


def find_child_role(component_type: str, type_: str, name: str) -> str | None:
    """Return the role of a child of a component, or None if the component doesn't create it."""
    return next((role for role, child in CHILD_ROLES[component_type].items() if child.matches(type_, name)), None)
