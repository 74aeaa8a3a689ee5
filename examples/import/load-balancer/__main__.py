"""A network and a load balancer alone: the targets are an EC2 instance and a Lambda function."""

import json

import pulumi
import pulumi_aws as aws
from fargate_web import LoadBalancer, Network

config = pulumi.Config()

network = Network("network", {"natGateways": "single"})
balancer = LoadBalancer("front", {"network": network, "deletionProtection": False})

# An EC2 instance. The load balancer has no way out but those that are added: one rule on each side.
port = 8080
instance_group = aws.ec2.SecurityGroup("legacy", vpc_id=network.vpc_id, description="The old application")
aws.vpc.SecurityGroupIngressRule(
    "legacy-from-load-balancer",
    security_group_id=instance_group.id,
    referenced_security_group_id=balancer.security_group_id,
    ip_protocol="tcp",
    from_port=port,
    to_port=port,
)
aws.vpc.SecurityGroupEgressRule(
    "load-balancer-to-legacy",
    security_group_id=balancer.security_group_id,
    referenced_security_group_id=instance_group.id,
    ip_protocol="tcp",
    from_port=port,
    to_port=port,
)
instance = aws.ec2.Instance(
    "legacy",
    ami=config.require("ami"),
    instance_type="t4g.small",
    subnet_id=network.private_subnet_ids[0],
    vpc_security_group_ids=[instance_group.id],
    metadata_options={"http_tokens": "required"},
)
legacy = aws.lb.TargetGroup("legacy", target_type="instance", port=port, protocol="HTTP", vpc_id=network.vpc_id)
aws.lb.TargetGroupAttachment("legacy", target_group_arn=legacy.arn, target_id=instance.id)

# A Lambda function. It takes no rule: the load balancer calls it, and doesn't connect to it.
trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
role = aws.iam.Role("hello", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
function = aws.lambda_.Function("hello", role=role.arn, package_type="Image", image_uri=config.require("helloImage"))
hello = aws.lb.TargetGroup("hello", target_type="lambda")
permission = aws.lambda_.Permission(
    "hello",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="elasticloadbalancing.amazonaws.com",
    source_arn=hello.arn,
)
aws.lb.TargetGroupAttachment(
    "hello", target_group_arn=hello.arn, target_id=function.arn, opts=pulumi.ResourceOptions(depends_on=[permission])
)

for priority, (name, path, group) in enumerate([("hello", "/hello", hello), ("legacy", "/*", legacy)], 1):
    aws.lb.ListenerRule(
        name,
        listener_arn=balancer.listener_arn,
        priority=priority,
        conditions=[{"path_pattern": {"values": [path]}}],
        actions=[{"type": "forward", "target_group_arn": group.arn}],
    )
pulumi.export("url", balancer.url)
