"""Reads the hosts of ECR registries whole: account, Region and the end of the name."""

import re
from dataclasses import dataclass
from typing import Final

from .arn import explain_invalid_account
from .aws_regions import DNS_SUFFIXES, find_partition

_DUAL_STACK_SUFFIXES: Final = {
    "aws": "on.aws",
    "aws-us-gov": "on.aws",
    "aws-cn": "on.amazonwebservices.com.cn",
    "aws-eusc": "on.amazonwebservices.eu",
}
_HOST_PATTERN: Final = re.compile(r"([^.]+)\.dkr([.-])ecr(?:-fips)?\.([a-z]+(?:-[a-z]+)+-[0-9]+)\.([a-z0-9.-]+)")
_LIKELY_HOST_PATTERN: Final = re.compile(r"(?:.*\.)?(?:dkr[.-]ecr|ecr[.-]dkr)\b.*|(?:.*\.)?ecr[.-].*\.amazonaws\..*")
PUBLIC_REGISTRY: Final = "public.ecr.aws"


@dataclass(frozen=True, slots=True)
class PrivateRegistry:
    """A private registry of ECR."""

    account: str
    region: str


def read_private_registry(image: object) -> PrivateRegistry | None:
    """Return the private ECR registry of an image. Return None if it is in another one, if its host is wrong, or if it isn't known yet."""
    host = image.partition("/")[0] if isinstance(image, str) else ""
    found = _HOST_PATTERN.fullmatch(host)
    return PrivateRegistry(found[1], found[3]) if found and explain_invalid_registry(host) is None else None


def is_ipv4_registry(image: object) -> bool:
    """Return whether an image is named by a host of ECR that has IPv4 addresses only."""
    host = image.partition("/")[0] if isinstance(image, str) else ""
    found = _HOST_PATTERN.fullmatch(host)
    return found is not None and found[2] == "."


def explain_invalid_registry(image: str) -> str | None:
    """Explain why an image that looks like one of ECR is in no registry. Return None if nothing is wrong with its host.

    Whether the Region exists is checked with the whole stack file: `checks/regions.py`.
    """
    host, _, repository = image.partition("/")
    if host == PUBLIC_REGISTRY:
        name = re.split("[:@]", repository)[0]
        return (
            f"a repository of ECR Public has two names, that of its owner and its own; write {PUBLIC_REGISTRY}/docker/library/{repository} if you mean the image of Docker Hub"
            if name and "/" not in name
            else None
        )
    if not _LIKELY_HOST_PATTERN.fullmatch(host):
        return None
    found = _HOST_PATTERN.fullmatch(host)
    if found is None:
        return "the registries of ECR are called <account>.dkr.ecr.<region>.amazonaws.com; copy the address of yours from ECR"
    account, separator, region, suffix = found.groups()
    problem = explain_invalid_account(account)
    if problem:
        return problem
    partition = find_partition(region)
    expected = DNS_SUFFIXES[partition] if separator == "." else _DUAL_STACK_SUFFIXES.get(partition, suffix)
    return (
        None
        if suffix == expected
        else f"the registries of {region} end in {region}.{expected}; write {host.removesuffix(suffix)}{expected}"
    )
