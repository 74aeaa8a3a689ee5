"""What happens to the resources of a stack between two records of it."""

import dataclasses

import pytest
from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.value_changes import ABSENT

from tests.cli.diff.diffs import COMPONENT, LISTENER_RULE, LOG_GROUP, SERVICE, TARGET_GROUP, compared, only, record, resource, urn

ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web-blue-1/"


def group(protocol_version="HTTP1", number="1", **options):
    arn = f"{ARN}{number}"
    inputs = {"port": 80, "protocolVersion": protocol_version, "vpcId": "vpc-0123456789"}
    return resource(TARGET_GROUP, "web-blue", inputs, id=arn, outputs={"arn": arn}, **options)


def rule(**options):
    return resource(LISTENER_RULE, "web", {"priority": 1, "actions": [{"arn": f"{ARN}1"}], "listenerArn": "arn:listener"}, **options)


def test_nothing_happens_to_what_is_the_same():
    diff = compared([group()], [group()])
    assert (diff.changes, diff.unchanged_count, diff.has_changes) == ((), 2, False)


def test_what_is_new_is_created_and_what_is_gone_is_deleted():
    diff = compared([group()], [resource(LOG_GROUP, "web", {"retentionInDays": 7})])
    assert [(change.op, change.name) for change in diff.changes] == [("delete", "web-blue"), ("create", "web")]


def test_a_stack_that_the_base_does_not_have_is_new_with_all_that_is_in_it():
    diff = compare_stack("test", None, record(group()))
    assert [(change.op, change.type) for change in diff.changes] == [("create", "pulumi:pulumi:Stack"), ("create", TARGET_GROUP)]
    assert diff.unchanged_count == 0


def test_what_can_be_changed_in_place_is_updated():
    change = only(compared([resource(LOG_GROUP, "web", {"retentionInDays": 7})], [resource(LOG_GROUP, "web", {"retentionInDays": 14})]))
    [each] = change.property_changes
    assert (change.op, each.change.display_path, each.change.old, each.change.new, each.forces_replacement) == (
        "update",
        "retentionInDays",
        7,
        14,
        False,
    )
    assert change.effect == ""


def test_what_the_provider_cannot_change_is_replaced_with_why_what_users_notice_and_how_to_avoid_it():
    change = only(compared([group()], [group("GRPC")]))
    assert change.op == "replace"
    assert change.replacement_reasons == ("protocolVersion changes: a target group speaks HTTP1, HTTP2 or GRPC for life",)
    assert "503 until new tasks are healthy" in change.effect
    assert "second service with a route of its own" in change.how_to_avoid


def test_what_is_ignored_does_not_change():
    before, after = (
        rule(ignore_changes=("actions",)),
        dataclasses.replace(rule(ignore_changes=("actions",)), inputs={**rule().inputs, "actions": []}),
    )
    assert compared([before], [after]).changes == ()


def test_it_is_the_new_program_that_says_what_is_ignored():
    before = dataclasses.replace(rule(ignore_changes=("actions",)), inputs={**rule().inputs, "actions": []})
    assert only(compared([before], [rule()])).op == "update"


def test_a_path_within_a_property_is_ignored_alone():
    before = resource(LOG_GROUP, "web", {"tags": {"a": "1", "b": "1"}})
    after = resource(LOG_GROUP, "web", {"tags": {"a": "2", "b": "2"}}, ignore_changes=("tags.a",))
    assert [each.change.display_path for each in only(compared([before], [after])).property_changes] == ["tags.b"]


def test_the_rule_goes_with_its_target_groups_although_its_actions_are_ignored():
    goes = rule(ignore_changes=("actions",), replace_with=(group().urn,), property_dependencies={"actions": (group().urn,)})
    diff = compared([group(), goes], [group("HTTP2"), goes])
    assert [(change.op, change.name) for change in diff.changes] == [("replace", "web-blue"), ("replace", "web")]
    assert diff.changes[1].replacement_reasons == ("it goes with aws:lb:TargetGroup web-blue, which is replaced (replaceWith)",)
    assert diff.changes[1].property_changes == ()


def test_a_rule_that_admits_a_group_is_updated_when_the_group_is_replaced():
    def admitted(description):
        return resource("aws:ec2/securityGroup:SecurityGroup", "balancer", {"description": description}, id="sg-0123456789abcdef0")

    rule_for_it = resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "web",
        {"securityGroupId": "sg-9", "referencedSecurityGroupId": "sg-0123456789abcdef0"},
        property_dependencies={"referencedSecurityGroupId": (admitted("").urn,)},
    )
    diff = compared([admitted("old"), rule_for_it], [admitted("new"), rule_for_it])
    assert [(change.op, change.name) for change in diff.changes] == [("replace", "balancer"), ("update", "web")]


def test_who_refers_to_what_is_replaced_is_updated():
    refers = resource(
        SERVICE, "web", {"loadBalancers": [{"targetGroupArn": f"{ARN}1"}]}, property_dependencies={"loadBalancers": (group().urn,)}
    )
    change = compared([group(), refers], [group("HTTP2"), refers]).changes[1]
    [each] = change.property_changes
    assert (change.op, each.change.display_path, each.derived) == ("update", "loadBalancers[0].targetGroupArn", True)
    assert each.change.new == "<lb:TargetGroup web-blue>.arn of the new one"
    assert change.new_state["inputs"]["loadBalancers"][0]["targetGroupArn"] == "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def test_who_refers_to_it_in_a_property_that_forces_it_is_replaced_and_so_on():
    def listener(arn):
        return resource(
            "aws:lb/listener:Listener",
            "http",
            {"loadBalancerArn": "arn:aws:balancer/1"},
            id=arn,
            property_dependencies={"loadBalancerArn": (balancer().urn,)},
        )

    def balancer(internal=False):
        return resource("aws:lb/loadBalancer:LoadBalancer", "balancer", {"internal": internal}, id="arn:aws:balancer/1")

    follows = resource(
        LISTENER_RULE, "web", {"listenerArn": "arn:aws:listener/1"}, property_dependencies={"listenerArn": (listener("").urn,)}
    )
    last = [listener("arn:aws:listener/1"), follows]
    diff = compared([balancer(), *last], [balancer(internal=True), *last])
    assert [(change.op, change.name) for change in diff.changes] == [("replace", "balancer"), ("replace", "http"), ("replace", "web")]
    assert diff.changes[2].replacement_reasons == ("listenerArn refers to aws:lb:Listener http, which is replaced",)


def test_another_made_up_id_is_no_change():
    refers = [resource(SERVICE, "web", {"role": f"{ARN}{number}"}) for number in "12"]
    assert compared([group(number="1"), refers[0]], [group(number="2"), refers[1]]).changes == ()


def test_a_reference_to_something_else_is_a_change_in_words():
    other = resource(TARGET_GROUP, "web-green", id=f"{ARN}9")
    refers = [resource(SERVICE, "web", {"role": f"{ARN}{number}"}) for number in "19"]
    [each] = only(compared([group(), other, refers[0]], [group(), other, refers[1]])).property_changes
    assert (each.change.old, each.change.new) == ("<lb:TargetGroup web-blue>.arn", "<lb:TargetGroup web-green>.id")


def test_what_is_unknown_on_both_sides_is_no_change_unless_it_comes_from_elsewhere():
    unknown = {"name": {"$unknown": True}}
    one = resource(SERVICE, "web", unknown, property_dependencies={"name": (urn(LOG_GROUP, "a"),)})
    other = resource(SERVICE, "web", unknown, property_dependencies={"name": (urn(LOG_GROUP, "b"),)})
    assert compared([one], [one]).changes == ()
    [each] = only(compared([one], [other])).property_changes
    assert (each.change.old, each.change.new) == ("[unknown, from a]", "[unknown, from b]")


def test_the_time_of_the_run_is_no_change_and_any_other_time_is():
    def at(time, span):
        return record(resource(SERVICE, "web", {"triggers": {"update": time}}), run_period=span)

    one = at("2026-01-01T00:00:10+00:00", (1767225609.0, 1767225611.0))
    other = at("2026-01-01T00:00:20+00:00", (1767225619.0, 1767225621.0))
    assert compare_stack("test", one, other).changes == ()
    assert compare_stack("test", one, at("2025-01-01T00:00:00+00:00", other.run_period)).has_changes


def test_an_alias_leads_from_the_former_name_and_nothing_happens():
    before = resource(LOG_GROUP, "old", {"retentionInDays": 7})
    diff = compared([before], [resource(LOG_GROUP, "new", {"retentionInDays": 7}, aliases=(before.urn,))])
    assert (only(diff).op, only(diff).former_urn, diff.has_changes) == ("same", before.urn, False)


def test_the_children_of_a_component_that_moved_have_moved_too():
    def program(name, **options):
        component = resource(COMPONENT, name, urn=urn(COMPONENT, name), **options)
        child_urn = urn(LOG_GROUP, f"{name}-logs", COMPONENT)
        return [component, resource(LOG_GROUP, f"{name}-logs", {"retentionInDays": 7}, urn=child_urn, parent=component.urn)]

    diff = compared(program("old"), program("new", aliases=(urn(COMPONENT, "old"),)))
    assert [change.op for change in diff.changes] == ["same", "same"]


def test_a_service_with_another_key_is_another_service_and_that_is_said():
    diff = compared([resource(COMPONENT, "web")], [resource(COMPONENT, "site")])
    assert "service web is deleted and site is created" in diff.warnings[0]


def test_what_is_encrypted_anew_is_told_by_its_place():
    old, new = (record(encrypted_digests={"services.web.environment.KEY": digest, "tags.a": "same"}) for digest in "ab")
    assert compare_stack("test", old, new).warnings == (
        "encrypted again: services.web.environment.KEY. Only `pulumi preview` shows whether the value is different",
    )


def test_a_change_of_region_replaces_what_is_in_one():
    some = [resource(LOG_GROUP, "web"), resource("aws:iam/role:Role", "web")]
    diff = compare_stack("test", record(*some), record(*some, region="eu-central-1"))
    assert [(change.op, change.type) for change in diff.changes] == [("replace", LOG_GROUP)]
    assert "from us-west-2 to eu-central-1" in diff.warnings[0]


def test_the_program_may_ask_for_a_replacement():
    asks = {"replace_on_changes": ("retentionInDays",)}
    change = only(
        compared([resource(LOG_GROUP, "web", {"retentionInDays": 7})], [resource(LOG_GROUP, "web", {"retentionInDays": 8}, **asks)])
    )
    assert (change.op, change.replacement_reasons) == ("replace", ("retentionInDays changes: the program asks for it (replaceOnChanges)",))


@pytest.mark.parametrize(
    ("old", "new", "op"),
    [
        ("a", "b", "replace"),
        (["a", {"b": 1}], ["a", {"b": 2}], "replace"),
        ("a", "a", "same"),
        (None, "a", "same"),
        ("a", None, "same"),
        ({"$unknown": True}, {"$unknown": True}, "replace"),
        (None, {"a": [{"$unknown": True}]}, "replace"),
    ],
)
def test_a_replacement_trigger_replaces_as_the_engine_does(old, new, op):
    before, after = (resource(LOG_GROUP, "web", replacement_trigger=trigger) for trigger in (old, new))
    assert [change.op for change in compared([before], [after]).changes] == ([] if op == "same" else [op])


def test_an_old_resource_is_matched_with_one_new_resource_alone():
    before = resource(LOG_GROUP, "old")
    after = [resource(LOG_GROUP, name, aliases=(before.urn,)) for name in ("new", "other")]
    changes = compared([before], after).changes
    assert [(change.op, change.name, change.former_urn) for change in changes] == [("create", "other", ""), ("same", "new", before.urn)]


def test_a_task_definition_is_replaced_as_a_matter_of_course():
    before, after = (resource("aws:ecs/taskDefinition:TaskDefinition", "web", {"cpu": cpu, "family": "web"}) for cpu in ("256", "512"))
    change = only(compared([before], [after]))
    assert (change.op, change.how_to_avoid) == ("replace", "")
    assert change.effect == "a new revision; tasks that run keep the old one"


def test_what_has_a_fixed_name_is_deleted_before_it_is_made_again():
    before, after = (resource(TARGET_GROUP, "web", {"name": "web", "protocol": protocol}) for protocol in ("HTTP", "HTTPS"))
    assert only(compared([before], [after])).effect.endswith("the old one is deleted before the new one is created")


@pytest.mark.parametrize(("type_", "op"), [("Interface", "update"), ("Gateway", "replace")])
def test_private_dns_replaces_an_endpoint_unless_it_is_one_with_interfaces(type_, op):
    before, after = (
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", {"privateDnsEnabled": on, "vpcEndpointType": type_}) for on in (True, False)
    )
    assert only(compared([before], [after])).op == op


def test_outputs_that_change_are_told():
    before, after = (record() for _ in range(2))
    stack = dataclasses.replace(after.resources[0], outputs={"url": "https://new"})
    diff = compare_stack("test", before, dataclasses.replace(after, resources=(stack,)))
    [output] = diff.output_changes
    assert (output.display_path, output.old, output.new, diff.has_changes) == ("url", ABSENT, "https://new", False)


def test_what_is_read_is_never_updated():
    before, after = (resource(LOG_GROUP, "web", {"retentionInDays": days}, read=True) for days in (1, 2))
    assert compared([before], [after]).changes == ()


SPOT, ON_DEMAND = ({"capacityProviderStrategies": [{"capacityProvider": each, "weight": 1}]} for each in ("FARGATE_SPOT", "FARGATE"))


@pytest.mark.parametrize(
    ("before", "after", "forced", "op"),
    [
        (ON_DEMAND, SPOT, True, "update"),
        (ON_DEMAND, SPOT, False, "replace"),
        (ON_DEMAND, ON_DEMAND, False, "same"),
        (ON_DEMAND, {}, True, "replace"),
        ({"launchType": None}, SPOT, True, "replace"),
    ],
)
def test_a_service_with_another_capacity_provider_is_replaced_unless_a_deployment_is_forced(before, after, forced, op):
    old, new = ([resource(SERVICE, "web", {**inputs, "forceNewDeployment": forced})] for inputs in (before, after))
    changes = compared(old, new).changes
    assert [change.op for change in changes] == ([] if op == "same" else [op])
