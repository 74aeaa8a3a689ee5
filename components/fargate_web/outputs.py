"""What a stack tells its users: addresses, ids for other stacks, commands to paste, and a page for Pulumi Cloud."""

from collections.abc import Mapping
from typing import Any

import pulumi

from .service import Service

Outputs = dict[str, Any]


def commands(service: Service, region: str | None) -> dict[str, pulumi.Output[str]]:
    """Write the `aws` commands that a service is operated with, ready to paste."""
    where = pulumi.Output.concat("--cluster ", service.cluster_name)
    of = pulumi.Output.concat(where, " --service ", service.service_name)
    at = f" --region {region}" if region else ""
    task = pulumi.Output.concat(
        "$(aws ecs list-tasks ", where, " --service-name ", service.service_name, at, " --query 'taskArns[0]' --output text)"
    )
    running = pulumi.Output.concat(
        "$(aws ecs list-service-deployments ",
        of,
        at,
        " --status IN_PROGRESS --query 'serviceDeployments[0].serviceDeploymentArn' --output text)",
    )
    found = {
        "logs": pulumi.Output.concat("aws logs tail ", service.log_group.name, " --follow", at),
        "events": pulumi.Output.concat(
            "aws ecs describe-services ",
            where,
            " --services ",
            service.service_name,
            at,
            " --query 'services[0].events[:10].[createdAt,message]' --output table",
        ),
        "rollBack": pulumi.Output.concat("aws ecs stop-service-deployment --service-deployment-arn ", running, " --stop-type ROLLBACK", at),
    }
    if service.settings.enable_execute_command:
        found["exec"] = pulumi.Output.concat(
            "aws ecs execute-command ",
            where,
            " --task ",
            task,
            f" --container {service.container_name} --interactive --command /bin/sh",
            at,
        )
    return found


def service_outputs(service: Service, region: str | None) -> Outputs:
    """List what one service has that others need."""
    found: Outputs = {
        "name": service.service_name,
        "arn": service.service.arn,
        "taskDefinitionArn": service.task_definition.arn,
        "logGroupName": service.log_group.name,
        "securityGroupId": service.security_group.id,
        "taskRoleArn": service.task_role.arn,
        "commands": commands(service, region),
    }
    if service.target_groups:
        found["targetGroupArns"] = [group.arn for group in service.target_groups]
    return found


def stack_outputs(
    *, network: Any, cluster: Any, load_balancer: Any, services: Mapping[str, Service], monitoring: Any, region: str | None
) -> Outputs:
    """List the outputs of a stack.

    Returns:
        `urls` and `services` by service; `vpcId`, `privateSubnetIds`, `publicSubnetIds`, `clusterName`, `clusterArn`, `listenerArn`,
        `loadBalancerDnsName`, `loadBalancerSecurityGroupId`, `alarmTopicArn` for stacks that import them; `readme` for Pulumi Cloud.
    """
    found: Outputs = {
        "urls": {name: service.url for name, service in services.items() if service.url is not None},
        "services": {name: service_outputs(service, region) for name, service in services.items()},
        "vpcId": network.vpc_id,
        "privateSubnetIds": network.private_subnet_ids,
        "publicSubnetIds": network.public_subnet_ids,
        "clusterName": cluster.name,
        "clusterArn": cluster.arn,
    }
    if load_balancer is not None:
        found["listenerArn"] = load_balancer.listener_arn
        found["loadBalancerSecurityGroupId"] = load_balancer.security_group_id
        if load_balancer.dns_name is not None:
            found["loadBalancerDnsName"] = load_balancer.dns_name
    if monitoring is not None:
        found["alarmTopicArn"] = monitoring.topic.arn
    found["readme"] = readme(services, region)
    return found


def readme(services: Mapping[str, Service], region: str | None) -> pulumi.Output[str]:
    """Write the page that Pulumi Cloud shows for a stack: each service, its address and its commands."""
    parts: list[Any] = [f"# {pulumi.get_project()} / {pulumi.get_stack()}\n"]
    for name, service in services.items():
        address: list[Any] = ["A worker: nothing connects to it.\n\n"]
        if service.url is not None:
            address = ["<", service.url, ">\n\n"]
        elif service.settings.routed:
            address = ["Behind the load balancer.\n\n"]
        parts += [f"\n## {name}\n\n", *address, "```sh\n"]
        for title, command in commands(service, region).items():
            parts += [f"# {title}\n", command, "\n"]
        parts.append("```\n")
    return pulumi.Output.concat(*parts)
