"""One service on a VPC, a cluster and a load balancer that this program makes with pulumi_aws."""

import pulumi
import pulumi_aws as aws
from fargate_web import Service

region = pulumi.Config("aws").require("region")

vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
subnets = [
    aws.ec2.Subnet(f"private-{zone}", vpc_id=vpc.id, cidr_block=f"10.0.{index}.0/24", availability_zone=f"{region}{zone}")
    for index, zone in enumerate("ab")
]
cluster = aws.ecs.Cluster("main")
capacity_providers = aws.ecs.ClusterCapacityProviders("main", cluster_name=cluster.name, capacity_providers=["FARGATE"])

# No inline rules: the service adds its own, and the two ways don't go together on one group.
balancer_group = aws.ec2.SecurityGroup("balancer", vpc_id=vpc.id, description="Load balancer")
balancer = aws.lb.LoadBalancer(
    "main",
    internal=True,
    load_balancer_type="application",
    subnets=[subnet.id for subnet in subnets],
    security_groups=[balancer_group.id],
)
listener = aws.lb.Listener(
    "main",
    load_balancer_arn=balancer.arn,
    port=80,
    protocol="HTTP",
    default_actions=[{"type": "fixed-response", "fixed_response": {"status_code": "404", "content_type": "text/plain"}}],
)

api = Service(
    "api",
    {
        "image": "123456789012.dkr.ecr.us-west-2.amazonaws.com/api:1.4.2",
        "port": 3000,
        "route": {"paths": ["/v1/*"], "priority": 10},
        "healthCheck": "/v1/health",
        "network": {"vpc_id": vpc.id, "private_subnet_ids": [subnet.id for subnet in subnets]},
        "cluster": {"arn": cluster.arn, "name": cluster.name, "capacity_providers": capacity_providers},
        "load_balancer": {"listener_arn": listener.arn, "security_group_id": balancer_group.id, "arn_suffix": balancer.arn_suffix},
        "tags": {"Team": "shop"},
        # What the component has no setting for.
        "transform": {"target_group": lambda args, _opts: args.update(load_balancing_cross_zone_enabled="true")},
    },
)
pulumi.export("service", api.service_name)
