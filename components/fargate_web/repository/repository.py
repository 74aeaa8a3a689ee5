"""The ECR repository of a service."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import parse_arguments
from ..component.documents import dump_canonical_json
from ..component.encryption import find_key_arn
from ..component.transform import add_transforms
from ..settings.repository import Repository as RepositorySettings

WIRES: Final = ("tags", "account", "encryption_key", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import RepositoryArgs


class Repository(pulumi.ComponentResource):
    """An ECR repository that scans images on push, has immutable tags, and deletes old images.

    If tags may move, images without a tag are deleted by number only (`keepImages`): a service runs the image of its last deployment by digest, even if the tag has moved.

    Creates: the repository, its lifecycle policy, and a policy for other accounts that may pull. Roles of the same account need no policy here.

    Costs: $0.10 a GB and month for the images; pulling within the Region is free.

    Refuses: names and filters that AWS rejects; see `fargate_web.settings.repository.Repository`.

    Args:
        name: The name of the component, and of its resources.
        args: The settings of a repository (`fargate_web.settings.repository.Repository`, keys in snake_case or camelCase) and these wires:
            `tags`: tags of the repository.
            `account`: an `Account` that many components share, so that AWS is asked once.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the images.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Attributes:
        settings: The validated settings.
        repository: The repository.
        url: The URL to push images to: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`.
        lifecycle_policy: The policy that deletes old images, None if all are kept.
        policy: The policy that lets other accounts pull, None if none may.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """

    def __init__(
        self, name: str, args: "RepositoryArgs | Mapping[str, Any] | None" = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings, wires = parse_arguments(RepositorySettings, f'Repository "{name}"', args, WIRES)
        super().__init__("fargate-web:index:Repository", name, None, add_transforms(self, "Repository", name, wires, opts))
        self.settings = settings
        child = pulumi.ResourceOptions(parent=self)
        kms_key_arn = settings.kms_key_arn
        if "kms_key_arn" not in settings.model_fields_set:
            kms_key_arn = find_key_arn(None, wires)
        self.repository = aws.ecr.Repository(
            name,
            name=settings.name,
            image_scanning_configuration={"scan_on_push": settings.scan_on_push},
            image_tag_mutability=_find_tag_mutability(settings),
            image_tag_mutability_exclusion_filters=[{"filter": tag, "filter_type": "WILDCARD"} for tag in settings.mutable_tags] or None,
            encryption_configurations=None if kms_key_arn is None else [{"encryption_type": "KMS", "kms_key": kms_key_arn}],
            force_delete=settings.force_delete,
            tags=dict(wires.get("tags", {})),
            opts=child,
        )
        self.url = self.repository.repository_url
        self.lifecycle_policy: aws.ecr.LifecyclePolicy | None = None
        rules = _build_lifecycle_rules(settings)
        if rules:
            self.lifecycle_policy = aws.ecr.LifecyclePolicy(
                name, repository=self.repository.name, policy=dump_canonical_json({"rules": rules}), opts=child
            )
        self.policy: aws.ecr.RepositoryPolicy | None = None
        if settings.pull_accounts:
            account = Account.from_wire(wires.get("account"), self)
            self.policy = aws.ecr.RepositoryPolicy(
                name,
                repository=self.repository.name,
                policy=dump_canonical_json(_build_pull_policy(settings.pull_accounts, account.partition)),
                opts=child,
            )
        self.register_outputs({"url": self.url, "arn": self.repository.arn, "name": self.repository.name})


def _find_tag_mutability(settings: RepositorySettings) -> str:
    if not settings.immutable_tags:
        return "MUTABLE"
    return "IMMUTABLE_WITH_EXCLUSION" if settings.mutable_tags else "IMMUTABLE"


def _build_lifecycle_rules(settings: RepositorySettings) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = []
    if settings.untagged_expiration_days is not None:
        age = {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": settings.untagged_expiration_days}
        rules.append({"description": "Images without a tag", "selection": {"tagStatus": "untagged", **age}})
    if settings.keep_images is not None:
        count = {"countType": "imageCountMoreThan", "countNumber": settings.keep_images}
        rules.append({"description": "More images than are kept", "selection": {"tagStatus": "any", **count}})
    # ECR requires that the rule for any tag comes last.
    return [{**rule, "rulePriority": index, "action": {"type": "expire"}} for index, rule in enumerate(rules, 1)]


def _build_pull_policy(accounts: list[str], partition: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "PullFromOtherAccounts",
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:{partition}:iam::{account}:root" for account in accounts]},
                "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            }
        ],
    }
