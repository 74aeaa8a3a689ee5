"""The listeners of a load balancer, and its ingress rules."""

from typing import Any, Final, Literal, NamedTuple

import pulumi
import pulumi_aws as aws

from ..component.documents import concat_inputs
from ..settings.cidr_blocks import is_ipv6_block
from ..settings.ip_address_types import IpAddressType
from ..settings.load_balancer import LoadBalancer as LoadBalancerSettings
from ..settings.prefix_lists import is_prefix_list_id
from .answers import build_fixed_response_action
from .response_headers import build_header_arguments

Protocol = Literal["HTTP", "HTTPS"]
_DEFAULT_PORTS: Final = {"HTTP": 80, "HTTPS": 443}


def list_listener_ports(settings: LoadBalancerSettings) -> dict[Protocol, int]:
    """Return the port of each protocol that has a listener."""
    ports: dict[Protocol, int] = {}
    if settings.http_action != "off":
        ports["HTTP"] = settings.http_port
    if settings.https is not None:
        ports["HTTPS"] = settings.https.port
    return ports


class _Source(NamedTuple):
    """Where clients connect from: its part of logical names, its description, and its argument of a rule."""

    label: str
    description: str
    argument: str
    value: Any


def _build_block_source(block: str) -> _Source:
    label = block.replace("/", "-").replace(":", ".")
    return _Source(label, block, "cidr_ipv6" if is_ipv6_block(block) else "cidr_ipv4", block)


def _find_prefix_lists(settings: LoadBalancerSettings, parent: pulumi.Resource) -> list[_Source]:
    """Return the prefix lists. Those of AWS are looked up by name, because their ids differ between Regions."""
    sources = []
    for index, prefix_list in enumerate(dict.fromkeys(settings.allowed_prefix_lists)):
        is_name = isinstance(prefix_list, str) and not is_prefix_list_id(prefix_list)
        label = prefix_list if isinstance(prefix_list, str) else f"prefix-list-{index}"
        opts = pulumi.InvokeOptions(parent=parent)
        id_ = aws.ec2.get_managed_prefix_list_output(name=prefix_list, opts=opts).id if is_name else prefix_list
        sources.append(_Source(label, label, "prefix_list_id", id_))
    return sources


def create_ingress_rules(
    name: str,
    settings: LoadBalancerSettings,
    *,
    security_group_id: pulumi.Input[str],
    ip_address_type: IpAddressType,
    vpc_cidr_block: pulumi.Input[str] | None,
    vpc_ipv6_cidr_block: pulumi.Input[str] | None,
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> dict[str, aws.vpc.SecurityGroupIngressRule]:
    """Create the ingress rules of the listener ports.

    The default is all addresses that can reach it, or the VPC for an internal load balancer. Returns the rules by `<port>-from-<block>`.
    """
    blocks = settings.list_allowed_cidr_blocks(ip_address_type)
    if blocks is None:
        sources = [_Source("vpc", "the VPC", "cidr_ipv4", vpc_cidr_block)]
        if ip_address_type != "ipv4":
            sources.append(_Source("vpc-ipv6", "the VPC over IPv6", "cidr_ipv6", vpc_ipv6_cidr_block))
    else:
        sources = [_build_block_source(block) for block in blocks]
    sources += _find_prefix_lists(settings, parent)
    # Port 80 is open for the redirect too (CKV_AWS_260): a browser may try HTTP first if a name has no scheme.
    open_ports: list[tuple[str, int, list[_Source]]] = [
        (protocol, port, sources) for protocol, port in list_listener_ports(settings).items()
    ]
    test = settings.test_listener
    if test is not None:
        blocks = test.allowed_cidr_blocks
        open_ports.append(
            ("Test traffic", test.port, sources if blocks is None else [_build_block_source(b) for b in dict.fromkeys(blocks)])
        )
    rules: dict[str, aws.vpc.SecurityGroupIngressRule] = {}
    for traffic, port, port_sources in open_ports:
        for source in port_sources:
            peer: dict[str, Any] = {source.argument: source.value}
            rules[f"{port}-from-{source.label}"] = aws.vpc.SecurityGroupIngressRule(
                f"{name}-{port}-from-{source.label}",
                security_group_id=security_group_id,
                description=f"{traffic} from {source.description}",
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                **peer,
                tags=tags,
                opts=pulumi.ResourceOptions(parent=parent),
            )
    return rules


def create_listeners(
    name: str,
    settings: LoadBalancerSettings,
    *,
    load_balancer_arn: pulumi.Input[str],
    certificate_arn: pulumi.Input[str] | None,
    mutual_authentication: Any,
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> dict[Protocol, aws.lb.Listener]:
    """Create the listeners. Return them by protocol."""
    return {
        protocol: aws.lb.Listener(
            f"{name}-{protocol.lower()}",
            load_balancer_arn=load_balancer_arn,
            protocol=protocol,
            port=port,
            ssl_policy=settings.https.ssl_policy if settings.https and protocol == "HTTPS" else None,
            certificate_arn=certificate_arn if protocol == "HTTPS" else None,
            mutual_authentication=mutual_authentication if protocol == "HTTPS" else None,
            default_actions=[_build_default_action(settings, protocol)],
            **build_header_arguments(
                settings.response_headers,
                is_encrypted=protocol == "HTTPS",
                redirects=protocol == "HTTP" and settings.http_action == "redirect",
            ),
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
        for protocol, port in list_listener_ports(settings).items()
    }


def create_test_listener(
    name: str,
    settings: LoadBalancerSettings,
    port: int,
    *,
    load_balancer_arn: pulumi.Input[str],
    certificate_arn: pulumi.Input[str] | None,
    mutual_authentication: Any,
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> aws.lb.Listener:
    """Create the listener for test traffic, with the same protocol as the production listener."""
    return aws.lb.Listener(
        f"{name}-test",
        load_balancer_arn=load_balancer_arn,
        protocol="HTTPS" if settings.https else "HTTP",
        port=port,
        ssl_policy=settings.https.ssl_policy if settings.https else None,
        certificate_arn=certificate_arn,
        mutual_authentication=mutual_authentication if settings.https else None,
        default_actions=[build_fixed_response_action(settings.default_response)],
        **build_header_arguments(settings.response_headers, is_encrypted=settings.https is not None),
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _build_default_action(settings: LoadBalancerSettings, protocol: Protocol) -> Any:
    """Return what the listener does if no rule matches. Services use listener rules, because ECS can't shift the traffic of a default action."""
    if protocol == "HTTP" and settings.http_action == "redirect" and settings.https is not None:
        return {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": str(settings.https.port), "status_code": "HTTP_301"}}
    return build_fixed_response_action(settings.default_response)


def build_load_balancer_url(settings: LoadBalancerSettings, dns_name: pulumi.Output[str]) -> pulumi.Input[str]:
    """Return the URL of the services, with the first domain name that is not a wildcard, or else the DNS name of the load balancer."""
    protocol: Protocol = "HTTPS" if settings.https else "HTTP"
    port = list_listener_ports(settings)[protocol]
    host: pulumi.Input[str] = next(
        (name for name in (settings.https.list_all_domain_names() if settings.https else []) if not name.startswith("*.")), dns_name
    )
    return concat_inputs(f"{protocol.lower()}://", host, "" if port == _DEFAULT_PORTS[protocol] else f":{port}")
