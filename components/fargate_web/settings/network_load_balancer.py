"""The Network Load Balancer of a service, for TCP, UDP and TLS."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Tag

from .access_logs import AccessLogs
from .fix import Edit, Fix, remove, write
from .https import SslPolicy
from .listener_certificate import ListenerCertificate
from .nat_gateways import ElasticIpAllocationId
from .network_listener import NetworkListener
from .section import ALLOW_BOOLEAN, RuleViolation, describe_field
from .value_types import CidrBlock

_NETWORK_GUIDE: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network"


def _discriminate_addresses(value: Any) -> str:
    return "existing" if isinstance(value, list) else "created"


class NetworkLoadBalancer(ListenerCertificate):
    """A Network Load Balancer that belongs to one service. It forwards connections and datagrams, and knows nothing of HTTP."""

    listeners: Annotated[
        list[NetworkListener],
        describe_field(
            "The ports that clients connect to. ECS registers a service with five target groups at most.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html",
            example=[{"port": 443, "protocol": "TLS", "targetPort": 8080}],
            min_length=1,
            max_length=5,
        ),
    ]
    scheme: Annotated[
        Literal["internet-facing", "internal"],
        describe_field(
            "Whether clients reach it from the internet, or only from the VPC and what is connected to it. Changing it replaces the load balancer."
        ),
    ] = "internet-facing"
    static_addresses: Annotated[
        Annotated[bool, Tag("created")] | Annotated[list[ElasticIpAllocationId], Tag("existing")],
        Discriminator(_discriminate_addresses),
        describe_field(
            "`true` creates an Elastic IP address in each zone, which stays when the load balancer is replaced; or a list of existing ones, one for each zone. "
            "Changing it replaces the load balancer.",
            cost="nothing beyond the public address that each zone has anyway: $3.65 a month",
            source=f"{_NETWORK_GUIDE}/create-network-load-balancer.html",
        ),
    ] = False
    allowed_cidr_blocks: Annotated[
        list[CidrBlock] | None,
        describe_field(
            "Who may connect. Default: everyone for an internet-facing load balancer, the VPC for an internal one.",
            example=["203.0.113.0/24"],
            min_length=1,
            max_length=50,
        ),
    ] = None
    ssl_policy: Annotated[
        SslPolicy,
        describe_field(
            "TLS: the versions and ciphers that clients may use; policies that still allow TLS 1.0 or 1.1 are refused.",
            source=f"{_NETWORK_GUIDE}/describe-ssl-policies.html",
        ),
    ] = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    cross_zone: Annotated[
        bool,
        describe_field(
            "Whether each zone's address sends traffic to the tasks of all zones. Without it, a static address whose zone runs no task answers nothing.",
            cost="$0.01 a GB in each direction for traffic between zones",
            source=f"{_NETWORK_GUIDE}/network-load-balancers.html#cross-zone-load-balancing",
        ),
    ] = True
    zonal_shift: Annotated[
        bool,
        describe_field(
            "Whether Amazon Application Recovery Controller may move traffic away from an impaired zone. Free.",
            source=f"{_NETWORK_GUIDE}/zonal-shift.html",
        ),
    ] = False
    access_logs: Annotated[
        AccessLogs | None,
        ALLOW_BOOLEAN,
        describe_field(
            "A record of the connections to TLS listeners, in an S3 bucket. AWS keeps none of TCP and UDP. Default: a bucket if a listener has TLS; `false` turns it off.",
            cost="S3 storage, about $0.023 a GB and month",
            source=f"{_NETWORK_GUIDE}/load-balancer-access-logs.html",
        ),
    ] = AccessLogs()
    grace_period: Annotated[
        int,
        describe_field(
            "Seconds after the start of a task in which failed checks don't stop it (0–2147483647). ECS waits for the longest gracePeriod of this and all routes.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html",
            ge=0,
            le=2_147_483_647,
        ),
    ] = 60
    deletion_protection: Annotated[
        bool,
        describe_field(
            "Refuses deletion until it is turned off, in AWS and by Pulumi's `protect`. Write false for a stack that you want to destroy."
        ),
    ] = True

    key_hints = {
        **ListenerCertificate.key_hints,
        "internal": "write scheme: internal",
        "alias": "write domainName: …, and hostedZone: … of its zone",
        "port": "write listeners: [{port: …}]",
        "protocol": "write listeners: [{port: …, protocol: …}]",
        "healthCheck": "write it in the listener: listeners: [{port: …, healthCheck: {…}}]",
        "additionalListeners": "write all of them under listeners",
        "eips": "write staticAddresses",
        "elasticIps": "write staticAddresses",
        "crossZoneLoadBalancing": "write crossZone",
        "securityGroups": "a security group is created; write allowedCidrBlocks",
        "tls": "write listeners: [{port: 443, protocol: TLS}]",
    }

    @property
    def is_internet_facing(self) -> bool:
        """Whether it has public addresses."""
        return self.scheme == "internet-facing"

    @property
    def has_tls(self) -> bool:
        """Whether a listener ends TLS."""
        return any(listener.protocol == "TLS" for listener in self.listeners)

    @property
    def active_access_logs(self) -> AccessLogs | None:
        """The access logs, with the default applied: AWS writes none without a TLS listener."""
        return self.access_logs if self.has_tls else None

    @property
    def deregistration_delay(self) -> int:
        """Seconds until all target groups have let a stopping task go."""
        return max(listener.deregistration_delay for listener in self.listeners)

    def list_allowed_cidr_blocks(self) -> list[str] | None:
        """List the blocks from which clients may connect, with the default applied. None stands for the VPC."""
        if self.allowed_cidr_blocks is not None:
            return list(dict.fromkeys(self.allowed_cidr_blocks))
        return ["0.0.0.0/0"] if self.is_internet_facing else None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that ports differ, that TLS has a certificate, and that addresses suit the scheme."""
        yield from self._find_name_violations()
        yield from self._find_port_violations()
        if not self.has_tls:
            for field, key in (("certificate_arn", "certificateArn"), ("ssl_policy", "sslPolicy"), ("access_logs", "accessLogs")):
                if field in self.model_fields_set and getattr(self, field) is not None:
                    yield RuleViolation(
                        (field, "listeners"),
                        "no listener has protocol: TLS, so this would have no effect",
                        "setting-without-effect",
                        (remove(key),),
                    )
        for key in ("connections", "targetHealth") if self.access_logs else ():
            if getattr(self.access_logs, {"targetHealth": "target_health"}.get(key, key)):
                yield RuleViolation(
                    (f"access_logs.{'target_health' if key == 'targetHealth' else key}",),
                    "only Application Load Balancers keep these logs (InvalidConfigurationRequest)",
                    "log-of-other-load-balancer",
                    (remove("accessLogs", key),),
                )
        if self.static_addresses and not self.is_internet_facing:
            yield RuleViolation(
                ("static_addresses", "scheme"),
                "Elastic IP addresses are public, and an internal load balancer takes none (InvalidConfigurationRequest)",
                "public-address-of-internal",
                (remove("staticAddresses"), write("scheme", value="internet-facing")),
            )
        if isinstance(self.static_addresses, list):
            known = [each for each in self.static_addresses if isinstance(each, str)]
            if len(set(known)) < len(known):
                fix = write("staticAddresses", value=list(dict.fromkeys(known)), certain=True)
                yield RuleViolation(("static_addresses",), "an Elastic IP address is listed twice", "listed-twice", (fix,))

    def _find_name_violations(self) -> Iterator[RuleViolation]:
        """Say what the rules of a certificate mean here: a name without TLS is only a DNS record."""
        for violation in super().find_violations():
            if violation.code != "https-without-certificate":
                yield violation
            elif self.has_tls:
                message = "a TLS listener needs a certificate (CertificateNotFound): certificateArn of an existing one, or domainName and hostedZone so that one is created"
                yield replace(violation, message=message, code="tls-without-certificate")
            elif self.domain_name is not None or self.hosted_zone is not None:
                message = "a DNS record needs both its name (domainName) and its zone (hostedZone)"
                yield replace(violation, message=message, code="record-without-zone")

    def _find_port_violations(self) -> Iterator[RuleViolation]:
        taken: dict[int, int] = {}
        for index, listener in enumerate(self.listeners):
            for field, key, port in (("port", "port", listener.port), ("test_port", "testPort", listener.test_port)):
                if port in taken and taken[port] != index:
                    fix = self._join_protocols(taken[port], index) if key == "port" else remove("listeners", index, key)
                    yield RuleViolation(
                        (f"listeners.{index}.{field}",),
                        f"port {port} has a listener already (DuplicateListener)"
                        + ("" if fix else "; write another port, or remove this listener"),
                        "listener-port-taken",
                        (fix,) if fix else (),
                    )
                if port is not None:
                    taken.setdefault(port, index)

    def _join_protocols(self, first: int, second: int) -> Fix | None:
        """Return the fix for TCP and UDP on one port, which is one listener of both."""
        one, other = self.listeners[first], self.listeners[second]
        if {one.protocol, other.protocol} != {"TCP", "UDP"} or one.effective_target_port != other.effective_target_port:
            return None
        edits = (Edit(("listeners", first, "protocol"), "set", "TCP_UDP"), Edit(("listeners", second), "remove"))
        return Fix(f"write protocol: TCP_UDP in the listener of port {one.port} and remove this one", edits)
