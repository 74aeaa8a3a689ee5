"""What holds for every stack file of the repository: those of the stacks, and the examples."""

import contextlib
import json
import re
import shutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from fargate_web.stack.load import load_file
from fargate_web.stack.loaded_stack import LoadedStack
from fargate_web.testing import Resource, Run, run
from jsonschema import Draft202012Validator

from tests.stacks.running import PROJECT, ROOT, altered, as_the_cli_does, preview_or_up, read

FILES = sorted(str(file.relative_to(ROOT)) for pattern in ("Pulumi.*.yaml", "examples/*.yaml") for file in ROOT.glob(pattern))
STACK_NAMES = {file: Path(file).stem.removeprefix("Pulumi.") for file in FILES}
CLUSTER = "aws:ecs/cluster:Cluster"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
VPC = "awsx:ec2:Vpc"

MINIMAL = {
    "aws:region": "us-west-2",
    f"{PROJECT}:services": {"web": {"image": "public.ecr.aws/nginx/nginx-unprivileged:1.29", "port": 8080}},
}


@dataclass(frozen=True)
class Ran:
    """A stack file, loaded and run both ways."""

    loaded: LoadedStack
    preview: Run
    update: Run


@cache
def ran(file: str) -> Ran:
    with contextlib.chdir(ROOT):
        loaded = load_file(file)
    config, name = read(file), STACK_NAMES[file]
    return Ran(loaded, preview_or_up(config, name, preview=True), preview_or_up(config, name))


@cache
def minimal() -> Run:
    return preview_or_up(MINIMAL)


@pytest.fixture(params=FILES)
def stack(request: pytest.FixtureRequest) -> Ran:
    return ran(request.param)


@pytest.fixture
def prod() -> Run:
    return ran("Pulumi.prod.yaml").update


@pytest.fixture
def dev() -> Run:
    return ran("Pulumi.dev.yaml").update


def ancestors(result: Run, resource: Resource) -> list[Resource]:
    found = []
    while resource.parent is not None and resource.parent != result.stack.urn:
        resource = result.find_by_urn(resource.parent)
        found.append(resource)
    return found


def components(result: Run) -> list[Resource]:
    return [resource for resource in result.resources if not resource.custom and not resource.remote]


def taggable(resource: Resource) -> bool:
    """Tell whether the SDK declares `tags` among the inputs of a resource."""
    if resource.type == VPC:
        return True
    package, module, name = resource.type.split(":")
    folder, file = module.split("/")
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", file).lower()
    declared = getattr(import_module(f"pulumi_{package}.{folder}.{snake}"), f"{name}Args")
    return hasattr(declared, "tags")


# --- every file ---------------------------------------------------------------------------------------------------------


def test_there_are_stack_files():
    assert {"Pulumi.dev.yaml", "Pulumi.prod.yaml", "examples/jupiter.yaml", "examples/prod-e.yaml"} <= set(FILES)


def test_a_preview_registers_what_an_update_does(stack):
    assert {each.urn for each in stack.preview.resources} == {each.urn for each in stack.update.resources}


def test_nothing_is_registered_twice(stack):
    urns = [each.urn for each in stack.update.resources]
    assert len(urns) == len(set(urns))


@pytest.mark.parametrize("kind", ["preview", "update"])
def test_nothing_is_logged_but_the_advice_of_the_checks(stack, kind):
    logs = getattr(stack, kind).logs
    assert [log.message for log in logs if log.severity != "info"] == [str(warning) for warning in stack.loaded.warnings]


def test_every_resource_belongs_to_a_component(stack):
    made = [each for each in stack.update.resources if each.custom or each.remote]
    assert [str(each) for each in made if not any(not parent.custom for parent in ancestors(stack.update, each))] == []


def test_components_stand_directly_below_the_stack(stack):
    assert [str(each) for each in components(stack.update) if each.parent != stack.update.stack.urn] == []


def test_every_component_registers_its_outputs(stack):
    assert [str(each) for each in components(stack.update) if not each.registered_outputs] == []


def test_every_resource_that_takes_tags_has_those_of_project_and_stack(stack, request):
    wanted = {"Project": PROJECT, "Stack": stack.update.stack.name.removeprefix(f"{PROJECT}-")}
    made = [each for each in stack.update.resources if (each.custom or each.remote) and taggable(each)]
    assert made
    assert [str(each) for each in made if not wanted.items() <= each.inputs.get("tags", {}).items()] == []


def test_every_resource_that_takes_tags_has_those_of_the_file(stack):
    wanted = dict(stack.loaded.stack.tags)
    made = [each for each in stack.update.resources if (each.custom or each.remote) and taggable(each)]
    assert [str(each) for each in made if not wanted.keys() <= each.inputs.get("tags", {}).keys()] == []


def test_the_outputs_tell_of_the_network_and_the_cluster(stack):
    outputs = stack.update.outputs
    assert outputs["vpcId"].startswith("vpc-")
    assert outputs["privateSubnetIds"]
    assert all(subnet.startswith("subnet-") for subnet in (*outputs["privateSubnetIds"], *outputs["publicSubnetIds"]))
    assert outputs["clusterArn"] == stack.update.find_one(CLUSTER).outputs["arn"]
    assert outputs["clusterName"] == stack.update.find_one(CLUSTER).outputs["name"]


def test_the_outputs_tell_of_every_service(stack):
    services = stack.update.outputs["services"]
    assert services.keys() == stack.loaded.stack.services.keys()
    for name, service in services.items():
        assert service["arn"] == stack.update.find_one(SERVICE, name).id
        assert service["taskDefinitionArn"] == stack.update.find_one(TASK_DEFINITION, name).outputs["arn"]
        assert ("targetGroupArns" in service) == (name in stack.loaded.stack.routed_services)


def test_every_routed_service_has_a_url(stack):
    urls = stack.update.outputs["urls"]
    assert urls.keys() == stack.loaded.stack.routed_services.keys()
    scheme = "https" if stack.loaded.stack.load_balancer.https else "http"
    assert [url for url in urls.values() if not re.fullmatch(rf"{scheme}://[a-z0-9.:-]+/\S*", url)] == []


def test_the_page_for_pulumi_cloud_names_every_service_and_its_url(stack):
    outputs = stack.update.outputs
    assert outputs["readme"].startswith(f"# {PROJECT} / ")
    assert [name for name in outputs["services"] if f"\n## {name}\n" not in outputs["readme"]] == []
    assert [url for url in outputs["urls"].values() if url not in outputs["readme"]] == []


def test_a_preview_has_the_outputs_of_an_update(stack):
    assert stack.preview.outputs.keys() == stack.update.outputs.keys()


def test_no_output_is_secret(stack):
    assert stack.update.secret_outputs == frozenset()


@cache
def validator() -> Draft202012Validator:
    schema = json.loads((ROOT / "schema/stack.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("file", FILES)
def test_the_schema_takes_the_file(file):
    assert [f"{error.json_path}: {error.message}" for error in validator().iter_errors(yaml.safe_load((ROOT / file).read_text()))] == []


@pytest.mark.parametrize("file", FILES)
def test_the_schema_refuses_the_file_with_a_key_that_nobody_knows(file):
    content = yaml.safe_load((ROOT / file).read_text())
    for service in content["config"][f"{PROJECT}:services"].values():
        service["prot"] = 80
    assert not validator().is_valid(content)


@pytest.mark.parametrize("file", FILES)
def test_the_first_line_leads_an_editor_to_the_schema(file):
    [found] = re.findall(r"\A# yaml-language-server: \$schema=(\S+)\n", (ROOT / file).read_text())
    assert (ROOT / file).parent.joinpath(found).resolve() == ROOT / "schema/stack.schema.json"


# --- prod ---------------------------------------------------------------------------------------------------------------


def test_protected_covers_key_network_cluster_and_load_balancer_with_all_that_is_in_them(prod):
    kept = {"fargate-web:index:EncryptionKey", "fargate-web:index:Network", "fargate-web:index:Cluster", "fargate-web:index:LoadBalancer"}
    assert {each.type for each in components(prod) if each.protect} == kept
    below = [each for each in prod.resources if {parent.type for parent in ancestors(prod, each)} & kept]
    assert len(below) > 20
    assert [str(each) for each in below if each.protect is not True] == []


def test_protected_leaves_services_scaling_and_monitoring_free_to_change(prod):
    free = {"fargate-web:index:Service", "fargate-web:index:Scaling", "fargate-web:index:Monitoring"}
    below = [each for each in prod.resources if each.type in free or {parent.type for parent in ancestors(prod, each)} & free]
    assert len(below) > 40
    assert [str(each) for each in below if each.protect] == []


CONTAINER = "containerDefinitions.0"
MODERN_TLS = re.compile(r"ELBSecurityPolicy-TLS13-1-(3-2021-06|2-Res-2021-06|[23].*-(FIPS-2023-04|PQ-2025-09))")
CONTROLS = {
    "ECS.2": (SERVICE, "networkConfiguration.assignPublicIp", False),
    "ECS.3": (TASK_DEFINITION, "pidMode", None),
    "ECS.4": (TASK_DEFINITION, f"{CONTAINER}.privileged", None),
    "ECS.5": (TASK_DEFINITION, f"{CONTAINER}.readonlyRootFilesystem", True),
    "ECS.9": (TASK_DEFINITION, f"{CONTAINER}.logConfiguration.logDriver", "awslogs"),
    "ECS.10": (SERVICE, "platformVersion", "LATEST"),
    "ECS.12": (CLUSTER, "settings.0", {"name": "containerInsights", "value": "enhanced"}),
    "ECS.13": (SERVICE, "tags.Team", "web"),
    "ECS.14": (CLUSTER, "tags.Team", "web"),
    "ECS.15": (TASK_DEFINITION, "tags.Team", "web"),
    "ECS.17": (TASK_DEFINITION, "networkMode", "awsvpc"),
    "ECS.20": (TASK_DEFINITION, f"{CONTAINER}.user", "10001:10001"),
    "CKV_AWS_223": (CLUSTER, "configuration.executeCommandConfiguration.logging", "OVERRIDE"),
    "prowler ecs_task_definitions_logging_block_mode": (
        TASK_DEFINITION,
        f"{CONTAINER}.logConfiguration.options.mode",
        "non-blocking",
    ),
    "circuit breaker": (SERVICE, "deploymentCircuitBreaker", {"enable": True, "rollback": True}),
    "ELB.1": ("aws:lb/listener:Listener load-balancer-http", "defaultActions.0.redirect.protocol", "HTTPS"),
    "ELB.4": (LOAD_BALANCER, "dropInvalidHeaderFields", True),
    "ELB.5": (LOAD_BALANCER, "accessLogs.enabled", True),
    "ELB.6": (LOAD_BALANCER, "enableDeletionProtection", True),
    "ELB.12": (LOAD_BALANCER, "desyncMitigationMode", re.compile("defensive|strictest")),
    "ELB.16": ("aws:wafv2/webAclAssociation:WebAclAssociation", "webAclArn", re.compile("arn:aws:wafv2:.+")),
    "ELB.17": ("aws:lb/listener:Listener load-balancer-https", "sslPolicy", MODERN_TLS),
    "ELB.18": ("aws:lb/listener:Listener load-balancer-https", "protocol", "HTTPS"),
    "CKV_AWS_261": ("aws:lb/targetGroup:TargetGroup", "healthCheck.path", "/health"),
    "EC2.2 in": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "ingress", None),
    "EC2.2 out": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "egress", None),
    "EC2.6": (FLOW_LOG, "trafficType", "ALL"),
    "CKV_AWS_23 groups": (SECURITY_GROUP, "description", re.compile(r".{5,}")),
    "CKV_AWS_23 ingress": ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "description", re.compile(r".{5,}")),
    "CKV_AWS_23 egress": ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "description", re.compile(r".{5,}")),
    "CloudWatch.15": ("aws:cloudwatch/metricAlarm:MetricAlarm", "alarmActions.0", re.compile("arn:aws:sns:.+")),
    "CloudWatch.16": ("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 365),
    "CloudWatch.17": ("aws:cloudwatch/metricAlarm:MetricAlarm", "actionsEnabled", None),
    "KMS.4": ("aws:kms/key:Key", "enableKeyRotation", True),
    "SNS.1": ("aws:sns/topic:Topic", "kmsMasterKeyId", re.compile(r".+")),
    "S3.1 acls": ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicAcls", True),
    "S3.1 policy": ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "blockPublicPolicy", True),
    "S3.8 acls": ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "ignorePublicAcls", True),
    "S3.8 policy": ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "restrictPublicBuckets", True),
    "S3.5": ("aws:s3/bucketPolicy:BucketPolicy", "policy", re.compile(r'.*"aws:SecureTransport":"false".*')),
    "S3.12": ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "rule.objectOwnership", "BucketOwnerEnforced"),
    "S3.14": ("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "Enabled"),
    "S3.13": ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "rules.0.status", "Enabled"),
    "ACM.1": ("aws:acm/certificate:Certificate", "validationMethod", "DNS"),
    "WAF.10": ("aws:wafv2/webAcl:WebAcl", "rules.1.name", re.compile("AWSManagedRules.+")),
    "WAF.12": ("aws:wafv2/webAcl:WebAcl", "visibilityConfig.cloudwatchMetricsEnabled", True),
}


def found_at(inputs: Any, path: str) -> Any:
    """Follow a path through maps, lists and JSON texts; None where it ends early."""
    value = inputs
    for step in path.split("."):
        if isinstance(value, str):
            value = json.loads(value)
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


@pytest.mark.parametrize("control", CONTROLS)
def test_prod_satisfies_the_control(prod, control):
    where, path, wanted = CONTROLS[control]
    kind, _, name = where.partition(" ")
    affected = [each for each in prod.find_all(kind) if name in ("", each.name)]
    assert affected
    for each in affected:
        value = found_at(each.inputs, path)
        if isinstance(wanted, re.Pattern):
            assert wanted.fullmatch(value or ""), f"{each}: {path} is {value!r}"
        else:
            assert value == wanted, f"{each}: {path} is {value!r}"


def test_in_prod_only_the_load_balancer_admits_addresses(prod):
    rules = prod.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    own = prod.find_one(SECURITY_GROUP, "load-balancer").id
    open_to = {rule.inputs["securityGroupId"] for rule in rules if "cidrIpv4" in rule.inputs or "cidrIpv6" in rule.inputs}
    assert open_to == {own}
    assert {rule.inputs["fromPort"] for rule in rules if rule.inputs["securityGroupId"] == own} == {80, 443}


def test_in_prod_the_two_roles_of_a_service_differ(prod):
    for task in prod.find_all(TASK_DEFINITION):
        assert task.inputs["executionRoleArn"] != task.inputs["taskRoleArn"]


# --- dev ----------------------------------------------------------------------------------------------------------------


def test_dev_pays_for_no_nat_gateway_no_key_and_no_endpoint(dev):
    assert dev.find_one(VPC).inputs["natGateways"] == {"strategy": "None"}
    assert {each.type for each in dev.resources} & {"aws:kms/key:Key", "aws:ec2/natGateway:NatGateway", "aws:ec2/eip:Eip"} == set()
    assert {each.inputs["vpcEndpointType"] for each in dev.find_all("aws:ec2/vpcEndpoint:VpcEndpoint")} == {"Gateway"}


def test_dev_can_be_destroyed(dev):
    assert [str(each) for each in dev.resources if each.protect or each.retain_on_delete] == []
    assert dev.find_one(LOAD_BALANCER).inputs["enableDeletionProtection"] is False


def test_dev_runs_one_task_on_spot_capacity(dev):
    service = dev.find_one(SERVICE).inputs
    assert service["desiredCount"] == 1
    assert [each["capacityProvider"] for each in service["capacityProviderStrategies"]] == ["FARGATE_SPOT"]


def test_dev_admits_the_load_balancer_only_although_its_tasks_have_public_addresses(dev):
    assert dev.find_one(SERVICE).inputs["networkConfiguration"]["assignPublicIp"] is True
    own = dev.find_one(SECURITY_GROUP, "web").id
    [rule] = [
        each for each in dev.find_all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") if each.inputs["securityGroupId"] == own
    ]
    assert rule.inputs["referencedSecurityGroupId"] == dev.find_one(SECURITY_GROUP, "load-balancer").id


# --- faults -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_faults(tmp_path: Path) -> Run:
    shutil.copy(ROOT / "__main__.py", tmp_path)
    shutil.copy(ROOT / "Pulumi.yaml", tmp_path)
    text = (
        "config:\n"
        "  aws:region: us-west-2\n"
        "  fargate-web:services:\n"
        "    web:\n"
        "      image: public.ecr.aws/nginx/nginx:1.29\n"
        "      port: 99999\n"
        "      cpu: 300\n"
        "  fargate-web:network:\n"
        "    natGateway: single\n"
    )
    (tmp_path / "Pulumi.broken.yaml").write_text(text)
    config = as_the_cli_does(yaml.safe_load(text)["config"])
    return run(tmp_path, preview=True, project=PROJECT, stack="broken", config=config, strict=False)


def test_a_stack_with_faults_registers_nothing(with_faults):
    assert with_faults.resources == []
    assert with_faults.invokes == []


def test_a_stack_with_faults_tells_them_all_at_once_without_a_traceback(with_faults):
    assert isinstance(with_faults.error, pulumi.RunError)
    told = str(with_faults.error)
    assert "services.web.port" in told
    assert "services.web.cpu" in told
    assert "natGateways" in told


def test_every_fault_has_its_position_in_the_file(with_faults):
    told = re.findall(r"Pulumi\.broken\.yaml:(\d+):(\d+)", str(with_faults.error))
    assert {int(line) for line, _ in told} == {6, 7, 9}


def test_advice_of_a_protected_stack_is_a_fault():
    result = run(ROOT, preview=True, project=PROJECT, config=as_the_cli_does(altered(MINIMAL, protected=True)), stack="test", strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert result.resources == []


# --- two settings are enough --------------------------------------------------------------------------------------------


def test_an_image_and_a_port_are_enough():
    assert minimal().find_one(SERVICE, "web").inputs["desiredCount"] == 2
    assert minimal().outputs["urls"]["web"].startswith("http://")


SECURE_BY_DEFAULT = {
    "tasks have no public address": (SERVICE, "networkConfiguration.assignPublicIp", False),
    "a failed deployment is rolled back": (SERVICE, "deploymentCircuitBreaker", {"enable": True, "rollback": True}),
    "nobody can open a shell": (SERVICE, "enableExecuteCommand", False),
    "the load balancer is protected from deletion": (LOAD_BALANCER, "enableDeletionProtection", True),
    "requests are recorded": (LOAD_BALANCER, "accessLogs.enabled", True),
    "invalid headers are dropped": (LOAD_BALANCER, "dropInvalidHeaderFields", True),
    "all traffic of the network is recorded": (FLOW_LOG, "trafficType", "ALL"),
    "insights are enhanced": (CLUSTER, "settings.0", {"name": "containerInsights", "value": "enhanced"}),
    "the default security group has no rules": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "ingress", None),
    "sessions are recorded": (CLUSTER, "configuration.executeCommandConfiguration.logging", "OVERRIDE"),
    "each zone has its own way out": (VPC, "natGateways.strategy", "OnePerAz"),
    "logs are kept for a year": ("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 365),
}


@pytest.mark.parametrize("what", SECURE_BY_DEFAULT)
def test_without_further_settings(what):
    kind, path, wanted = SECURE_BY_DEFAULT[what]
    affected = minimal().find_all(kind)
    assert affected
    assert {str(each): found_at(each.inputs, path) for each in affected} == {str(each): wanted for each in affected}


def test_without_further_settings_the_tasks_run_in_the_private_subnets():
    result = minimal()
    assert result.find_one(SERVICE).inputs["networkConfiguration"]["subnets"] == result.outputs["privateSubnetIds"]
