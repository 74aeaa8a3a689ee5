"""`transform`: the way to what a component has no setting for."""

import re
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web import Cluster, Network, Scaling, Service
from fargate_web.component.child_roles import CHILD_ROLES
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import ProgramError, Run, run

CONFIG = {"aws:region": "us-west-2"}
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def faults(caught: pytest.ExceptionInfo[ProgramError]) -> list[str]:
    cause = caught.value.cause
    assert isinstance(cause, SettingsError), cause
    assert caught.value.run.resources == []
    return [str(fault) for fault in cause.faults]


def refusal(build: Any, args: Any) -> list[str]:
    with pytest.raises(ProgramError) as caught:
        build.service(args)
    return faults(caught)


def told(build: Any, transform: Any) -> str:
    """Tell what is said of a transform that only its call shows to be wrong."""
    with pytest.raises(ProgramError) as caught:
        build.service(build.web(transform=transform))
    assert isinstance(caught.value.cause, pulumi.RunError)
    return str(caught.value.cause)


def test_arguments_changed_in_place_are_sent(build: Any) -> None:
    def slower(args: Any, opts: pulumi.ResourceOptions) -> None:
        args["slow_start"] = 120
        args["health_check"]["interval"] = 7

    _, result = build.service(build.web(transform={"target_group": slower}))
    groups = result.find_all(TARGET_GROUP)
    assert [group.inputs["slowStart"] for group in groups] == [120, 120]
    assert [group.inputs["healthCheck"]["interval"] for group in groups] == [7, 7]


def test_arguments_and_options_may_be_returned_instead(build: Any) -> None:
    def kept(args: Any, opts: pulumi.ResourceOptions) -> Any:
        return {**args, "retention_in_days": 1}, pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(retain_on_delete=True))

    _, result = build.service(build.web(transform={"log_group": kept}))
    group = result.find_one(LOG_GROUP)
    assert (group.inputs["retentionInDays"], group.retain_on_delete) == (1, True)


def test_options_changed_in_place_are_taken_and_reach_no_other_child(build: Any) -> None:
    def protected(args: Any, opts: pulumi.ResourceOptions) -> None:
        opts.protect = True
        opts.aliases = [pulumi.Alias(name="old")]

    _, result = build.service(build.web(transform={"log_group": protected}))
    group = result.find_one(LOG_GROUP)
    assert group.protect
    assert [alias.rsplit("::", 1)[-1] for alias in group.aliases] == ["old"]
    assert [resource for resource in result.resources if resource.protect] == [group]


def test_lists_of_options_that_children_share_are_changed_for_one_of_them_only(build: Any) -> None:
    def ignoring(args: Any, opts: pulumi.ResourceOptions) -> None:
        opts.ignore_changes = [*(opts.ignore_changes or []), "tags"]
        opts.aliases = [*(opts.aliases or []), pulumi.Alias(name="old")]

    def more(args: Any, opts: pulumi.ResourceOptions) -> None:
        assert opts.ignore_changes == ["port"]
        opts.ignore_changes.append("tags")

    _, result = build.service(build.web(transform={"listener_rule": ignoring, "target_group": more}))
    assert result.find_one("aws:lb/listenerRule:ListenerRule").ignore_changes == ("actions", "tags")
    assert {group.ignore_changes for group in result.find_all(TARGET_GROUP)} == {("port", "tags")}
    assert [str(each) for each in result.resources if "tags" in each.ignore_changes and each.type != TARGET_GROUP] == [
        "aws:lb/listenerRule:ListenerRule 'web'"
    ]


def test_a_role_in_camel_case_is_the_same_role(build: Any) -> None:
    _, result = build.service(build.web(transform={"targetGroup": lambda args, opts: args.update(slow_start=90)}))
    assert {group.inputs["slowStart"] for group in result.find_all(TARGET_GROUP)} == {90}


def test_tags_that_children_share_are_changed_for_one_of_them_only(build: Any) -> None:
    _, result = build.service(build.web(tags={"team": "web"}, transform={"log_group": lambda args, opts: args["tags"].update(kept="long")}))
    tagged = {str(resource): resource.inputs["tags"] for resource in result.resources if "tags" in resource.inputs}
    assert [name for name, tags in tagged.items() if "kept" in tags] == [f"{LOG_GROUP} 'web'"]
    assert tagged[f"{LOG_GROUP} 'web'"] == {"team": "web", "kept": "long"}


def test_an_argument_can_be_taken_away(build: Any) -> None:
    _, result = build.service(build.web(transform={"log_group": lambda args, opts: args.update(retention_in_days=None)}))
    assert "retentionInDays" not in result.find_one(LOG_GROUP).inputs


def test_outputs_are_put_in_like_values(build: Any) -> None:
    def program() -> None:
        key = aws.kms.Key("logs")
        Service("web", build.web(transform={"log_group": lambda args, opts: args.update(kms_key_id=key.arn)}))

    result = run(program, config=CONFIG)
    group = result.find_one(LOG_GROUP)
    assert group.inputs["kmsKeyId"] == result.find_one("aws:kms/key:Key").outputs["arn"]
    assert result.find_one("aws:kms/key:Key").urn in group.dependencies


def test_nothing_else_changes(build: Any) -> None:
    def state(result: Run) -> Any:
        return {
            each.urn: (each.inputs, each.dependencies, each.aliases, each.ignore_changes, each.custom_timeouts) for each in result.resources
        }

    _, plain = build.service(build.web())
    _, empty = build.service(build.web(transform={}))
    _, idle = build.service(build.web(transform={"service": lambda args, opts: None, "target_group": lambda args, opts: (args, opts)}))
    assert state(plain) == state(empty) == state(idle)


def test_the_preview_shows_what_the_update_makes(build: Any) -> None:
    transform = {"service": lambda args, opts: args.update(enable_execute_command=True)}
    _, preview = build.service(build.web(transform=transform), preview=True)
    _, update = build.service(build.web(transform=transform))
    preview.assert_same_resources(update)
    assert preview.find_one("aws:ecs/service:Service").inputs["enableExecuteCommand"] is True


def test_two_instances_are_reshaped_each_in_its_own_way(build: Any) -> None:
    def program() -> None:
        for name, days in (("one", 1), ("two", 3), ("three", None)):
            change = {"log_group": lambda args, opts, days=days: args.update(retention_in_days=days)} if days else None
            Service(name, build.wired({"transform": change}))

    result = run(program, config=CONFIG)
    assert {group.name: group.inputs["retentionInDays"] for group in result.find_all(LOG_GROUP)} == {"one": 1, "two": 3, "three": 365}


def test_a_child_of_the_callers_own_is_left_alone(build: Any) -> None:
    def program() -> None:
        web = Service("web", build.web(transform={"log_group": lambda args, opts: args.update(retention_in_days=1)}))
        own = pulumi.ComponentResource("other:index:Thing", "own", None, pulumi.ResourceOptions(parent=web))
        aws.cloudwatch.LogGroup("own", retention_in_days=30, opts=pulumi.ResourceOptions(parent=own))

    result = run(program, config=CONFIG)
    assert result.find_one(LOG_GROUP, "own").inputs["retentionInDays"] == 30


def test_the_callers_options_stay_and_are_not_written_to(build: Any) -> None:
    seen: list[str] = []
    mine = pulumi.ResourceOptions(protect=True, transformations=[lambda child: seen.append(child.type_)])
    build.one(lambda: Service("web", build.web(transform={"log_group": lambda args, opts: None}), mine))
    assert LOG_GROUP in seen
    assert len(mine.transformations or []) == 1


def test_components_other_than_a_service_take_it_too() -> None:
    def program() -> None:
        Network("network", {"transform": {"vpc": lambda args, opts: args.update(instance_tenancy="dedicated")}})
        Cluster("cluster", {"transform": {"cluster": lambda args, opts: args["tags"].update(a="b")}})
        service = {"service_name": "web", "cluster_name": "shared"}
        scaling = {"min_capacity": 1, "max_capacity": 3, "cpu": 50, "service": service}
        Scaling("web", {**scaling, "transform": {"policy": lambda args, opts: args.update(name="cpu")}})

    result = run(program, config=CONFIG)
    assert result.find_one("awsx:ec2:Vpc").inputs["instanceTenancy"] == "dedicated"
    assert result.find_one("aws:ecs/cluster:Cluster").inputs["tags"]["a"] == "b"
    assert result.find_one("aws:appautoscaling/policy:Policy").inputs["name"] == "cpu"


def test_an_unknown_role_is_refused_with_all_there_are(build: Any) -> None:
    [fault] = refusal(build, build.web(transform={"targetGroups": lambda args, opts: None}))
    assert fault.startswith("transform.targetGroups: there is no such role; did you mean target_group?")
    assert "The roles of a Service are access_logs_bucket, access_logs_encryption, access_logs_lifecycle," in fault


def test_every_fault_of_a_transform_is_told_at_once(build: Any) -> None:
    found = refusal(build, build.web(transform={"nothing_like_it": lambda args, opts: None, "service": {"desired_count": 3}}))
    assert [fault.split(":")[0] for fault in found] == ["transform.nothing_like_it", "transform.service"]
    assert "expected a function, got a dict; write def change(args, opts)" in found[1]


def test_something_that_is_no_mapping_is_refused(build: Any) -> None:
    [fault] = refusal(build, build.web(transform=lambda args, opts: None))
    assert "expected a mapping of roles to functions, got a function" in fault


def test_an_argument_that_the_resource_does_not_take_is_refused(build: Any) -> None:
    message = told(build, {"target_group": lambda args, opts: args.update(deregistrationDelay=5)})
    assert message == (
        "Service \"web\": transform.target_group of aws:lb/targetGroup:TargetGroup 'web-blue' sets deregistrationDelay, "
        "which this resource doesn't take; did you mean deregistration_delay?"
    )


def test_a_result_of_another_kind_is_refused(build: Any) -> None:
    message = told(build, {"log_group": lambda args, opts: args})
    assert message.endswith("returned a dict; return (args, opts), or change the two in place and return None")


def test_another_parent_is_refused(build: Any) -> None:
    message = told(build, {"log_group": lambda args, opts: (args, pulumi.ResourceOptions(protect=True))})
    assert "changed the parent, by which Pulumi knows a resource" in message


def test_the_documentation_lists_every_role_of_every_component(root: Path) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (`.*`) \|$", (root / "docs" / "importing.md").read_text().split("| Roles |")[1], re.MULTILINE))
    assert rows == {kind: ", ".join(f"`{role}`" for role in sorted(roles)) for kind, roles in CHILD_ROLES.items()}
