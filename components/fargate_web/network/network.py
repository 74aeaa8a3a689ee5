"""The network: a new VPC, or an existing one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from ..component.account import Account
from ..component.arguments import parse_arguments
from ..component.encryption import find_key_arn
from ..component.transform import add_transforms
from ..settings.existing_network import ExistingNetwork as ExistingNetworkSettings
from ..settings.nat_gateways import NAT_INSTANCE_CHOICES, NatGateways
from ..settings.network import Network as NetworkSettings
from .existing_network import ExistingNetwork
from .flow_logs import FlowLogs
from .ipv6 import Ipv6Routes, find_ipv6_block
from .nat_instances import NatInstances
from .network_acls import NetworkAcls
from .regional_nat_gateway import RegionalNatGateway
from .vpc_endpoints import VpcEndpoints

WIRES: Final = ("tags", "region", "account", "encryption_key", "transform")

_NAT_STRATEGIES: Final = {
    "none": awsx.ec2.NatGatewayStrategy.NONE,
    "single": awsx.ec2.NatGatewayStrategy.SINGLE,
    "onePerAz": awsx.ec2.NatGatewayStrategy.ONE_PER_AZ,
}
"""The choices that awsx offers. The others have gateways or instances, and routes, of this component."""
_SUBNET_TYPES: Final = {
    "public": awsx.ec2.SubnetType.PUBLIC,
    "private": awsx.ec2.SubnetType.PRIVATE,
    "isolated": awsx.ec2.SubnetType.ISOLATED,
}

if TYPE_CHECKING:
    from ..generated.inputs import NetworkArgs


class Network(pulumi.ComponentResource):
    """A VPC with subnets in several Availability Zones, or one that is managed elsewhere.

    Creates: a VPC (through `awsx.ec2.Vpc`) with a public, a private and, if configured, an isolated subnet in every zone, an internet
    gateway, NAT gateways or instances, and the routes; network ACLs that refuse ports of remote administration from the internet; a gateway endpoint for
    S3, and further endpoints if configured; flow logs with their own log group and role. It removes all rules from the VPC's default security
    group. With `existing` it creates nothing.

    With `ipv6` every subnet has an IPv6 block too, with routes to the internet gateway or, from private subnets, to an egress-only one.

    Costs: a NAT gateway is about $36.50 a month and $0.045 a GB, and there is one in every zone by default; a regional one costs the same for every
    zone, a NAT instance about $7.40. An interface endpoint is about $7.30 a month in every zone. Flow logs are $0.50 a GB written. VPC, subnets,
    routes and gateway endpoints are free.

    Refuses: ranges that AWS rejects or that are too small for their subnets, and any other setting beside `existing`;
    see `fargate_web.settings.network.Network`.

    awsx decides two things. Public subnets assign public addresses by default (Security Hub EC2.15); load balancers, NAT gateways and these
    tasks set it explicitly. The Name tags of subnets, route tables and NAT gateways start with the name of this component
    (`<name>-public-1`).

    Args:
        name: The name of the component. Logical names of its resources start with it.
        args: The settings of a network (`fargate_web.settings.network.Network`, keys in snake_case or camelCase) and these wires:
            `tags`: tags of every resource.
            `region`: the Region, if it is not the configured one.
            `account`: an `Account` that several components share, so that AWS is asked once.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the flow logs.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Attributes:
        settings: The validated settings.
        existing: Whether the network is managed elsewhere.
        zone_count: The number of zones; for an existing network, the number of its private subnets, or of its public ones if it has no others.
        nat_gateways: The setting `natGateways`; None for an existing network, where it isn't known.
        vpc_id: The id of the VPC.
        vpc_cidr_block: Its IPv4 range.
        has_ipv6: Whether its subnets have IPv6 blocks and routes.
        vpc_ipv6_cidr_block: Its IPv6 block, None without IPv6.
        public_subnet_ids: One subnet a zone, with a route to the internet. Empty if there are none.
        private_subnet_ids: One subnet a zone, with a route to a NAT gateway if there is one.
        isolated_subnet_ids: One subnet a zone, without a route to the internet. Empty unless configured.
        interface_endpoints_security_group_id: The security group of the interface endpoints; None if there are none or for an existing network.
        vpc: The awsx component, None for an existing network.
        default_security_group: The default security group without rules, None for an existing network.
        regional_nat_gateway: The regional NAT gateway with its routes, None if there is none.
        nat_instances: The NAT instances with their addresses, security group and routes, None if there are none.
        ipv6_routes: The routes over IPv6 with the egress-only internet gateway; None without IPv6 and for an existing network.
        network_acls: The network ACLs, None for an existing network.
        endpoints: The VPC endpoints, None for an existing network.
        flow_logs: The flow logs with log group and role, None if they are off.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    vpc_id: pulumi.Output[str]
    vpc_cidr_block: pulumi.Output[str]
    public_subnet_ids: pulumi.Output[list[str]]
    private_subnet_ids: pulumi.Output[list[str]]
    isolated_subnet_ids: pulumi.Output[list[str]]

    def __init__(
        self, name: str, args: "NetworkArgs | Mapping[str, Any] | None" = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings, wires = parse_arguments(NetworkSettings, f'Network "{name}"', args, WIRES)
        super().__init__("fargate-web:index:Network", name, None, add_transforms(self, "Network", name, wires, opts))
        self.settings = settings
        self.existing = settings.existing is not None
        self.zone_count = settings.count_zones()
        self.nat_gateways: NatGateways | None = settings.nat_gateways
        self.has_ipv6 = settings.has_ipv6
        self.vpc_ipv6_cidr_block: pulumi.Output[str] | None = None
        self.ipv6_routes: Ipv6Routes | None = None
        self.vpc: awsx.ec2.Vpc | None = None
        self.default_security_group: aws.ec2.DefaultSecurityGroup | None = None
        self.interface_endpoints_security_group_id: pulumi.Output[str] | None = None
        self.regional_nat_gateway: RegionalNatGateway | None = None
        self.nat_instances: NatInstances | None = None
        self.network_acls: NetworkAcls | None = None
        self.endpoints: VpcEndpoints | None = None
        self.flow_logs: FlowLogs | None = None
        if settings.existing is not None:
            self._use_existing(settings.existing)
        else:
            self._create(name, wires)
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "vpcCidrBlock": self.vpc_cidr_block,
                "vpcIpv6CidrBlock": self.vpc_ipv6_cidr_block,
                "publicSubnetIds": self.public_subnet_ids,
                "privateSubnetIds": self.private_subnet_ids,
                "isolatedSubnetIds": self.isolated_subnet_ids,
                "interfaceEndpointsSecurityGroupId": self.interface_endpoints_security_group_id,
            }
        )

    def _use_existing(self, existing: ExistingNetworkSettings) -> None:
        network = ExistingNetwork(existing, parent=self)
        self.zone_count = len(existing.private_subnets or existing.public_subnets or existing.isolated_subnets)
        self.nat_gateways = None
        self.vpc_id = network.vpc_id
        self.vpc_cidr_block = network.vpc_cidr_block
        self.vpc_ipv6_cidr_block = network.vpc_ipv6_cidr_block
        self.public_subnet_ids = network.subnet_ids["public"]
        self.private_subnet_ids = network.subnet_ids["private"]
        self.isolated_subnet_ids = network.subnet_ids["isolated"]

    def _create(self, name: str, wires: dict[str, Any]) -> None:
        settings, tags = self.settings, dict(wires.get("tags", {}))
        account = Account.from_wire(wires.get("account", wires), self)
        display_name = settings.name or f"{pulumi.get_project()}-{pulumi.get_stack()}"
        self.vpc = self._create_vpc(name, display_name, tags)
        self.vpc_id = self.vpc.vpc_id
        self.vpc_cidr_block = pulumi.Output.from_input(settings.cidr_block)
        if settings.ipv6:
            self.vpc_ipv6_cidr_block = find_ipv6_block(self.vpc)
            self.ipv6_routes = Ipv6Routes(
                name,
                vpc=self.vpc,
                zone_count=self.zone_count,
                display_name=display_name,
                tags=tags,
                parent=self,
            )
        self.public_subnet_ids = self.vpc.public_subnet_ids.apply(list)
        self.private_subnet_ids = self.vpc.private_subnet_ids.apply(list)
        self.isolated_subnet_ids = (
            self.vpc.isolated_subnet_ids.apply(list) if settings.isolated_subnets else pulumi.Output.from_input(list[str]())
        )
        self._create_way_out(name, self.vpc, display_name, tags)
        # Without rules: AWS's default rules allow all traffic within the group, and no resource of this component uses it.
        self.default_security_group = aws.ec2.DefaultSecurityGroup(
            f"{name}-default",
            vpc_id=self.vpc_id,
            tags={**tags, "Name": f"{display_name}-default"},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.network_acls = NetworkAcls(
            name,
            refused_ports=settings.refused_ports,
            refused_public_ports=settings.list_refused_public_ports(),
            vpc_id=self.vpc_id,
            vpc_cidr_block=settings.cidr_block,
            vpc_ipv6_cidr_block=self.vpc_ipv6_cidr_block,
            default_network_acl_id=self.vpc.vpc.apply(lambda vpc: vpc.default_network_acl_id),
            subnet_ids=pulumi.Output.all(self.private_subnet_ids, self.isolated_subnet_ids).apply(lambda tiers: [*tiers[0], *tiers[1]]),
            display_name=display_name,
            tags=tags,
            parent=self,
        )
        self.endpoints = VpcEndpoints(
            name,
            gateway_services=settings.gateway_endpoints,
            interface_services=settings.interface_endpoints,
            policies=settings.endpoint_policies,
            account=account,
            vpc_id=self.vpc_id,
            vpc_cidr_block=settings.cidr_block,
            subnet_ids=self.private_subnet_ids,
            route_table_ids=self.vpc.route_tables.apply(lambda tables: pulumi.Output.all(*(table.id for table in tables))),
            display_name=display_name,
            tags=tags,
            parent=self,
        )
        if self.endpoints.security_group is not None:
            self.interface_endpoints_security_group_id = self.endpoints.security_group.id
        if settings.flow_logs is not None:
            self.flow_logs = FlowLogs(
                name,
                settings.flow_logs,
                role_defaults=settings.roles,
                vpc_id=self.vpc_id,
                kms_key_arn=find_key_arn(settings.flow_logs.kms_key_arn, wires),
                account=account,
                display_name=display_name,
                tags=tags,
                parent=self,
            )

    def _create_way_out(self, name: str, vpc: awsx.ec2.Vpc, display_name: str, tags: dict[str, Any]) -> None:
        """Create the way out of private subnets that awsx doesn't offer."""
        settings, zone_count = self.settings, self.settings.count_zones()
        if settings.nat_gateways == "regional":
            self.regional_nat_gateway = RegionalNatGateway(
                name,
                vpc=vpc,
                zone_count=zone_count,
                # The settings refuse addresses unless the zones are named.
                allocation_ids=dict(
                    zip(settings.availability_zones, settings.elastic_ip_allocation_ids, strict=False)
                    if isinstance(settings.availability_zones, list)
                    else ()
                ),
                display_name=display_name,
                tags=tags,
                parent=self,
            )
        elif settings.nat_gateways in NAT_INSTANCE_CHOICES:
            self.nat_instances = NatInstances(
                name,
                settings.nat_instances,
                vpc=vpc,
                vpc_cidr_block=settings.cidr_block,
                instance_count=settings.count_nat_addresses(),
                zone_count=zone_count,
                allocation_ids=settings.elastic_ip_allocation_ids,
                display_name=display_name,
                tags=tags,
                parent=self,
            )

    def _create_vpc(self, name: str, display_name: str, tags: dict[str, Any]) -> awsx.ec2.Vpc:
        settings = self.settings
        zones = settings.availability_zones
        return awsx.ec2.Vpc(
            name,
            cidr_block=settings.cidr_block,
            # Subnets of a VPC with such a block get a part of it, unless their specification says otherwise.
            assign_generated_ipv6_cidr_block=settings.ipv6 or None,
            availability_zone_names=zones if isinstance(zones, list) else None,
            number_of_availability_zones=zones if isinstance(zones, int) else None,
            # If the blocks of every tier are explicit, Auto uses them unchanged.
            subnet_strategy=awsx.ec2.SubnetAllocationStrategy.AUTO,
            subnet_specs=[
                awsx.ec2.SubnetSpecArgs(type=_SUBNET_TYPES[tier], cidr_blocks=blocks)
                for tier, blocks in settings.allocate_subnets().items()
            ],
            nat_gateways=self._build_nat_configuration(),
            # Private DNS names of interface endpoints need both.
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={**tags, "Name": display_name},
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _build_nat_configuration(self) -> awsx.ec2.NatGatewayConfigurationArgs:
        """Build the NAT gateways that awsx creates."""
        settings = self.settings
        strategy = _NAT_STRATEGIES.get(settings.nat_gateways)
        if strategy is None or not settings.elastic_ip_allocation_ids:
            return awsx.ec2.NatGatewayConfigurationArgs(strategy=strategy or awsx.ec2.NatGatewayStrategy.NONE)
        return awsx.ec2.NatGatewayConfigurationArgs(strategy=strategy, elastic_ip_allocation_ids=settings.elastic_ip_allocation_ids)
