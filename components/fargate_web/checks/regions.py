"""Checks that zones, ARNs and registries belong to a Region and a partition that exist, and to those of the stack where AWS demands it."""

import difflib
from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any, Final

from ..settings.arn import Arn, split_arn
from ..settings.aws_regions import KNOWN_REGIONS, find_partition
from ..settings.fix import Edit, Fix, write
from ..settings.registry_host import read_private_registry
from ..settings.section import Section
from ..settings.stack import Stack
from ..stack_file.region import explain_invalid_region, find_invalid_region
from .arn_places import list_regional_arns
from .finding import Finding, SettingPath

_FREE_TEXTS: Final = frozenset(
    {"environment", "command", "entryPoint", "conditions", "tags", "silence", "labels", "options", "dockerLabels"}
)
"""Settings that hold any text, in which an ARN of anywhere may be meant."""


def check_regions(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find misspelt Regions, and zones and ARNs of another Region or partition, which AWS would not find.

    Secrets, parameters and their keys may be in another Region if they are referenced by ARN:
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
    """
    if region and region not in KNOWN_REGIONS:
        yield _build_unlisted_finding(("aws:region",), region)
    for path, text in _walk_texts(stack, ()):
        yield from _check_text(path, text, region)
    if region is None:
        return
    zones = stack.network.availability_zones
    if isinstance(zones, list) and not stack.network.existing:
        wrong = [zone for zone in zones if zone.rstrip(ascii_lowercase) != region]
        if wrong:
            yield Finding(
                "zone-of-another-region",
                ("network", "availabilityZones", zones.index(wrong[0])),
                f"{' and '.join(wrong)} {'is no zone' if len(wrong) == 1 else 'are no zones'} of {region}, the stack's Region (Value ({wrong[0]}) for parameter availabilityZone is invalid)",
                related_paths=(("aws:region",),),
                fixes=(write("network", "availabilityZones", value=_move_zones(zones, region)),),
            )
    for path, arn in list_regional_arns(stack):
        found = split_arn(arn)
        if found and found.region and found.region != region and find_partition(found.region) == find_partition(region):
            yield Finding(
                "arn-of-another-region",
                path,
                f"this is in {found.region}, and the stack in {region}; AWS looks for it in {region} and finds nothing; write one of {region}, or change aws:region",
                related_paths=(("aws:region",),),
            )


def _move_zones(zones: list[str], region: str) -> list[str]:
    """Return as many zones of a Region, with the same letters where these are different."""
    letters = list(dict.fromkeys([zone[-1] for zone in zones] + list(ascii_lowercase)))
    return [f"{region}{letter}" for letter in letters[: len(zones)]]


def _check_text(path: SettingPath, text: str, region: str | None) -> Iterator[Finding]:
    """Check the Region and the partition in an ARN, and the Region of an image in ECR."""
    found, registry = split_arn(text), read_private_registry(text)
    named_region = registry.region if registry else found.region if found else ""
    if named_region and "*" not in named_region:
        wrong = find_invalid_region(named_region)
        if wrong:
            fixes = wrong.build_fixes(path, text.replace(named_region, wrong.meant or ""))
            message = f"the Region in it is wrong, so that AWS finds nothing: {wrong.problem}"
            yield Finding("unknown-region", path, message if fixes else f"{message}; {wrong.advice}", fixes=fixes)
            return
        if named_region not in KNOWN_REGIONS and named_region != region:
            yield _build_unlisted_finding(path, named_region)
            return
    if found and region and not explain_invalid_region(region):
        yield from _check_partition(path, found, region)


def _check_partition(path: SettingPath, found: Arn, region: str) -> Iterator[Finding]:
    partition = find_partition(region)
    if "*" in found.partition or found.partition == partition:
        return
    corrected = f"arn:{partition}:{found.service}:{found.region}:{found.account}:{found.resource}"
    advice = f"; write one of {region}, or change aws:region" if found.region else ""
    yield Finding(
        "arn-of-another-partition",
        path,
        f"this is in the partition {found.partition}, and the stack's Region {region} in {partition}; nothing of one partition is known in another, and IAM refuses policies that name "
        f"it (MalformedPolicyDocument: Partition is not valid for resource){advice}",
        related_paths=(("aws:region",),),
        fixes=() if found.region else (Fix(f"write {corrected}", (Edit(path, "set", corrected),), is_certain=True),),
    )


def _build_unlisted_finding(path: SettingPath, region: str) -> Finding:
    close = difflib.get_close_matches(region, KNOWN_REGIONS, 3)
    return Finding(
        "unlisted-region",
        path,
        f"{region} has the form of a Region, but is none of those that this release knows, so that most likely AWS finds nothing; write one that exists"
        + (f", like {' or '.join(close)}" if close else "")
        + f", unless AWS has opened {region} since",
        "warning",
    )


def _walk_texts(value: Any, path: SettingPath) -> Iterator[tuple[SettingPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Section):
        for field in sorted(value.model_fields_set):
            key = type(value).model_fields[field].alias or field
            if key not in _FREE_TEXTS:
                yield from _walk_texts(getattr(value, field), (*path, key))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk_texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk_texts(inner, (*path, index))
