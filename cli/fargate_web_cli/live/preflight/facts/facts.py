"""The facts of the account that a stack depends on, and the order in which they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fargate_web_cli.live.preflight.aws_reader import AwsReader
from fargate_web_cli.live.preflight.facts import quotas
from fargate_web_cli.live.preflight.facts.account_settings import gather_dual_stack
from fargate_web_cli.live.preflight.facts.alarms import AlarmFacts, gather_alarms
from fargate_web_cli.live.preflight.facts.certificates import CertificateFacts, gather_certificates
from fargate_web_cli.live.preflight.facts.clusters import ClusterFacts, gather_cluster
from fargate_web_cli.live.preflight.facts.hosted_zones import ZoneFacts, gather_zone
from fargate_web_cli.live.preflight.facts.http import Fetch
from fargate_web_cli.live.preflight.facts.images import ImageFacts, gather_images
from fargate_web_cli.live.preflight.facts.load_balancers import (
    ListenerFacts,
    NamedResource,
    gather_listener,
    gather_load_balancers,
    gather_target_groups,
)
from fargate_web_cli.live.preflight.facts.name_servers import Exchange
from fargate_web_cli.live.preflight.facts.names import FixedName, NameReader, Owner, list_fixed_names
from fargate_web_cli.live.preflight.facts.networks import NetworkFacts, gather_network, gather_zones
from fargate_web_cli.live.preflight.facts.ownership import Ownership, gather_ownership
from fargate_web_cli.live.preflight.facts.quotas import QuotaCode, QuotaFacts
from fargate_web_cli.live.preflight.facts.role_needs import list_role_needs, list_service_linked_roles
from fargate_web_cli.live.preflight.facts.roles import RoleFacts, gather_role, gather_service_linked_roles
from fargate_web_cli.live.preflight.facts.secrets import SecretFacts, gather_secrets
from fargate_web_cli.live.preflight.facts.services import LiveService, gather_services
from fargate_web_cli.live.preflight.planned_stack import PlannedStack


@dataclass(frozen=True)
class Facts:
    """What AWS says. Whatever could not be asked for is None, or missing in a map.

    Attributes:
        account: The account of the credentials.
        ownership: What belongs to the stack already.
        images: The images, by name.
        secrets: The secrets and parameters, by reference.
        roles: The existing roles, by ARN.
        service_linked_roles: Whether each service-linked role exists.
        network: The existing network.
        zones: The availability zones, for a new network.
        load_balancers: The load balancers of the Region.
        network_load_balancers: The Network Load Balancers of the Region.
        target_groups: The target groups of the Region.
        listener: The existing listener.
        certificates: The certificates, by ARN.
        hosted_zones: The hosted zones, as the stack file names them.
        cluster: The existing cluster.
        names: Who has each fixed name.
        quotas: The quotas.
        task_quota: The quota of tasks of a service.
        vpcs: The number of VPCs.
        addresses: The number of Elastic IP addresses.
        alarms: The alarms, by name; None for one that does not exist.
        services: The services that run.
        gives_tasks_ipv6: Whether ECS gives tasks an IPv6 address where the network has IPv6.
    """

    account: str
    ownership: Ownership = field(default_factory=Ownership)
    images: Mapping[str, ImageFacts] = field(default_factory=dict)
    secrets: Mapping[str, SecretFacts] = field(default_factory=dict)
    roles: Mapping[str, RoleFacts] = field(default_factory=dict)
    service_linked_roles: Mapping[str, bool] = field(default_factory=dict)
    network: NetworkFacts | None = None
    zones: frozenset[str] | None = None
    load_balancers: tuple[NamedResource, ...] | None = None
    network_load_balancers: tuple[NamedResource, ...] | None = None
    target_groups: tuple[NamedResource, ...] | None = None
    listener: ListenerFacts | None = None
    certificates: Mapping[str, CertificateFacts] = field(default_factory=dict)
    hosted_zones: Mapping[str, ZoneFacts] = field(default_factory=dict)
    cluster: ClusterFacts | None = None
    names: Mapping[FixedName, Owner] = field(default_factory=dict)
    quotas: Mapping[QuotaCode, QuotaFacts] = field(default_factory=dict)
    task_quota: QuotaFacts | None = None
    vpcs: int | None = None
    addresses: int | None = None
    alarms: Mapping[str, AlarmFacts | None] = field(default_factory=dict)
    services: tuple[LiveService, ...] | None = None
    gives_tasks_ipv6: bool | None = None


def collect_facts(
    planned: PlannedStack, reader: AwsReader, account: str, fetch: Fetch, exchange: Exchange, *, reads_values: bool = False
) -> Facts:
    """Ask for everything that the stack depends on.

    Args:
        planned: The stack.
        reader: Asks AWS.
        account: The account of the credentials.
        fetch: Reads a URL.
        exchange: Sends a question to a DNS resolver.
        reads_values: Whether the values of secrets with JSON keys may be read.
    """
    return _Collector(planned, reader, account, fetch, exchange, reads_values=reads_values).collect()


class _Collector:
    """Asks for the facts of one stack."""

    def __init__(
        self, planned: PlannedStack, reader: AwsReader, account: str, fetch: Fetch, exchange: Exchange, *, reads_values: bool
    ) -> None:
        self._planned, self._reader, self._account = planned, reader, account
        self._fetch, self._exchange, self._reads_values = fetch, exchange, reads_values
        self._settings = planned.settings

    def collect(self) -> Facts:
        planned, reader, settings = self._planned, self._reader, self._settings
        runs_tasks = bool(settings.tasks)
        ownership = gather_ownership(reader, planned.identifying_tags)
        network = gather_network(reader, settings.network.existing) if runs_tasks and settings.network.existing else None
        load_balancers = gather_load_balancers(reader) if planned.creates_load_balancer else None
        network_load_balancers = gather_load_balancers(reader, "network") if settings.network_load_balancers else None
        target_groups = gather_target_groups(reader) if settings.routed_services or settings.network_load_balancers else None
        listener = self._gather_listener()
        vpc_id = network.vpc_ids[0] if network and len(network.vpc_ids) == 1 else None
        names = NameReader(reader, ownership, planned.identifying_tags, vpc_id)
        live = ownership.list_arns("ecs:service/")
        alarms = [*planned.list_alarm_names().values(), *(arn.split(":", 6)[-1] for arn in ownership.list_arns("cloudwatch:alarm:"))]
        creates_network = runs_tasks and settings.network.existing is None
        adds_vpc = creates_network and not ownership.list_arns("ec2:vpc/")
        adds_addresses = (creates_network and settings.network.nat_gateways != "none") or settings.count_static_addresses() > 0
        existing_cluster = settings.cluster.existing
        return Facts(
            account=self._account,
            ownership=ownership,
            images=self._gather_images(),
            secrets=gather_secrets(
                reader, list(planned.list_secrets().values()), planned.region, self._account, reads_values=self._reads_values
            ),
            roles=self._gather_roles(),
            service_linked_roles=gather_service_linked_roles(reader, [name for name, _ in list_service_linked_roles(planned)]),
            network=network,
            zones=gather_zones(reader) if creates_network else None,
            load_balancers=load_balancers,
            network_load_balancers=network_load_balancers,
            target_groups=target_groups,
            listener=listener,
            certificates=gather_certificates(reader, self._list_certificates(listener), planned.region),
            hosted_zones=self._gather_hosted_zones(),
            cluster=gather_cluster(reader, existing_cluster.name) if existing_cluster and isinstance(existing_cluster.name, str) else None,
            names=names.gather(list_fixed_names(settings), load_balancers, target_groups),
            quotas=self._gather_quotas(adds_vpc=adds_vpc, adds_addresses=adds_addresses),
            task_quota=quotas.gather_task_quota(reader) if settings.services else None,
            vpcs=quotas.count_vpcs(reader) if adds_vpc else None,
            addresses=quotas.count_addresses(reader) if adds_addresses else None,
            alarms=gather_alarms(reader, alarms) if runs_tasks else {},
            services=gather_services(reader, live) if runs_tasks and ownership.arns is not None else None,
            gives_tasks_ipv6=gather_dual_stack(reader) if runs_tasks and settings.network.has_ipv6 else None,
        )

    def _gather_images(self) -> dict[str, ImageFacts]:
        credentials = set()
        for task in self._settings.tasks.values():
            containers = [task, *task.all_sidecars.values()]
            credentials |= {each.image for each in containers if each.repository_credentials is not None and isinstance(each.image, str)}
        images = list(self._planned.list_images().values())
        return gather_images(self._reader, images, self._account, self._fetch, with_credentials=credentials)

    def _gather_roles(self) -> dict[str, RoleFacts]:
        found = {}
        for arn, needs in list_role_needs(self._planned, self._account).items():
            facts = gather_role(self._reader, arn, needs)
            if facts is not None:
                found[arn] = facts
        return found

    def _gather_listener(self) -> ListenerFacts | None:
        existing = self._settings.load_balancer.existing
        if existing is None or not self._settings.routed_services or not isinstance(existing.listener_arn, str):
            return None
        return gather_listener(self._reader, existing.listener_arn)

    def _list_certificates(self, listener: ListenerFacts | None) -> list[str]:
        https, own = self._settings.load_balancer.https, [*self._settings.network_load_balancers.values()]
        own_arns = [balancer.certificate_arn for balancer in own if isinstance(balancer.certificate_arn, str)]
        if https and self._planned.creates_load_balancer:
            return [entry.certificate_arn for entry in https.list_certificates() if isinstance(entry.certificate_arn, str)] + own_arns
        return [*(listener.certificates if listener else ()), *own_arns]

    def _gather_hosted_zones(self) -> dict[str, ZoneFacts]:
        https = self._settings.load_balancer.https
        names: dict[str, list[str]] = {}
        shared = https.list_certificates() if https and self._planned.creates_load_balancer else []
        for entry in (*shared, *self._settings.network_load_balancers.values()):
            if isinstance(entry.hosted_zone, str):
                names.setdefault(entry.hosted_zone, []).extend(entry.list_domain_names())
        found = {zone: gather_zone(self._reader, zone, names[zone], self._exchange) for zone in names}
        return {zone: facts for zone, facts in found.items() if facts is not None}

    def _gather_quotas(self, *, adds_vpc: bool, adds_addresses: bool) -> dict[QuotaCode, QuotaFacts]:
        routes, providers = bool(self._settings.routed_services), set()
        has_own = bool(self._settings.network_load_balancers)
        for service in self._settings.services.values():
            providers |= set(self._planned.resolve_strategy(service))
        wanted = {
            quotas.VPCS: adds_vpc,
            quotas.ELASTIC_IPS: adds_addresses,
            quotas.LOAD_BALANCERS: self._planned.creates_load_balancer,
            quotas.NETWORK_LOAD_BALANCERS: has_own,
            quotas.TARGET_GROUPS: routes or has_own,
            quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER: routes,
            quotas.RULES_OF_A_LOAD_BALANCER: routes,
            quotas.ON_DEMAND_VCPUS: "FARGATE" in providers,
            quotas.SPOT_VCPUS: "FARGATE_SPOT" in providers,
        }
        found = {}
        for code, is_wanted in wanted.items():
            with_usage = code in (quotas.ON_DEMAND_VCPUS, quotas.SPOT_VCPUS)
            facts = quotas.gather_quota(self._reader, code, with_usage=with_usage) if is_wanted else None
            if facts is not None:
                found[code] = facts
        return found
