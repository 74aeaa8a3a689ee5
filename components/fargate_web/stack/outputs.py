"""What a stack tells its users: addresses, ids for other stacks, and a page for Pulumi Cloud."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

if TYPE_CHECKING:
    from ..encryption_key.encryption_key import EncryptionKey
    from ..repository.repository import Repository
    from ..scheduled_task.scheduled_task import ScheduledTask
    from ..service.service import Service

Outputs = dict[str, Any]


def build_service_outputs(service: "Service") -> Outputs:
    """List what one service has that others need."""
    found: Outputs = {
        "name": service.service_name,
        "arn": service.service.arn,
        "taskDefinitionArn": service.task_definition.arn,
        "logGroupName": service.log_group.name,
        "securityGroupId": service.security_group.id,
        "taskRoleArn": service.task_role.arn,
    }
    if service.topic_arns:
        found["topicArns"] = service.topic_arns
    if service.internal_url is not None:
        found["internalUrl"] = service.internal_url
    if service.target_groups:
        found["targetGroupArns"] = [group.arn for group in service.target_groups]
    balancer = service.network_load_balancer
    if balancer is not None:
        found["endpoints"] = balancer.endpoints
        found["networkLoadBalancerDnsName"] = balancer.dns_name
        if balancer.addresses is not None and balancer.addresses.created:
            found["staticAddresses"] = [address.public_ip for address in balancer.addresses.created]
    return found


def build_scheduled_task_outputs(task: "ScheduledTask") -> Outputs:
    """List what one scheduled task has that others need."""
    return {
        "scheduleArn": task.schedule.arn,
        "taskDefinitionArn": task.task_definition.arn,
        "logGroupName": task.log_group.name,
        "securityGroupId": task.security_group.id,
        "taskRoleArn": task.task_role.arn,
    }


def build_stack_outputs(
    *,
    network: Any,
    cluster: Any,
    load_balancer: Any,
    services: "Mapping[str, Service]",
    monitoring: Any,
    repositories: "Mapping[str, Repository] | None" = None,
    scheduled_tasks: "Mapping[str, ScheduledTask] | None" = None,
    encryption_key: "EncryptionKey | None" = None,
    max_age_in_days: int | None = None,
) -> Outputs:
    """List the outputs of a stack.

    Returns:
        `urls` and `services` by service, `scheduledTasks` by task; `vpcId`, `privateSubnetIds`, `publicSubnetIds`, `clusterName`, `clusterArn`, `listenerArn`,
        `loadBalancerDnsName`, `loadBalancerSecurityGroupId`, `namespaceArn`, `alarmTopicArn`, `alarmNames` (those that notify somebody), `dashboardName`, `encryptionKeyArn`,
        `maxAgeInDays`, `repositories` for stacks that import them; `readme` for Pulumi Cloud.
    """
    found: Outputs = {}
    if services or cluster is not None:  # a stack of repositories has neither
        found["urls"] = {name: service.url for name, service in services.items() if service.url is not None}
        found["services"] = {name: build_service_outputs(service) for name, service in services.items()}
    if network is not None:
        found["vpcId"] = network.vpc_id
        found["privateSubnetIds"] = network.private_subnet_ids
        found["publicSubnetIds"] = network.public_subnet_ids
    if cluster is not None:
        found["clusterName"] = cluster.name
        found["clusterArn"] = cluster.arn
        if cluster.namespace_arn is not None:
            found["namespaceArn"] = cluster.namespace_arn
    if load_balancer is not None:
        found["listenerArn"] = load_balancer.listener_arn
        found["loadBalancerSecurityGroupId"] = load_balancer.security_group_id
        if load_balancer.dns_name is not None:
            found["loadBalancerDnsName"] = load_balancer.dns_name
    if monitoring is not None:
        found["alarmTopicArn"] = monitoring.topic.arn
        if monitoring.alarm_names:
            found["alarmNames"] = monitoring.alarm_names
        if monitoring.dashboard is not None:
            found["dashboardName"] = monitoring.dashboard.dashboard_name
    if encryption_key is not None:
        found["encryptionKeyArn"] = encryption_key.arn
    if max_age_in_days is not None:
        found["maxAgeInDays"] = max_age_in_days
    if repositories:
        found["repositories"] = {name: {"url": repository.url} for name, repository in repositories.items()}
    if scheduled_tasks:
        found["scheduledTasks"] = {name: build_scheduled_task_outputs(task) for name, task in scheduled_tasks.items()}
    found["readme"] = build_readme(services, scheduled_tasks or {})
    return found


def build_readme(services: "Mapping[str, Service]", scheduled_tasks: "Mapping[str, ScheduledTask]") -> pulumi.Output[str]:
    """Write the page that Pulumi Cloud shows for a stack: each service with its address and commands, and each scheduled task with its log."""
    project, stack = pulumi.get_project(), pulumi.get_stack()

    def write(values: Sequence[Any]) -> str:
        page, count = f"# {project} / {stack}\n", len(services)
        for (name, service), url in zip(services.items(), values[:count], strict=True):
            inside = "Called from within the network." if service.internal_url is not None else "A worker: nothing connects to it."
            unnamed = "Behind the load balancer." if service.target_groups else inside
            page += f"\n## {name}\n\n{f'<{url}>' if url else unnamed}\n\n```sh\n{_list_commands(name, stack, service)}```\n"
        for name, log_group in zip(scheduled_tasks, values[count:], strict=True):
            page += f"\n## {name}\n\nA scheduled task. Its log group is `{log_group}`.\n"
        return page

    told = [*(service.url for service in services.values()), *(task.log_group.name for task in scheduled_tasks.values())]
    return pulumi.Output.all(*told).apply(write)


def _list_commands(name: str, stack: str, service: "Service") -> str:
    verbs = ["status", "logs", *(["exec"] if service.settings.enable_execute_command else []), "why", "rollback"]
    return "".join(f"fargate-web {verb} {name} --stack {stack}\n" for verb in verbs)
