"""What a stack tells its users: addresses, ids for other stacks, commands to paste, and a page for Pulumi Cloud."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

if TYPE_CHECKING:
    from ..encryption_key.encryption_key import EncryptionKey
    from ..repository.repository import Repository
    from ..scheduled_task.scheduled_task import ScheduledTask
    from ..service.service import Service

Outputs = dict[str, Any]


def build_service_commands(service: "Service", region: str | None) -> pulumi.Output[dict[str, str]]:
    """Write the `aws` commands that a service is operated with, ready to paste."""
    container = service.container_name if service.settings.enable_execute_command else None
    pauses = any(hook.pause for hook in service.settings.deployment.hooks.values())
    at = f" --region {region}" if region else ""

    def write(names: Sequence[str]) -> dict[str, str]:
        cluster, name, log_group = names
        where = f"--cluster {cluster}"
        task = f"$(aws ecs list-tasks {where} --service-name {name}{at} --query 'taskArns[0]' --output text)"
        running = (
            f"$(aws ecs list-service-deployments {where} --service {name}{at} --status IN_PROGRESS "
            "--query 'serviceDeployments[0].serviceDeploymentArn' --output text)"
        )
        found = {
            "logs": f"aws logs tail {log_group} --follow{at}",
            "events": f"aws ecs describe-services {where} --services {name}{at} --query 'services[0].events[:10].[createdAt,message]' --output table",
            "rollBack": f"aws ecs stop-service-deployment --service-deployment-arn {running} --stop-type ROLLBACK{at}",
        }
        if container is not None:
            found["exec"] = f"aws ecs execute-command {where} --task {task} --container {container} --interactive --command /bin/sh{at}"
        if pauses:
            hook = (
                f"$(aws ecs describe-service-deployments --service-deployment-arns {running}{at} "
                "--query \"serviceDeployments[0].lifecycleHookDetails[?status=='AWAITING_ACTION'].hookId | [0]\" --output text)"
            )
            found["approve"] = (
                f"aws ecs continue-service-deployment --service-deployment-arn {running} --hook-id {hook} --action CONTINUE{at}"
            )
        return found

    return pulumi.Output.all(service.cluster_name, service.service_name, service.log_group.name).apply(write)


def build_service_outputs(service: "Service", commands: pulumi.Output[dict[str, str]]) -> Outputs:
    """List what one service has that others need."""
    found: Outputs = {
        "name": service.service_name,
        "arn": service.service.arn,
        "taskDefinitionArn": service.task_definition.arn,
        "logGroupName": service.log_group.name,
        "securityGroupId": service.security_group.id,
        "taskRoleArn": service.task_role.arn,
        "commands": commands,
    }
    if service.internal_url is not None:
        found["internalUrl"] = service.internal_url
    if service.target_groups:
        found["targetGroupArns"] = [group.arn for group in service.target_groups]
    return found


def build_task_commands(task: "ScheduledTask", region: str | None) -> pulumi.Output[dict[str, str]]:
    """Write the `aws` commands for a scheduled task: its log, one run by hand, and why the last ones stopped."""
    at = f" --region {region}" if region else ""
    shares = " ".join(
        f"capacityProvider={item.capacity_provider},weight={item.weight},base={item.base}" for item in task.capacity_provider_strategy
    )
    address = "ENABLED" if task.settings.subnets == "public" else "DISABLED"
    tagged = " --propagate-tags TASK_DEFINITION" if task.settings.propagate_tags == "TASK_DEFINITION" else ""

    def write(values: Sequence[Any]) -> dict[str, str]:
        cluster, definition, log_group, group, subnets = values
        family = definition.rpartition("/")[2].partition(":")[0]
        where = f"awsvpcConfiguration={{subnets=[{','.join(subnets)}],securityGroups=[{group}],assignPublicIp={address}}}"
        stopped = (
            f"$(aws ecs list-tasks --cluster {cluster} --family {family} --desired-status STOPPED{at} --query 'taskArns' --output text)"
        )
        return {
            "logs": f"aws logs tail {log_group} --follow{at}",
            "run": f"aws ecs run-task --cluster {cluster} --task-definition {definition} --capacity-provider-strategy {shares} "
            f"--network-configuration '{where}' --enable-ecs-managed-tags{tagged}{at}",
            "stopped": f"aws ecs describe-tasks --cluster {cluster} --tasks {stopped}{at} "
            "--query 'tasks[].[stoppedAt,stoppedReason,containers[0].exitCode]' --output table",
        }

    named = (task.cluster_name, task.task_definition.arn, task.log_group.name, task.security_group.id, task.subnet_ids)
    return pulumi.Output.all(*named).apply(write)


def build_scheduled_task_outputs(task: "ScheduledTask", commands: pulumi.Output[dict[str, str]]) -> Outputs:
    """List what one scheduled task has that others need."""
    return {
        "scheduleArn": task.schedule.arn,
        "taskDefinitionArn": task.task_definition.arn,
        "logGroupName": task.log_group.name,
        "securityGroupId": task.security_group.id,
        "taskRoleArn": task.task_role.arn,
        "commands": commands,
    }


def build_stack_outputs(
    *,
    network: Any,
    cluster: Any,
    load_balancer: Any,
    services: "Mapping[str, Service]",
    monitoring: Any,
    region: str | None,
    repositories: "Mapping[str, Repository] | None" = None,
    scheduled_tasks: "Mapping[str, ScheduledTask] | None" = None,
    encryption_key: "EncryptionKey | None" = None,
) -> Outputs:
    """List the outputs of a stack.

    Returns:
        `urls` and `services` by service, `scheduledTasks` by task; `vpcId`, `privateSubnetIds`, `publicSubnetIds`, `clusterName`, `clusterArn`, `listenerArn`,
        `loadBalancerDnsName`, `loadBalancerSecurityGroupId`, `namespaceArn`, `alarmTopicArn`, `encryptionKeyArn`, `repositories` for stacks that import them; `readme` for Pulumi Cloud.
    """
    written = {name: build_service_commands(service, region) for name, service in services.items()}
    found: Outputs = {}
    if services or cluster is not None:  # a stack of repositories has neither
        found["urls"] = {name: service.url for name, service in services.items() if service.url is not None}
        found["services"] = {name: build_service_outputs(service, written[name]) for name, service in services.items()}
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
    if encryption_key is not None:
        found["encryptionKeyArn"] = encryption_key.arn
    if repositories:
        found["repositories"] = {name: _build_repository_outputs(repository, region) for name, repository in repositories.items()}
    started = {name: build_task_commands(task, region) for name, task in (scheduled_tasks or {}).items()}
    if scheduled_tasks:
        found["scheduledTasks"] = {name: build_scheduled_task_outputs(task, started[name]) for name, task in scheduled_tasks.items()}
    found["readme"] = build_readme(services, written, started)
    return found


def _build_repository_outputs(repository: "Repository", region: str | None) -> pulumi.Output[dict[str, str]]:
    """Tell where images are pushed to, and the commands that do it."""
    at = f" --region {region}" if region else ""

    def write(url: str) -> dict[str, str]:
        return {
            "url": url,
            "login": f"aws ecr get-login-password{at} | docker login --username AWS --password-stdin {url.split('/', 1)[0]}",
            "push": f"docker buildx build --platform linux/amd64 --provenance=false --tag {url}:$(git rev-parse --short HEAD) --push .",
        }

    return repository.url.apply(write)


def build_readme(
    services: "Mapping[str, Service]",
    service_commands: Mapping[str, pulumi.Output[dict[str, str]]],
    task_commands: Mapping[str, pulumi.Output[dict[str, str]]] | None = None,
) -> pulumi.Output[str]:
    """Write the page that Pulumi Cloud shows for a stack: each service and scheduled task, its address and its commands."""
    title = f"# {pulumi.get_project()} / {pulumi.get_stack()}\n"
    task_commands = task_commands or {}

    def write(values: Sequence[Any]) -> str:
        page, count = title, 2 * len(services)
        for (name, service), url, known in zip(services.items(), values[:count:2], values[1:count:2], strict=True):
            inside = "Called from within the network." if service.internal_url is not None else "A worker: nothing connects to it."
            unnamed = "Behind the load balancer." if service.target_groups else inside
            page += _build_readme_section(name, f"<{url}>" if url else unnamed, known)
        for name, known in zip(task_commands, values[count:], strict=True):
            page += _build_readme_section(name, "A scheduled task.", known)
        return page

    told = [each for name, service in services.items() for each in (service.url, service_commands[name])]
    return pulumi.Output.all(*told, *task_commands.values()).apply(write)


def _build_readme_section(name: str, what: str, known: Mapping[str, str]) -> str:
    return f"\n## {name}\n\n{what}\n\n```sh\n" + "".join(f"# {label}\n{command}\n" for label, command in known.items()) + "```\n"
