"""The outbound connections of tasks: to where, and on which ports."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias

import pulumi
from pydantic import AfterValidator, Discriminator, Field, Tag, TypeAdapter, WithJsonSchema

from .cidr_blocks import is_ipv6_block, validate_client_block
from .fix import remove, write
from .prefix_lists import validate_prefix_list
from .section import RuleViolation, Section, describe_field
from .service_key import ServiceKey
from .value_types import ALLOW_OUTPUT, SecurityGroupId, build_value_error

INTERFACE_ENDPOINTS: Final = "interfaceEndpoints"
"""The target that stands for the security group of the network's interface endpoints."""
GATEWAY_SERVICES: Final = ("s3", "dynamodb")
"""The services with a prefix list of their own in each Region, through which gateway endpoints route."""
MAX_EGRESS_ENTRIES: Final = 50

TargetKind = Literal["security group", "IPv4", "IPv6", "prefix list", "prefix list name", "interface endpoints", "service"]

_SECURITY_GROUP_ADAPTER, _SERVICE_KEY_ADAPTER = (TypeAdapter[Any](kind) for kind in (SecurityGroupId, ServiceKey))
_PORT_RANGE_PATTERN: Final = re.compile(r"([0-9]{1,5})-([0-9]{1,5})")


def classify_target(target: Any) -> TargetKind:
    """Return the kind of a target. An Output is a security group: no other kind has an id that is known only later."""
    if isinstance(target, pulumi.Output) or target.startswith("sg-"):
        return "security group"
    if "/" in target:
        return "IPv6" if is_ipv6_block(target) else "IPv4"
    if target.startswith("pl-"):
        return "prefix list"
    if target.startswith("com.amazonaws.") or target in GATEWAY_SERVICES:
        return "prefix list name"
    return "interface endpoints" if target == INTERFACE_ENDPOINTS else "service"


_WORDS_FOR_TARGETS: Final = {
    **dict.fromkeys(("internet", "internetgateway", "anywhere", "any", "all", "everywhere", "*"), "0.0.0.0/0"),
    **dict.fromkeys(("interfaceendpoints", "endpoints", "vpcendpoints"), INTERFACE_ENDPOINTS),
    **{name: name for name in GATEWAY_SERVICES},
}


def _explain_other_target(value: str) -> None:
    """Raise an error for a host name, an address without its prefix length, and the words of other tools."""
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", value):
        validate_client_block(value)
    meant = _WORDS_FOR_TARGETS.get(re.sub("[-_ ]", "", value.lower()))
    if meant is not None and meant != value:
        raise build_value_error(f"{value!r} isn't how a target is written here", fixes=(write(value=meant, certain=True),))
    if "://" in value or re.fullmatch(r"[A-Za-z0-9*-]+(\.[A-Za-z0-9-]+)+\.?(:[0-9]+)?", value):
        raise build_value_error(
            f"{value!r} is a host, and security groups know addresses only, not names: the CIDR block of its addresses if they never change, or else every address",
            fixes=(write(value="0.0.0.0/0"),),
        )


def _validate_target(value: str) -> str:
    kind = "service" if "://" in value else classify_target(value)
    if kind == "security group":
        return str(_SECURITY_GROUP_ADAPTER.validate_python(value))
    if kind in ("IPv4", "IPv6"):
        return validate_client_block(value)
    if kind in ("prefix list", "prefix list name"):
        return value if value in GATEWAY_SERVICES else validate_prefix_list(value)
    if kind == "service":
        _explain_other_target(value)
        return str(_SERVICE_KEY_ADAPTER.validate_python(value))
    return value


EgressTarget: TypeAlias = Annotated[
    str,
    AfterValidator(_validate_target),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(sg-[0-9a-z-]+|pl-[0-9a-f]+|com\.amazonaws\..+|interfaceEndpoints|[0-9.]+/[0-9]+|[0-9a-f:]+/[0-9]+|[a-z][a-z0-9-]*)$",
        }
    ),
    ALLOW_OUTPUT,
]


def _validate_port_range(value: str) -> str:
    found = _PORT_RANGE_PATTERN.fullmatch(value)
    first, last = (int(found[1]), int(found[2])) if found else (-1, -1)
    if 0 <= first < last <= 65_535:
        return value
    problem = f"{value!r} isn't a range of ports from the lower to the higher"
    joined = re.sub(r"\s*(?::|–|\.\.|\bto\b|-)\s*", "-", value)
    if joined != value and _PORT_RANGE_PATTERN.fullmatch(joined):
        raise build_value_error(f"{value!r} isn't how a range of ports is written", fixes=(write(value=joined, certain=True),))
    if 0 <= last < first <= 65_535:
        raise build_value_error(problem, fixes=(write(value=f"{last}-{first}", certain=True),))
    if value.isdecimal() and int(value) <= 65_535:
        raise build_value_error(f"{value!r} is text, and a port is a number", fixes=(write(value=int(value), certain=True),))
    raise build_value_error(f"{problem}; write it like 1024-65535, or a port as a number")


PortRange: TypeAlias = Annotated[
    str, AfterValidator(_validate_port_range), WithJsonSchema({"type": "string", "pattern": f"^{_PORT_RANGE_PATTERN.pattern}$"})
]


Port: TypeAlias = Annotated[
    Annotated[Annotated[int, Field(ge=0, le=65_535)], Tag("number")] | Annotated[PortRange, Tag("range")],
    Discriminator(lambda value: "range" if isinstance(value, str) else "number"),
]


class Egress(Section):
    """Outbound connections to one target."""

    to: Annotated[
        EgressTarget,
        describe_field(
            "A service of the stack by name, a security group by id, an IPv4 or IPv6 CIDR block, a prefix list by id or AWS's name (s3 and dynamodb for short), or interfaceEndpoints for "
            "those of the network.",
            source="https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
            example="10.20.0.0/16",
        ),
    ]
    ports: Annotated[
        list[Port] | None,
        describe_field(
            "Ports, and ranges like 1024-65535. Default: the port of a service, 443 for anything else.", min_length=1, max_length=20
        ),
    ] = None
    protocol: Annotated[Literal["tcp", "udp", "all"], describe_field("The protocol; `all` also covers ICMP, and every port.")] = "tcp"

    key_hints = {
        "cidr": "write to: <block>",
        "cidrBlock": "write to: <block>",
        "cidrBlocks": "write to: <block>, one entry for each",
        "securityGroup": "write to: sg-…",
        "securityGroupId": "write to: sg-…",
        "prefixList": "write to: pl-…",
        "service": "write to: <service>",
        "port": "write ports: […]",
        "fromPort": "write ports: [<first>-<last>]",
    }

    @property
    def kind(self) -> TargetKind:
        """The kind of the target."""
        return classify_target(self.to)

    def list_port_ranges(self, default_ports: Sequence[int] = (443,)) -> list[tuple[int, int]]:
        """List the ports as ranges; every port for all protocols."""
        if self.protocol == "all":
            return [(0, 65_535)]
        ports: Sequence[int | str] = self.ports or default_ports
        return [(port, port) if isinstance(port, int) else _split_range(port) for port in ports]

    def covers(self, port: int, protocol: str = "tcp") -> bool:
        """Return whether it permits connections to a port."""
        return self.protocol in ("all", protocol) and any(first <= port <= last for first, last in self.list_port_ranges())

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no ports are set for all protocols, which have none in common."""
        if self.protocol == "all" and self.ports is not None:
            yield RuleViolation(
                ("ports", "protocol"),
                "all protocols include those without ports, so that AWS would ignore them",
                "setting-without-effect",
                (remove("ports"), write("protocol", value="tcp")),
            )


def _split_range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last)


def find_egress_violations(entries: Sequence[Egress] | None) -> Iterator[RuleViolation]:
    """Yield a violation for each rule that two entries make: EC2 refuses the second (InvalidPermission.Duplicate)."""
    seen: set[tuple[str, str, int, int]] = set()
    for index, entry in enumerate(entries or ()):
        if isinstance(entry.to, pulumi.Output):
            continue
        # The port of a service isn't known here; 0 stands for it.
        ranges = entry.list_port_ranges((0,) if entry.kind == "service" else (443,))
        rules = [(entry.to, entry.protocol, first, last) for first, last in ranges]
        if any(rule in seen for rule in rules) or len(set(rules)) < len(rules):
            yield RuleViolation(
                (f"egress.{index}",),
                f"{entry.to} has the same port twice; AWS refuses the second rule (InvalidPermission.Duplicate); write each port once",
                "listed-twice",
            )
        seen.update(rules)
