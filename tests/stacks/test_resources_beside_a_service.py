"""The programs of docs/importing.md with resources beside a service: what is wired to what."""

import json
import re
from typing import Any

import pytest
from fargate_web.testing import Resource, Run, run

from tests.stacks.running import ROOT, document

PAGE = ROOT / "docs" / "importing.md"
CONFIG = {"aws:region": "us-west-2"}
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def run_section(title: str, folder: Any, *, preview: bool = False) -> Run:
    """Run the first program below a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found
    program = folder / "program.py"
    program.write_text(found[1], encoding="utf-8")
    return run(program, config=CONFIG, preview=preview)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_section("What a service uses", tmp_path_factory.mktemp("used"))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_section("CloudFront in front", tmp_path_factory.mktemp("front"))


def find_statements(result: Run, policy: str) -> dict[str, list[str]]:
    """Give the resources that each action of a policy is allowed on."""
    statements = json.loads(find(result, "aws:iam/rolePolicy:RolePolicy", policy).inputs["policy"])["Statement"]
    return {action: statement["Resource"] for statement in statements for action in statement["Action"]}


def arn_of(result: Run, type_: str, name: str) -> str:
    return str(find(result, type_, name).outputs["arn"])


def find(result: Run, type_: str, name: str) -> Resource:
    [resource] = [resource for resource in result.find_all(type_) if resource.name == name]
    return resource


def test_the_task_role_may_use_the_bucket_the_table_and_the_queue_and_nothing_else(used: Run) -> None:
    objects = [f"{arn_of(used, 'aws:s3/bucket:Bucket', 'uploads')}/*"]
    table = [arn_of(used, "aws:dynamodb/table:Table", "orders")]
    assert find_statements(used, "api-task") == {
        "s3:GetObject": objects,
        "s3:PutObject": objects,
        "dynamodb:GetItem": table,
        "dynamodb:PutItem": table,
        "dynamodb:Query": table,
        "sqs:SendMessage": [arn_of(used, "aws:sqs/queue:Queue", "jobs")],
    }


def test_the_container_knows_where_everything_is_and_reads_the_password_that_rds_manages(used: Run) -> None:
    [container] = document(used.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    environment = {variable["name"]: variable["value"] for variable in container["environment"]}
    database = used.find_one("aws:rds/cluster:Cluster").outputs
    assert environment["DATABASE_HOST"] == database["endpoint"]
    assert environment["CACHE_HOST"] == used.find_one("aws:elasticache/serverlessCache:ServerlessCache").outputs["endpoints"][0]["address"]
    assert environment["JOBS_QUEUE_URL"] == find(used, "aws:sqs/queue:Queue", "jobs").outputs["url"]
    secret = database["masterUserSecrets"][0]["secretArn"]
    assert container["secrets"] == [{"name": "DATABASE_PASSWORD", "valueFrom": f"{secret}:password::"}]
    assert find_statements(used, "api-execution")["secretsmanager:GetSecretValue"] == [secret]


def test_the_tasks_reach_the_cache_and_the_database_and_the_reports_reach_the_tasks(used: Run) -> None:
    groups = {group.id: group.name for group in used.find_all("aws:ec2/securityGroup:SecurityGroup")}
    rules = [rule.inputs for rule in used.find_all(INGRESS_RULE)]
    opened = {
        (groups[rule["referencedSecurityGroupId"]], groups[rule["securityGroupId"]], rule["fromPort"], rule["toPort"]) for rule in rules
    }
    assert opened == {("api", "cache", 6379, 6379), ("api", "database", 5432, 5432), ("reports", "api", 3000, 3000)}


def test_only_cloudfront_and_the_vpc_reach_the_load_balancer(front: Run) -> None:
    balancer = front.find_one("aws:lb/loadBalancer:LoadBalancer")
    rules = [rule.inputs for rule in front.find_all(INGRESS_RULE) if rule.inputs["securityGroupId"] in balancer.inputs["securityGroups"]]
    assert balancer.inputs["internal"] is True
    assert sorted(rule.get("cidrIpv4") or rule["prefixListId"].partition("-")[0] for rule in rules) == ["10.0.0.0/16", "pl"]


def test_the_distribution_reaches_the_load_balancer_through_the_vpc_origin(front: Run) -> None:
    [origin] = front.find_one("aws:cloudfront/distribution:Distribution").inputs["origins"]
    vpc_origin = front.find_one("aws:cloudfront/vpcOrigin:VpcOrigin")
    balancer = front.find_one("aws:lb/loadBalancer:LoadBalancer").outputs
    assert origin["domainName"] == balancer["dnsName"]
    assert origin["vpcOriginConfig"] == {"vpcOriginId": vpc_origin.id}
    assert vpc_origin.inputs["vpcOriginEndpointConfig"]["arn"] == balancer["arn"]


@pytest.mark.parametrize(("title", "fixture"), [("What a service uses", "used"), ("CloudFront in front", "front")])
def test_a_preview_shows_what_the_update_creates(title: str, fixture: str, tmp_path: Any, request: pytest.FixtureRequest) -> None:
    run_section(title, tmp_path, preview=True).assert_same_resources(request.getfixturevalue(fixture))
