"""A team's own component: a service as this team runs them all."""

from collections.abc import Mapping
from typing import Any

import pulumi
from fargate_web import Scaling, Service

SCALING = {"minCapacity": 2, "maxCapacity": 6, "cpu": 60}
DEFAULTS: dict[str, Any] = {
    "port": 8080,
    "cpuArchitecture": "ARM64",
    "readonlyRootFilesystem": True,
    "user": "10001:10001",
    "healthCheck": "/healthz",
    "deployment": {"strategy": "canary", "alarms": True},
    "logs": {"retentionInDays": 30},
}


class WebService(pulumi.ComponentResource):
    """A `Service` with the defaults of the storefront team, and its scaling.

    Args:
        name: The name of the service.
        args: The settings and wires of a `Service`. What they say goes before the team's defaults.
        opts: Options of the component.
    """

    def __init__(self, name: str, args: Mapping[str, Any], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("storefront:index:WebService", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        given = {"scaling": SCALING, **DEFAULTS, **args}
        tags = {"Team": "storefront", **args.get("tags", {})}
        # The team's own change comes first, so that a caller's may go further.
        transform = {"log_group": _infrequent, **args.get("transform", {})}
        self.service = Service(name, {**given, "tags": tags, "transform": transform}, child)
        self.scaling = Scaling(name, {**given["scaling"], "service": self.service, "tags": tags}, child)
        self.url = self.service.url
        self.register_outputs({"url": self.url})


def _infrequent(args: dict[str, Any], opts: pulumi.ResourceOptions) -> None:
    """Put logs into the class that costs half as much to write, and that is hardly ever read."""
    args["log_group_class"] = "INFREQUENT_ACCESS"
    # Changing the class replaces the group: the records of the old one stay.
    opts.retain_on_delete = True
