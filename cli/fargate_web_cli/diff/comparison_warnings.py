"""Warnings about what a comparison of two records can't know."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.resource_matching import ResourceMatches

_SERVICE_TYPE: Final = "fargate-web:index:Service"


def warn_of_reencryption(old: StackRecord, new: StackRecord) -> Iterator[str]:
    """Warn of encrypted values that were encrypted again, whose values can't be compared."""
    reencrypted = sorted(
        path
        for path in old.encrypted_digests.keys() & new.encrypted_digests.keys()
        if old.encrypted_digests[path] != new.encrypted_digests[path]
    )
    if reencrypted:
        yield f"encrypted again: {', '.join(reencrypted)}. Only `pulumi preview` shows whether the value is different"


def warn_of_renaming(matches: ResourceMatches) -> Iterator[str]:
    """Warn if a service is deleted and another created, which may be meant as a renaming."""
    deleted, created = (
        [resource.name for resource in resources if resource.type == _SERVICE_TYPE] for resources in (matches.deleted, matches.created)
    )
    if deleted and created:
        yield (
            f"service {', '.join(deleted)} is deleted and {', '.join(created)} is created. If that is a renaming: the key identifies a service, so all its resources are created again; "
            "keep the key, or add the new service first and remove the old one in a later update"
        )
