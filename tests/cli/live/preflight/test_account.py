"""The account: its credentials, what belongs to the stack, the existing cluster and the alarms."""

import pytest
from fargate_web_cli.live.preflight.facts.alarms import AlarmFacts, gather_alarms
from fargate_web_cli.live.preflight.facts.clusters import ClusterFacts, gather_cluster
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.ownership import Ownership, gather_ownership
from fargate_web_cli.live.preflight.judgements.accounts import judge_account
from fargate_web_cli.live.preflight.judgements.alarms import judge_alarms
from fargate_web_cli.live.preflight.judgements.clusters import judge_cluster

from tests.cli.live.fake_aws import FakeAws
from tests.cli.live.preflight.plans import ACCOUNT, IMAGE, OTHER_ACCOUNT, REGION, ROLE, describe, plan, read

GROUP_ARN = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup"


def test_the_account_must_be_one_that_is_allowed():
    assert describe(judge_account(plan(accounts=(OTHER_ACCOUNT,)), Facts(ACCOUNT))) == [
        ("error", "account-not-allowed", ("aws:allowedAccountIds",))
    ]
    assert list(judge_account(plan(accounts=(OTHER_ACCOUNT, ACCOUNT)), Facts(ACCOUNT))) == []


def test_arns_of_another_account_than_that_of_the_credentials_are_found():
    planned = plan({"roles": {"executionRole": {"arn": ROLE}}})
    assert describe(judge_account(planned, Facts(OTHER_ACCOUNT))) == [
        ("error", "arn-of-another-account", ("services", "web", "roles", "executionRole", "arn"))
    ]
    assert list(judge_account(planned, Facts(ACCOUNT))) == []


def test_what_belongs_to_the_stack_is_known_by_its_tags():
    groups = [{"ResourceARN": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/web:*"}, {"ResourceARN": f"{GROUP_ARN}/web/1"}]
    aws = FakeAws(
        get_resources=[
            {"ResourceTagMappingList": groups[:1], "PaginationToken": "next"},
            {"ResourceTagMappingList": groups[1:], "PaginationToken": ""},
        ]
    )
    owned = gather_ownership(read(aws), plan().identifying_tags)
    assert aws.calls[0][1]["TagFilters"] == [{"Key": "Project", "Values": ["shop"]}, {"Key": "Stack", "Values": ["prod"]}]
    assert owned.owns(f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/web:*") is True
    assert owned.owns(f"{GROUP_ARN}/other/2") is False
    assert owned.list_arns("elasticloadbalancing:targetgroup/") == [f"{GROUP_ARN}/web/1"]
    assert Ownership().owns(f"{GROUP_ARN}/web/1") is None


def test_tags_of_the_stack_file_replace_those_of_the_program():
    assert plan(tags={"stack": "live", "Team": "web"}).identifying_tags == {"Project": "shop", "stack": "live"}
    reader = read(FakeAws())
    assert gather_ownership(reader, {}) == Ownership()
    assert "are not known" in reader.unchecked[0].reason


@pytest.mark.parametrize(
    ("cluster", "found"),
    [
        (ClusterFacts("ACTIVE", frozenset(("FARGATE", "FARGATE_SPOT"))), []),
        (ClusterFacts(""), ["cluster-missing"]),
        (ClusterFacts("INACTIVE"), ["cluster-missing"]),
        (ClusterFacts("ACTIVE", frozenset(("FARGATE_SPOT",))), ["capacity-provider-missing"]),
        (ClusterFacts("ACTIVE"), ["capacity-provider-missing"]),
    ],
)
def test_the_existing_cluster(cluster, found):
    planned = plan(cluster={"existing": {"name": "shared"}})
    assert describe(judge_cluster(planned, Facts(ACCOUNT, cluster=cluster))) == [
        ("error", code, ("cluster", "existing", "name")) for code in found
    ]


def test_a_cluster_is_read_with_its_capacity_providers():
    aws = FakeAws(describe_clusters=[{"clusters": [{"status": "ACTIVE", "capacityProviders": ["FARGATE"]}]}, {"clusters": []}])
    reader = read(aws)
    assert gather_cluster(reader, "shared") == ClusterFacts("ACTIVE", frozenset(("FARGATE",)))
    assert gather_cluster(reader, "shared") == ClusterFacts("")


ALARM_PATH = ("services", "web", "deployment", "alarms", "names", 0)


def test_alarms_are_asked_for_by_a_hundred():
    names = [f"alarm-{number:03}" for number in range(150)]
    answer = {"MetricAlarms": [{"AlarmName": names[0], "StateValue": "ALARM", "StateReason": "because"}], "CompositeAlarms": []}
    aws = FakeAws(describe_alarms=[answer, {}])
    found = gather_alarms(read(aws), names)
    assert [len(parameters["AlarmNames"]) for _, parameters in aws.calls] == [100, 50]
    assert (found[names[0]], found[names[149]]) == (AlarmFacts("ALARM", "because"), None)


@pytest.mark.parametrize(
    ("alarms", "found"),
    [
        ({"checkout": AlarmFacts("OK")}, []),
        ({}, []),
        ({"checkout": None}, [("warning", "alarm-missing", ALARM_PATH)]),
        ({"checkout": AlarmFacts("ALARM", "10 > 5.")}, [("warning", "alarm-in-alarm", ALARM_PATH)]),
        (
            {"shop-prod-web/deployment-5xx": AlarmFacts("ALARM"), "checkout": AlarmFacts("OK")},
            [("warning", "alarm-in-alarm", ("services", "web"))],
        ),
        ({"balancer-1a2b3c4": AlarmFacts("ALARM")}, [("warning", "alarm-in-alarm", ("monitoring",))]),
    ],
)
def test_alarms_before_an_update(alarms, found):
    planned = plan({"deployment": {"alarms": {"names": ["checkout"]}}})
    assert describe(judge_alarms(planned, Facts(ACCOUNT, alarms=alarms))) == found


def test_the_image_of_the_plan_is_in_ecr():
    assert plan().list_images() == {("services", "web", "image"): IMAGE}
