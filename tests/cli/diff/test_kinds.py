"""The table of what forces a replacement agrees with the installed SDK and covers every type that the program registers."""

import importlib
import inspect
import keyword
import re

import pulumi_aws
import pulumi_awsx
import pytest
from fargate_web.stack.load import load_file
from fargate_web.testing import AwsMocks, run
from fargate_web_cli.diff.property_paths import find_top_property, split_path
from fargate_web_cli.diff.replacement_rules import NEVER_REPLACED, TYPE_RULES, find_type_rules

from tests.cli.diff.diffs import compared, resource
from tests.stacks.running import PROJECT, ROOT

FILES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("Pulumi.*.yaml"), *ROOT.glob("examples/*.yaml")))


def find_module(module):
    """The module of the SDK; a word of Python gets an underscore."""
    name = module.partition("/")[0]
    return f"{name}_" if keyword.iskeyword(name) else name


def arguments(type_):
    """The inputs of a type, in camelCase, as the SDK has them."""
    package, module, name = type_.split(":")
    sdk = {"aws": pulumi_aws, "awsx": pulumi_awsx}[package]
    cls = getattr(importlib.import_module(f"{sdk.__name__}.{find_module(module)}"), name)
    given = inspect.signature(cls._internal_init).parameters
    return {re.sub("_([a-z0-9])", lambda found: found[1].upper(), each) for each in given}


@pytest.mark.parametrize("type_", sorted(TYPE_RULES))
def test_every_property_of_the_table_is_an_argument_of_its_type(type_):
    kind = TYPE_RULES[type_]
    named = (
        {find_top_property(path) for path in kind.forcing_properties}
        | {key for key in kind.property_reasons if key != "*"}
        | kind.conditions.keys()
    )
    assert named - arguments(type_) == set()
    assert kind.forcing_properties


@pytest.mark.parametrize("type_", sorted(TYPE_RULES))
def test_every_type_has_a_source_and_says_what_users_notice(type_):
    kind = TYPE_RULES[type_]
    assert re.fullmatch(r"https://github\.com/\S+\.(go|ts)", kind.provider_link)
    assert kind.replacement_effect
    assert not re.search(r"[.!]$", kind.replacement_effect + kind.how_to_avoid + kind.deletion_effect)


@pytest.mark.parametrize("type_", sorted(TYPE_RULES))
def test_what_is_said_of_a_property_is_said_of_one_that_forces(type_):
    kind = TYPE_RULES[type_]
    forcing = {find_top_property(path) for path in kind.forcing_properties}
    assert {key for key in kind.property_reasons if key != "*"} <= forcing
    assert kind.conditions.keys() | kind.presence_only <= kind.forcing_properties


def test_what_holds_something_says_how_to_keep_it_and_what_its_deletion_costs():
    silent = [type_ for type_, kind in TYPE_RULES.items() if kind.protected_asset and not kind.deletion_effect]
    assert silent == []


def test_regional_types_of_aws_are_replaced_by_a_change_of_region():
    assert "region" in TYPE_RULES["aws:ecs/service:Service"].forcing_properties
    assert "region" not in TYPE_RULES["aws:iam/role:Role"].forcing_properties
    assert find_type_rules("aws:redshift/cluster:Cluster").forcing_properties == {"region"}
    assert find_type_rules("random:index:Id").forcing_properties == frozenset()


@pytest.mark.parametrize("file", FILES)
def test_every_type_that_the_program_registers_is_in_the_table_or_never_replaced(file):
    loaded = load_file(ROOT / file)
    result = run(
        ROOT,
        project=PROJECT,
        stack=loaded.stack_name,
        config=loaded.config,
        secret_keys=loaded.secret_keys,
        mocks=AwsMocks(loaded.region),
        strict=False,
    )
    assert result.error is None
    registered = {each.type for each in result.resources if each.custom or each.remote}
    assert {type_ for type_ in registered if not type_.startswith("pulumi:")} - TYPE_RULES.keys() - NEVER_REPLACED == set()


def test_no_type_is_in_both():
    assert TYPE_RULES.keys() & NEVER_REPLACED == set()


@pytest.mark.parametrize(
    ("type_", "forces", "not_"),
    [
        (
            "aws:lb/targetGroup:TargetGroup",
            "protocolVersion protocol port targetType vpcId name ipAddressType",
            "healthCheck deregistrationDelay stickiness",
        ),
        (
            "aws:lb/loadBalancer:LoadBalancer",
            "name internal loadBalancerType",
            "subnets securityGroups idleTimeout ipAddressType enableDeletionProtection",
        ),
        (
            "aws:ecs/service:Service",
            "name cluster launchType schedulingStrategy",
            "taskDefinition desiredCount loadBalancers networkConfiguration deploymentConfiguration propagateTags",
        ),
        ("aws:cloudwatch/logGroup:LogGroup", "name logGroupClass", "retentionInDays kmsKeyId skipDestroy"),
        ("aws:route53/record:Record", "name zoneId", "type records aliases setIdentifier"),
        ("aws:lb/listenerRule:ListenerRule", "listenerArn", "priority conditions actions"),
        (
            "aws:acm/certificate:Certificate",
            "domainName subjectAlternativeNames validationMethod keyAlgorithm",
            "options earlyRenewalDuration tags",
        ),
        ("aws:kms/key:Key", "keyUsage multiRegion", "policy description enableKeyRotation"),
    ],
)
def test_the_table_says_what_the_provider_says(type_, forces, not_):
    said = {split_path(path)[0] for path in TYPE_RULES[type_].forcing_properties}
    assert {*forces.split()} <= said
    assert {*not_.split()} & said == set()


# --- the words of the SDK -----------------------------------------------------------------------------------------------

FORCING = re.compile(
    r"forces?(?: a| the)? (?:new resource|replacement|recreation)|will force a re-?creation|re-?creates? the resource", re.IGNORECASE
)
OF_OTHERS = {
    # Only for Network Load Balancers, of which the program makes none.
    ("aws:lb/loadBalancer:LoadBalancer", "secondaryIpsAutoAssignedPerSubnet"),
    ("aws:lb/loadBalancer:LoadBalancer", "securityGroups"),
    ("aws:lb/loadBalancer:LoadBalancer", "subnets"),
}


def words(type_):
    """What the installed SDK says of each input of a type."""
    package, module, name = type_.split(":")
    sdk = {"aws": pulumi_aws, "awsx": pulumi_awsx}[package]
    said = getattr(importlib.import_module(f"{sdk.__name__}.{find_module(module)}"), f"{name}Args").__init__.__doc__ or ""
    for found in re.finditer(r":param [^:]*?(\w+): (.*?)(?=\n\s*:param|\Z)", said, re.DOTALL):
        yield re.sub("_([a-z0-9])", lambda each: each[1].upper(), found[1]), " ".join(found[2].split())


@pytest.mark.parametrize("type_", sorted(TYPE_RULES))
def test_what_the_sdk_says_of_a_replacement_is_in_the_table(type_):
    forcing = {(type_, name) for name, text in words(type_) if FORCING.search(text)} - OF_OTHERS
    assert {name for _, name in forcing} - {find_top_property(path) for path in TYPE_RULES[type_].forcing_properties} == set()


def test_the_sdk_says_so_of_some_properties():
    saying = {(type_, name) for type_ in TYPE_RULES for name, text in words(type_) if FORCING.search(text)}
    assert saying > OF_OTHERS


def test_what_was_compared_with_the_provider_names_the_commit():
    commits = {type_: kind.checked_commit for type_, kind in TYPE_RULES.items() if kind.checked_commit}
    assert all(re.fullmatch("[0-9a-f]{40}", commit) for commit in commits.values())
    assert commits.keys() >= {"aws:ecs/service:Service", "aws:ecs/taskDefinition:TaskDefinition", "aws:lb/targetGroup:TargetGroup"}


def test_what_is_lost_with_a_replacement_was_compared_with_the_provider():
    assert [
        type_ for type_, kind in TYPE_RULES.items() if kind.protected_asset and type_.startswith("aws:") and not kind.checked_commit
    ] == []


@pytest.mark.parametrize("direction", ["Ingress", "Egress"])
def test_a_rule_is_replaced_if_it_is_for_another_kind_of_source(direction):
    type_ = f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule"

    def op(old, new):
        changes = compared([resource(type_, "web", old)], [resource(type_, "web", new)]).changes
        return [change.op for change in changes]

    assert op({"cidrIpv4": "0.0.0.0/0"}, {"cidrIpv4": "10.0.0.0/8"}) == ["update"]
    assert op({"fromPort": 80}, {"fromPort": 81}) == ["update"]
    assert op({"cidrIpv4": "0.0.0.0/0"}, {"referencedSecurityGroupId": "sg-0123456789"}) == ["replace"]
    assert op({"cidrIpv4": "0.0.0.0/0"}, {"cidrIpv6": "::/0"}) == ["replace"]
