"""`Migration`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class Migration(TypedDict):
    """A task of the service's image that must exit with 0 before the service of the new revision is created or updated: a database migration."""

    command: list[pulumi.Input[str]]
    """The command that runs instead of the service's."""
    entry_point: NotRequired[list[pulumi.Input[str]]]
    """Overrides the image's ENTRYPOINT. Default: the service's."""
    environment: NotRequired[dict[str, pulumi.Input[str]]]
    """Environment variables that override those of the service."""
    secrets: NotRequired[dict[str, pulumi.Input[str]]]
    """Secrets that override those of the service, such as a database user that may change tables."""
    cpu: NotRequired[int]
    """CPU units of the task. Default: the service's."""
    memory: NotRequired[int]
    """Memory of the task in MiB. Default: the service's."""
    timeout_in_minutes: NotRequired[int]
    """Minutes that the task may take, including its start (1–1440); after that it is stopped and the update fails. Default: 30."""
