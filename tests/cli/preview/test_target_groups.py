"""How a preview describes what a target group does about unhealthy tasks and zones."""

from fargate_web_cli.descriptions import describe_resource
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver

from tests.components.conftest import Builder


def describe_target_group(**said):
    builder = Builder()
    result = builder.service(builder.web(targetGroup=said))[1]
    return describe_resource(result.find_one("aws:lb/targetGroup:TargetGroup", "web-blue"), ReferenceResolver(result, result))


def test_only_what_is_unusual_is_described():
    words = describe_target_group(
        loadBalancingAlgorithmType="weighted_random",
        loadBalancingAnomalyMitigation=True,
        loadBalancingCrossZoneEnabled=False,
        targetGroupHealth={"dnsFailover": {"minimumHealthyTargetsPercentage": 50}},
    )
    assert "fewer requests to tasks with errors, requests stay in their zone, DNS leaves a zone below 1 healthy task or 50%" in words
    usual = describe_target_group()
    assert "zone" not in usual
    assert "below" not in usual
