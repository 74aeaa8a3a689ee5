import pytest
from fargate_web.checks.deployment_times import check_deployment_times
from fargate_web.checks.notifications import check_notifications
from fargate_web.checks.regions import check_regions
from fargate_web.checks.sizes import check_sizes
from fargate_web.checks.units import check_units

TOLD = {"email": ["team@example.com"]}
TOPIC = "arn:aws:sns:us-west-2:123456789012:alarms"
SLACK = {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"}
TEAMS = {
    "tenantId": "12345678-1234-1234-1234-123456789012",
    "teamId": "87654321-4321-4321-4321-210987654321",
    "channelId": "19%3aabcdef%40thread.tacv2",
}
KEY = "https://events.pagerduty.com/integration/0123456789abcdef0123456789abcdef/enqueue"
WEB = {"web": {"port": 80}}


def found(stacks, monitoring, services=WEB, **how):
    return stacks.found(check_notifications, services, monitoring=monitoring, **how)


# --- receivers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protected", [False, True])
def test_alarms_that_nobody_hears_are_told(stacks, protected):
    [finding] = found(stacks, {}, protected=protected)
    assert (finding.code, finding.path, finding.severity) == ("nobody-told", ("monitoring",), "warning")


@pytest.mark.parametrize(
    "monitoring",
    [TOLD, {"topicArn": TOPIC}, {"slack": SLACK}, {"teams": TEAMS}, {"webhook": "https://events.example.com/alarms"}, False],
)
def test_alarms_that_somebody_hears_are_fine(stacks, monitoring):
    assert found(stacks, monitoring) == []


def test_pages_alone_leave_the_rest_unheard(stacks):
    [finding] = found(stacks, {"page": TOLD})
    assert finding.code == "nobody-told"
    assert "other than pages" in finding.message


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        (KEY, True),
        ("https://api.opsgenie.com/v1/json/cloudwatch?apiKey=0123", True),
        ("https://user:secret@events.example.com/alarms", True),
        ("https://events.example.com/alarms", False),
        ("https://events.example.com/alarms-of-production/", False),
    ],
)
def test_a_key_in_plain_text_is_told_without_showing_it(stacks, url, warned):
    for monitoring, place in (({**TOLD, "webhook": url}, "monitoring"), ({**TOLD, "page": {"webhook": url}}, "monitoring.page")):
        findings = found(stacks, monitoring)
        assert [finding.code for finding in findings] == ["webhook-in-plain-text"] * warned
        for finding in findings:
            assert url not in stacks.text(finding)
            assert f"'fargate-web:{place}.webhook[0]'" in finding.message


@pytest.mark.parametrize(
    ("region", "codes"),
    [("us-west-2", []), (None, []), ("cn-north-1", ["chat-without-service"] * 2), ("us-gov-west-1", ["chat-without-service"] * 2)],
)
def test_chat_channels_are_of_the_commercial_regions(stacks, region, codes):
    findings = found(stacks, {**TOLD, "slack": SLACK, "page": {"teams": TEAMS}}, region=region)
    assert [(finding.code, finding.severity) for finding in findings] == [(code, "error") for code in codes]


def test_the_topic_of_pages_is_in_the_region_of_the_stack(stacks):
    findings = stacks.found(check_regions, WEB, monitoring={**TOLD, "page": {"topicArn": TOPIC.replace("us-west-2", "eu-west-1")}})
    assert [(finding.code, finding.path) for finding in findings] == [("arn-of-another-region", ("monitoring", "page", "topicArn"))]


# --- objectives ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slo", "codes"),
    [
        ({"availability": 99.9}, []),
        ({"services": {"web": {"availability": 99}}}, []),
        ({"availability": 99, "services": {"wbe": {"availability": 99}}}, ["objective-of-unknown-service"]),
        ({"availability": 99, "services": {"worker": {"availability": 99}}}, ["objective-without-requests"]),
        ({"availability": 99, "services": {"worker": False}}, []),
    ],
)
def test_objectives_are_of_services_with_requests(stacks, slo, codes):
    assert [finding.code for finding in found(stacks, {**TOLD, "slo": slo}, {**WEB, "worker": {}})] == codes


def test_a_misspelt_service_gets_its_name_back(stacks):
    [finding] = found(stacks, {**TOLD, "slo": {"services": {"raports": {"availability": 99}}}}, {"reports": {"port": 80}})
    assert finding.severity == "error"
    assert stacks.text(finding).endswith("write reports")


def test_objectives_of_workers_only_are_told(stacks):
    [finding] = found(stacks, {**TOLD, "slo": {"availability": 99}}, {"worker": {}})
    assert (finding.code, finding.path) == ("objective-without-requests", ("monitoring", "slo"))


@pytest.mark.parametrize(("threshold", "warned"), [(0.5, False), (10, False), (20, True)])
def test_a_time_that_no_request_takes_is_in_another_unit(stacks, threshold, warned):
    for slo in ({"latency": {"threshold": threshold}}, {"services": {"web": {"latency": {"threshold": threshold}}}}):
        findings = stacks.found(check_units, WEB, monitoring={**TOLD, "slo": slo}, loadBalancer={"idleTimeout": 10})
        assert [finding.code for finding in findings] == ["milliseconds-for-seconds"] * warned


@pytest.mark.parametrize(("count", "warned"), [(82, False), (83, True)])
def test_the_widgets_of_objectives_count(stacks, count, warned):
    # Four of the load balancer, and for each service four and two.
    services = {f"s{number}": {"port": 80} for number in range(count)}
    slo = {"availability": 99.9, "latency": {"threshold": 1}}
    findings = stacks.found(check_sizes, services, monitoring={**TOLD, "slo": slo})
    assert [finding.code for finding in findings] == ["dashboard-too-large"] * warned


# --- a canary against errorPercent --------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [0.1, 0.4, 5, 50, 100])
def test_what_is_advised_for_a_small_canary_lets_its_alarm_fire(stacks, percent):
    deployment = {"strategy": "canary", "canary": percent, "alarms": {"errorPercent": percent}}
    [finding] = stacks.found(check_deployment_times, {"web": {"port": 80, "deployment": deployment}})
    assert finding.fixes
    for fix in finding.fixes:
        [edit] = fix.edits
        corrected = (
            {**deployment, "alarms": {"errorPercent": edit.value}} if "alarms" in edit.path else {**deployment, "canary": edit.value}
        )
        assert stacks.found(check_deployment_times, {"web": {"port": 80, "deployment": corrected}}) == []
