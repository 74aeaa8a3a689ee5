"""Warnings about a stack that is to go: what refuses its destruction."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.resource_options import LOAD_BALANCER_TYPE

_LOG_GROUP_TYPE: Final = "aws:cloudwatch/logGroup:LogGroup"


def warn_of_refused_destruction(record: StackRecord) -> Iterator[str]:
    """Warn of what to turn off in an update before `pulumi destroy`.

    Args:
        record: The last record of the stack.
    """
    settings = ["fargate-web:protected: false"] if record.protected else []
    balancers = [resource for resource in record.resources if resource.type == LOAD_BALANCER_TYPE]
    kinds = {str(each.inputs.get("loadBalancerType")) for each in balancers if each.inputs.get("enableDeletionProtection") is True}
    if kinds - {"network"}:
        settings.append("deletionProtection: false under fargate-web:loadBalancer")
    if "network" in kinds:
        settings.append("deletionProtection: false under networkLoadBalancer of each service that has one")
    if any(resource.type == _LOG_GROUP_TYPE and resource.inputs.get("deletionProtectionEnabled") is True for resource in record.resources):
        settings.append("deletionProtection: false under logs")
    if settings:
        yield (
            f"`pulumi destroy` is refused until an update has turned the protection off: write {' and '.join(settings)}, "
            "and run `pulumi up` first"
        )
    elif any(resource.protect for resource in record.resources):
        yield "`pulumi destroy` is refused while resources are protected: run `pulumi state unprotect --all` first"
