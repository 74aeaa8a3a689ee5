"""An application: a service on the platform of another stack, which `pulumi config set platform acme/platform/prod` names."""

import pulumi
from fargate_web import Scaling, Service

config = pulumi.Config()
platform = pulumi.StackReference(config.require("platform"))

scaling = {"minCapacity": 2, "maxCapacity": 8, "cpu": 60}
orders = Service(
    "orders",
    {
        "image": config.require("image"),
        "port": 3000,
        "deployment": "blueGreen",
        # The stacks share a listener, and no one but you sees all of them: give each service a priority of its own.
        "route": {"paths": ["/orders/*"], "priority": 100},
        "scaling": scaling,
        "tags": {"Team": "orders"},
        # A mapping whose values are Outputs. An Output that holds the mapping is refused: which keys it has would be known too late.
        "network": {
            "vpc_id": platform.require_output("vpcId"),
            "private_subnet_ids": platform.require_output("privateSubnetIds"),
        },
        "cluster": {
            "arn": platform.require_output("clusterArn"),
            "name": platform.require_output("clusterName"),
            "execute_command_log_group_arn": platform.require_output("sessionLogGroupArn"),
        },
        "load_balancer": {
            "listener_arn": platform.require_output("listenerArn"),
            "security_group_id": platform.require_output("balancerSecurityGroupId"),
            "arn_suffix": platform.require_output("balancerArnSuffix"),
            "url": platform.require_output("url"),
        },
    },
)
Scaling("orders", {**scaling, "service": orders, "tags": {"Team": "orders"}})
pulumi.export("url", orders.url)
