"""The ARNs of a stack file that must be in the Region of the stack, and those that must be in its account."""

from collections.abc import Iterator
from typing import Any

from ..settings.stack import Stack
from .finding import SettingPath


def list_regional_arns(stack: Stack) -> Iterator[tuple[SettingPath, Any]]:
    """List the ARNs that AWS looks for in the Region of the stack, by their paths."""
    yield from _list_load_balancer_arns(stack)
    yield from list_key_arns(stack)
    yield from _list_user_pool_arns(stack)
    if stack.cluster.namespace:
        yield ("cluster", "namespace", "arn"), stack.cluster.namespace.arn
    if stack.monitoring:
        yield ("monitoring", "topicArn"), stack.monitoring.topic_arn
        if stack.monitoring.page:
            yield ("monitoring", "page", "topicArn"), stack.monitoring.page.topic_arn
    for place, task in stack.tasks.items():
        for volume_name, volume in task.volumes.items():
            if volume.s3_files is not None:
                yield (*place, "volumes", volume_name, "s3Files", "fileSystemArn"), volume.s3_files.file_system_arn
    for name, scheduled in stack.scheduled_tasks.items():
        yield ("scheduledTasks", name, "deadLetterQueueArn"), scheduled.dead_letter_queue_arn
    for name, service in stack.services.items():
        for hook_name, hook in service.deployment.hooks.items():
            yield ("services", name, "deployment", "hooks", hook_name, "lambdaArn"), hook.lambda_arn
        if service.scaling and service.scaling.queue:
            yield ("services", name, "scaling", "queue", "queueArn"), service.scaling.queue.queue_arn
        for index, subscription in enumerate(service.queue.subscribe if service.queue else ()):
            yield ("services", name, "queue", "subscribe", index, "topicArn"), subscription.topic_arn
        if service.network_load_balancer:
            yield ("services", name, "networkLoadBalancer", "certificateArn"), service.network_load_balancer.certificate_arn
        if service.service_discovery:
            yield ("services", name, "serviceDiscovery", "registryArn"), service.service_discovery.registry_arn
        if service.service_connect:
            yield ("services", name, "serviceConnect", "namespace"), service.service_connect.namespace
            if service.service_connect.tls:
                yield ("services", name, "serviceConnect", "tls", "awsPcaAuthorityArn"), service.service_connect.tls.aws_pca_authority_arn


def _list_user_pool_arns(stack: Stack) -> Iterator[tuple[SettingPath, Any]]:
    """List the user pools of logins, by their paths."""
    if stack.load_balancer.authentication and stack.load_balancer.authentication.cognito:
        yield ("loadBalancer", "authentication", "cognito", "userPoolArn"), stack.load_balancer.authentication.cognito.user_pool_arn
    for name, service in stack.services.items():
        login = service.route.authentication if service.route else None
        if login and login.cognito:
            yield ("services", name, "route", "authentication", "cognito", "userPoolArn"), login.cognito.user_pool_arn


def list_key_arns(stack: Stack) -> Iterator[tuple[SettingPath, Any]]:
    """List the KMS keys that a stack uses, by their paths."""
    if stack.encryption:
        yield ("encryption", "key"), stack.encryption.key
    if stack.network.flow_logs:
        yield ("network", "flowLogs", "kmsKeyArn"), stack.network.flow_logs.kms_key_arn
    yield ("cluster", "ephemeralStorageKmsKeyArn"), stack.cluster.ephemeral_storage_kms_key_arn
    if stack.cluster.execute_command_logs:
        yield ("cluster", "executeCommandLogs", "kmsKeyArn"), stack.cluster.execute_command_logs.kms_key_arn
    if stack.load_balancer.web_acl and stack.load_balancer.web_acl.logs:
        yield ("loadBalancer", "webAcl", "logs", "kmsKeyArn"), stack.load_balancer.web_acl.logs.kms_key_arn
    if stack.monitoring:
        yield ("monitoring", "kmsKeyArn"), stack.monitoring.kms_key_arn
    for name, repository in stack.repositories.items():
        yield ("repositories", name, "kmsKeyArn"), repository.kms_key_arn
    for place, task in stack.tasks.items():
        yield (*place, "logs", "kmsKeyArn"), task.logs.kms_key_arn
        for volume_name, volume in task.volumes.items():
            if volume.ebs is not None:
                yield (*place, "volumes", volume_name, "ebs", "kmsKeyArn"), volume.ebs.kms_key_arn
    for name, scheduled in stack.scheduled_tasks.items():
        yield ("scheduledTasks", name, "kmsKeyArn"), scheduled.kms_key_arn
    for name, service in stack.services.items():
        if service.queue:
            yield ("services", name, "queue", "kmsKeyArn"), service.queue.kms_key_arn
        for label, topic in service.published_topics.items():
            yield ("services", name, "topics", label, "kmsKeyArn"), topic.kms_key_arn
        if service.service_connect and service.service_connect.tls:
            yield ("services", name, "serviceConnect", "tls", "kmsKeyArn"), service.service_connect.tls.kms_key_arn


def list_own_arns(stack: Stack) -> Iterator[tuple[SettingPath, Any]]:
    """List the ARNs of what must be in the account of the stack, by their paths.

    A policy with the account `aws` is AWS's own.
    """
    yield from _list_load_balancer_arns(stack)
    yield ("roles", "permissionsBoundary"), stack.roles.permissions_boundary
    if stack.network.roles.permissions_boundary != stack.roles.permissions_boundary:
        yield ("network", "roles", "permissionsBoundary"), stack.network.roles.permissions_boundary
    monitoring = stack.monitoring
    if monitoring is not None and monitoring.creates_role and monitoring.roles.permissions_boundary != stack.roles.permissions_boundary:
        yield ("monitoring", "roles", "permissionsBoundary"), monitoring.roles.permissions_boundary
    for place, task in stack.tasks.items():
        if task.roles.permissions_boundary != stack.roles.permissions_boundary:
            yield (*place, "roles", "permissionsBoundary"), task.roles.permissions_boundary
        for key, role in (("executionRole", task.roles.execution_role), ("taskRole", task.roles.task_role)):
            yield (*place, "roles", key, "arn"), role.arn
            yield (*place, "roles", key, "permissionsBoundary"), role.permissions_boundary
            for index, policy in enumerate(role.managed_policies):
                yield (*place, "roles", key, "managedPolicies", index), policy
    for name, service in stack.services.items():
        if service.scaling and service.scaling.queue:
            yield ("services", name, "scaling", "queue", "queueArn"), service.scaling.queue.queue_arn
        if service.service_connect and service.service_connect.tls:
            yield ("services", name, "serviceConnect", "tls", "roleArn"), service.service_connect.tls.role_arn


def _list_load_balancer_arns(stack: Stack) -> Iterator[tuple[SettingPath, Any]]:
    """List the ARNs of the load balancer, all of which must be in the Region and in the account of the stack."""
    balancer = stack.load_balancer
    if balancer.https:
        yield ("loadBalancer", "https", "certificateArn"), balancer.https.certificate_arn
        for index, certificate in enumerate(balancer.https.certificates):
            yield ("loadBalancer", "https", "certificates", index, "certificateArn"), certificate.certificate_arn
        if balancer.https.mutual_authentication:
            yield ("loadBalancer", "https", "mutualAuthentication", "trustStoreArn"), balancer.https.mutual_authentication.trust_store_arn
    if balancer.web_acl:
        yield ("loadBalancer", "webAcl", "arn"), balancer.web_acl.arn
    if balancer.existing:
        yield ("loadBalancer", "existing", "listenerArn"), balancer.existing.listener_arn
