import json
import re
import shlex
import shutil
import subprocess

import pulumi
import pytest
from fargate_web import Cluster, LoadBalancer, Monitoring, Network, ScheduledTask, Service
from fargate_web.stack.outputs import build_readme, build_service_commands, build_stack_outputs, build_task_commands
from fargate_web.testing import AwsMocks, Run, run

SERVICE = "aws:ecs/service:Service"
CONFIG = {"aws:region": "us-west-2"}


def told(build, services, region="us-west-2", **options) -> Run:
    """Export the commands of some services, and the page."""

    def program():
        made = {name: Service(name, args) for name, args in services.items()}
        written = {name: build_service_commands(service, region) for name, service in made.items()}
        pulumi.export("commands", written)
        pulumi.export("readme", build_readme(made, written))

    return run(program, **{"config": CONFIG, **options})


@pytest.fixture(scope="module")
def web(build) -> Run:
    return told(build, {"web": build.web(names={"service": "web", "container": "app"}, enableExecuteCommand=True)})


# --- commands -----------------------------------------------------------------------------------------------------------


def test_the_commands_can_be_pasted(web):
    log = web.find_one("aws:cloudwatch/logGroup:LogGroup").outputs["name"]
    assert web.outputs["commands"]["web"] == {
        "logs": f"aws logs tail {log} --follow --region us-west-2",
        "events": "aws ecs describe-services --cluster shared --services web --region us-west-2"
        " --query 'services[0].events[:10].[createdAt,message]' --output table",
        "rollBack": "aws ecs stop-service-deployment --service-deployment-arn"
        " $(aws ecs list-service-deployments --cluster shared --service web --region us-west-2 --status IN_PROGRESS"
        " --query 'serviceDeployments[0].serviceDeploymentArn' --output text) --stop-type ROLLBACK --region us-west-2",
        "exec": "aws ecs execute-command --cluster shared --task"
        " $(aws ecs list-tasks --cluster shared --service-name web --region us-west-2 --query 'taskArns[0]' --output text)"
        " --container app --interactive --command /bin/sh --region us-west-2",
    }


def test_a_shell_is_offered_only_where_it_can_be_opened(build):
    assert told(build, {"web": build.web()}).outputs["commands"]["web"].keys() == {"logs", "events", "rollBack"}


def test_an_approval_is_offered_only_where_something_waits_for_one(build):
    paused = {"strategy": "blueGreen", "hooks": {"approval": {"stages": ["POST_SCALE_UP"], "pause": True}}}
    commands = told(build, {"web": build.web(deployment=paused)}).outputs["commands"]["web"]
    assert commands["approve"].startswith("aws ecs continue-service-deployment --service-deployment-arn $(")
    assert "?status=='AWAITING_ACTION'].hookId" in commands["approve"]
    assert commands["approve"].endswith(" --action CONTINUE --region us-west-2")


def test_without_a_known_region_the_commands_name_none(build):
    result = told(build, {"web": build.web(enableExecuteCommand=True)}, region=None)
    assert [command for command in result.outputs["commands"]["web"].values() if "--region" in command] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_shell_reads_every_command(web, build):
    # Names with every letter that AWS takes in them.
    odd = build.web(names={"service": "A_b-1", "container": "C_d-2"}, logs={"logGroupName": "/ecs/a.b_c#d-e"}, enableExecuteCommand=True)
    found = [*web.outputs["commands"]["web"].values(), *told(build, {"web": odd}).outputs["commands"]["web"].values()]
    assert len(found) == 8
    for command in found:
        checked = subprocess.run(["bash", "-n", "-c", command], capture_output=True, text=True, check=False)
        assert checked.stderr == "", command


def test_the_shell_takes_each_command_for_the_words_that_were_meant(web):
    for command in web.outputs["commands"]["web"].values():
        # Inner commands first: what is left is a list of words, of which every option but the switches has one value.
        outer = re.sub(r"\$\([^()]*\)", "INNER", command)
        for text in [outer, *re.findall(r"\$\(([^()]*)\)", command)]:
            words = shlex.split(text)
            assert words[0] == "aws"
            options = [word for word in words if word.startswith("--") and word not in ("--follow", "--interactive")]
            assert len(options) == len(set(options)), text
            assert [word for word in options if words[words.index(word) + 1].startswith("--")] == []


OPTIONS = {
    "logs tail": {"--follow", "--region"},
    "ecs describe-services": {"--cluster", "--services", "--region", "--query", "--output"},
    "ecs stop-service-deployment": {"--service-deployment-arn", "--stop-type", "--region"},
    "ecs list-service-deployments": {"--cluster", "--service", "--status", "--region", "--query", "--output"},
    "ecs execute-command": {"--cluster", "--task", "--container", "--interactive", "--command", "--region"},
    "ecs list-tasks": {"--cluster", "--service-name", "--region", "--query", "--output"},
}
"""Of the AWS CLI's commands, the options that exist and are used here."""


def test_every_option_is_one_of_its_command(web):
    seen = set()
    for command in web.outputs["commands"]["web"].values():
        for text in [re.sub(r"\$\([^()]*\)", "INNER", command), *re.findall(r"\$\(([^()]*)\)", command)]:
            _, *words = shlex.split(text)
            name = " ".join(words[:2])
            assert {word for word in words if word.startswith("--")} == OPTIONS[name]
            seen.add(name)
    assert seen == OPTIONS.keys()


def scheduled(build, **said) -> Run:
    """Export the commands of a scheduled task, and the page of it."""

    def program():
        task = ScheduledTask(
            "report", {"image": build.image, "network": build.network, "cluster": build.cluster, "schedule": "rate(1 day)", **said}
        )
        written = build_task_commands(task, "us-west-2")
        pulumi.export("commands", written)
        pulumi.export("readme", build_readme({}, {}, {"report": written}))

    return run(program, config=CONFIG)


def test_the_commands_of_a_scheduled_task_can_be_pasted(build):
    result = scheduled(build)
    log = result.find_one("aws:cloudwatch/logGroup:LogGroup").outputs["name"]
    group = result.find_one("aws:ec2/securityGroup:SecurityGroup").id
    definition = result.find_one("aws:ecs/taskDefinition:TaskDefinition").outputs["arn"]
    assert result.outputs["commands"] == {
        "logs": f"aws logs tail {log} --follow --region us-west-2",
        "run": f"aws ecs run-task --cluster shared --task-definition {definition} --capacity-provider-strategy capacityProvider=FARGATE,weight=1,base=0"
        f" --network-configuration 'awsvpcConfiguration={{subnets=[subnet-private-a,subnet-private-b],securityGroups=[{group}],assignPublicIp=DISABLED}}'"
        " --enable-ecs-managed-tags --propagate-tags TASK_DEFINITION --region us-west-2",
        "stopped": "aws ecs describe-tasks --cluster shared --tasks $(aws ecs list-tasks --cluster shared --family project-dev-report"
        " --desired-status STOPPED --region us-west-2 --query 'taskArns' --output text) --region us-west-2"
        " --query 'tasks[].[stoppedAt,stoppedReason,containers[0].exitCode]' --output table",
    }


def test_a_run_by_hand_is_what_the_schedule_starts(build):
    spot = [{"capacityProvider": "FARGATE", "weight": 1, "base": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": 3}]
    command = scheduled(build, subnets="public", propagateTags="NONE", capacityProviderStrategy=spot).outputs["commands"]["run"]
    assert "subnets=[subnet-public-a,subnet-public-b]" in command
    assert "assignPublicIp=ENABLED" in command
    assert "capacityProvider=FARGATE,weight=1,base=1 capacityProvider=FARGATE_SPOT,weight=3,base=0" in command
    assert "--propagate-tags" not in command


def test_the_page_tells_of_scheduled_tasks(build):
    page = scheduled(build).outputs["readme"]
    assert page.startswith("# project / dev\n\n## report\n\nA scheduled task.\n\n```sh\n# logs\naws logs tail ")


# --- the page -----------------------------------------------------------------------------------------------------------


def test_the_page_tells_of_every_service_where_it_answers_and_how_it_is_operated(build):
    nameless = {key: value for key, value in build.load_balancer.items() if key != "url"}
    result = told(build, {"web": build.web(), "jobs": build.worker(), "inside": build.web(priority=9, load_balancer=nameless)})
    page = result.outputs["readme"]
    assert page.startswith("# project / dev\n")
    assert "\n## web\n\n<https://shared.example.com/>\n" in page
    assert "\n## jobs\n\nA worker: nothing connects to it.\n" in page
    assert "\n## inside\n\nBehind the load balancer.\n" in page
    for name, found in result.outputs["commands"].items():
        for title, command in found.items():
            assert f"# {title}\n{command}\n" in page, name
    assert page.count("```") == 6


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
            network=network, cluster=cluster, load_balancer=balancer, services=services, monitoring=monitoring, region="us-west-2"
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
        "readme",
    }
    vpc, balancer = exported.find_one("awsx:ec2:Vpc"), exported.find_one("aws:lb/loadBalancer:LoadBalancer")
    assert exported.outputs["vpcId"] == vpc.outputs["vpcId"]
    assert exported.outputs["privateSubnetIds"] == vpc.outputs["privateSubnetIds"]
    assert exported.outputs["clusterArn"] == exported.find_one("aws:ecs/cluster:Cluster").outputs["arn"]
    assert exported.outputs["listenerArn"] == exported.find_one("aws:lb/listener:Listener").outputs["arn"]
    assert exported.outputs["loadBalancerDnsName"] == balancer.outputs["dnsName"]
    assert exported.outputs["alarmTopicArn"] == exported.find_one("aws:sns/topic:Topic").outputs["arn"]


def test_the_urls_are_those_of_the_services_that_answer(exported):
    dns_name = exported.outputs["loadBalancerDnsName"]
    assert exported.outputs["urls"] == {"web": f"http://{dns_name}/v1/"}


def test_a_service_exports_what_its_operators_need(exported):
    web, jobs = exported.outputs["services"]["web"], exported.outputs["services"]["jobs"]
    assert web.keys() == jobs.keys() | {"targetGroupArns"}
    assert jobs.keys() == {"name", "arn", "taskDefinitionArn", "logGroupName", "securityGroupId", "taskRoleArn", "commands"}
    assert web["arn"] == exported.find_one(SERVICE, "web").outputs["arn"]
    assert web["targetGroupArns"] == [group.outputs["arn"] for group in exported.find_all("aws:lb/targetGroup:TargetGroup")]


def test_what_there_is_not_is_not_exported(build):
    outputs = stack(build, routed=False, watched=False).outputs
    absent = {"listenerArn", "loadBalancerSecurityGroupId", "loadBalancerDnsName", "alarmTopicArn"}
    assert not absent & outputs.keys()
    assert outputs["services"].keys() == {"jobs"}
    assert outputs.get("urls", {}) == {}


def test_a_load_balancer_of_someone_else_is_exported_as_far_as_it_is_known(build):
    outputs = stack(build, existing=True).outputs
    assert outputs["listenerArn"] == build.load_balancer["listener_arn"]
    assert outputs["loadBalancerSecurityGroupId"] == "sg-0123456789abcdef0"
    assert "loadBalancerDnsName" not in outputs
    assert outputs.get("urls", {}) == {}


def test_no_output_is_a_secret(exported):
    assert exported.secret_outputs == frozenset()
    assert json.dumps(exported.outputs)
