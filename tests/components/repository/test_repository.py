import json

import pulumi
import pytest
from fargate_web import Repository
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.repository import Repository as RepositorySettings
from fargate_web.testing import Run, run

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy"


def repository(**said) -> Run:
    return run(lambda: Repository("web", said), config={"aws:region": "us-west-2"})


def faults(**said) -> str:
    with pytest.raises(SettingsError) as caught:
        Repository("web", said)
    return str(caught.value)


def test_images_are_scanned_and_tags_do_not_move():
    assert repository().find_one(REPOSITORY).inputs == {
        "imageScanningConfiguration": {"scanOnPush": True},
        "imageTagMutability": "IMMUTABLE",
        "forceDelete": False,
        "tags": {},
    }


def test_old_images_go_those_without_a_tag_first():
    assert json.loads(repository().find_one(LIFECYCLE).inputs["policy"]) == {
        "rules": [
            {
                "rulePriority": 1,
                "description": "Images without a tag",
                "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 7},
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "description": "More images than are kept",
                "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 100},
                "action": {"type": "expire"},
            },
        ]
    }


def test_a_single_rule_is_the_first():
    [rule] = json.loads(repository(expireUntaggedAfterDays=False, keepImages=10).find_one(LIFECYCLE).inputs["policy"])["rules"]
    assert (rule["rulePriority"], rule["selection"]["countNumber"]) == (1, 10)


def test_without_a_limit_nothing_deletes_images():
    assert repository(expireUntaggedAfterDays=False, keepImages=False).find_all(LIFECYCLE) == []


@pytest.mark.parametrize("settings", [{"immutableTags": False}, {"mutableTags": ["latest"]}])
def test_an_image_that_lost_its_tag_stays_where_tags_may_move(settings):
    """A service still runs it, by its digest, until the next deployment."""
    [rule] = json.loads(repository(**settings).find_one(LIFECYCLE).inputs["policy"])["rules"]
    assert (rule["selection"]["tagStatus"], rule["selection"]["countType"]) == ("any", "imageCountMoreThan")
    rules = json.loads(repository(**settings, expireUntaggedAfterDays=30).find_one(LIFECYCLE).inputs["policy"])["rules"]
    assert [rule["selection"]["countNumber"] for rule in rules] == [30, 100]


def test_what_the_stack_file_turns_off_is_off():
    settings = validate(RepositorySettings, {"keepImages": False, "expireUntaggedAfterDays": False})
    assert repository(**settings.explicit_values()).find_all(LIFECYCLE) == []


def test_some_tags_may_move_all_the_same():
    inputs = repository(mutable_tags=["latest", "dev-*"]).find_one(REPOSITORY).inputs
    assert inputs["imageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
    assert inputs["imageTagMutabilityExclusionFilters"] == [
        {"filter": "latest", "filterType": "WILDCARD"},
        {"filter": "dev-*", "filterType": "WILDCARD"},
    ]


def test_every_tag_may_move_where_that_is_said():
    inputs = repository(immutableTags=False).find_one(REPOSITORY).inputs
    assert inputs["imageTagMutability"] == "MUTABLE"
    assert "imageTagMutabilityExclusionFilters" not in inputs


def test_no_one_else_may_pull():
    assert repository().find_all(POLICY) == []


def test_other_accounts_may_pull_and_do_nothing_else():
    [statement] = json.loads(repository(pullAccounts=["210987654321"]).find_one(POLICY).inputs["policy"])["Statement"]
    assert statement["Principal"] == {"AWS": ["arn:aws:iam::210987654321:root"]}
    assert statement["Action"] == ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def test_images_are_encrypted_with_a_key_where_one_is_said():
    key = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"
    assert repository(kmsKeyArn=key).find_one(REPOSITORY).inputs["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": key}]
    assert "encryptionConfigurations" not in repository().find_one(REPOSITORY).inputs


def test_the_component_tells_where_to_push():
    def program() -> None:
        made = Repository("web", {"name": "shop/web", "tags": {"Team": "web"}})
        pulumi.export("url", made.url)

    result = run(program, config={"aws:region": "us-west-2"})
    assert result.outputs["url"].endswith(".dkr.ecr.us-west-2.amazonaws.com/shop/web")
    assert result.find_one(REPOSITORY).inputs["tags"] == {"Team": "web"}
    assert result.find_one("fargate-web:index:Repository").outputs["url"] == result.outputs["url"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": "Shop Web"}, "write shop-web"),
        ({"name": "a"}, "AWS allows 2 to 256"),
        ({"mutable_tags": ["a b"]}, "isn't a filter of tags"),
        ({"mutable_tags": ["*a*b*"]}, "at most two *"),
        ({"mutable_tags": ["latest"], "immutable_tags": False}, "remove mutableTags, or write immutableTags: true"),
        ({"mutable_tags": ["latest", "latest"]}, "'latest' is listed twice"),
        ({"pull_accounts": ["123"]}, "pull_accounts[0]"),
        ({"lifecyclePolicy": {}}, "write keepImages and expireUntaggedAfterDays"),
        ({"keep_images": 0}, "keep_images"),
    ],
)
def test_what_aws_would_refuse_is_told(said, told):
    assert told in faults(**said)
