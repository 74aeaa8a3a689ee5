"""What `load_stack()` gives a program: the components of a stack file with their arguments and their order."""

import gc
import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Network, Service, ServiceArgs, SettingsError, StackPlan, load_stack
from fargate_web.testing import Run, run

IMAGE = "public.ecr.aws/nginx/nginx-unprivileged:1.29"
WEB = {"image": IMAGE, "port": 8080, "route": {"paths": ["/*"]}}
BUS = {"services": ["web"]}


@pytest.fixture(autouse=True)
def _folder_without_stack_files(tmp_path, monkeypatch):
    """Run where no search for the stack file has anything to read: the repository holds a thousand files that it could be."""
    monkeypatch.chdir(tmp_path)


def run_program(program: Callable[[StackPlan], Any], /, *, services: Any = None, **sections: Any) -> Run:
    """Run a program that loads a stack, whatever it logs."""
    given = {"services": services if services is not None else {"web": WEB}, **sections}
    config = {"aws:region": "us-west-2", **{f"fargate-web:{key}": json.dumps(value) for key, value in given.items()}}
    return run(lambda: program(load_stack()), project="shop", stack="test", config=config, strict=False)


def load(**sections: Any) -> StackPlan:
    found: list[StackPlan] = []
    result = run_program(found.append, **sections)
    assert result.error is None, result.error
    return found[0]


def told(program: Callable[[StackPlan], Any], /, **sections: Any) -> str:
    result = run_program(program, **sections)
    assert isinstance(result.error, pulumi.RunError), result.error
    return str(result.error)


def create_service(stack: StackPlan, name: str = "web", **changes: Any) -> Service:
    args = stack.service_args(name, network=NETWORK, cluster=CLUSTER, load_balancer=BALANCER, after={})
    args.update(changes)
    return Service(name, args)


NETWORK: Any = {"vpc_id": "vpc-1", "private_subnet_ids": ["subnet-1", "subnet-2"]}
CLUSTER: Any = {"arn": "arn:aws:ecs:us-west-2:123456789012:cluster/main", "name": "main"}
BALANCER: Any = {
    "listener_arn": "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/main/50dc6c495c0c9188/f2f7dc8efc522ab2",
    "security_group_id": "sg-1",
}


# --- what the stack file asks for -----------------------------------------------------------------------------------------


def test_the_plan_names_what_the_stack_file_asks_for() -> None:
    work = {"image": "public.ecr.aws/docker/library/busybox:1.37", "schedule": "rate(1 hour)"}
    stack = load(scheduledTasks={"report": work}, repositories={"web": {}, "jobs": {}})
    assert (stack.repository_names, stack.service_names, stack.scheduled_task_names) == (("web", "jobs"), ("web",), ("report",))
    assert (stack.needs_network, stack.needs_load_balancer, stack.needs_monitoring) == (True, True, True)
    assert not stack.needs_scaling("web")
    assert stack.region == "us-west-2"
    assert stack.settings.services["web"].port == 8080


def test_a_stack_of_repositories_needs_nothing_else() -> None:
    stack = load(services={}, repositories={"web": {}})
    assert (stack.needs_network, stack.needs_load_balancer, stack.needs_monitoring) == (False, False, False)


def test_monitoring_can_be_turned_off() -> None:
    assert not load(monitoring=False).needs_monitoring
    text = told(lambda stack: stack.monitoring_args(services={}, scheduled_tasks={}, load_balancer=None), monitoring=False)
    assert "ask needs_monitoring first" in text


def test_a_service_comes_after_those_that_it_calls_and_waits_for_those_that_are_there() -> None:
    named = {"namespace": {"name": "shop.internal"}}
    connect = {"image": IMAGE, "port": 8080, "route": False, "serviceConnect": True}
    services = {"front": {**connect, "allowFrom": []}, "back": {**connect, "allowFrom": ["front"]}}

    def program(stack: StackPlan) -> None:
        assert stack.service_names == ("back", "front")
        back = object()
        wires: Any = {"network": None, "cluster": None, "load_balancer": None}
        assert stack.service_args("front", **wires, after={"back": back})["after"] == [back]  # type: ignore[dict-item]
        assert stack.service_args("front", **wires, after={})["after"] == []

    assert run_program(program, services=services, cluster=named).error is None


def test_tags_of_a_service_are_over_those_of_the_stack_and_those_over_the_plans() -> None:
    found: list[ServiceArgs] = []

    def program(stack: StackPlan) -> None:
        found.append(stack.service_args("web", network=None, cluster=None, load_balancer=None, after={}))

    result = run_program(program, services={"web": {**WEB, "tags": {"Team": "shop"}}}, tags={"Team": "web", "Cost": "1"})
    assert result.error is None
    assert found[0]["tags"] == {"Project": "shop", "Stack": "test", "Cost": "1", "Team": "shop"}


def test_protection_is_an_option_of_pulumi() -> None:
    assert load().protected_options.protect is None


def test_a_name_that_the_stack_file_has_not_is_refused_with_the_one_that_was_meant() -> None:
    assert told(lambda stack: stack.service_args("Web", network=None, cluster=None, load_balancer=None, after={})) == (
        "there is no service 'Web' in the stack file; did you mean 'web'?"
    )
    assert told(lambda stack: stack.repository_args("jobs")) == "there is no repository 'jobs' in the stack file; it has none"
    assert "it has web" in told(lambda stack: stack.add_environment("jobs", {"A": "b"}))


def test_arguments_of_a_scaling_that_is_not_asked_for_are_refused() -> None:
    assert "ask needs_scaling('web') first" in told(lambda stack: stack.scaling_args("web", service=BALANCER))


# --- what a program of one's own does with it -----------------------------------------------------------------------------


def test_a_service_runs_on_a_network_and_a_cluster_of_the_programs_own() -> None:
    def program(stack: StackPlan) -> None:
        stack.export_outputs(services={"web": create_service(stack)})

    result = run_program(program)
    assert result.error is None
    assert result.find_one("aws:ecs/service:Service").inputs["cluster"] == CLUSTER["arn"]
    assert result.outputs["services"]["web"]["name"]
    assert "vpcId" not in result.outputs
    assert "clusterArn" not in result.outputs


def test_arguments_can_be_added_and_replaced() -> None:
    def longer(args: dict[str, Any], _opts: pulumi.ResourceOptions) -> None:
        args["retention_in_days"] = 400

    result = run_program(lambda stack: create_service(stack, cpu=1024, memory=2048, transform={"log_group": longer}))
    assert result.error is None
    assert result.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["cpu"] == "1024"
    assert result.find_one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 400


def test_each_call_returns_arguments_of_its_own() -> None:
    def program(stack: StackPlan) -> None:
        stack.network_args()["tags"] = {}
        assert stack.network_args()["tags"] == stack.tags
        assert stack.network_args()["account"] is stack.account

    assert run_program(program).error is None


def grant(stack: StackPlan, **changes: Any) -> None:
    bucket = aws.s3.Bucket("uploads")
    stack.add_environment("web", {"UPLOADS_BUCKET": bucket.bucket})
    stack.add_permissions("web", ["s3:GetObject", "s3:PutObject"], [pulumi.Output.concat(bucket.arn, "/*")])
    create_service(stack, **changes)


@pytest.mark.parametrize("statements", [[], [{"actions": "sqs:SendMessage", "resources": "arn:aws:sqs:us-west-2:123456789012:jobs"}]])
def test_a_service_gets_the_name_of_a_bucket_and_access_to_it_beside_what_the_file_says(statements: list[dict[str, str]]) -> None:
    web = {**WEB, "environment": {"MODE": "web"}, "roles": {"taskRole": {"statements": statements}, "executionRole": {"name": "starter"}}}
    result = run_program(grant, services={"web": web})
    assert result.error is None
    bucket = result.find_one("aws:s3/bucket:Bucket")
    [container] = json.loads(result.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    assert {"name": "UPLOADS_BUCKET", "value": bucket.outputs["bucket"]} in container["environment"]
    assert {"name": "MODE", "value": "web"} in container["environment"]
    policy = json.loads(result.find_one("aws:iam/rolePolicy:RolePolicy", "web-task").inputs["policy"])
    added = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": [f"{bucket.outputs['arn']}/*"]}
    assert added in policy["Statement"]
    assert len(policy["Statement"]) == 1 + len(statements)
    assert "starter" in [role.inputs.get("name") for role in result.find_all("aws:iam/role:Role")]


def test_a_scheduled_task_gets_variables_and_permissions_too() -> None:
    def program(stack: StackPlan) -> None:
        stack.add_environment("report", {"A": "b"})
        stack.add_permissions("report", ["s3:GetObject"], ["arn:aws:s3:::reports/*"])
        args = stack.scheduled_task_args("report", network=NETWORK, cluster=CLUSTER)
        assert args["environment"] == {"A": "b"}
        assert "roles" in args

    work = {"image": "public.ecr.aws/docker/library/busybox:1.37", "schedule": "rate(1 hour)"}
    assert run_program(program, scheduledTasks={"report": work}).error is None


def test_what_is_added_after_the_arguments_were_taken_is_refused() -> None:
    def program(stack: StackPlan) -> None:
        create_service(stack)
        stack.add_permissions("web", ["s3:GetObject"], ["arn:aws:s3:::uploads/*"])

    assert told(program) == (
        "add_permissions('web') comes too late: the arguments of 'web' were taken already; call it before its component is created"
    )


def test_permissions_are_not_added_to_a_role_that_exists() -> None:
    web = {**WEB, "roles": {"taskRole": {"arn": "arn:aws:iam::123456789012:role/web"}}}
    assert "uses a role that exists" in told(grant, services={"web": web})


def test_permissions_are_checked_like_those_of_a_stack_file() -> None:
    text = told(lambda stack: stack.add_permissions("web", ["GetObject"], ["arn:aws:s3:::uploads/*"]))
    assert "add_permissions('web')" in text
    assert "'GetObject' isn't an IAM action" in text


def test_one_action_and_one_resource_need_no_list() -> None:
    def program(stack: StackPlan) -> None:
        stack.add_permissions("web", "s3:GetObject", pulumi.Output.from_input("arn:aws:s3:::uploads/*"))  # type: ignore[arg-type]
        create_service(stack)

    assert run_program(program).error is None


# --- load_stack() ---------------------------------------------------------------------------------------------------------


def test_every_fault_is_reported_before_anything_is_registered() -> None:
    result = run_program(lambda _stack: Network("network"), services={"web": {**WEB, "cpu": 250}, "jobs": {"route": False}})
    assert isinstance(result.error, SettingsError)
    assert len(result.error.faults) == 2
    assert (result.resources, result.invokes) == ([], [])


def test_advice_becomes_warnings() -> None:
    result = run_program(lambda _stack: None)
    assert result.warnings
    assert any("services.web" in str(warning) for warning in result.warnings)


def test_a_second_call_in_a_program_is_refused() -> None:
    assert told(lambda _stack: load_stack()) == (
        "load_stack() was called before in this program; call it once, and pass on what it returned"
    )


def test_each_program_may_call_it() -> None:
    assert load().region == load().region


def test_a_program_may_catch_faults_and_call_it_again() -> None:
    errors = []

    def program() -> None:
        for _ in range(2):
            try:
                load_stack()
            except SettingsError as error:
                errors.append(str(error))

    run(program, project="shop", stack="test", config={"aws:region": "us-west-2", "fargate-web:services": '{"web": {}}'}, strict=False)
    assert len(errors) == 2
    assert errors[0] == errors[1]


def test_outside_a_program_it_says_what_it_needs() -> None:
    with pytest.raises(pulumi.RunError, match=r"load_stack\(\) reads the configuration of a running Pulumi program, and none is running"):
        load_stack()


def test_the_garbage_collector_is_put_off_in_the_program_and_only_there() -> None:
    before = gc.get_threshold()
    inside: list[tuple[int, int, int]] = []
    run_program(lambda _stack: inside.append(gc.get_threshold()))
    assert inside == [(200_000, 20, 50)]
    assert gc.get_threshold() == before


# --- the age limit ----------------------------------------------------------------------------------------------------------


def test_an_age_limit_is_an_output_and_a_tag():
    plans: list[StackPlan] = []

    def program(plan: StackPlan) -> None:
        plans.append(plan)
        plan.export_outputs()

    result = run_program(program, maxAgeInDays=7)
    assert result.outputs["maxAgeInDays"] == 7
    assert plans[0].tags == {"Project": "shop", "Stack": "test", "MaxAgeInDays": "7"}
    assert "maxAgeInDays" not in run_program(lambda plan: plan.export_outputs()).outputs
