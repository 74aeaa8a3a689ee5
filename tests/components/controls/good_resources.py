"""One resource of each type that controls concern, each as it should be. Tests make one thing of it bad."""

import json
from typing import Any

from fargate_web.testing import Resource

REGION, ACCOUNT = "us-west-2", "123456789012"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/acb8da5d-0bbf-90f4-0a84-3d9ed685942e"
TAGS = {"Project": "shop"}


def urn_of(type_: str, name: str) -> str:
    return f"urn:pulumi:prod::shop::{type_}::{name}"


def resource(type_: str, name: str, inputs: dict[str, Any], **references: str) -> Resource:
    """Build a resource. `references` names the resource that each property refers to, as `type name`."""
    dependencies = {key: (urn_of(*label.split(" ")),) for key, label in references.items()}
    return Resource(type_, name, urn_of(type_, name), inputs=inputs, property_dependencies=dependencies, id=f"{name}-id")


def container(**changes: Any) -> dict[str, Any]:
    return {
        "name": "web",
        "image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/web@sha256:{'0' * 64}",
        "user": "10001:10001",
        "readonlyRootFilesystem": True,
        "environment": [{"name": "LOG_LEVEL", "value": "info"}],
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "web"}},
        **changes,
    }


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement} for statement in statements]})


NEEDS_TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::documents/*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
BUCKET = "aws:s3/bucket:Bucket documents"
WEB_ACL_RULES = [
    {
        "name": name,
        "priority": priority,
        "overrideAction": {"none": {}},
        "statement": {"managedRuleGroupStatement": {"name": name, "vendorName": "AWS"}},
        "visibilityConfig": {"cloudwatchMetricsEnabled": True, "metricName": name, "sampledRequestsEnabled": True},
    }
    for priority, name in enumerate(("AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAnonymousIpList"))
]

GOOD_RESOURCES = (
    resource("aws:ec2/vpc:Vpc", "main", {"cidrBlock": "10.0.0.0/16", "tags": TAGS}),
    resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "main", {}, vpcId="aws:ec2/vpc:Vpc main"),
    resource(
        "aws:ec2/flowLog:FlowLog", "main", {"trafficType": "ALL", "logDestinationType": "cloud-watch-logs"}, vpcId="aws:ec2/vpc:Vpc main"
    ),
    resource("aws:ec2/subnet:Subnet", "private", {"mapPublicIpOnLaunch": False}, vpcId="aws:ec2/vpc:Vpc main"),
    resource(
        "aws:ec2/networkAcl:NetworkAcl",
        "main",
        {
            "ingress": [
                {"ruleNo": 1, "action": "deny", "protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlock": "0.0.0.0/0"},
                {"ruleNo": 2, "action": "deny", "protocol": "tcp", "fromPort": 3389, "toPort": 3389, "cidrBlock": "0.0.0.0/0"},
                {"ruleNo": 3, "action": "allow", "protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlock": "0.0.0.0/0"},
            ]
        },
        vpcId="aws:ec2/vpc:Vpc main",
    ),
    resource("aws:ec2/securityGroup:SecurityGroup", "web", {"description": "Tasks of web"}, vpcId="aws:ec2/vpc:Vpc main"),
    resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "web-443",
        {"description": "HTTPS", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "0.0.0.0/0"},
        securityGroupId="aws:ec2/securityGroup:SecurityGroup web",
    ),
    resource(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "web-out",
        {"description": "The database", "ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrIpv4": "10.0.0.0/16"},
        securityGroupId="aws:ec2/securityGroup:SecurityGroup web",
    ),
    resource(
        "aws:lb/loadBalancer:LoadBalancer",
        "web",
        {
            "loadBalancerType": "application",
            "internal": False,
            "dropInvalidHeaderFields": True,
            "desyncMitigationMode": "defensive",
            "enableDeletionProtection": True,
            "accessLogs": {"enabled": True, "bucket": "documents"},
            "subnets": ["subnet-1", "subnet-2"],
        },
        securityGroups="aws:ec2/securityGroup:SecurityGroup web",
    ),
    resource(
        "aws:lb/listener:Listener",
        "http",
        {
            "port": 80,
            "protocol": "HTTP",
            "defaultActions": [{"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}],
        },
        loadBalancerArn="aws:lb/loadBalancer:LoadBalancer web",
    ),
    resource(
        "aws:lb/listener:Listener",
        "https",
        {
            "port": 443,
            "protocol": "HTTPS",
            "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
            "certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/1",
            "defaultActions": [{"type": "fixed-response", "fixedResponse": {"contentType": "text/plain", "statusCode": "404"}}],
        },
        loadBalancerArn="aws:lb/loadBalancer:LoadBalancer web",
    ),
    resource(
        "aws:lb/targetGroup:TargetGroup",
        "web",
        {"protocol": "HTTPS", "port": 8443, "targetType": "ip", "healthCheck": {"path": "/health", "protocol": "HTTPS"}},
    ),
    resource(
        "aws:wafv2/webAcl:WebAcl",
        "web",
        {
            "scope": "REGIONAL",
            "defaultAction": {"allow": {}},
            "rules": WEB_ACL_RULES,
            "visibilityConfig": {"cloudwatchMetricsEnabled": True, "metricName": "web", "sampledRequestsEnabled": True},
        },
    ),
    resource(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "web",
        {},
        resourceArn="aws:lb/loadBalancer:LoadBalancer web",
        webAclArn="aws:wafv2/webAcl:WebAcl web",
    ),
    resource("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "web", {}, resourceArn="aws:wafv2/webAcl:WebAcl web"),
    resource(
        "aws:ecs/cluster:Cluster",
        "main",
        {
            "tags": TAGS,
            "settings": [{"name": "containerInsights", "value": "enhanced"}],
            "configuration": {
                "executeCommandConfiguration": {
                    "logging": "OVERRIDE",
                    "kmsKeyId": KEY_ARN,
                    "logConfiguration": {"cloudWatchEncryptionEnabled": True, "cloudWatchLogGroupName": "exec"},
                }
            },
        },
    ),
    resource(
        "aws:ecs/taskDefinition:TaskDefinition",
        "web",
        {
            "tags": TAGS,
            "family": "web",
            "networkMode": "awsvpc",
            "taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/web-task",
            "executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/web-execution",
            "containerDefinitions": json.dumps([container()]),
            "volumes": [{"name": "files", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "ENABLED"}}],
        },
    ),
    resource(
        "aws:ecs/service:Service",
        "web",
        {
            "tags": TAGS,
            "platformVersion": "LATEST",
            "enableExecuteCommand": False,
            "networkConfiguration": {"assignPublicIp": False, "subnets": ["subnet-1"]},
            "alarms": {"enable": True, "rollback": True, "alarmNames": ["web-errors"]},
        },
        taskDefinition="aws:ecs/taskDefinition:TaskDefinition web",
    ),
    resource("aws:cloudwatch/logGroup:LogGroup", "web", {"retentionInDays": 365, "kmsKeyId": KEY_ARN}),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "web", {"alarmActions": ["arn:aws:sns:us-west-2:123456789012:alarms"]}),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {"name": "web-errors"}),
    resource("aws:sns/topic:Topic", "alarms", {"kmsMasterKeyId": KEY_ARN}),
    resource("aws:sqs/queue:Queue", "jobs", {"kmsMasterKeyId": KEY_ARN}),
    resource("aws:scheduler/schedule:Schedule", "report", {"kmsKeyArn": KEY_ARN, "scheduleExpression": "rate(1 day)"}),
    resource("aws:efs/fileSystem:FileSystem", "files", {"encrypted": True, "kmsKeyId": KEY_ARN}),
    resource(
        "aws:iam/role:Role",
        "web",
        {"assumeRolePolicy": document({"Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"})},
    ),
    resource(
        "aws:iam/rolePolicy:RolePolicy",
        "web",
        {"policy": document({"Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::documents/*"})},
        role="aws:iam/role:Role web",
    ),
    resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "web",
        {"policyArn": "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"},
        role="aws:iam/role:Role web",
    ),
    resource(
        "aws:kms/key:Key",
        "main",
        {
            "enableKeyRotation": True,
            "policy": document({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"}),
        },
    ),
    resource("aws:s3/bucket:Bucket", "documents", {"bucket": "documents"}),
    resource(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "documents",
        dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True),
        bucket=BUCKET,
    ),
    resource("aws:s3/bucketPolicy:BucketPolicy", "documents", {"policy": document(NEEDS_TLS)}, bucket=BUCKET),
    resource(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "documents",
        {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        bucket=BUCKET,
    ),
    resource("aws:s3/bucketVersioning:BucketVersioning", "documents", {"versioningConfiguration": {"status": "Enabled"}}, bucket=BUCKET),
    resource(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "documents",
        {"rules": [{"id": "expire", "status": "Enabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}]},
        bucket=BUCKET,
    ),
    resource(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "documents",
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY_ARN}}]},
        bucket=BUCKET,
    ),
    resource(
        "aws:ecr/repository:Repository",
        "web",
        {
            "imageTagMutability": "IMMUTABLE",
            "imageScanningConfiguration": {"scanOnPush": True},
            "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": KEY_ARN}],
        },
    ),
    resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "web", {}, repository="aws:ecr/repository:Repository web"),
)
