"""`NetworkArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Any, NotRequired, TypedDict

import pulumi

from .endpoint_policies import EndpointPolicies
from .existing_network import ExistingNetwork
from .flow_logs import FlowLogs
from .nat_instances import NatInstances
from .role_defaults import RoleDefaults
from .subnet_cidr_blocks import SubnetCidrBlocks
from .wires import EncryptionKeyWire


class NetworkArgs(TypedDict):
    """The arguments of a `Network`."""

    name: NotRequired[str]
    """The Name tag of the VPC. Default: the names of project and stack. Changing it changes the tag only."""
    cidr_block: NotRequired[str]
    """The private address range of the VPC, /16 to /28; the standard layout needs /16 to /20. Default: 10.0.0.0/16. See https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""
    availability_zones: NotRequired[Any]
    """How many zones (2–6, the first of the Region), or their names. A load balancer needs two; three survive the loss of one with less spare capacity. Write a whole number, or a list of text. Default: 2."""
    nat_gateways: NotRequired[str]
    """The way from private subnets to the internet: onePerAz survives the loss of a zone, single does not, regional is one gateway in all zones, to which AWS adds addresses under load. instancePerAz and singleInstance run instances instead, which cost less; no other instance takes over when one fails. With none, the tasks reach AWS services through interface endpoints only. Default: onePerAz. Cost: about $36.50 a month for each gateway with its address (for regional in each zone), and $0.045 a GB; an instance about $7.40. See https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"""
    nat_instances: NotRequired[NatInstances]
    """The instances of natGateways: instancePerAz and singleInstance. See https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html"""
    elastic_ip_allocation_ids: NotRequired[list[pulumi.Input[str]]]
    """Elastic IP addresses that exist, one for each NAT gateway or instance, and for regional one for each zone. They outlive the stack, and others can admit them in their firewalls. Default: the stack allocates them, for regional AWS does. See https://docs.aws.amazon.com/vpc/latest/userguide/vpc-eips.html"""
    isolated_subnets: NotRequired[bool]
    """Adds a third tier without any route to the internet, for databases and caches. Free. Default: false."""
    subnet_cidr_blocks: NotRequired[SubnetCidrBlocks]
    """The blocks of the subnets, instead of the standard layout. Changing them replaces subnets."""
    ipv6: NotRequired[bool]
    """Adds IPv6 to IPv4: a block of Amazon's for the VPC and one for each subnet, routes, and an egress-only internet gateway, which lets no connection in to private subnets. An internet-facing load balancer becomes dualstack. Choose the number of zones first: the blocks of private subnets depend on it. AWS doesn't take the blocks back while anything has addresses of them. Free. Default: false. See https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html"""
    gateway_endpoints: NotRequired[list[str]]
    """Gateway endpoints. S3 is always included, since image layers come from it. Free. One of s3, dynamodb."""
    interface_endpoints: NotRequired[list[str]]
    """Interface endpoints by the last part of their service name: ecr.api, ecr.dkr, logs, secretsmanager, ssm, ssmmessages, kms, sts, xray, monitoring … Cost: about $7.30 a month for each in each zone, and $0.01 a GB. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html"""
    endpoint_policies: NotRequired[EndpointPolicies]
    """Policies of the endpoints that refuse other accounts: `true` admits identities of this account only, and leads to its buckets and tables only. Default: AWS's policy, which admits everyone. Here `{}` is what true means, and `{enabled: false}` what false means. See https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"""
    refused_ports: NotRequired[list[int]]
    """The ports (0–32767, six at most) that the network ACLs refuse from the internet; `[]` refuses none. With a NAT gateway, public subnets refuse only those below 1024: the gateway opens connections from all others, so that answers come back to them. See https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"""
    flow_logs: NotRequired[FlowLogs]
    """Records the traffic of the VPC; `false` turns it off. Here `{}` is what true means, and `{enabled: false}` what false means. Cost: $0.50 a GB written."""
    roles: NotRequired[RoleDefaults]
    """What the role that writes the flow logs has beside its policy. Default: the roles of the stack."""
    existing: NotRequired[ExistingNetwork]
    """Use an existing network; then nothing else in this section may be set."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource."""
    region: NotRequired[str]
    """The Region, if it is not the configured one."""
    encryption_key: NotRequired[EncryptionKeyWire]
    """The KMS key of what the component stores, unless its settings name another: the component, or the ARN of an existing key."""
