"""The resources of the program written with plain pulumi_aws, as a team would without the components."""

import json

import pulumi_aws as aws
import pulumi_awsx as awsx

from .by_hand_service import TAGS, alarm, service
from .stacks import REGION, service_names


def program(count: int) -> None:
    """Register a network, a load balancer, a cluster, the services and their alarms."""
    account = aws.get_caller_identity_output().account_id
    vpc = awsx.ec2.Vpc(
        "network",
        cidr_block="10.0.0.0/16",
        number_of_availability_zones=2,
        nat_gateways=awsx.ec2.NatGatewayConfigurationArgs(strategy=awsx.ec2.NatGatewayStrategy.SINGLE),
        tags=TAGS,
    )
    aws.ec2.DefaultSecurityGroup("network-default", vpc_id=vpc.vpc_id, tags=TAGS)
    everything = {"action": "allow", "protocol": "-1", "from_port": 0, "to_port": 0, "rule_no": 100, "cidr_block": "0.0.0.0/0"}
    aws.ec2.DefaultNetworkAcl(
        "network-default-network-acl", default_network_acl_id=vpc.vpc.apply(lambda made: made.default_network_acl_id), egress=[everything]
    )
    aws.ec2.NetworkAcl("network-private-network-acl", vpc_id=vpc.vpc_id, subnet_ids=vpc.private_subnet_ids, egress=[everything], tags=TAGS)
    aws.ec2.VpcEndpoint("network-s3", vpc_id=vpc.vpc_id, service_name=f"com.amazonaws.{REGION}.s3", vpc_endpoint_type="Gateway", tags=TAGS)
    cluster = aws.ecs.Cluster("cluster", settings=[{"name": "containerInsights", "value": "enhanced"}], tags=TAGS)
    providers = aws.ecs.ClusterCapacityProviders(
        "cluster",
        cluster_name=cluster.name,
        capacity_providers=["FARGATE", "FARGATE_SPOT"],
        default_capacity_provider_strategies=[{"capacity_provider": "FARGATE", "weight": 1}],
    )
    group = aws.ec2.SecurityGroup("load-balancer", description="Load balancer", vpc_id=vpc.vpc_id, tags=TAGS)
    aws.vpc.SecurityGroupIngressRule(
        "load-balancer-80",
        security_group_id=group.id,
        description="HTTP",
        cidr_ipv4="0.0.0.0/0",
        ip_protocol="tcp",
        from_port=80,
        to_port=80,
        tags=TAGS,
    )
    balancer = aws.lb.LoadBalancer(
        "load-balancer",
        load_balancer_type="application",
        subnets=vpc.public_subnet_ids,
        security_groups=[group.id],
        drop_invalid_header_fields=True,
        enable_deletion_protection=True,
        tags=TAGS,
    )
    listener = aws.lb.Listener(
        "load-balancer-http",
        load_balancer_arn=balancer.arn,
        port=80,
        protocol="HTTP",
        default_actions=[
            {"type": "fixed-response", "fixed_response": {"content_type": "text/plain", "message_body": "Not found", "status_code": "404"}}
        ],
        tags=TAGS,
    )
    topic = aws.sns.Topic("monitoring", tags=TAGS)
    aws.sns.TopicPolicy(
        "monitoring",
        arn=topic.arn,
        policy=topic.arn.apply(
            lambda arn: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": "sns:Publish", "Resource": arn}
                    ],
                }
            )
        ),
    )
    aws.sns.TopicSubscription("monitoring-team", topic=topic.arn, protocol="email", endpoint="team@example.com")
    for label, metric in (("5xx", "HTTPCode_ELB_5XX_Count"), ("rejected", "RejectedConnectionCount")):
        alarm(f"load-balancer-{label}", "AWS/ApplicationELB", metric, {"LoadBalancer": balancer.arn_suffix}, topic.arn)
    for priority, name in enumerate(service_names(count), start=1):
        service(name, priority, vpc, cluster, providers, group, balancer, listener, topic, account)
