"""The permissions that the questions about a stack need, as an IAM policy: no action too many, on no resource too many."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from fargate_web.analysis.secret_references import is_parameter, list_secret_arns
from fargate_web.checks.accounts import find_own_account
from fargate_web.settings.listener_certificate import ListenerCertificate
from fargate_web.settings.registry_host import read_private_registry
from fargate_web.settings.stack import Stack

from fargate_web_cli.live.preflight.facts.image_names import parse_image_name
from fargate_web_cli.live.preflight.facts.names import list_fixed_names
from fargate_web_cli.live.preflight.facts.role_needs import list_service_linked_roles
from fargate_web_cli.live.preflight.facts.secrets import parse_secret_reference
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_EVERYTHING: Final = "*"


class Permission(NamedTuple):
    """An action of IAM, and a resource that it is needed on."""

    action: str
    resource: str = _EVERYTHING


def build_policy(planned: PlannedStack, *, reads_values: bool) -> dict[str, Any]:
    """Build the policy that `fargate-web preflight` needs for a stack.

    Args:
        planned: The stack.
        reads_values: Whether the values of secrets with JSON keys are read.
    """
    resources: dict[str, set[str]] = {}
    for action, resource in list_permissions(planned, reads_values=reads_values):
        resources.setdefault(action, set()).add(resource)
    actions: dict[tuple[str, ...], list[str]] = {}
    for action, found in sorted(resources.items()):
        actions.setdefault(tuple(sorted(found)), []).append(action)
    statements = [
        {"Effect": "Allow", "Action": names, "Resource": found[0] if len(found) == 1 else list(found)} for found, names in actions.items()
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def list_permissions(planned: PlannedStack, *, reads_values: bool) -> Iterator[Permission]:
    """List the permissions. The account is left open, because no credentials are needed to list them."""
    settings = planned.settings
    yield Permission("tag:GetResources")
    yield from _list_image_permissions(planned)
    yield from _list_secret_permissions(planned, reads_values=reads_values)
    yield from _list_role_permissions(planned)
    yield from _list_name_permissions(planned)
    if settings.routed_services:
        yield from _list_traffic_permissions(planned)
    for balancer in settings.network_load_balancers.values():
        yield Permission("elasticloadbalancing:DescribeLoadBalancers")
        yield Permission("elasticloadbalancing:DescribeTargetGroups")
        yield from _list_certificate_permissions(planned, balancer)
    if settings.count_static_addresses():
        yield Permission("ec2:DescribeAddresses")
    if settings.tasks:
        yield from _list_network_permissions(settings)
        yield from _list_live_permissions(planned)
    if settings.services:
        yield Permission("servicequotas:GetServiceQuota")
        yield Permission("servicequotas:GetAWSDefaultServiceQuota")
        yield Permission("servicequotas:ListServiceQuotas")
        yield Permission("cloudwatch:GetMetricStatistics")
    if settings.cluster.existing and isinstance(settings.cluster.existing.name, str):
        yield Permission("ecs:DescribeClusters", _build_arn(planned, "ecs", f"cluster/{settings.cluster.existing.name}"))


def _build_arn(planned: PlannedStack, service: str, resource: str, *, account: str = "*") -> str:
    region = "" if service in ("iam", "route53") else planned.region
    return f"arn:{planned.partition}:{service}:{region}:{'' if service == 'route53' else account}:{resource}"


def _list_image_permissions(planned: PlannedStack) -> Iterator[Permission]:
    own = planned.allowed_accounts[0] if len(planned.allowed_accounts) == 1 else find_own_account(planned.settings)
    for image in planned.list_images().values():
        registry = read_private_registry(image)
        if registry is None:
            continue
        arn = f"arn:{planned.partition}:ecr:{registry.region}:{registry.account}:repository/{parse_image_name(image).repository}"
        yield Permission("ecr:BatchGetImage", arn)
        yield Permission("ecr:GetDownloadUrlForLayer", arn)
        yield Permission("ecr:DescribePullThroughCacheRules")
        if registry.account != own:
            yield Permission("ecr:GetRepositoryPolicy", arn)


def _list_secret_permissions(planned: PlannedStack, *, reads_values: bool) -> Iterator[Permission]:
    for path, reference in planned.list_secrets().items():
        if is_parameter(reference):
            yield Permission("ssm:DescribeParameters")
            continue
        for arn in list_secret_arns(reference):
            yield Permission("secretsmanager:DescribeSecret", arn)
            if reads_values and parse_secret_reference(reference).key:
                yield Permission("secretsmanager:GetSecretValue", arn)
        if reads_values and parse_secret_reference(reference).key:
            keys = planned.settings.tasks[str(path[0]), str(path[1])].roles.secret_kms_keys
            # Secrets Manager decrypts with the key of the secret on behalf of who reads it.
            yield from (Permission("kms:Decrypt", key) for key in keys if isinstance(key, str))


def _list_role_permissions(planned: PlannedStack) -> Iterator[Permission]:
    execution_roles = [task.roles.execution_role.arn for task in planned.settings.tasks.values()]
    for arn in planned.list_existing_roles().values():
        yield Permission("iam:GetRole", arn)
        if arn in execution_roles:
            yield Permission("iam:SimulatePrincipalPolicy", arn)
    for name, service in list_service_linked_roles(planned):
        yield Permission("iam:GetRole", _build_arn(planned, "iam", f"role/aws-service-role/{service}/{name}"))


def _list_name_permissions(planned: PlannedStack) -> Iterator[Permission]:
    for name in list_fixed_names(planned.settings):
        if name.kind == "cluster":
            yield Permission("ecs:DescribeClusters", _build_arn(planned, "ecs", f"cluster/{name.name}"))
        elif name.kind == "log group":
            yield Permission("logs:DescribeLogGroups")
        elif name.kind == "role":
            yield Permission("iam:GetRole", _build_arn(planned, "iam", f"role/{name.name}"))
        elif name.kind == "repository":
            yield Permission("ecr:DescribeRepositories", _build_arn(planned, "ecr", f"repository/{name.name}"))
        elif name.kind == "security group":
            yield Permission("ec2:DescribeSecurityGroups")
        elif name.kind == "namespace":
            yield Permission("servicediscovery:ListNamespaces")


def _list_traffic_permissions(planned: PlannedStack) -> Iterator[Permission]:
    balancer = planned.settings.load_balancer
    yield Permission("elasticloadbalancing:DescribeLoadBalancers")
    yield Permission("elasticloadbalancing:DescribeTargetGroups")
    if balancer.existing:
        yield Permission("elasticloadbalancing:DescribeListeners")
        yield Permission("elasticloadbalancing:DescribeRules")
        yield Permission("elasticloadbalancing:DescribeListenerCertificates")
        yield Permission("acm:DescribeCertificate", _build_arn(planned, "acm", "certificate/*"))
        yield Permission("iam:GetServerCertificate", _build_arn(planned, "iam", "server-certificate/*"))
    https = None if balancer.existing else balancer.https
    for entry in https.list_certificates() if https else ():
        yield from _list_certificate_permissions(planned, entry)


def _list_certificate_permissions(planned: PlannedStack, entry: ListenerCertificate) -> Iterator[Permission]:
    """List what it takes to see a certificate, the hosted zone of its names, and their records."""
    if isinstance(entry.certificate_arn, str):
        is_of_iam = ":server-certificate/" in entry.certificate_arn
        yield Permission("iam:GetServerCertificate" if is_of_iam else "acm:DescribeCertificate", entry.certificate_arn)
    if isinstance(entry.hosted_zone, str):
        is_id = "." not in entry.hosted_zone
        if not is_id:
            yield Permission("route53:ListHostedZonesByName")
        zone = _build_arn(planned, "route53", f"hostedzone/{entry.hosted_zone if is_id else '*'}")
        yield Permission("route53:GetHostedZone", zone)
        yield Permission("route53:ListResourceRecordSets", zone)


def _list_network_permissions(settings: Stack) -> Iterator[Permission]:
    if settings.network.has_ipv6:
        yield Permission("ecs:ListAccountSettings")
    if settings.network.existing:
        for name in ("Vpcs", "Subnets", "RouteTables", "VpcEndpoints"):
            yield Permission(f"ec2:Describe{name}")
        return
    yield Permission("ec2:DescribeAvailabilityZones")
    yield Permission("ec2:DescribeVpcs")
    yield Permission("servicequotas:GetServiceQuota")
    yield Permission("servicequotas:GetAWSDefaultServiceQuota")
    if settings.network.nat_gateways != "none":
        yield Permission("ec2:DescribeAddresses")


def _list_live_permissions(planned: PlannedStack) -> Iterator[Permission]:
    """List what it takes to see what runs: also services that the stack file has no more."""
    yield Permission("ecs:DescribeServices", _build_arn(planned, "ecs", "service/*"))
    yield Permission("ecs:DescribeServiceDeployments", _build_arn(planned, "ecs", "service-deployment/*"))
    yield Permission("cloudwatch:DescribeAlarms", _build_arn(planned, "cloudwatch", "alarm:*"))
    yield Permission("elasticloadbalancing:DescribeTargetHealth")
