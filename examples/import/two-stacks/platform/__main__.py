"""The platform: network, cluster and load balancer, told to the stacks of the applications."""

import pulumi
from fargate_web import Cluster, LoadBalancer, Network

tags = {"Team": "platform"}
network = Network("network", {"natGateways": "single", "tags": tags})
cluster = Cluster("cluster", {"tags": tags})
balancer = LoadBalancer("balancer", {"network": network, "tags": tags})

# Ids and names only: what an application may know of the platform.
pulumi.export("vpcId", network.vpc_id)
pulumi.export("privateSubnetIds", network.private_subnet_ids)
pulumi.export("clusterArn", cluster.arn)
pulumi.export("clusterName", cluster.name)
pulumi.export("sessionLogGroupArn", cluster.execute_command_log_group_arn)
pulumi.export("listenerArn", balancer.listener_arn)
pulumi.export("balancerSecurityGroupId", balancer.security_group_id)
pulumi.export("balancerArnSuffix", balancer.arn_suffix)
pulumi.export("url", balancer.url)
