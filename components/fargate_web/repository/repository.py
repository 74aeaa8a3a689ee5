"""A repository for the images of a service."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import parse_arguments
from ..component.documents import dump_canonical_json
from ..component.transform import add_transforms
from ..settings.repository import Repository as RepositorySettings

WIRES: Final = ("tags", "account", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import RepositoryArgs


class Repository(pulumi.ComponentResource):
    """An ECR repository whose images are scanned when they are pushed, whose tags don't move, and whose old images go.

    Creates: the repository, its lifecycle policy, and a policy for the accounts that may pull. A role of the same account needs no policy here.

    Costs: $0.10 a GB and month for the images; pulling within the Region is free.

    Refuses: names and filters that AWS refuses; see `fargate_web.settings.repository.Repository`.

    Args:
        name: The name of the component, and of its resources.
        args: The settings of a repository (`fargate_web.settings.repository.Repository`, keys in snake_case or camelCase) and these wires:
            `tags`: tags of the repository.
            `account`: an `Account`, so that many components ask AWS for it once.
            `transform`: functions that reshape the arguments or options of its children by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Attributes:
        settings: The checked settings.
        repository: The repository.
        url: Where images are pushed to: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`.
        lifecycle_policy: What deletes old images, None where all are kept.
        policy: What lets other accounts pull, None where none may.

    Raises:
        SettingsError: With every fault of the settings, before anything is registered.
    """

    def __init__(
        self, name: str, args: "RepositoryArgs | Mapping[str, Any] | None" = None, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        settings, wires = parse_arguments(RepositorySettings, f'Repository "{name}"', args, WIRES)
        super().__init__("fargate-web:index:Repository", name, None, add_transforms(self, "Repository", name, wires, opts))
        self.settings = settings
        child = pulumi.ResourceOptions(parent=self)
        self.repository = aws.ecr.Repository(
            name,
            name=settings.name,
            image_scanning_configuration={"scan_on_push": settings.scan_on_push},
            image_tag_mutability=_find_tag_mutability(settings),
            image_tag_mutability_exclusion_filters=[{"filter": tag, "filter_type": "WILDCARD"} for tag in settings.mutable_tags] or None,
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": settings.kms_key_arn}] if settings.kms_key_arn else None,
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
    if settings.expire_untagged_after_days is not None:
        age = {"countType": "sinceImagePushed", "countUnit": "days", "countNumber": settings.expire_untagged_after_days}
        rules.append({"description": "Images without a tag", "selection": {"tagStatus": "untagged", **age}})
    if settings.keep_images is not None:
        count = {"countType": "imageCountMoreThan", "countNumber": settings.keep_images}
        rules.append({"description": "More images than are kept", "selection": {"tagStatus": "any", **count}})
    # ECR wants the rule for any tag to come last.
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
