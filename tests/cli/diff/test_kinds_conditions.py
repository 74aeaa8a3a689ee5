"""What forces a replacement in part or under a condition is told as the provider does it."""

import pytest

from tests.cli.diff.diffs import compared, resource


@pytest.mark.parametrize(
    ("old", "new", "op"),
    [
        (
            {"managedInstancesProvider": {"propagateTags": "NONE"}},
            {"managedInstancesProvider": {"propagateTags": "CAPACITY_PROVIDER"}},
            "update",
        ),
        ({"cluster": "web"}, {"cluster": "shop"}, "replace"),
        (
            {"autoScalingGroupProvider": {"autoScalingGroupArn": "arn:one", "managedDraining": "ENABLED"}},
            {"autoScalingGroupProvider": {"autoScalingGroupArn": "arn:one", "managedDraining": "DISABLED"}},
            "update",
        ),
        (
            {"autoScalingGroupProvider": {"autoScalingGroupArn": "arn:one"}},
            {"autoScalingGroupProvider": {"autoScalingGroupArn": "arn:two"}},
            "replace",
        ),
        (
            {"autoScalingGroupProvider": {"autoScalingGroupArn": "arn:one"}},
            {"managedInstancesProvider": {"infrastructureRoleArn": "arn:role"}, "cluster": "web"},
            "replace",
        ),
        (
            {"managedInstancesProvider": {"instanceLaunchTemplate": {"capacityOptionType": "SPOT", "monitoring": "BASIC"}}},
            {"managedInstancesProvider": {"instanceLaunchTemplate": {"capacityOptionType": "SPOT", "monitoring": "DETAILED"}}},
            "update",
        ),
        (
            {"managedInstancesProvider": {"instanceLaunchTemplate": {"capacityOptionType": "SPOT"}}},
            {"managedInstancesProvider": {"instanceLaunchTemplate": {"capacityOptionType": "ON_DEMAND"}}},
            "replace",
        ),
    ],
)
def test_a_capacity_provider_is_replaced_for_what_it_runs_on_and_not_for_how(old, new, op):
    type_ = "aws:ecs/capacityProvider:CapacityProvider"
    changes = compared([resource(type_, "web", {"name": "web", **old})], [resource(type_, "web", {"name": "web", **new})]).changes
    assert [change.op for change in changes] == [op]


@pytest.mark.parametrize(
    ("old", "new", "op"),
    [
        ({"objectLockEnabled": False}, {"objectLockEnabled": True}, "replace"),
        ({}, {"objectLockConfiguration": {"objectLockEnabled": "Enabled"}}, "replace"),
        (
            {"objectLockConfiguration": {"objectLockEnabled": "Enabled", "rule": {"defaultRetention": {"days": 1}}}},
            {"objectLockConfiguration": {"objectLockEnabled": "Enabled", "rule": {"defaultRetention": {"days": 2}}}},
            "update",
        ),
    ],
)
def test_a_bucket_is_replaced_when_its_objects_are_to_be_locked(old, new, op):
    type_ = "aws:s3/bucket:Bucket"
    changes = compared([resource(type_, "logs", old)], [resource(type_, "logs", new)]).changes
    assert [change.op for change in changes] == [op]


@pytest.mark.parametrize(
    ("old", "new", "op"),
    [
        ("dedicated", "default", "update"),
        ("dedicated", None, "update"),
        ("default", "dedicated", "replace"),
        (None, "dedicated", "replace"),
    ],
)
def test_a_vpc_can_give_up_dedicated_tenancy_and_not_take_it_up(old, new, op):
    before, after = (
        resource("aws:ec2/vpc:Vpc", "web", {"cidrBlock": "10.0.0.0/16"} | ({"instanceTenancy": each} if each else {}))
        for each in (old, new)
    )
    assert [change.op for change in compared([before], [after]).changes] == [op]


def test_a_load_balancer_is_replaced_if_a_subnet_mapping_becomes_another_one():
    before, after = (
        resource("aws:lb/loadBalancer:LoadBalancer", "web", {"subnetMappings": [{"subnetId": each}]}) for each in ("subnet-1", "subnet-2")
    )
    assert [change.op for change in compared([before], [after]).changes] == ["replace"]


def test_a_load_balancer_moves_to_other_subnets_without_a_replacement():
    before, after = (
        resource("aws:lb/loadBalancer:LoadBalancer", "web", {"subnets": [each], "loadBalancerType": "application"})
        for each in ("subnet-1", "subnet-2")
    )
    assert [change.op for change in compared([before], [after]).changes] == ["update"]
