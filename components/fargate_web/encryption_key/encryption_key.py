"""The KMS key that encrypts what a stack stores: a new one, or an existing one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pulumi
import pulumi_aws as aws

from ..analysis.key_uses import ALL_KEY_USES
from ..component.account import Account
from ..component.arguments import parse_arguments
from ..component.key_policy import build_key_policy
from ..component.transform import add_transforms
from ..faults.fault import Fault, SettingsError
from ..settings.encryption import Encryption

WIRES: Final = ("uses", "tags", "account", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import EncryptionKeyArgs


class EncryptionKey(pulumi.ComponentResource):
    """A customer managed KMS key for all components of a stack, or one that is managed elsewhere.

    Pass it to the other components as `encryption_key`. It encrypts the log groups of services, scheduled tasks, ECS Exec and flow logs; ECS Exec
    sessions; the ephemeral storage of the cluster's tasks; the topic of alarms; schedules; and repositories. Access logs of a load balancer can't use
    it, because Elastic Load Balancing supports S3's own keys only.

    Creates: a key that AWS rotates every year, with a policy that leaves access to IAM and admits the services that use it for this account. With an
    alias or an ARN as `key` it creates nothing; the policy of that key must have the same statements.

    Costs: $1 a month, $1 more after each of the first two rotations, and $0.03 for 10,000 requests. An existing key costs nothing more.

    Refuses: keys that AWS manages, whose policies nobody can change; see `fargate_web.settings.encryption.Encryption`.

    Args:
        name: The name of the component, and of its key.
        args: The settings (`fargate_web.settings.encryption.Encryption`, keys in snake_case or camelCase) and these wires:
            `uses`: the services that the policy of a created key admits: `logs` (CloudWatch Logs), `alarms` (CloudWatch, for the topic), `events`
            (EventBridge, for the topic) and `ephemeralStorage` (Fargate). Default: all.
            `tags`: tags of the key.
            `account`: an `Account` that several components share, so that AWS is asked once.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Attributes:
        settings: The validated settings.
        arn: The ARN of the key.
        key: The created key, None for an existing one.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: "EncryptionKeyArgs | Mapping[str, Any] | None" = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        subject = f'EncryptionKey "{name}"'
        settings, wires = parse_arguments(Encryption, subject, args, WIRES)
        uses = wires.get("uses", ALL_KEY_USES)
        unknown = [use for use in uses if use not in ALL_KEY_USES]
        if unknown:
            raise SettingsError((Fault(("uses",), f"{unknown[0]!r} is no use of a key; write {', '.join(ALL_KEY_USES)}"),), subject)
        super().__init__("fargate-web:index:EncryptionKey", name, None, add_transforms(self, "EncryptionKey", name, wires, opts))
        self.settings = settings
        self.key: aws.kms.Key | None = None
        if settings.is_made:
            self.key = aws.kms.Key(
                name,
                description=f"Everything that {pulumi.get_project()} {pulumi.get_stack()} stores",
                enable_key_rotation=True,
                deletion_window_in_days=settings.deletion_window_in_days,
                policy=build_key_policy(Account.from_wire(wires.get("account"), self), uses),
                tags={**wires.get("tags", {}), "Name": name},
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.arn = self.key.arn
        elif settings.key.startswith("alias/"):
            # Policies name keys, and log groups take no alias.
            self.arn = aws.kms.get_key_output(key_id=settings.key, opts=pulumi.InvokeOptions(parent=self)).arn
        else:
            self.arn = pulumi.Output.from_input(settings.key)
        self.register_outputs({"arn": self.arn})
