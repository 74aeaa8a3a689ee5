"""The programs of other projects in examples/import: what they make of the components."""

from typing import Any

import pytest
from fargate_web.testing import AwsMocks, ChildResource, Run
from fargate_web.testing.controls import find_violations
from fargate_web.testing.programs import Programs

from tests.stacks.running import ROOT, document

FOLDER = ROOT / "examples" / "import"
CONFIG = {"aws:region": "us-west-2"}
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/orders:1.0.0"
NEEDED: dict[str, dict[str, str]] = {
    "load-balancer": {"ami": "ami-0123456789abcdef0", "helloImage": IMAGE},
    "two-stacks/application": {"platform": "acme/platform/prod", "image": IMAGE},
}
PROJECTS = sorted(str(file.parent.relative_to(FOLDER)) for file in FOLDER.rglob("Pulumi.yaml"))
SERVICE, RULE = "aws:ecs/service:Service", "aws:lb/listenerRule:ListenerRule"
TARGET_GROUP, LOG_GROUP = "aws:lb/targetGroup:TargetGroup", "aws:cloudwatch/logGroup:LogGroup"
REFERENCE = "pulumi:pulumi:StackReference"


def up(project: str, *, preview: bool = False, **config: Any) -> Run:
    programs = Programs(FOLDER / project)
    return programs(config={**CONFIG, **NEEDED.get(project, {}), **config}, preview=preview, mocks=mocks(project))


def mocks(project: str) -> AwsMocks:
    """Fakes of what only these programs ask for: the default VPC, the load balancer of awsx, and the stack of the platform."""
    balancer = ChildResource("aws:lb/loadBalancer:LoadBalancer", "nginx", "arn:balancer", {"dnsName": "nginx.example.com"})
    group = ChildResource(TARGET_GROUP, "nginx", "arn:group", {"arn": "arn:group"})
    resources: dict[str, Any] = {"awsx:lb:ApplicationLoadBalancer": {"loadBalancer": balancer, "defaultTargetGroup": group}}
    if project == "two-stacks/application":
        outputs = up("two-stacks/platform").outputs
        resources[REFERENCE] = {"name": "acme/platform/prod", "outputs": outputs, "secretOutputNames": []}
    lookups = {
        "aws:ec2/getVpc:getVpc": {"id": "vpc-default", "cidrBlock": "172.31.0.0/16"},
        "aws:ec2/getSubnets:getSubnets": {"ids": ["subnet-default-a", "subnet-default-b"]},
    }
    return AwsMocks("us-west-2", resources=resources, lookups=lookups)


def test_there_is_a_program_for_each_way_to_import() -> None:
    assert PROJECTS == [
        "from-awsx/after",
        "from-awsx/before",
        "load-balancer",
        "one-service",
        "team-defaults",
        "two-stacks/application",
        "two-stacks/platform",
    ]


def test_controls_judge_the_resources_of_the_program_and_find_none_of_the_components() -> None:
    found = {
        (project, each.control.id, each.resource.name)
        for project in PROJECTS
        for each in find_violations(up(project))
        if each.level == "mandatory"
    }
    assert found == {
        ("one-service", "vpc-default-group-emptied", "main"),
        ("one-service", "lb-invalid-headers", "main"),
    }


@pytest.mark.parametrize("project", PROJECTS)
def test_the_preview_of_each_shows_what_its_update_makes(project: str) -> None:
    update = up(project)
    up(project, preview=True).assert_same_resources(update)
    update.assert_no_public_ingress(ports=[80])
    update.assert_no_policy_allows_everything()
    assert update.outputs


def test_one_service_stands_on_what_the_program_made_itself() -> None:
    result = up("one-service")
    assert not [each for each in result.resources if each.type in ("fargate-web:index:Network", "fargate-web:index:LoadBalancer")]
    service, vpc = result.find_one(SERVICE), result.find_one("aws:ec2/vpc:Vpc")
    assert service.inputs["cluster"] == result.find_one("aws:ecs/cluster:Cluster").outputs["arn"]
    assert service.inputs["networkConfiguration"]["subnets"] == [subnet.id for subnet in result.find_all("aws:ec2/subnet:Subnet")]
    assert result.find_one("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders").urn in service.dependencies
    assert result.find_one(RULE).inputs["listenerArn"] == result.find_one("aws:lb/listener:Listener").outputs["arn"]
    assert {group.inputs["vpcId"] for group in result.find_all(TARGET_GROUP)} == {vpc.id}
    assert {group.inputs["loadBalancingCrossZoneEnabled"] for group in result.find_all(TARGET_GROUP)} == {"true"}


def test_the_load_balancer_serves_an_instance_and_a_function() -> None:
    result = up("load-balancer")
    assert not result.find_all(SERVICE)
    rules = {rule.name: rule.inputs for rule in result.find_all(RULE)}
    assert rules["hello"]["priority"] < rules["legacy"]["priority"]
    assert {rule["listenerArn"] for rule in rules.values()} == {result.find_one("aws:lb/listener:Listener").outputs["arn"]}
    network = result.find_one("fargate-web:index:Network")
    assert result.find_one("aws:ec2/instance:Instance").inputs["subnetId"] == network.outputs["privateSubnetIds"][0]
    [egress] = result.find_all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert egress.inputs["securityGroupId"] == result.find_one("fargate-web:index:LoadBalancer").outputs["securityGroupId"]


def test_the_application_stands_on_the_platform_of_the_other_stack() -> None:
    platform, application = up("two-stacks/platform").outputs, up("two-stacks/application")
    assert [each.type for each in application.resources if each.read] == [REFERENCE]
    service = application.find_one(SERVICE)
    assert service.inputs["cluster"] == platform["clusterArn"]
    assert service.inputs["networkConfiguration"]["subnets"] == platform["privateSubnetIds"]
    assert application.find_one(RULE).inputs["listenerArn"] == platform["listenerArn"]
    assert application.outputs["url"] == f"{platform['url']}/orders/"
    policy = document(application.find_one("aws:iam/role:Role", "orders-task").inputs["assumeRolePolicy"])
    assert policy["Statement"][0]["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
    assert not application.find_all("aws:ecs/cluster:Cluster")


def test_every_output_that_the_application_asks_for_is_one_of_the_platform() -> None:
    text = (FOLDER / "two-stacks/application/__main__.py").read_text()
    asked = {part.split('"')[1] for part in text.split("require_output(")[1:]}
    assert asked == set(up("two-stacks/platform").outputs)


def test_the_teams_defaults_hold_for_each_service_unless_it_says_otherwise() -> None:
    result = up("team-defaults")
    groups = {group.name: group for group in result.find_all(LOG_GROUP)}
    assert {name: groups[name].inputs["retentionInDays"] for name in ("shop", "search")} == {"shop": 30, "search": 7}
    assert {groups[name].inputs["logGroupClass"] for name in ("shop", "search")} == {"INFREQUENT_ACCESS"}
    assert all(groups[name].retain_on_delete for name in ("shop", "search"))
    for service in result.find_all(SERVICE):
        assert service.inputs["deploymentConfiguration"]["strategy"] == "CANARY"
        assert service.inputs["tags"]["Team"] == "storefront"
        wrapper = result.find_by_urn(result.find_by_urn(service.parent or "").parent or "")
        assert (wrapper.type, wrapper.name) == ("storefront:index:WebService", service.name)
    assert {rule.name: rule.inputs["priority"] for rule in result.find_all(RULE)} == {"search": 10, "shop": 20}


def test_awsx_before_and_after_run_the_same_container_twice() -> None:
    before, after = up("from-awsx/before"), up("from-awsx/after")
    [awsx] = before.find_all("awsx:ecs:FargateService")
    container = awsx.inputs["taskDefinitionArgs"]["container"]
    [mine] = document(after.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    assert mine["image"] == container["image"]
    assert mine["portMappings"][0]["containerPort"] == container["portMappings"][0]["containerPort"]
    service = after.find_one(SERVICE).inputs
    assert service["desiredCount"] == awsx.inputs["desiredCount"]
    assert service["networkConfiguration"]["assignPublicIp"] is awsx.inputs["assignPublicIp"] is True
    assert service["networkConfiguration"]["subnets"] == ["subnet-default-a", "subnet-default-b"]
    assert before.outputs["url"].startswith("http://")
    assert after.outputs["url"].startswith("http://")


def test_no_example_reaches_into_this_repository() -> None:
    for file in FOLDER.rglob("*.py"):
        imported = {line.split()[1].split(".")[0] for line in file.read_text().splitlines() if line.startswith(("import ", "from "))}
        assert imported <= {"json", "collections", "typing", "pulumi", "pulumi_aws", "pulumi_awsx", "fargate_web", "web_service"}, file


def test_the_page_of_the_examples_names_each() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [project for project in PROJECTS if f"]({project})" not in text] == []
