"""Checks of IPv6."""

from typing import Final

from .check_description import CheckDescription

_TYPES: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-ip-address-type.html"
_VPC: Final = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html"

CHECKS_OF_IPV6: Final = (
    CheckDescription(
        "no-ipv6-in-network",
        "warning",
        "a dual-stack load balancer in a network without IPv6",
        "AWS refuses the load balancer (ValidationError): each of its subnets needs an IPv6 block. In a network that exists, the subnets may have some although nothing says so.",
        "Write network: {ipv6: true}, or network: {existing: {…, ipv6: true}} if the subnets have IPv6 blocks; or leave ipAddressType out.",
        _TYPES,
    ),
    CheckDescription(
        "no-public-address",
        "error",
        "an internal load balancer without public IPv4 addresses",
        "AWS refuses the type: it is for internet-facing load balancers, and an internal one has no public address anyway.",
        "Remove ipAddressType.",
        _TYPES,
    ),
    CheckDescription(
        "ipv6-block-without-ipv6",
        "warning",
        "an IPv6 block where nothing has an IPv6 address",
        "The rule has no effect: nobody connects from these addresses, or to them.",
        "Write network: {ipv6: true}, or remove the block.",
        _VPC,
    ),
    CheckDescription(
        "ipv6-clients-refused",
        "warning",
        "a load balancer with IPv6 addresses that admits nobody over IPv6, or a route or a rule that takes no request over IPv6",
        "Clients that have both kinds of addresses try IPv6 first. Browsers fall back to IPv4 soon, others wait for a timeout. Without public IPv4 addresses, nobody can connect.",
        "Add the IPv6 blocks of the networks that are listed, or write ipAddressType: ipv4.",
        _TYPES,
    ),
    CheckDescription(
        "address-of-other-family",
        "warning",
        "a route or a rule for addresses of a kind that the load balancer doesn't have",
        "No request matches these blocks: clients connect from IPv6 addresses to an IPv6 address only, and from IPv4 addresses to an IPv4 address only.",
        "Add blocks of the other kind, or write network: {ipv6: true} for IPv6, and ipAddressType: dualstack or ipv4 for public IPv4 addresses.",
        _TYPES,
    ),
    CheckDescription(
        "ipv6-egress-refused",
        "warning",
        "tasks that may connect to every host over IPv4 and to none over IPv6",
        "The tasks have IPv6 addresses. Programs try IPv6 first if a host has both kinds of addresses. The security group drops the packets, and each connection waits for a timeout or fails.",
        'Add "::/0" to egress, with the ports of 0.0.0.0/0.',
        _VPC,
    ),
    CheckDescription(
        "login-without-ipv4",
        "warning",
        "a login at a load balancer without public IPv4 addresses",
        "The load balancer connects to identity providers over IPv4 only. It can't complete the login, and answers with status 500.",
        "Write ipAddressType: dualstack.",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
    ),
)
