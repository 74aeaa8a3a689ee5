"""What a service says of unhealthy tasks and zones reaches its target groups as AWS spells it."""

import pytest
from fargate_web.service.target_group_attributes import build_zone_attributes
from fargate_web.settings.target_group import TargetGroup


def test_what_is_left_out_is_aws_s_default_in_words():
    assert build_zone_attributes(TargetGroup()) == {
        "load_balancing_anomaly_mitigation": "off",
        "load_balancing_cross_zone_enabled": "use_load_balancer_configuration",
        "target_group_health": {
            "dns_failover": {"minimum_healthy_targets_count": "1", "minimum_healthy_targets_percentage": "off"},
            "unhealthy_state_routing": {"minimum_healthy_targets_count": 1, "minimum_healthy_targets_percentage": "off"},
        },
    }


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
def test_both_target_groups_have_the_attributes_with_every_strategy(build, strategy):
    said = {
        "loadBalancingAlgorithmType": "weighted_random",
        "loadBalancingAnomalyMitigation": True,
        "loadBalancingCrossZoneEnabled": False,
        "targetGroupHealth": {
            "dnsFailover": {"minimumHealthyTargetsCount": False, "minimumHealthyTargetsPercentage": 50},
            "unhealthyStateRouting": {"minimumHealthyTargetsCount": 2},
        },
    }
    groups = build.service(build.web(targetGroup=said, deployment=strategy))[1].find_all("aws:lb/targetGroup:TargetGroup")
    assert len(groups) == 2
    for group in groups:
        assert (group.inputs["loadBalancingAnomalyMitigation"], group.inputs["loadBalancingCrossZoneEnabled"]) == ("on", "false")
        assert group.inputs["targetGroupHealth"] == {
            "dnsFailover": {"minimumHealthyTargetsCount": "off", "minimumHealthyTargetsPercentage": "50"},
            "unhealthyStateRouting": {"minimumHealthyTargetsCount": 2, "minimumHealthyTargetsPercentage": "off"},
        }
