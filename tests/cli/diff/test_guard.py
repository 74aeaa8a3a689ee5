"""What a protected stack must not lose stops the comparison, unless it is allowed by name."""

import pytest
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.stop_report import describe_stopped_changes
from fargate_web_cli.terminal.formatting import shorten_type

from tests.cli.diff.diffs import LISTENER_RULE, LOG_GROUP, TARGET_GROUP, compared, resource, urn

BEFORE = [resource(TARGET_GROUP, "web-blue", {"protocol": "HTTP"}), resource(LOG_GROUP, "web", {"retentionInDays": 7})]
REPLACED = [resource(TARGET_GROUP, "web-blue", {"protocol": "HTTPS"}), resource(LOG_GROUP, "web", {"retentionInDays": 8})]


def stopped(old, new, *, protected=True, allowed=()):
    return [(each.entry, each.kind) for each in guarded(old, new, protected=protected, allowed=allowed).stopped]


def guarded(old, new, *, protected=True, allowed=()):
    return apply_guards(compared(old, new), GuardSettings(is_protected=protected, allow_replacement=allowed))


def test_a_replacement_of_what_carries_traffic_is_stopped_and_an_update_is_not():
    assert stopped(BEFORE, REPLACED) == [("aws:lb:TargetGroup/web-blue", "replacement")]


def test_a_deletion_of_what_holds_data_is_stopped():
    assert stopped(BEFORE, BEFORE[:1]) == [("aws:cloudwatch:LogGroup/web", "deletion")]


def test_a_stack_that_is_not_protected_may_lose_anything():
    assert stopped(BEFORE, REPLACED, protected=False) == []


def test_what_pulumi_protects_is_kept_in_any_stack():
    before = [resource("aws:iam/role:Role", "web", {"path": "/a/"}, protect=True)]
    after = [resource("aws:iam/role:Role", "web", {"path": "/b/"})]
    assert stopped(before, after, protected=False) == [("aws:iam:Role/web", "replacement")]


def test_protection_that_is_taken_away_by_the_same_change_counts_as_well():
    before = [resource(LOG_GROUP, "web", {"name": "a"}, protect=True)]
    assert stopped(before, [resource(LOG_GROUP, "web", {"name": "b"})], protected=False) == [("aws:cloudwatch:LogGroup/web", "replacement")]


def test_what_is_created_by_a_replacement_as_a_matter_of_course_is_let_through():
    before, after = ([resource("aws:ecs/taskDefinition:TaskDefinition", "web", {"cpu": cpu})] for cpu in ("256", "512"))
    assert stopped(before, after) == []


@pytest.mark.parametrize("protected", [True, False])
def test_the_engine_refuses_to_replace_or_delete_what_it_protects_however_little_it_would_matter(protected):
    flow_log = "aws:ec2/flowLog:FlowLog"
    before, after = ([resource(flow_log, "network", {"trafficType": kind}, protect=True)] for kind in ("ALL", "REJECT"))
    assert stopped(before, after, protected=protected) == [("aws:ec2:FlowLog/network", "replacement")]
    assert ("aws:ec2:FlowLog/network", "deletion") in stopped(before, [], protected=protected)
    [stop] = guarded(before, after, protected=protected).stopped
    assert stop.engine_command == f"pulumi state unprotect '{before[0].urn}' --stack test"


def test_what_stays_in_aws_is_not_lost():
    assert stopped([resource(LOG_GROUP, "web", retain_on_delete=True)], []) == []


def test_what_stays_in_aws_is_replaced_by_something_empty_all_the_same():
    before, after = (resource(LOG_GROUP, "web", {"name": name}, retain_on_delete=True) for name in "ab")
    assert stopped([before], [after]) == [("aws:cloudwatch:LogGroup/web", "replacement")]


UNKNOWN = "aws:redshift/cluster:Cluster"


@pytest.mark.parametrize("type_", [UNKNOWN, "random:index/randomPassword:RandomPassword", "pulumi-python:dynamic:Resource"])
def test_the_deletion_of_what_the_table_does_not_know_is_stopped(type_):
    assert stopped([resource(type_, "warehouse")], []) == [(f"{shorten_type(type_)}/warehouse", "deletion")]
    assert stopped([resource(type_, "warehouse")], [], protected=False) == []
    assert stopped([resource(type_, "warehouse")], [], allowed=["warehouse"]) == []


def test_a_component_of_another_package_is_unknown_too():
    before = [resource("eks:index:Cluster", "nodes", custom=False, remote=True)]
    assert stopped(before, []) == [("eks:index:Cluster/nodes", "deletion")]
    assert stopped([resource("shop:index:Frontend", "web", custom=False)], []) == []


def test_the_provider_of_a_program_is_nothing_in_aws():
    assert stopped([resource("pulumi:providers:aws", "other")], []) == []


def test_the_replacement_of_what_the_table_does_not_know_is_stopped():
    before, after = (resource(UNKNOWN, "warehouse", {"a": a}, replace_on_changes=("a",)) for a in "12")
    assert stopped([before], [after]) == [("aws:redshift:Cluster/warehouse", "replacement")]


def test_the_update_of_what_the_table_does_not_know_says_so_and_names_the_properties():
    before, after = (resource(UNKNOWN, "warehouse", {"nodeType": a, "tags": {"a": a}, "same": 1}) for a in "12")
    diff = guarded([before], [after])
    assert diff.stopped == ()
    assert diff.changes[0].effect == "whether this replaces it is not known (nodeType, tags): `pulumi preview` tells"
    assert guarded(BEFORE, [BEFORE[0], REPLACED[1]]).changes[0].effect == ""


@pytest.mark.parametrize(
    ("type_", "forcing"),
    [
        ("aws:rds/instance:Instance", "engine"),
        ("aws:dynamodb/table:Table", "hashKey"),
        ("aws:efs/fileSystem:FileSystem", "encrypted"),
        ("aws:ec2/eip:Eip", "publicIpv4Pool"),
        ("aws:ec2/natGateway:NatGateway", "subnetId"),
        ("aws:sqs/queue:Queue", "fifoQueue"),
        ("aws:s3/bucketV2:BucketV2", "bucket"),
        ("aws:route53/zone:Zone", "name"),
        ("aws:cognito/userPool:UserPool", "usernameAttributes"),
        ("aws:opensearch/domain:Domain", "domainName"),
        ("aws:elasticache/replicationGroup:ReplicationGroup", "subnetGroupName"),
        ("aws:secretsmanager/secret:Secret", "name"),
    ],
)
def test_what_a_team_puts_beside_its_services_is_kept(type_, forcing):
    before, after = (resource(type_, "own", {forcing: value}) for value in "ab")
    assert stopped([before], [after]) == [(f"{shorten_type(type_)}/own", "replacement")]
    assert stopped([before], []) == [(f"{shorten_type(type_)}/own", "deletion")]


def test_a_component_of_the_program_holds_nothing_itself():
    assert stopped([resource("fargate-web:index:Service", "web", protect=True)], []) == []


@pytest.mark.parametrize("name", ["web-blue", "aws:lb:TargetGroup/web-blue", f"{TARGET_GROUP}/web-blue", BEFORE[0].urn])
def test_a_replacement_is_allowed_by_name_by_type_and_name_and_by_urn(name):
    assert stopped(BEFORE, REPLACED, allowed=[name]) == []


@pytest.mark.parametrize("name", ["web", "web-green", f"{LISTENER_RULE}/web-blue", "web-blu*"])
def test_another_name_allows_nothing(name):
    assert stopped(BEFORE, REPLACED, allowed=[name]) == [("aws:lb:TargetGroup/web-blue", "replacement")]


def test_a_name_that_allows_nothing_is_told():
    diff = guarded(BEFORE, BEFORE, allowed=["web-blue"])
    assert diff.warnings == ("allowReplacement names web-blue, which is neither replaced nor deleted; remove it once the change is made",)


def test_the_report_says_what_would_be_lost_and_what_to_write():
    text = "\n".join(describe_stopped_changes(guarded(BEFORE, REPLACED, allowed=())))
    assert "Stopped: 1 change of what is protected in test." in text
    assert "aws:lb:TargetGroup web-blue holds traffic and would be replaced" in text
    assert "fargate-web:allowReplacement:\n    - aws:lb:TargetGroup/web-blue" in text
    assert "unprotect" not in text


def test_the_report_says_how_to_take_pulumis_protection_away():
    before = [resource(LOG_GROUP, "web", {"name": "a"}, protect=True)]
    text = "\n".join(describe_stopped_changes(guarded(before, [], allowed=())))
    assert f"pulumi state unprotect '{before[0].urn}' --stack test" in text


@pytest.mark.parametrize(
    ("parent", "protected", "deletion_protection", "has_command"),
    [
        # The update that turns deletion protection off also ends Pulumi's protection.
        ("fargate-web:index:LoadBalancer", False, True, False),
        ("fargate-web:index:LoadBalancer", True, True, True),
        ("fargate-web:index:LoadBalancer", False, False, True),
        ("fargate-web:index:Service", False, True, False),
        ("team:index:Edge", False, True, True),
    ],
)
def test_pulumis_protection_of_a_load_balancer_may_follow_its_deletion_protection(parent, protected, deletion_protection, has_command):
    type_ = "aws:lb/loadBalancer:LoadBalancer"
    inputs = {"enableDeletionProtection": deletion_protection}
    balancer = resource(type_, "web", inputs, protect=True, urn=urn(type_, "web", parent))
    text = "\n".join(describe_stopped_changes(guarded([balancer], [], allowed=(), protected=protected)))
    assert ("pulumi state unprotect" in text) == has_command
    assert ("deploy loadBalancer: {deletionProtection: false} first" in text) == deletion_protection
