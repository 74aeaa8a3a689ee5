"""Checks of the Network Load Balancers of services."""

from typing import Final

from .check_description import CheckDescription

_ELB: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network"
_ECS: Final = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide"

CHECKS_OF_NETWORK_LOAD_BALANCERS: Final = (
    CheckDescription(
        "setting-of-other-protocol",
        "error",
        "a setting that the protocol of the listener doesn't support",
        "The listener or its target groups are refused (InvalidConfigurationRequest).",
        "Remove the setting, or write a protocol that supports it.",
        f"{_ELB}/load-balancer-listeners.html",
    ),
    CheckDescription(
        "listener-port-taken",
        "error",
        "two listeners of a Network Load Balancer on one port",
        "The second one is refused (DuplicateListener), also if one is for TCP and the other for UDP.",
        "Write another port, or protocol: TCP_UDP for both on one port.",
        f"{_ELB}/load-balancer-listeners.html",
    ),
    CheckDescription(
        "too-many-target-groups",
        "error",
        "more listeners and routes than ECS registers a service with",
        "ECS registers a service with five target groups at most (InvalidParameterException). The route and each additional route count, too.",
        "Remove a listener or an additional route, or take the service off the load balancer that services share with route: false.",
        f"{_ECS}/register-multiple-targetgroups.html",
    ),
    CheckDescription(
        "tls-without-certificate",
        "error",
        "a TLS listener without a certificate",
        "The listener is refused (CertificateNotFound).",
        "Write certificateArn of an existing certificate, or domainName and hostedZone so that one is created.",
        f"{_ELB}/tls-listener-certificates.html",
    ),
    CheckDescription(
        "record-without-zone",
        "error",
        "a domain name without its hosted zone, or the other way round",
        "No DNS record can be created.",
        "Write domainName and hostedZone, or neither.",
    ),
    CheckDescription(
        "log-of-other-load-balancer",
        "error",
        "connection or health-check logs of a Network Load Balancer",
        "The load balancer is refused (InvalidConfigurationRequest): only Application Load Balancers keep these logs.",
        "Remove the setting.",
        f"{_ELB}/load-balancer-access-logs.html",
    ),
    CheckDescription(
        "public-address-of-internal",
        "error",
        "Elastic IP addresses of an internal load balancer",
        "The load balancer is refused (InvalidConfigurationRequest): the addresses are public.",
        "Remove staticAddresses, or write scheme: internet-facing.",
        f"{_ELB}/create-network-load-balancer.html",
    ),
    CheckDescription(
        "no-subnets-for-network-load-balancer",
        "error",
        "a Network Load Balancer without subnets in the existing network",
        "The load balancer is refused (ValidationError): an internet-facing one is in public subnets, an internal one in private ones.",
        "Name such subnets of the existing network, or write the other scheme.",
        f"{_ELB}/create-network-load-balancer.html",
    ),
    CheckDescription(
        "addresses-for-unknown-subnets",
        "error",
        "static addresses in the subnets of the default VPC",
        "The number of addresses must be known before the program asks AWS for the subnets.",
        "Name the subnets in publicSubnets, or remove staticAddresses.",
    ),
    CheckDescription(
        "address-for-each-subnet",
        "error",
        "more or fewer Elastic IP addresses than public subnets",
        "The load balancer is refused (InvalidSubnetConfigurationRequest): each subnet has one address.",
        "List as many addresses as there are public subnets.",
        f"{_ELB}/create-network-load-balancer.html",
    ),
    CheckDescription(
        "record-created-twice",
        "error",
        "a domain name of two load balancers",
        "The second alias record is refused (InvalidChangeBatch).",
        "Give each load balancer a name of its own.",
        "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
    ),
    CheckDescription(
        "udp-checked-by-tcp",
        "warning",
        "a UDP listener whose tasks are checked by TCP on the same port",
        "If the application accepts no TCP connection there, no task ever becomes healthy, and ECS replaces them again and again.",
        "Write healthCheck: {port: …} with a port on which the application accepts TCP connections; the same one, if it does.",
        f"{_ELB}/target-group-health-checks.html",
    ),
)
