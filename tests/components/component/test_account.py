import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Account, Service
from fargate_web.settings.aws_regions import find_partition
from fargate_web.testing import AwsMocks, run

REGION = "aws:index/getRegion:getRegion"
IDENTITY = "aws:index/getCallerIdentity:getCallerIdentity"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"


def account(*args, **options):
    made: list[Account] = []

    def program():
        made.append(Account(*args))
        pulumi.export("region", made[0].region)
        pulumi.export("arn", made[0].build_arn("ecs", "*"))

    result = run(program, **options)
    return made[0], result


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-west-2", "aws"),
        ("eu-central-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("cn-northwest-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-gov-east-1", "aws-us-gov"),
        ("eusc-de-east-1", "aws-eusc"),
        (None, "aws"),
        ("", "aws"),
    ],
)
def test_the_partition_is_that_of_the_region(region, partition):
    assert find_partition(region) == partition


def test_a_configured_region_is_plain_and_not_asked_for():
    found, result = account(config={"aws:region": "eu-north-1"})
    assert found.region == "eu-north-1"
    assert [invoke.token for invoke in result.invokes] == [IDENTITY]
    assert result.outputs["arn"] == "arn:aws:ecs:eu-north-1:123456789012:*"


def test_a_given_region_goes_before_the_configured_one():
    found, result = account("cn-north-1", config={"aws:region": "eu-north-1"})
    assert (found.region, found.partition) == ("cn-north-1", "aws-cn")
    assert result.outputs["arn"] == "arn:aws-cn:ecs:cn-north-1:123456789012:*"


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_environment_configures_the_region_too(monkeypatch, variable):
    monkeypatch.setenv(variable, "ap-south-1")
    assert account()[0].region == "ap-south-1"


def test_a_region_that_nobody_says_is_asked_of_the_provider():
    found, result = account(mocks=AwsMocks(region="sa-east-1"))
    assert isinstance(found.region, pulumi.Output)
    assert [invoke.token for invoke in result.invokes] == [REGION, IDENTITY]
    assert result.outputs == {"region": "sa-east-1", "arn": "arn:aws:ecs:sa-east-1:123456789012:*"}


def test_an_account_that_is_passed_is_asked_for_once(build):
    def program():
        shared = Account("us-west-2")
        for priority, name in enumerate(("one", "two"), 1):
            Service(name, build.web(account=shared, priority=priority))

    assert [invoke.token for invoke in run(program).invokes] == [IDENTITY]


def test_a_component_asks_with_the_provider_that_it_was_given(build):
    def program():
        elsewhere = aws.Provider("elsewhere", region="eu-west-1")
        Service("web", build.web(), pulumi.ResourceOptions(providers={"aws": elsewhere}))

    result = run(program, config={"aws:region": "us-west-2"}, mocks=AwsMocks(region="eu-west-1"))
    provider = result.find_one("pulumi:providers:aws").urn
    assert {(invoke.token, invoke.provider) for invoke in result.invokes} == {(REGION, provider), (IDENTITY, provider)}
    # Not the configured Region: that is the default provider's, and these tasks run elsewhere.
    assert '"awslogs-region":"eu-west-1"' in result.find_one(TASK_DEFINITION).inputs["containerDefinitions"]
    custom = [resource for resource in result.resources if resource.custom and resource.type != "pulumi:providers:aws"]
    assert [resource.name for resource in custom if resource.provider != provider] == []
