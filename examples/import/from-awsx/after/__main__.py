"""After: the same nginx with fargate-web, in the default VPC as before."""

import pulumi
import pulumi_aws as aws
from fargate_web import Cluster, LoadBalancer, Service

# awsx takes the default VPC where it is told no other; here it is said. A network of its own is one line: Network("network", {}).
vpc = aws.ec2.get_vpc_output(default=True)
subnets = aws.ec2.get_subnets_output(filters=[{"name": "vpc-id", "values": [vpc.id]}, {"name": "default-for-az", "values": ["true"]}])
network = {"vpc_id": vpc.id, "public_subnet_ids": subnets.ids}

cluster = Cluster("nginx", {})
balancer = LoadBalancer("nginx", {"network": network, "deletionProtection": False})
service = Service(
    "nginx",
    {
        "image": "public.ecr.aws/nginx/nginx:1.29",
        "port": 80,
        "cpu": 512,
        "memory": 1024,
        "desiredCount": 2,
        "subnets": "public",
        "route": {"priority": 1},
        "network": network,
        "cluster": cluster,
        "load_balancer": balancer,
    },
)
pulumi.export("url", balancer.url)
