"""A change that takes a protection away stops the comparison of a protected stack, unless it is allowed by name."""

import dataclasses
from dataclasses import replace

import pytest
from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.digest_reader import read_stack_diff
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.json_digest import build_digest
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.replacement_rules import TYPE_RULES, use_current_token
from fargate_web_cli.diff.safeguards import SAFEGUARD_TYPES, SAFEGUARDS
from fargate_web_cli.diff.stop_report import describe_stopped_changes

from tests.cli.diff.diffs import COMPONENT, LOG_GROUP, SERVICE, compared, record, resource, urn
from tests.cli.diff.test_kinds import arguments

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
DATABASE = "aws:rds/instance:Instance"
VPC = "awsx:ec2:Vpc"
SUBNETS = {"subnets": ["subnet-a", "subnet-b", "subnet-c"]}


def guarded(old, new, *, was=True, protected=True, allowed=()):
    diff = compare_stack("test", record(*old, protected=was), record(*new, protected=protected))
    return apply_guards(diff, GuardSettings(protected, (), allowed))


def losses(old, new, **settings):
    return [change.entry for change in guarded(old, new, **settings).stopped if change.kind == "loss of protection"]


def loses(type_, before, after):
    options = {"remote": True} if type_ == VPC else {}
    return bool(losses([resource(type_, "a", before, **options)], [resource(type_, "a", after, **options)]))


LOSSES = [
    (BALANCER, {"enableDeletionProtection": True}, {"enableDeletionProtection": False}),
    (BALANCER, {"enableDeletionProtection": True}, {}),
    (BALANCER, SUBNETS, {"subnets": SUBNETS["subnets"][:2]}),
    (BALANCER, {"accessLogs": {"bucket": "a", "enabled": True}}, {"accessLogs": {"bucket": "a", "enabled": False}}),
    (LOG_GROUP, {"retentionInDays": 77}, {"retentionInDays": 30}),
    (LOG_GROUP, {"retentionInDays": 0}, {"retentionInDays": 3653}),
    (LOG_GROUP, {}, {"retentionInDays": 30}),
    (LOG_GROUP, {"kmsKeyId": "arn:aws:kms:key/1"}, {}),
    (LOG_GROUP, {"skipDestroy": True}, {"skipDestroy": False}),
    (
        SERVICE,
        {"alarms": {"enable": True, "rollback": True, "alarmNames": ["a"]}},
        {"alarms": {"enable": True, "rollback": False, "alarmNames": ["a"]}},
    ),
    (SERVICE, {"alarms": {"enable": True, "rollback": True, "alarmNames": ["a"]}}, {}),
    (
        SERVICE,
        {"alarms": {"enable": True, "rollback": True, "alarmNames": ["a", "b"]}},
        {"alarms": {"enable": True, "rollback": True, "alarmNames": ["a"]}},
    ),
    (
        SERVICE,
        {"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
        {"deploymentCircuitBreaker": {"enable": True, "rollback": False}},
    ),
    (SERVICE, {"networkConfiguration": SUBNETS}, {"networkConfiguration": {"subnets": ["subnet-a"]}}),
    (VPC, {"availabilityZoneNames": ["a", "b", "c"]}, {"availabilityZoneNames": ["a", "b"]}),
    (VPC, {"numberOfAvailabilityZones": 3}, {"numberOfAvailabilityZones": 2}),
    (
        "aws:s3/bucketVersioning:BucketVersioning",
        {"versioningConfiguration": {"status": "Enabled"}},
        {"versioningConfiguration": {"status": "Suspended"}},
    ),
    (
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
        {"versioningConfiguration": {"status": "Enabled"}},
        {"versioningConfiguration": {"status": "Suspended"}},
    ),
    ("aws:s3/bucket:Bucket", {"forceDestroy": False}, {"forceDestroy": True}),
    (
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {"rules": [{"id": "a", "status": "Enabled", "expiration": {"days": 90}}]},
        {"rules": [{"id": "a", "status": "Enabled", "expiration": {"days": 30}}]},
    ),
    (
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:aws:kms:key/1"}}]},
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
    ),
    (
        "aws:ecs/cluster:Cluster",
        {"configuration": {"managedStorageConfiguration": {"fargateEphemeralStorageKmsKeyId": "arn:key"}}},
        {"configuration": {}},
    ),
    ("aws:scheduler/schedule:Schedule", {"kmsKeyArn": "arn:key"}, {}),
    ("aws:kms/key:Key", {}, {"deletionWindowInDays": 7}),
    ("aws:kms/key:Key", {"enableKeyRotation": True}, {"enableKeyRotation": False}),
    ("aws:ecr/repository:Repository", {"imageTagMutability": "IMMUTABLE"}, {"imageTagMutability": "MUTABLE"}),
    ("aws:ecr/repository:Repository", {"imageTagMutability": "IMMUTABLE"}, {}),
    (DATABASE, {"deletionProtection": True}, {"deletionProtection": False}),
    (DATABASE, {"backupRetentionPeriod": 7}, {"backupRetentionPeriod": 0}),
    (DATABASE, {"skipFinalSnapshot": False}, {"skipFinalSnapshot": True}),
    (DATABASE, {"deleteAutomatedBackups": False}, {}),
    (DATABASE, {"multiAz": True}, {}),
    ("aws:dynamodb/table:Table", {"pointInTimeRecovery": {"enabled": True}}, {"pointInTimeRecovery": {"enabled": False}}),
    ("aws:dynamodb/table:Table", {"pointInTimeRecovery": {"enabled": True}}, {}),
    ("aws:cognito/userPool:UserPool", {"deletionProtection": "ACTIVE"}, {"deletionProtection": "INACTIVE"}),
    ("aws:cognito/userPool:UserPool", {"mfaConfiguration": "ON"}, {"mfaConfiguration": "OPTIONAL"}),
    ("aws:sqs/queue:Queue", {}, {"messageRetentionSeconds": 60}),
    ("aws:sqs/queue:Queue", {"redrivePolicy": "{}"}, {}),
    ("aws:kinesis/stream:Stream", {"encryptionType": "KMS"}, {"encryptionType": "NONE"}),
    ("aws:secretsmanager/secret:Secret", {}, {"recoveryWindowInDays": 0}),
    ("aws:efs/backupPolicy:BackupPolicy", {"backupPolicy": {"status": "ENABLED"}}, {"backupPolicy": {"status": "DISABLED"}}),
    (
        "aws:backup/plan:Plan",
        {"rules": [{"ruleName": "a", "lifecycle": {"deleteAfter": 35}}]},
        {"rules": [{"ruleName": "a", "lifecycle": {"deleteAfter": 7}}]},
    ),
    ("aws:elasticache/cluster:Cluster", {"azMode": "cross-az"}, {"azMode": "single-az"}),
]


@pytest.mark.parametrize(("type_", "before", "after"), LOSSES)
def test_a_loss_of_protection_is_stopped_and_its_return_is_not(type_, before, after):
    assert loses(type_, before, after)
    assert not loses(type_, after, before)
    assert not loses(type_, before, before)


@pytest.mark.parametrize(
    ("type_", "before", "after"),
    [
        # What AWS keeps if nothing is written.
        (DATABASE, {"backupRetentionPeriod": 7}, {}),
        # A value that is known only after the update, or that refers to another key.
        (LOG_GROUP, {"kmsKeyId": "arn:aws:kms:key/1"}, {"kmsKeyId": {"$unknown": True}}),
        (LOG_GROUP, {"retentionInDays": 30, "tags": {"a": "1"}}, {"retentionInDays": 30, "tags": {"a": "2"}}),
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"volumes": [{"name": "a", "efsVolumeConfiguration": {"transitEncryption": "ENABLED"}}]},
            {"volumes": []},
        ),
    ],
)
def test_what_is_no_loss_passes(type_, before, after):
    assert not loses(type_, before, after)


@pytest.mark.parametrize(
    ("alarms", "strategy", "is_loss"),
    [
        ({"enable": True, "rollback": True, "alarmNames": ["a"]}, "CANARY", False),
        ({"enable": True, "rollback": False, "alarmNames": ["a"]}, "CANARY", True),
        ({"enable": False, "rollback": False, "alarmNames": []}, "BLUE_GREEN", True),
        ({"enable": True, "rollback": True, "alarmNames": ["a"]}, "ROLLING", True),
    ],
)
def test_alarms_that_roll_back_take_over_from_the_circuit_breaker_with_another_strategy(alarms, strategy, is_loss):
    before = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    after = {
        "deploymentCircuitBreaker": {"enable": False, "rollback": False},
        "deploymentConfiguration": {"strategy": strategy},
        "alarms": alarms,
    }
    assert loses(SERVICE, before, after) == is_loss


def test_of_a_secret_it_is_not_known_that_no_protection_is_lost():
    before, after = ({"retentionInDays": {"$secret": digest}} for digest in "ab")
    assert loses(LOG_GROUP, before, after)
    assert not loses(LOG_GROUP, before, before)
    assert loses(SERVICE, {"alarms": {"$secret": "a"}}, {"alarms": {"$secret": "b"}})


def test_files_that_are_no_longer_encrypted_on_their_way_are_a_loss_although_a_new_revision_is_a_matter_of_course():
    before, after = ({"volumes": [{"name": "a", "efsVolumeConfiguration": {"transitEncryption": on}}]} for on in ("ENABLED", "DISABLED"))
    assert loses("aws:ecs/taskDefinition:TaskDefinition", before, after)


def test_a_property_that_the_program_ignores_is_no_loss():
    before, after = (resource(LOG_GROUP, "web", {"retentionInDays": days}, ignore_changes=("retentionInDays",)) for days in (30, 7))
    assert losses([before], [after]) == []


@pytest.mark.parametrize("type_", sorted(SAFEGUARD_TYPES))
def test_the_deletion_of_what_protects_another_resource_is_a_loss(type_):
    assert TYPE_RULES[type_].deletion_effect
    assert len(losses([resource(type_, "a", {"bucket": "b"})], [])) == 1


def test_what_goes_with_the_resource_that_it_protects_is_no_loss_of_its_own():
    bucket = resource("aws:s3/bucket:Bucket", "logs")
    versioning = resource(
        "aws:s3/bucketVersioning:BucketVersioning", "logs", {"bucket": "b"}, property_dependencies={"bucket": (bucket.urn,)}
    )
    assert losses([bucket, versioning], []) == []
    assert losses([bucket, versioning], [bucket]) == ["aws:s3:BucketVersioning/logs"]


def test_the_subnets_of_what_stands_in_a_smaller_network_are_not_reported_again():
    balancer = [resource(BALANCER, "balancer", {"subnets": SUBNETS["subnets"][:count]}) for count in (3, 2)]
    network = [resource(VPC, "network", {"availabilityZoneNames": [*"abc"][:count]}, remote=True) for count in (3, 2)]
    assert losses([network[0], balancer[0]], [network[1], balancer[1]]) == ["awsx:ec2:Vpc/network"]
    assert losses([network[0], balancer[0]], [network[0], balancer[1]]) == ["aws:lb:LoadBalancer/balancer"]


@pytest.mark.parametrize(("before", "after"), [("OnePerAz", "Single"), ("OnePerAz", "None"), ("Single", "None")])
def test_fewer_nat_gateways_are_stopped_as_the_deletions_of_what_is_in_the_network(before, after):
    network = [[resource(VPC, "network", {"natGateways": {"strategy": each}}, remote=True)] for each in (before, after)]
    found = guarded(*network)
    assert {(change.kind, change.entry.partition("/")[0]) for change in found.stopped} == {
        ("deletion", "aws:ec2:NatGateway"),
        ("deletion", "aws:ec2:Eip"),
    }
    assert guarded(*reversed(network)).stopped == ()


def test_fewer_nat_gateways_of_a_layout_that_can_not_be_taken_apart_are_a_loss():
    inputs = {"subnetStrategy": "AutoMerge", "subnetSpecs": [{"type": "Public"}, {"type": "Private"}]}
    network = [[resource(VPC, "network", {**inputs, "natGateways": {"strategy": each}}, remote=True)] for each in ("OnePerAz", "None")]
    assert losses(*network) == ["awsx:ec2:Vpc/network"]


OLD, NEW = ([resource(BALANCER, "balancer", {"enableDeletionProtection": on}, protect=on)] for on in (True, False))


def test_a_stack_that_is_protected_in_neither_revision_may_lose_its_protections():
    shorter = [[resource(LOG_GROUP, "web", {"retentionInDays": days})] for days in (30, 7)]
    assert losses(*shorter, was=False, protected=False) == []
    assert losses(*shorter, was=False, protected=True) == ["aws:cloudwatch:LogGroup/web"]


def test_what_pulumi_protects_keeps_its_protections_in_any_stack():
    old, new = ([resource(DATABASE, "orders", {"deletionProtection": on}, protect=on)] for on in (True, False))
    assert losses(old, new, was=False, protected=False) == ["aws:rds:Instance/orders"] * 2


def test_a_load_balancer_may_lose_its_deletion_protection_in_a_stack_that_is_not_protected():
    # Its `protect` follows the setting, in any stack.
    assert losses(OLD, NEW, was=False, protected=False) == []
    assert losses(OLD, NEW, was=False, protected=True) == ["aws:lb:LoadBalancer/balancer"] * 2
    assert [change.kind for change in guarded(OLD, [], was=False, protected=False).stopped] == ["deletion"]


def test_the_protection_of_the_base_counts_for_what_the_head_removes():
    found = guarded(OLD, NEW, protected=False)
    assert [(change.entry, change.kind) for change in found.stopped] == [
        ("protected", "loss of protection"),
        ("aws:lb:LoadBalancer/balancer", "loss of protection"),
    ]
    gone = guarded([resource(LOG_GROUP, "web")], [], protected=False)
    assert [change.kind for change in gone.stopped] == ["deletion", "loss of protection"]


def test_a_stack_that_loses_only_its_protection_is_stopped_although_nothing_changes_in_aws():
    old, new = ([resource(BALANCER, "balancer", protect=on), resource(COMPONENT, "web", protect=on)] for on in (True, False))
    found = guarded(old, new, protected=False)
    assert (found.changes, [change.entry for change in found.stopped]) == ((), ["protected"])
    assert found.stopped[0].sentence.endswith("Pulumi no longer refuses to delete aws:lb:LoadBalancer balancer")


@pytest.mark.parametrize(("option", "word"), [("protect", "protect"), ("retain_on_delete", "retainOnDelete")])
def test_an_option_of_pulumi_that_is_taken_away_is_a_loss(option, word):
    found = guarded([resource(LOG_GROUP, "web", **{option: True})], [resource(LOG_GROUP, "web")])
    assert f"(loses a protection ({word})" in f"({found.stopped[0].sentence.partition('web ')[2]}"


@pytest.mark.parametrize("entry", ["balancer", "aws:lb:LoadBalancer/balancer", f"{BALANCER}/balancer", urn(BALANCER, "balancer")])
def test_a_loss_is_allowed_by_name_by_type_and_name_and_by_urn(entry):
    assert losses(OLD, NEW, allowed=[entry]) == []
    assert losses(OLD, NEW, protected=False, allowed=[entry]) == ["protected"]
    assert losses(OLD, NEW, protected=False, allowed=[entry, "protected"]) == []


def test_the_permission_to_replace_a_resource_is_none_to_take_its_protection_away():
    diff = compare_stack("test", record(*OLD, protected=True), record(*NEW, protected=True))
    assert len(apply_guards(diff, GuardSettings(True, ["balancer"])).stopped) == 2


def test_an_entry_that_allows_nothing_is_told():
    assert guarded(OLD, OLD, allowed=["balancer"]).warnings == (
        "allowProtectionLoss names balancer, which loses no protection; remove it once the change is made",
    )


def test_the_report_says_what_the_loss_means_and_what_to_write():
    text = "\n".join(describe_stopped_changes(guarded(OLD, NEW)))
    assert (
        "aws:lb:LoadBalancer balancer loses a protection (enableDeletionProtection true → false): AWS no longer refuses to delete it"
        in text
    )
    assert "  fargate-web:allowProtectionLoss:\n    - aws:lb:LoadBalancer/balancer" in text
    assert text.count("- aws:lb:LoadBalancer/balancer") == 1


@pytest.mark.parametrize("type_", sorted(SAFEGUARDS))
def test_every_safeguard_is_an_argument_of_its_type_and_says_what_its_loss_means(type_):
    assert {find_top_property(safeguard.path) for safeguard in SAFEGUARDS[type_]} - arguments(type_) == set()
    assert all(safeguard.effect and not safeguard.effect.endswith(".") for safeguard in SAFEGUARDS[type_])


@pytest.mark.parametrize(
    ("token", "current"),
    [
        ("aws:alb/loadBalancer:LoadBalancer", BALANCER),
        ("aws:elasticloadbalancingv2/listener:Listener", "aws:lb/listener:Listener"),
        ("aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket"),
        (BALANCER, BALANCER),
    ],
)
def test_a_former_token_of_a_type_stands_for_the_current_one(token, current):
    assert use_current_token(token) == current


# --- render -------------------------------------------------------------------------------------------------------------


def step(op, type_, old, new, parents="fargate-web:index:LoadBalancer"):
    states = {"oldState": {"type": type_, **old}} | ({"newState": {"type": type_, **new}} if new is not None else {})
    return {"op": op, "urn": urn(type_, "balancer", parents), **states}


def rendered(*steps, **config):
    return read_stack_diff({"steps": [*steps], "config": {f"fargate-web:{key}": value for key, value in config.items()}})


def test_render_reads_the_protection_of_the_base_from_what_pulumi_protects():
    unprotected = step("same", "aws:ecs/cluster:Cluster", {"protect": True}, {}, parents="fargate-web:index:Cluster")
    deleted = step("delete", LOG_GROUP, {}, None)
    assert [change.kind for change in rendered(unprotected, deleted).stopped] == ["deletion", "loss of protection"]
    assert rendered(deleted).stopped == ()
    # Pulumi protects a load balancer with deletion protection in any stack.
    assert rendered(step("update", BALANCER, {"protect": True}, {"protect": True}), deleted).stopped == ()
    # What a program protects itself says nothing of the stack.
    own = step("update", DATABASE, {"protect": True}, {"protect": True}, parents="")
    assert rendered(own, deleted).stopped == ()


def test_render_finds_what_loses_a_protection():
    change = step("update", BALANCER, {"inputs": {"enableDeletionProtection": True}}, {"inputs": {"enableDeletionProtection": False}})
    assert [found.entry for found in rendered(change, protected="true").stopped] == ["aws:lb:LoadBalancer/balancer"]
    assert rendered(change, protected="true", allowProtectionLoss='["balancer"]').stopped == ()


def test_render_knows_from_the_document_of_diff_what_was_protected():
    diff = guarded([resource(LOG_GROUP, "web")], [], protected=False)
    assert read_stack_diff(build_digest(diff)).stopped == diff.stopped
    freed = replace(diff, stopped=())
    assert {*read_stack_diff(build_digest(freed)).stopped} == {*diff.stopped}


def test_render_keeps_what_diff_stopped():
    diff = dataclasses.replace(compared([], [resource(LOG_GROUP, "web")]), stopped=guarded(OLD, NEW).stopped)
    assert read_stack_diff(build_digest(diff)).stopped == diff.stopped
