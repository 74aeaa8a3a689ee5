"""The account: its credentials, roles, cluster, names, quotas and alarms."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fargate_web_cli.live.preflight.facts import quotas
from fargate_web_cli.live.preflight.facts.alarms import AlarmFacts, gather_alarms
from fargate_web_cli.live.preflight.facts.clusters import ClusterFacts, gather_cluster
from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.load_balancers import ListenerFacts, ListenerRule, NamedResource
from fargate_web_cli.live.preflight.facts.names import FixedName, NameReader, list_fixed_names
from fargate_web_cli.live.preflight.facts.ownership import Ownership, gather_ownership
from fargate_web_cli.live.preflight.facts.quotas import QuotaFacts, gather_quota, gather_task_quota
from fargate_web_cli.live.preflight.facts.role_needs import list_role_needs, list_service_linked_roles
from fargate_web_cli.live.preflight.facts.roles import RoleFacts, gather_role
from fargate_web_cli.live.preflight.facts.services import LiveService
from fargate_web_cli.live.preflight.judgements.accounts import judge_account
from fargate_web_cli.live.preflight.judgements.alarms import judge_alarms
from fargate_web_cli.live.preflight.judgements.clusters import judge_cluster
from fargate_web_cli.live.preflight.judgements.names import judge_names
from fargate_web_cli.live.preflight.judgements.quotas import judge_quotas, split_tasks
from fargate_web_cli.live.preflight.judgements.roles import judge_roles

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.plans import ACCOUNT, IMAGE, LISTENER, OTHER_ACCOUNT, REGION, ROLE, SECRET, TWO_SUBNETS, describe, plan, read

TAGS = {"Project": "shop", "Stack": "prod"}
GROUP_ARN = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup"
NOBODY = Ownership(frozenset())
EXISTING_BALANCER = {"existing": {"listenerArn": LISTENER, "securityGroupId": "sg-0123456789abcdef0"}}


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
    assert gather_ownership(read(FakeAws()), {}) == Ownership()


def test_a_role_is_asked_for_what_its_tasks_need():
    planned = plan({"roles": {"executionRole": {"arn": ROLE}}, "secrets": {"A": f"{SECRET}:url::", "B": "/shop/b"}})
    assert list_role_needs(planned, ACCOUNT) == {
        ROLE: [
            (("ecr:GetAuthorizationToken",), ("*",)),
            (("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), (f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/shop/web",)),
            (("secretsmanager:GetSecretValue",), (SECRET,)),
            (("ssm:GetParameters",), (f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/shop/b",)),
        ]
    }
    assert list_role_needs(plan({"roles": {"taskRole": {"arn": ROLE}}}), ACCOUNT) == {ROLE: []}


def answer_role(service: Any = "ecs-tasks.amazonaws.com", **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    role = {"Path": "/", "RoleName": "web", "RoleId": "A" * 16, "Arn": ROLE, "CreateDate": datetime(2026, 1, 1, tzinfo=UTC)}
    document = '{"Statement": [' + str(statement).replace("'", '"') + "]}"
    return {"Role": {**role, "AssumeRolePolicyDocument": document, **more}}


def answer_decision(decision: str, **more: Any) -> dict[str, Any]:
    return {"EvalActionName": "ssm:GetParameters", "EvalResourceName": "b", "EvalDecision": decision, **more}


def test_the_permissions_of_a_role_are_simulated():
    results = [
        answer_decision("allowed"),
        answer_decision("implicitDeny"),
        answer_decision("implicitDeny", MissingContextValues=["aws:SourceVpc"]),
        answer_decision(
            "explicitDeny",
            ResourceSpecificResults=[
                {"EvalResourceName": "c", "EvalResourceDecision": "allowed"},
                {"EvalResourceName": "d", "EvalResourceDecision": "explicitDeny"},
            ],
        ),
    ]
    aws = FakeAws(get_role=answer_role(), simulate_principal_policy={"EvaluationResults": results, "IsTruncated": False})
    role = gather_role(read(aws), ROLE, [(("ssm:GetParameters",), ("b", "c", "d"))])
    assert role == RoleFacts(True, True, (("ssm:GetParameters", "b"), ("ssm:GetParameters", "d")))


def test_a_role_that_is_not_there_or_trusts_others():
    assert gather_role(read(FakeAws(get_role=refuse("NoSuchEntity"))), ROLE, []) == RoleFacts(exists=False)
    role = gather_role(read(FakeAws(get_role=answer_role("ec2.amazonaws.com"))), ROLE, [])
    assert role == RoleFacts(True, trusts_tasks=False)


@pytest.mark.parametrize(
    ("role", "found"),
    [
        (RoleFacts(True), []),
        (RoleFacts(False), [("error", "role-missing")]),
        (RoleFacts(True, trusts_tasks=False), [("error", "role-without-trust")]),
        (RoleFacts(True, denied=(("ecr:GetAuthorizationToken", "*"),)), [("error", "role-without-permission")]),
        (RoleFacts(True, denied=(("ssm:GetParameters", "a"), ("ssm:GetParameters", "b"))), [("warning", "role-without-permission")]),
    ],
)
def test_a_role_is_judged_once_where_it_stands_first(role, found):
    roles = {"executionRole": {"arn": ROLE}, "taskRole": {"arn": ROLE}}
    findings = describe(judge_roles(plan({"roles": roles}), Facts(ACCOUNT, roles={ROLE: role})))
    assert findings == [(*each, ("services", "web", "roles", "executionRole", "arn")) for each in found]


def test_service_linked_roles_depend_on_what_the_stack_has():
    everything = plan({"scaling": {"minCapacity": 1, "maxCapacity": 2, "cpu": 60}})
    names = [name for name, _ in list_service_linked_roles(everything)]
    assert len(names) == 3
    assert [name for name, _ in list_service_linked_roles(plan({"route": False}))] == names[:1]
    findings = describe(judge_roles(everything, Facts(ACCOUNT, service_linked_roles={names[0]: False, names[1]: True})))
    assert findings == [("warning", "service-linked-role-missing", ("cluster",))]


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


NAMED = {
    "names": {"targetGroup": "web-a", "securityGroup": "web", "service": "web"},
    "logs": {"logGroupName": "/ecs/web"},
    "roles": {"executionRole": {"name": "web"}},
}


def test_only_names_that_must_be_free_are_asked_for():
    names = list_fixed_names(plan(NAMED, cluster={"name": "shop"}, loadBalancer={"name": "shop"}).settings)
    assert [(name.kind, name.name) for name in names] == [
        ("cluster", "shop"),
        ("load balancer", "shop"),
        ("log group", "/ecs/web"),
        ("role", "web"),
        ("target group", "web-a"),
    ]
    assert list(list_fixed_names(plan().settings)) == []
    inside = plan(NAMED, network={"existing": TWO_SUBNETS}, loadBalancer=EXISTING_BALANCER)
    assert ("security group", "web") in [(name.kind, name.name) for name in list_fixed_names(inside.settings)]


ANSWERS: dict[str, tuple[Any, Any]] = {
    "cluster": (
        {"describe_clusters": {"clusters": [{"clusterArn": "the-arn", "status": "ACTIVE"}]}},
        {"describe_clusters": {"clusters": [{"clusterArn": "the-arn", "status": "INACTIVE"}]}},
    ),
    "log group": (
        {"describe_log_groups": {"logGroups": [{"logGroupName": "web", "arn": "the-arn:*"}, {"logGroupName": "web2", "arn": "x"}]}},
        {"describe_log_groups": {"logGroups": [{"logGroupName": "web2", "arn": "the-arn"}]}},
    ),
    "repository": (
        {"describe_repositories": {"repositories": [{"repositoryArn": "the-arn"}]}},
        {"describe_repositories": refuse("RepositoryNotFoundException")},
    ),
    "namespace": (
        {"list_namespaces": {"Namespaces": [{"Arn": "the-arn"}]}},
        {"list_namespaces": {"Namespaces": []}},
    ),
    "load balancer": ({}, {}),
    "target group": ({}, {}),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_who_has_a_name(kind):
    taken, free = ANSWERS[kind]
    name = FixedName(("x",), kind, "web")
    some, none = (NamedResource("web", "the-arn"),), (NamedResource("web2", "the-arn"),)

    def find(answers: Any, owned: Ownership, resources: Any) -> Any:
        return NameReader(read(FakeAws(**answers)), owned, TAGS, None).gather([name], resources, resources).get(name)

    assert find(taken, Ownership(frozenset(("the-arn",))), some) == "stack"
    assert find(taken, NOBODY, some) == "others"
    assert find(free, NOBODY, none) == "nobody"
    assert find(taken, Ownership(), some) is None


def test_roles_and_security_groups_carry_their_tags_with_them():
    tags = [{"Key": key, "Value": value} for key, value in TAGS.items()]
    role, group = FixedName(("a",), "role", "web"), FixedName(("b",), "security group", "web")
    for found, owner in ((tags, "stack"), (tags[:1], "others")):
        aws = FakeAws(get_role=answer_role(Tags=found), describe_security_groups={"SecurityGroups": [{"Tags": found}]})
        names = NameReader(read(aws), Ownership(), TAGS, "vpc-1").gather([role, group], None, None)
        assert names == {role: owner, group: owner}
    aws = FakeAws(get_role=refuse("NoSuchEntity"), describe_security_groups={"SecurityGroups": []})
    assert set(NameReader(read(aws), Ownership(), TAGS, "vpc-1").gather([role, group], None, None).values()) == {"nobody"}


def test_a_name_that_others_have_is_an_error():
    name = FixedName(("cluster", "name"), "cluster", "shop")
    [finding] = judge_names(plan(), Facts(ACCOUNT, names={name: "others"}))
    assert describe([finding]) == [("error", "name-in-use", ("cluster", "name"))]
    assert "write another name, or cluster: {existing: {name: …}}" in finding.message
    assert list(judge_names(plan(), Facts(ACCOUNT, names={name: "stack"}))) == []


def answer_quota(value: float = 5, **more: Any) -> dict[str, Any]:
    return {"Quota": {"QuotaName": "VPCs per Region", "Value": value, "Adjustable": True, **more}}


def test_the_default_of_a_quota_counts_where_none_was_applied():
    aws = FakeAws(get_service_quota=refuse("NoSuchResourceException"), get_aws_default_service_quota=answer_quota(5))
    assert gather_quota(read(aws), quotas.VPCS) == QuotaFacts("VPCs per Region", 5)
    reader = read(
        FakeAws(get_service_quota=refuse("NoSuchResourceException"), get_aws_default_service_quota=refuse("NoSuchResourceException"))
    )
    assert gather_quota(reader, quotas.VPCS) is None
    assert "does not have it" in reader.unchecked[0].reason


def test_what_is_used_of_a_quota_is_its_last_value():
    metric = {"MetricNamespace": "AWS/Usage", "MetricName": "ResourceCount", "MetricDimensions": {"Service": "Fargate"}}
    points = [{"Timestamp": datetime(2026, 3, 1, 12, minute), "Maximum": value} for minute, value in ((10, 3.0), (5, 9.0))]
    aws = FakeAws(get_service_quota=answer_quota(6, UsageMetric=metric), get_metric_statistics={"Datapoints": points})
    facts = gather_quota(read(aws), quotas.ON_DEMAND_VCPUS, with_usage=True)
    assert facts is not None
    assert facts.used == 3.0
    assert aws.calls[1][1]["Dimensions"] == [{"Name": "Service", "Value": "Fargate"}]
    aws = FakeAws(get_service_quota=answer_quota(6, UsageMetric=metric), get_metric_statistics={"Datapoints": []})
    facts = gather_quota(read(aws), quotas.ON_DEMAND_VCPUS, with_usage=True)
    assert facts is not None
    assert facts.used == 0


def test_the_tasks_of_a_service_are_a_quota_of_ecs():
    listed = {"Quotas": [{"QuotaName": "Services per cluster", "Value": 5000.0}, {"QuotaName": "Tasks per service", "Value": 100.0}]}
    facts = gather_task_quota(read(FakeAws(list_service_quotas=listed)))
    assert facts is not None
    assert facts.value == 100
    planned = plan({"desiredCount": 60})
    assert [finding.severity for finding in judge_quotas(planned, Facts(ACCOUNT, task_quota=facts))] == ["warning"]
    assert [finding.severity for finding in judge_quotas(plan({"desiredCount": 200}), Facts(ACCOUNT, task_quota=facts))] == ["error"]
    assert list(judge_quotas(plan({"desiredCount": 50}), Facts(ACCOUNT, task_quota=facts))) == []


def judge_count(code: quotas.QuotaCode, value: float, planned: Any = None, **facts: Any) -> list[Any]:
    more = {"ownership": NOBODY, "target_groups": (), "quotas": {code: QuotaFacts("the quota", value)}, **facts}
    return [(finding.severity, finding.path) for finding in judge_quotas(planned or plan(), Facts(ACCOUNT, **more))]


def test_a_new_vpc_against_the_quota():
    vpc = Ownership(frozenset((f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/vpc-1",)))
    assert judge_count(quotas.VPCS, 5, vpcs=5) == [("error", ("network",))]
    assert judge_count(quotas.VPCS, 5, vpcs=4) == []
    assert judge_count(quotas.VPCS, 5, vpcs=5, ownership=vpc) == []
    assert judge_count(quotas.VPCS, 5, vpcs=5, ownership=Ownership()) == []


def test_addresses_of_nat_gateways_against_the_quota():
    address = Ownership(frozenset((f"arn:aws:ec2:{REGION}:{ACCOUNT}:elastic-ip/eipalloc-1",)))
    assert judge_count(quotas.ELASTIC_IPS, 5, addresses=4) == [("error", ("network", "natGateways"))]
    assert judge_count(quotas.ELASTIC_IPS, 5, addresses=4, ownership=address) == []
    assert judge_count(quotas.ELASTIC_IPS, 5, plan(network={"natGateways": "single"}), addresses=4) == []


def test_target_groups_against_the_quotas():
    groups = tuple(NamedResource(f"g{number}", f"{GROUP_ARN}/g{number}/1") for number in range(3))
    owned = Ownership(frozenset((groups[0].arn,)))
    assert judge_count(quotas.TARGET_GROUPS, 4, target_groups=groups) == [("error", ("services",))]
    assert judge_count(quotas.TARGET_GROUPS, 4, target_groups=groups, ownership=owned) == []
    assert judge_count(quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, 1) == [("error", ("services",))]
    assert judge_count(quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, 2) == []


def test_rules_and_target_groups_of_an_existing_load_balancer():
    rules = tuple(ListenerRule(f"rule-{number}", number, None) for number in range(99))
    listener = ListenerFacts(True, load_balancer_arn="balancer", rules=rules)
    planned = plan(loadBalancer=EXISTING_BALANCER)
    assert judge_count(quotas.RULES_OF_A_LOAD_BALANCER, 100, planned, listener=listener) == []
    assert judge_count(quotas.RULES_OF_A_LOAD_BALANCER, 99, planned, listener=listener) == [("error", ("services",))]
    owned = Ownership(frozenset(("rule-1",)))
    assert judge_count(quotas.RULES_OF_A_LOAD_BALANCER, 99, planned, listener=listener, ownership=owned) == []
    groups = tuple(NamedResource(f"g{number}", f"group-{number}", "", frozenset(("balancer",))) for number in range(99))
    found = judge_count(quotas.TARGET_GROUPS_OF_A_LOAD_BALANCER, 100, planned, listener=listener, target_groups=groups)
    assert found == [("error", ("services",))]


@pytest.mark.parametrize(
    ("web", "used", "running", "found"),
    [
        ({"cpu": 1024, "memory": 2048, "desiredCount": 4}, 0, 0, "warning"),  # eight at the peak
        ({"cpu": 1024, "memory": 2048, "desiredCount": 4}, 3, 0, "error"),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 3}, 0, 0, None),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 3}, 3, 3, None),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 3}, 4, 3, "warning"),
        ({"cpu": 1024, "memory": 2048, "desiredCount": 4, "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}]}, 6, 0, None),
    ],
)
def test_the_vcpus_at_the_peak_of_a_deployment(web, used, running, found):
    quota = {quotas.ON_DEMAND_VCPUS: QuotaFacts("Fargate On-Demand vCPU resource count", 6, used)}
    services = (LiveService("web-1a2b3c4", running, running),) if running else ()
    findings = judge_quotas(plan(web), Facts(ACCOUNT, quotas=quota, services=services))
    assert [finding.severity for finding in findings] == ([found] if found else [])


@pytest.mark.parametrize(
    ("strategy", "tasks", "split"),
    [
        ({"FARGATE": (0, 1)}, 5, {"FARGATE": 5}),
        ({"FARGATE": (2, 1), "FARGATE_SPOT": (0, 3)}, 10, {"FARGATE": 4, "FARGATE_SPOT": 6}),
        ({"FARGATE": (3, 0), "FARGATE_SPOT": (0, 1)}, 2, {"FARGATE": 2, "FARGATE_SPOT": 0}),
    ],
)
def test_tasks_are_split_by_base_and_weight(strategy, tasks, split):
    assert split_tasks(strategy, tasks) == split


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
