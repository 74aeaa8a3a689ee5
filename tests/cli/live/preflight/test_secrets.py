"""Secrets and parameters: whether they exist, have the key that ECS reads, and may be decrypted. Values never show."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.secrets import SecretFacts, find_parameter_name, gather_secrets
from fargate_web_cli.live.preflight.judgements.secrets import judge_secrets

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, OTHER_ACCOUNT, REGION, ROLE, SECRET, describe, plan, read

KEYED = f"{SECRET}:url::"
OLD, NEW = "1" * 32, "2" * 32
VERSIONS = {OLD: ["AWSPREVIOUS"], NEW: ["AWSCURRENT"]}
PATH = ("services", "web", "secrets", "A")
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1a2b3c4d"


def gather(aws: FakeAws, *references: str, reads_values: bool = False) -> tuple[dict[str, SecretFacts], list[Any]]:
    reader = read(aws)
    return gather_secrets(reader, references, REGION, ACCOUNT, reads_values=reads_values), reader.unchecked


def answer_secret(**more: Any) -> dict[str, Any]:
    return {"ARN": SECRET, "Name": "database", "VersionIdsToStages": VERSIONS, **more}


def test_a_secret_is_asked_for_once_and_its_value_not_at_all():
    aws = FakeAws(describe_secret=answer_secret())
    found, unchecked = gather(aws, KEYED, f"{SECRET}:user::", SECRET)
    assert [name for name, _ in aws.calls] == ["describe_secret"]
    assert {facts.state for facts in found.values()} == {"found"}
    assert unchecked[0].subject == f"the JSON keys of {SECRET}"
    assert "--read-secrets" in unchecked[0].reason


def test_json_keys_are_read_on_request_and_nothing_else_is_kept():
    aws = FakeAws(describe_secret=answer_secret(), get_secret_value={"SecretString": '{"url": "postgres://hunter2"}'})
    found, unchecked = gather(aws, KEYED, SECRET, reads_values=True)
    assert found[KEYED].keys == {"url"}
    assert "hunter2" not in repr((found, unchecked))
    assert aws.count("get_secret_value") == 1


def test_a_value_that_is_no_object_has_no_keys():
    for value in ("hunter2", '["url"]', '"url"'):
        aws = FakeAws(describe_secret=answer_secret(), get_secret_value={"SecretString": value})
        found, _ = gather(aws, KEYED, reads_values=True)
        assert (found[KEYED].keys, found[KEYED].is_json) == (None, False)
        assert "hunter2" not in repr(found)


def test_no_value_is_read_of_a_secret_that_is_missing_or_deleted():
    aws = FakeAws(describe_secret=refuse("ResourceNotFoundException"))
    assert gather(aws, KEYED, reads_values=True)[0][KEYED].state == "missing"
    aws = FakeAws(describe_secret=answer_secret(DeletedDate=datetime(2026, 1, 1, tzinfo=UTC)))
    assert gather(aws, KEYED, reads_values=True)[0][KEYED].state == "deleted"


def test_parameters_are_asked_for_by_fifty_without_their_values():
    names = [f"/shop/p{number}" for number in range(60)]
    aws = FakeAws(describe_parameters=[{"Parameters": [{"Name": name} for name in names[:1]]}, {"Parameters": []}])
    found, _ = gather(aws, *names)
    assert [len(parameters["ParameterFilters"][0]["Values"]) for _, parameters in aws.calls] == [50, 10]
    assert {name for name, facts in found.items() if facts.state == "found"} <= set(names)
    assert found[names[59]].state == "missing"


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("LEVEL", "LEVEL"),
        ("/shop/level", "/shop/level"),
        ("/shop/level:3", "/shop/level"),
        (f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/shop/level", "/shop/level"),
        (f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/LEVEL", "LEVEL"),
    ],
)
def test_a_parameter_has_one_name_whether_by_name_or_arn(reference, name):
    assert find_parameter_name(reference) == name


def test_a_parameter_of_another_account_is_not_checked():
    reference = f"arn:aws:ssm:{REGION}:{OTHER_ACCOUNT}:parameter/shop/level"
    found, unchecked = gather(FakeAws(), reference)
    assert (found, unchecked[0].subject) == ({}, f"the parameter {reference}")


def test_a_secret_of_another_region_is_asked_for_there():
    regions = []
    aws = FakeAws(describe_secret=answer_secret())
    reader = read(aws)
    reader._open_session = lambda region: regions.append(region) or aws.open_session("preflight", region)
    gather_secrets(reader, [SECRET.replace(REGION, "eu-west-1")], REGION, ACCOUNT, reads_values=False)
    assert regions == ["eu-west-1"]


def judge(reference: str, facts: SecretFacts, **web: Any) -> list[Any]:
    return list(judge_secrets(plan({"secrets": {"A": reference}, **web}), Facts(ACCOUNT, secrets={reference: facts})))


def found(**more: Any) -> SecretFacts:
    return SecretFacts("found", versions={key: frozenset(stages) for key, stages in VERSIONS.items()}, **more)


@pytest.mark.parametrize(
    ("reference", "facts", "words"),
    [
        ("/shop/a", SecretFacts("missing"), f"there is no parameter /shop/a in {REGION}"),
        (SECRET, SecretFacts("missing"), f"there is no secret {SECRET}"),
        (SECRET, SecretFacts("deleted"), "aws secretsmanager restore-secret"),
        (SECRET, SecretFacts("found", versions={}), "has no value yet"),
        (f"{SECRET}:::v9", found(), "has no version v9"),
        (f"{SECRET}::AWSPENDING:", found(), "has the stage AWSPENDING"),
        (KEYED, found(is_json=False), "is not a JSON object"),
        (KEYED, found(is_json=True, keys=frozenset(("uri",))), "has no key url"),
    ],
)
def test_what_ecs_can_not_read_is_an_error(reference, facts, words):
    [finding] = judge(reference, facts)
    assert describe([finding]) == [("error", "secret-missing", PATH)]
    assert words in finding.message
    assert "ResourceInitializationError" in finding.message


@pytest.mark.parametrize(
    ("reference", "facts"),
    [
        ("/shop/a", SecretFacts("found")),
        (SECRET, found()),
        (KEYED, found()),
        (KEYED, found(is_json=True, keys=frozenset(("url",)))),
        (f"{SECRET}::AWSPREVIOUS:", found()),
        (f"{SECRET}:::{OLD}", found()),
    ],
)
def test_what_ecs_can_read_is_fine(reference, facts):
    assert judge(reference, facts) == []


def test_a_customer_managed_key_must_be_allowed():
    [finding] = judge(SECRET, found(kms_key=KEY))
    assert describe([finding]) == [("warning", "secret-key-not-allowed", PATH)]
    assert finding.fixes[0].edits[0].value == [KEY]
    assert judge(SECRET, found(kms_key="1a2b3c4d"))[0].fixes[0].edits[0].value == [KEY]
    assert "aws kms describe-key" in judge(SECRET, found(kms_key="alias/shop"))[0].message


@pytest.mark.parametrize(
    "roles",
    [
        {"secretKmsKeys": [KEY]},
        {"executionRole": {"arn": ROLE}},
        {"executionRole": {"statements": [{"actions": ["kms:Decrypt"], "resources": [KEY]}]}},
    ],
)
def test_a_key_that_is_allowed_is_fine(roles):
    assert judge(SECRET, found(kms_key=KEY), roles=roles) == []


def test_secrets_of_all_containers_and_of_registries_are_judged():
    planned = plan(
        {
            "secrets": {"A": "/a"},
            "sidecars": {"proxy": {"image": "nginx:1", "cpu": 64, "memory": 128, "secrets": {"B": "/b"}, "repositoryCredentials": SECRET}},
            "migration": {"command": ["migrate"], "secrets": {"C": "/c"}},
        }
    )
    facts = Facts(ACCOUNT, secrets=dict.fromkeys(("/a", "/b", "/c", SECRET), SecretFacts("missing")))
    assert {finding.path for finding in judge_secrets(planned, facts)} == {
        ("services", "web", "secrets", "A"),
        ("services", "web", "sidecars", "proxy", "secrets", "B"),
        ("services", "web", "sidecars", "proxy", "repositoryCredentials"),
        ("services", "web", "migration", "secrets", "C"),
    }
