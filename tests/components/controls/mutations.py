"""What makes a resource bad: for each control at least one change, and what checkov calls it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fargate_web.testing import Resource

from tests.components.controls.good_resources import GOOD_RESOURCES, WEB_ACL_RULES, container, document

TASK, SERVICE, CLUSTER = "aws:ecs/taskDefinition:TaskDefinition", "aws:ecs/service:Service", "aws:ecs/cluster:Cluster"
LOAD_BALANCER, LISTENER, TARGETS = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener", "aws:lb/targetGroup:TargetGroup"
WEB_ACL, BUCKET, REPOSITORY = "aws:wafv2/webAcl:WebAcl", "aws:s3/bucket:Bucket", "aws:ecr/repository:Repository"
VPC, GROUP, ACL = "aws:ec2/vpc:Vpc", "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/networkAcl:NetworkAcl"
INGRESS, EGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ROLE_POLICY, ROLE, LOGS = "aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role", "aws:cloudwatch/logGroup:LogGroup"
EVERYONE = {"Principal": "*", "Action": "*", "Resource": "*"}


@dataclass(frozen=True)
class Mutation:
    """A change of the good resources that violates a control.

    Attributes:
        control: The control.
        resource: The type and the name of the resource that violates it.
        changes: The properties that change. None removes one.
        without: The type of the resources that are left out.
        checkov: The check of checkov that has to fail too. Empty if it has none, or one that reads another property: CKV_AWS_334 reads `privilege`,
            CKV_AWS_335 the `pidMode` of containers, CKV_AWS_332 services with a launch type, and CKV_AWS_277 and 382 ports of -1.
    """

    control: str
    resource: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    without: str = ""
    checkov: str = ""

    def apply(self) -> list[Resource]:
        """Return the good resources with this change."""
        type_, name = self.resource.split(" ")
        changed = []
        for each in GOOD_RESOURCES:
            if each.type == self.without:
                continue
            if (each.type, each.name) == (type_, name):
                inputs = {key: value for key, value in {**each.inputs, **self.changes}.items() if value is not None}
                each = replace(each, inputs=inputs)
            changed.append(each)
        return changed


def containers(**changes: Any) -> dict[str, Any]:
    return {"containerDefinitions": json.dumps([{key: value for key, value in container(**changes).items() if value is not None}])}


def allowing(**statement: Any) -> dict[str, Any]:
    return {"policy": document(statement)}


MUTATIONS = (
    Mutation("ecs-no-privileged-containers", f"{TASK} web", containers(privileged=True)),
    Mutation("ecs-read-only-root", f"{TASK} web", containers(readonlyRootFilesystem=None), checkov="CKV_AWS_336"),
    Mutation("ecs-no-root-user", f"{TASK} web", containers(user="0:0")),
    Mutation("ecs-no-root-user", f"{TASK} web", containers(user=None)),
    Mutation("ecs-no-secrets-in-environment", f"{TASK} web", containers(environment=[{"name": "DB_PASSWORD", "value": "hunter2hunter2"}])),
    Mutation("ecs-containers-log", f"{TASK} web", containers(logConfiguration=None)),
    Mutation("ecs-network-mode", f"{TASK} web", {"networkMode": "bridge"}),
    Mutation("ecs-no-host-processes", f"{TASK} web", {"pidMode": "host"}),
    Mutation("ecs-separate-roles", f"{TASK} web", {"taskRoleArn": "arn:aws:iam::123456789012:role/web-execution"}, checkov="CKV_AWS_249"),
    Mutation(
        "ecs-efs-encrypted-in-transit",
        f"{TASK} web",
        {"volumes": [{"name": "files", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "DISABLED"}}]},
        checkov="CKV_AWS_97",
    ),
    Mutation("ecs-no-public-addresses", f"{SERVICE} web", {"networkConfiguration": {"assignPublicIp": True}}, checkov="CKV_AWS_333"),
    Mutation("ecs-latest-platform", f"{SERVICE} web", {"platformVersion": "1.3.0"}),
    Mutation("ecs-exec-off", f"{SERVICE} web", {"enableExecuteCommand": True}),
    Mutation(
        "ecs-container-insights",
        f"{CLUSTER} main",
        {"settings": [{"name": "containerInsights", "value": "disabled"}]},
        checkov="CKV_AWS_65",
    ),
    Mutation(
        "ecs-exec-recorded",
        f"{CLUSTER} main",
        {"configuration": {"executeCommandConfiguration": {"logging": "NONE"}}},
        checkov="CKV_AWS_223",
    ),
    Mutation(
        "ecs-exec-key",
        f"{CLUSTER} main",
        {"configuration": {"executeCommandConfiguration": {"logging": "OVERRIDE"}}},
        checkov="CKV_AWS_224",
    ),
    Mutation("ecs-tags", f"{SERVICE} web", {"tags": None}),
    Mutation("lb-https", f"{LISTENER} http", {"defaultActions": [{"type": "forward", "targetGroupArn": "arn"}]}, checkov="CKV_AWS_2"),
    Mutation("lb-tls-policy", f"{LISTENER} https", {"sslPolicy": "ELBSecurityPolicy-2016-08"}, checkov="CKV_AWS_103"),
    Mutation("lb-invalid-headers", f"{LOAD_BALANCER} web", {"dropInvalidHeaderFields": False}, checkov="CKV_AWS_131"),
    Mutation("lb-access-logs", f"{LOAD_BALANCER} web", {"accessLogs": None}, checkov="CKV_AWS_91"),
    Mutation("lb-deletion-protection", f"{LOAD_BALANCER} web", {"enableDeletionProtection": False}, checkov="CKV_AWS_150"),
    Mutation("lb-desync-mitigation", f"{LOAD_BALANCER} web", {"desyncMitigationMode": "monitor"}, checkov="CKV_AWS_328"),
    Mutation("lb-availability-zones", f"{LOAD_BALANCER} web", {"subnets": ["subnet-1"]}),
    Mutation("lb-cross-zone", f"{LOAD_BALANCER} web", {"loadBalancerType": "network"}, checkov="CKV_AWS_152"),
    Mutation("lb-web-acl", f"{LOAD_BALANCER} web", without="aws:wafv2/webAclAssociation:WebAclAssociation", checkov="CKV2_AWS_28"),
    Mutation("lb-health-check-path", f"{TARGETS} web", {"healthCheck": {"protocol": "HTTPS"}}, checkov="CKV_AWS_261"),
    Mutation("lb-encrypted-targets", f"{TARGETS} web", {"protocol": "HTTP"}, checkov="CKV_AWS_378"),
    Mutation("waf-rules", f"{WEB_ACL} web", {"rules": None}, checkov="CKV_AWS_175"),
    Mutation("waf-log4j", f"{WEB_ACL} web", {"rules": WEB_ACL_RULES[1:]}, checkov="CKV_AWS_192"),
    Mutation(
        "waf-log4j",
        f"{WEB_ACL} web",
        {"rules": [{**rule, "overrideAction": {"count": {}}} for rule in WEB_ACL_RULES]},
        checkov="CKV_AWS_192",
    ),
    Mutation(
        "waf-logs", f"{WEB_ACL} web", without="aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", checkov="CKV2_AWS_31"
    ),
    Mutation("waf-metrics", f"{WEB_ACL} web", {"visibilityConfig": {"cloudwatchMetricsEnabled": False, "metricName": "web"}}),
    Mutation("sg-open-ingress", f"{INGRESS} web-443", {"fromPort": 22, "toPort": 22}, checkov="CKV_AWS_24"),
    Mutation("sg-open-ingress", f"{INGRESS} web-443", {"ipProtocol": "-1", "fromPort": None, "toPort": None}),
    Mutation("sg-open-ingress", f"{INGRESS} web-443", {"fromPort": 22, "toPort": 443, "cidrIpv4": "128.0.0.0/1"}),
    Mutation(
        "sg-open-ingress",
        f"{GROUP} web",
        {"ingress": [{"description": "SSH", "protocol": "tcp", "fromPort": 22, "toPort": 22, "ipv6CidrBlocks": ["::/0"]}]},
        checkov="CKV_AWS_24",
    ),
    Mutation(
        "sg-open-egress",
        f"{EGRESS} web-out",
        {"ipProtocol": "-1", "fromPort": None, "toPort": None, "cidrIpv4": "0.0.0.0/0"},
    ),
    Mutation("sg-description", f"{INGRESS} web-443", {"description": None}, checkov="CKV_AWS_23"),
    Mutation(
        "sg-default-empty",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup main",
        {"ingress": [{"protocol": "-1", "self": True, "fromPort": 0, "toPort": 0}]},
    ),
    Mutation(
        "vpc-default-group-emptied", f"{VPC} main", without="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", checkov="CKV2_AWS_12"
    ),
    Mutation("vpc-flow-logs", f"{VPC} main", without="aws:ec2/flowLog:FlowLog", checkov="CKV2_AWS_11"),
    Mutation("subnet-no-public-addresses", "aws:ec2/subnet:Subnet private", {"mapPublicIpOnLaunch": True}, checkov="CKV_AWS_130"),
    Mutation(
        "nacl-administration-ports",
        f"{ACL} main",
        {"ingress": [{"ruleNo": 1, "action": "allow", "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlock": "0.0.0.0/0"}]},
        checkov="CKV_AWS_232",
    ),
    Mutation("iam-no-full-access", f"{ROLE_POLICY} web", allowing(Action="*", Resource="*"), checkov="CKV_AWS_62"),
    Mutation(
        "iam-no-administrator",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment web",
        {"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
        checkov="CKV_AWS_274",
    ),
    Mutation("iam-no-all-actions", f"{ROLE_POLICY} web", allowing(Action="*", Resource="arn:aws:s3:::documents"), checkov="CKV_AWS_63"),
    Mutation(
        "iam-trust-conditions",
        f"{ROLE} web",
        {"assumeRolePolicy": document({"Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "sts:AssumeRole"})},
        checkov="CKV_AWS_61",
    ),
    Mutation("iam-no-service-wildcards", f"{ROLE_POLICY} web", allowing(Action=["s3:*"], Resource=["*"]), checkov="CKV_AWS_355"),
    Mutation("iam-no-service-wildcards", f"{ROLE_POLICY} web", allowing(NotAction="iam:*", Resource="*")),
    Mutation(
        "iam-trust",
        f"{ROLE} web",
        {"assumeRolePolicy": document({"Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})},
        checkov="CKV_AWS_60",
    ),
    Mutation("resource-policy-not-public", "aws:s3/bucketPolicy:BucketPolicy documents", allowing(**EVERYONE), checkov="CKV_AWS_70"),
    Mutation("resource-policy-not-public", "aws:kms/key:Key main", allowing(**EVERYONE), checkov="CKV_AWS_33"),
    Mutation("kms-rotation", "aws:kms/key:Key main", {"enableKeyRotation": False}, checkov="CKV_AWS_7"),
    Mutation(
        "s3-no-public-access", f"{BUCKET} documents", without="aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", checkov="CKV2_AWS_6"
    ),
    Mutation("s3-tls", f"{BUCKET} documents", without="aws:s3/bucketPolicy:BucketPolicy"),
    Mutation(
        "s3-lifecycle",
        f"{BUCKET} documents",
        without="aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        checkov="CKV2_AWS_61",
    ),
    Mutation("s3-versioning", f"{BUCKET} documents", without="aws:s3/bucketVersioning:BucketVersioning", checkov="CKV_AWS_21"),
    Mutation(
        "s3-key",
        f"{BUCKET} documents",
        without="aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        checkov="CKV_AWS_145",
    ),
    Mutation("ecr-scan", f"{REPOSITORY} web", {"imageScanningConfiguration": {"scanOnPush": False}}, checkov="CKV_AWS_163"),
    Mutation("ecr-immutable-tags", f"{REPOSITORY} web", {"imageTagMutability": "MUTABLE"}, checkov="CKV_AWS_51"),
    Mutation("ecr-lifecycle", f"{REPOSITORY} web", without="aws:ecr/lifecyclePolicy:LifecyclePolicy"),
    Mutation("ecr-key", f"{REPOSITORY} web", {"encryptionConfigurations": [{"encryptionType": "AES256"}]}, checkov="CKV_AWS_136"),
    Mutation("log-retention", f"{LOGS} web", {"retentionInDays": 30}, checkov="CKV_AWS_338"),
    Mutation("log-key", f"{LOGS} web", {"kmsKeyId": None}, checkov="CKV_AWS_158"),
    Mutation("alarm-actions", "aws:cloudwatch/metricAlarm:MetricAlarm web", {"alarmActions": None}),
    Mutation("alarm-actions", "aws:cloudwatch/metricAlarm:MetricAlarm web", {"actionsEnabled": False}, checkov="CKV_AWS_319"),
    Mutation("sns-encrypted", "aws:sns/topic:Topic alarms", {"kmsMasterKeyId": None}, checkov="CKV_AWS_26"),
    Mutation("sqs-encrypted", "aws:sqs/queue:Queue jobs", {"kmsMasterKeyId": None, "sqsManagedSseEnabled": False}, checkov="CKV_AWS_27"),
    Mutation("schedule-key", "aws:scheduler/schedule:Schedule report", {"kmsKeyArn": None}, checkov="CKV_AWS_297"),
    Mutation("efs-encrypted", "aws:efs/fileSystem:FileSystem files", {"encrypted": False}, checkov="CKV_AWS_42"),
)


def mutate_acls() -> list[Resource]:
    """Return the good resources with a bucket that has ACLs: the violation is the bucket's, and the change another resource's."""
    return [
        replace(each, inputs={"rule": {"objectOwnership": "ObjectWriter"}})
        if each.type == "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
        else each
        for each in GOOD_RESOURCES
    ]
