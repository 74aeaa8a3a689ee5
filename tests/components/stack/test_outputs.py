import json
import re

import pulumi
import pytest
from fargate_web import Cluster, LoadBalancer, Monitoring, Network, Repository, ScheduledTask, Service
from fargate_web.stack.outputs import build_readme, build_stack_outputs
from fargate_web.testing import AwsMocks, Run, run

SERVICE = "aws:ecs/service:Service"
CONFIG = {"aws:region": "us-west-2"}


# --- the page -----------------------------------------------------------------------------------------------------------


def page(build, services, tasks=()) -> str:
    """Return the page of some services and scheduled tasks."""

    def program():
        made = {name: Service(name, args) for name, args in services.items()}
        wires = {"image": build.image, "network": build.network, "cluster": build.cluster}
        started = {name: ScheduledTask(name, {**wires, "schedule": "rate(1 day)"}) for name in tasks}
        pulumi.export("readme", build_readme(made, started))

    return run(program, config=CONFIG).outputs["readme"]


def test_the_page_tells_of_every_service_where_it_answers_and_how_it_is_operated(build):
    nameless = {key: value for key, value in build.load_balancer.items() if key != "url"}
    text = page(
        build,
        {"web": build.web(enableExecuteCommand=True), "jobs": build.worker(), "inside": build.web(priority=9, load_balancer=nameless)},
    )
    assert text.startswith("# project / dev\n")
    assert "\n## web\n\n<https://shared.example.com/>\n" in text
    assert "\n## jobs\n\nA worker: nothing connects to it.\n" in text
    assert "\n## inside\n\nBehind the load balancer.\n" in text
    assert re.findall(r"^fargate-web (\w+) web --stack dev$", text, re.MULTILINE) == ["status", "logs", "exec", "why", "rollback"]
    assert re.findall(r"^fargate-web (\w+) jobs --stack dev$", text, re.MULTILINE) == ["status", "logs", "why", "rollback"]
    assert text.count("```") == 6


def test_every_command_of_the_page_is_one(build):
    from fargate_web_cli.app import COMMANDS

    words = re.findall(r"^fargate-web (\w+)", page(build, {"web": build.web(enableExecuteCommand=True)}), re.MULTILINE)
    assert set(words) <= COMMANDS.keys()


def test_the_page_tells_of_scheduled_tasks(build):
    assert re.fullmatch(
        r"# project / dev\n\n## report\n\nA scheduled task\. Its log group is `[^`]*report[^`]*`\.\n", page(build, {}, ["report"])
    )


# --- the outputs of a stack ---------------------------------------------------------------------------------------------


def stack(build, *, routed=True, watched=True, existing=False, **options) -> Run:
    def program():
        network, cluster = Network("network"), Cluster("cluster")
        balancer = None
        if routed:
            said = {"existing": {"listenerArn": build.load_balancer["listener_arn"], "securityGroupId": "sg-0123456789abcdef0"}}
            balancer = LoadBalancer("balancer", said if existing else {"network": network})
        wires = {"image": build.image, "network": network, "cluster": cluster, "load_balancer": balancer}
        services = {"jobs": Service("jobs", wires)}
        if routed:
            services["web"] = Service("web", {**wires, "port": 3000, "route": {"paths": ["/v1/*"]}})
        monitoring = Monitoring("monitoring", {"services": services, "load_balancer": balancer}) if watched else None
        found = build_stack_outputs(
            network=network,
            cluster=cluster,
            load_balancer=balancer,
            services=services,
            monitoring=monitoring,
            repositories={"web": Repository("images")},
        )
        for key, value in found.items():
            pulumi.export(key, value)

    return run(program, **{"config": CONFIG, "mocks": AwsMocks(), **options})


@pytest.fixture(scope="module")
def exported(build) -> Run:
    return stack(build)


def test_a_stack_exports_what_others_need(exported):
    assert exported.outputs.keys() == {
        "urls",
        "services",
        "vpcId",
        "privateSubnetIds",
        "publicSubnetIds",
        "clusterName",
        "clusterArn",
        "listenerArn",
        "loadBalancerSecurityGroupId",
        "loadBalancerDnsName",
        "alarmTopicArn",
        "alarmNames",
        "dashboardName",
        "repositories",
        "readme",
    }
    vpc, balancer = exported.find_one("awsx:ec2:Vpc"), exported.find_one("aws:lb/loadBalancer:LoadBalancer")
    assert exported.outputs["vpcId"] == vpc.outputs["vpcId"]
    assert exported.outputs["privateSubnetIds"] == vpc.outputs["privateSubnetIds"]
    assert exported.outputs["clusterArn"] == exported.find_one("aws:ecs/cluster:Cluster").outputs["arn"]
    assert exported.outputs["listenerArn"] == exported.find_one("aws:lb/listener:Listener").outputs["arn"]
    assert exported.outputs["loadBalancerDnsName"] == balancer.outputs["dnsName"]
    assert exported.outputs["dashboardName"] == exported.find_one("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardName"]
    alarms = exported.find_all("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert exported.outputs["alarmNames"] == sorted(alarm.inputs["name"] for alarm in alarms if alarm.inputs.get("alarmActions"))
    assert exported.outputs["alarmTopicArn"] == exported.find_one("aws:sns/topic:Topic").outputs["arn"]


def test_the_urls_are_those_of_the_services_that_answer(exported):
    dns_name = exported.outputs["loadBalancerDnsName"]
    assert exported.outputs["urls"] == {"web": f"http://{dns_name}/v1/"}


def test_a_service_exports_what_its_operators_need(exported):
    web, jobs = exported.outputs["services"]["web"], exported.outputs["services"]["jobs"]
    assert web.keys() == jobs.keys() | {"targetGroupArns"}
    assert jobs.keys() == {"name", "arn", "taskDefinitionArn", "logGroupName", "securityGroupId", "taskRoleArn"}
    assert web["arn"] == exported.find_one(SERVICE, "web").outputs["arn"]
    assert web["targetGroupArns"] == [group.outputs["arn"] for group in exported.find_all("aws:lb/targetGroup:TargetGroup")]


def test_what_there_is_not_is_not_exported(build):
    outputs = stack(build, routed=False, watched=False).outputs
    absent = {"listenerArn", "loadBalancerSecurityGroupId", "loadBalancerDnsName", "alarmTopicArn", "alarmNames", "dashboardName"}
    assert not absent & outputs.keys()
    assert outputs["services"].keys() == {"jobs"}
    assert outputs.get("urls", {}) == {}


def test_a_load_balancer_of_someone_else_is_exported_as_far_as_it_is_known(build):
    outputs = stack(build, existing=True).outputs
    assert outputs["listenerArn"] == build.load_balancer["listener_arn"]
    assert outputs["loadBalancerSecurityGroupId"] == "sg-0123456789abcdef0"
    assert "loadBalancerDnsName" not in outputs
    assert outputs.get("urls", {}) == {}


def test_a_repository_exports_its_url(exported):
    assert exported.outputs["repositories"] == {"web": {"url": exported.find_one("aws:ecr/repository:Repository").outputs["repositoryUrl"]}}


def test_no_output_holds_a_command_to_paste_but_the_page(exported):
    others = {key: value for key, value in exported.outputs.items() if key != "readme"}
    assert not re.search(r"\b(aws|docker) [a-z]", json.dumps(others))


def test_no_output_is_a_secret(exported):
    assert exported.secret_outputs == frozenset()
    assert json.dumps(exported.outputs)
