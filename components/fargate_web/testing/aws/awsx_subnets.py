"""The subnets that `awsx:ec2:Vpc` creates: the same types, names, zones and address ranges, in the same order.

The algorithm is that of awsx (`awsx/ec2/subnetDistributorNew.ts` and `subnetDistributorLegacy.ts` of pulumi-awsx).
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, summarize_address_range
from typing import Any, Final

SubnetSpec = Mapping[str, Any]

# The default: a private subnet with half of the range of a zone, and a public one with a quarter.
_DEFAULT_SUBNETS: Final = (("Private", 1), ("Public", 2))
# Unless configured, the strategy "Legacy" makes no subnet larger than these masks.
_LEGACY_MASKS: Final = {"Private": 19, "Public": 20, "Isolated": 24}
SUBNET_TYPES: Final = ("Public", "Private", "Isolated")


@dataclass(frozen=True, slots=True)
class Subnet:
    """One subnet of the layout.

    Attributes:
        name: Its logical name, which is its `Name` tag as well.
        type: `Public`, `Private`, `Isolated`, or `Unused` for a configured gap.
        zone: The availability zone.
        block: Its address range.
        spec: Its specification.
    """

    name: str
    type: str
    zone: str
    block: IPv4Network
    spec: SubnetSpec


def build_subnets(vpc_name: str, inputs: Mapping[str, Any], vpc_block: str, zones: Sequence[str]) -> list[Subnet]:
    """Return the subnets in the order of awsx: by zone; in a zone public, private, isolated; then as specified.

    Raises:
        ValueError: awsx would refuse the layout.
        NotImplementedError: The layout has no fake.
    """
    strategy = inputs.get("subnetStrategy", "Legacy")
    specs: Sequence[SubnetSpec] | None = inputs.get("subnetSpecs")
    if strategy == "AutoMerge" and specs:
        raise NotImplementedError("AwsMocks has no fake of the subnet strategy 'AutoMerge'. Use 'Auto'.")
    if specs is not None and any("cidrBlocks" in spec for spec in specs) and strategy != "Legacy":
        layout = _lay_out_explicit(specs, zones)
    elif strategy == "Legacy":
        layout = _lay_out_legacy(specs, IPv4Network(vpc_block), zones, inputs.get("availabilityZoneCidrMask"))
    else:
        layout = _lay_out_automatic(specs, IPv4Network(vpc_block), zones, inputs.get("availabilityZoneCidrMask"))
    result = [
        Subnet(f"{vpc_name}-{spec.get('name') or spec['type'].lower()}-{index + 1}", spec["type"], zones[index], block, spec)
        for index, spec, block in layout
    ]
    _refuse_overlaps(result)
    subnets = [subnet for subnet in result if subnet.type != "Unused"]
    return sorted(subnets, key=lambda subnet: (zones.index(subnet.zone), SUBNET_TYPES.index(subnet.type)))


_Layout = list[tuple[int, SubnetSpec, IPv4Network]]


def _lay_out_explicit(specs: Sequence[SubnetSpec], zones: Sequence[str]) -> _Layout:
    for index, spec in enumerate(specs):
        if "cidrBlocks" not in spec:
            raise ValueError("If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks.")
        if len(spec["cidrBlocks"]) != len(zones):
            raise ValueError(
                f"The number of CIDR blocks in subnetSpecs[{index}] must match the number of availability zones ({len(zones)})."
            )
    return [(index, spec, IPv4Network(spec["cidrBlocks"][index])) for index in range(len(zones)) for spec in specs]


def _lay_out_automatic(specs: Sequence[SubnetSpec] | None, vpc: IPv4Network, zones: Sequence[str], zone_mask: int | None) -> _Layout:
    mask = zone_mask or vpc.prefixlen + _count_bits(len(zones))
    if specs is None:
        if mask > 26:
            raise ValueError(f"Automatic subnet creation requires a VPC with at least /26 available per AZ, but only /{mask} is available.")
        specs = [{"type": type_, "cidrMask": max(mask, 16) + bits} for type_, bits in _DEFAULT_SUBNETS]
    if not specs:
        raise ValueError("No subnets specified")
    masks = [_find_mask(spec) or mask + _count_bits(len(specs)) for spec in specs]
    if sum(2 ** (32 - subnet_mask) for subnet_mask in masks) > 2 ** (32 - mask):
        raise ValueError(f"Subnets are too large for VPC. VPC has {2 ** (32 - mask)} addresses per availability zone.")
    layout: _Layout = []
    for index in range(len(zones)):
        start = int(vpc.network_address) + index * 2 ** (32 - mask)
        block = None
        for spec, subnet_mask in zip(specs, masks, strict=True):
            block = _build_block(start, subnet_mask) if block is None else _find_next_block(block, subnet_mask)
            layout.append((index, spec, block))
    return layout


def _lay_out_legacy(specs: Sequence[SubnetSpec] | None, vpc: IPv4Network, zones: Sequence[str], zone_mask: int | None) -> _Layout:
    """Lay out private subnets first, then public ones, then isolated ones."""
    mask = zone_mask or vpc.prefixlen + _count_bits(len(zones))
    layout: _Layout = []
    for index in range(len(zones)):
        zone = _build_block(int(vpc.network_address) + index * 2 ** (32 - mask), mask)
        if specs is None:
            private = _build_block(int(zone.network_address), mask + 1)
            blocks = {"Private": private, "Public": _find_next_block(private, mask + 2)}
            layout += [(index, {"type": type_}, block) for type_, block in blocks.items()]
            continue
        previous: IPv4Network | None = None
        for type_ in ("Private", "Public", "Isolated"):
            # Subnets of a type start after the last subnet of the previous type.
            base = previous
            for position, spec in enumerate(spec for spec in specs if spec["type"] == type_):
                subnet_mask = _find_mask(spec) or max(mask + (0 if len(specs) == 1 else 1), _LEGACY_MASKS[type_])
                start = int(zone.network_address) if base is None else int(base.broadcast_address) + 1
                block = _build_block(start + position * 2 ** (32 - subnet_mask), subnet_mask)
                if previous is not None and previous.overlaps(block):
                    block = _find_next_block(previous, subnet_mask)
                layout.append((index, spec, block))
                previous = block
    return layout


def build_subnet_layout(subnets: Sequence[Subnet], inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the output `subnetLayout`: the specifications that give the same subnets with the strategy "Auto"."""
    specs: Sequence[SubnetSpec] | None = inputs.get("subnetSpecs")
    if specs is None or inputs.get("subnetStrategy", "Legacy") == "Legacy":
        return _describe_zone([subnet for subnet in subnets if subnet.zone == subnets[0].zone])
    explicit = any("cidrBlocks" in spec for spec in specs)
    return [
        {name: spec[name] for name in ("type", "name", "cidrBlocks", "cidrMask", "size") if name in spec}
        | ({} if explicit else _get_size(spec))
        for spec in specs
    ]


def _describe_zone(zone: Sequence[Subnet]) -> list[dict[str, Any]]:
    """Describe the subnets of a zone in the order of their addresses, with the gaps between them."""
    descriptions: list[dict[str, Any]] = []
    end: IPv4Address | None = None
    for subnet in sorted(zone, key=lambda subnet: subnet.block):
        if end is not None and end + 1 < subnet.block[0]:
            gaps = summarize_address_range(end + 1, subnet.block[0] - 1)
            descriptions += [{"type": "Unused", "cidrMask": gap.prefixlen} for gap in gaps]
        descriptions.append({"type": subnet.type, "cidrMask": subnet.block.prefixlen, **_get_name(subnet.spec)})
        end = subnet.block[-1]
    return descriptions


def _get_name(spec: SubnetSpec) -> dict[str, Any]:
    return {"name": spec["name"]} if "name" in spec else {}


def _get_size(spec: SubnetSpec) -> dict[str, int]:
    mask = _find_mask(spec)
    return {"cidrMask": mask, "size": 2 ** (32 - mask)} if mask else {}


def _find_mask(spec: SubnetSpec) -> int | None:
    if "cidrMask" in spec:
        return int(spec["cidrMask"])
    return 32 - (int(spec["size"]).bit_length() - 1) if "size" in spec else None


def _count_bits(count: int) -> int:
    return (count - 1).bit_length() if count else 0


def _build_block(start: int, mask: int) -> IPv4Network:
    return IPv4Network((start, mask), strict=False)


def _find_next_block(previous: IPv4Network, mask: int) -> IPv4Network:
    """Return the first block of a size after another block."""
    return _build_block(int(IPv4Network((previous.broadcast_address, mask), strict=False).broadcast_address) + 1, mask)


def _refuse_overlaps(subnets: Sequence[Subnet]) -> None:
    ordered = sorted(subnets, key=lambda subnet: subnet.block)
    for before, after in itertools.pairwise(ordered):
        if before.block.overlaps(after.block):
            raise ValueError(
                "The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, reduce the size of the "
                f"subnets per AZ, or use less Availability Zones: {before.name}: {before.block}, {after.name}: {after.block}"
            )
