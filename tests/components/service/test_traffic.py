import pulumi
import pytest
from fargate_web import Service
from fargate_web.analysis.rule_priorities import calculate_priority
from fargate_web.component.rule_conditions import build_rule_conditions
from fargate_web.faults.fault import SettingsError
from fargate_web.settings.route import Route
from fargate_web.testing import Run, run

TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"


@pytest.fixture(scope="module")
def web(build) -> Run:
    return build.service(build.web())[1]


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
def test_requests_go_to_the_proxy_in_front_with_every_strategy(build, strategy):
    said = {"targetContainer": "proxy", "sidecars": {"proxy": {"image": "nginx:1"}}, "deployment": strategy}
    [balancer] = build.service(build.web(**said))[1].find_one(SERVICE).inputs["loadBalancers"]
    assert (balancer["containerName"], balancer["containerPort"]) == ("proxy", 3000)


# --- the pair -----------------------------------------------------------------------------------------------------------


def test_the_two_target_groups_are_alike_but_for_their_names(web):
    blue, green = web.find_all(TARGET_GROUP)
    assert {**blue.inputs, "tags": {}} == {**green.inputs, "tags": {}}
    assert (blue.inputs["tags"], green.inputs["tags"]) == ({"Name": "web-blue"}, {"Name": "web-green"})


def test_a_target_group_is_this_and_nothing_else(web):
    assert web.find_one(TARGET_GROUP, "web-blue").inputs == {
        "targetType": "ip",
        "port": 3000,
        "protocol": "HTTP",
        "protocolVersion": "HTTP1",
        "vpcId": "vpc-1",
        "deregistrationDelay": 30,
        "slowStart": 0,
        "loadBalancingAlgorithmType": "round_robin",
        "stickiness": {"type": "lb_cookie", "enabled": False},
        "loadBalancingAnomalyMitigation": "off",
        "loadBalancingCrossZoneEnabled": "use_load_balancer_configuration",
        "targetGroupHealth": {
            "dnsFailover": {"minimumHealthyTargetsCount": "1", "minimumHealthyTargetsPercentage": "off"},
            "unhealthyStateRouting": {"minimumHealthyTargetsCount": 1, "minimumHealthyTargetsPercentage": "off"},
        },
        "healthCheck": {
            "enabled": True,
            "path": "/",
            "port": "traffic-port",
            "protocol": "HTTP",
            "matcher": "200-299",
            "interval": 10,
            "timeout": 5,
            "healthyThreshold": 2,
            "unhealthyThreshold": 3,
        },
        "tags": {"Name": "web-blue"},
    }


def test_another_port_does_not_replace_the_pair(web):
    assert [group.ignore_changes for group in web.find_all(TARGET_GROUP)] == [("port",), ("port",)]


def test_what_is_said_of_the_target_group_is_said_of_both(build):
    said = {
        "protocol": "HTTPS",
        "deregistrationDelay": 5,
        "slowStart": 60,
        "stickiness": 600,
    }
    check = {"path": "/health", "matcher": "200,302", "interval": 30, "timeout": 10, "healthyThreshold": 3, "unhealthyThreshold": 5}
    for group in build.service(build.web(targetGroup=said, healthCheck=check))[1].find_all(TARGET_GROUP):
        assert group.inputs["protocol"] == group.inputs["healthCheck"]["protocol"] == "HTTPS"
        assert (group.inputs["deregistrationDelay"], group.inputs["slowStart"]) == (5, 60)
        assert group.inputs["stickiness"] == {"type": "lb_cookie", "enabled": True, "cookieDuration": 600}
        assert group.inputs["healthCheck"] == {
            "enabled": True,
            "path": "/health",
            "port": "traffic-port",
            "protocol": "HTTPS",
            "matcher": "200,302",
            "interval": 30,
            "timeout": 10,
            "healthyThreshold": 3,
            "unhealthyThreshold": 5,
        }


@pytest.mark.parametrize("algorithm", ["least_outstanding_requests", "weighted_random"])
def test_the_algorithm_is_as_said(build, algorithm):
    _, result = build.service(build.web(targetGroup={"loadBalancingAlgorithmType": algorithm}))
    assert [group.inputs["loadBalancingAlgorithmType"] for group in result.find_all(TARGET_GROUP)] == [algorithm, algorithm]


def test_stickiness_that_was_on_is_turned_off_and_not_left_as_it_is(build):
    # The provider takes a block that is left out for one that AWS decides: off has to be said.
    on, off = (
        build.service(build.web(targetGroup={"stickiness": on}))[1].find_one(TARGET_GROUP, "web-blue").inputs for on in (True, False)
    )
    assert (on["stickiness"]["enabled"], off["stickiness"]["enabled"]) == (True, False)


@pytest.mark.parametrize(("said", "matcher"), [({}, "0-99"), ({"matcher": "0"}, "0")])
def test_a_grpc_service_is_healthy_by_grpc_codes(build, said, matcher):
    _, result = build.service(build.web(targetGroup={"protocolVersion": "GRPC"}, healthCheck=said))
    inputs = result.find_one(TARGET_GROUP, "web-green").inputs
    assert (inputs["protocolVersion"], inputs["healthCheck"]["matcher"]) == ("GRPC", matcher)


def test_one_given_name_leaves_the_other_group_to_pulumi(build):
    _, result = build.service(build.web(names={"targetGroup": "ecs-target-group-v2"}))
    assert [group.inputs.get("name") for group in result.find_all(TARGET_GROUP)] == ["ecs-target-group-v2", None]


# --- the rule -----------------------------------------------------------------------------------------------------------


def test_the_rule_forwards_to_both_groups_and_the_first_carries_the_traffic(web, build):
    blue, green = web.find_all(TARGET_GROUP)
    assert web.find_one(RULE).inputs == {
        "listenerArn": build.load_balancer["listener_arn"],
        "priority": 7,
        "conditions": [{"pathPattern": {"values": ["/*"]}}],
        "actions": [
            {
                "type": "forward",
                "forward": {"targetGroups": [{"arn": blue.outputs["arn"], "weight": 100}, {"arn": green.outputs["arn"], "weight": 0}]},
            }
        ],
        "tags": {"Name": "web"},
    }


def test_what_ecs_moves_is_ignored_and_nothing_else(web):
    ignored = {resource.type: resource.ignore_changes for resource in web.resources if resource.ignore_changes}
    assert ignored == {RULE: ("actions",), TARGET_GROUP: ("port",)}


def test_a_pair_that_is_replaced_takes_the_rule_along_first(web):
    rule = web.find_one(RULE)
    assert rule.replace_with == tuple(sorted(group.urn for group in web.find_all(TARGET_GROUP)))
    assert rule.delete_before_replace is True
    assert [resource.name for resource in web.resources if resource.delete_before_replace and resource is not rule] == []


def test_the_service_names_the_same_pair_and_the_rule_that_holds_it(web):
    [balancer] = web.find_one(SERVICE).inputs["loadBalancers"]
    named = [balancer["targetGroupArn"], balancer["advancedConfiguration"]["alternateTargetGroupArn"]]
    forwarded = web.find_one(RULE).inputs["actions"][0]["forward"]["targetGroups"]
    assert named == [group["arn"] for group in forwarded]
    assert balancer["advancedConfiguration"]["productionListenerRule"] == web.find_one(RULE).outputs["arn"]


def test_a_priority_of_the_route_goes_before_the_one_that_was_worked_out(build):
    assert build.service(build.web(route={"priority": 42}))[1].find_one(RULE).inputs["priority"] == 42


def test_without_any_priority_it_is_calculated_from_the_project_the_stack_the_name_and_the_route(build):
    args = build.web(route={"paths": ["/v1/*"]})
    del args["priority"]
    expected = calculate_priority("shop", "prod", "web", Route(paths=["/v1/*"]))
    assert build.service(args, project="shop", stack="prod")[1].find_one(RULE).inputs["priority"] == expected


# --- conditions ---------------------------------------------------------------------------------------------------------

ALL_PATHS = {"path_pattern": {"values": ["/*"]}}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({}, [ALL_PATHS]),
        ({"paths": ["/*"]}, [ALL_PATHS]),
        ({"paths": ["/v1/*", "/v2/*"]}, [{"path_pattern": {"values": ["/v1/*", "/v2/*"]}}]),
        ({"paths": ["/v1/*", "/*"]}, [ALL_PATHS]),
        ({"hosts": ["api.example.com"]}, [{"host_header": {"values": ["api.example.com"]}}]),
        (
            {"hosts": ["API.example.com"], "paths": ["/v1/*"]},
            [{"host_header": {"values": ["api.example.com"]}}, {"path_pattern": {"values": ["/v1/*"]}}],
        ),
        ({"methods": ["GET", "HEAD"]}, [{"http_request_method": {"values": ["GET", "HEAD"]}}]),
        (
            {"headers": [{"name": "X-Tenant", "values": ["blue", "green"]}, {"name": "X-Beta", "values": ["1"]}]},
            [
                {"http_header": {"http_header_name": "X-Tenant", "values": ["blue", "green"]}},
                {"http_header": {"http_header_name": "X-Beta", "values": ["1"]}},
            ],
        ),
        (
            {"hostRegexValues": ["^a+[.]example[.]com$"], "pathRegexValues": ["^/v[0-9]+$"]},
            [{"host_header": {"regex_values": ["^a+[.]example[.]com$"]}}, {"path_pattern": {"regex_values": ["^/v[0-9]+$"]}}],
        ),
        (
            {"queryStrings": [{"key": "version", "values": ["2", "3"]}, {"values": ["beta"]}]},
            [
                {"query_strings": [{"key": "version", "value": "2"}, {"key": "version", "value": "3"}]},
                {"query_strings": [{"value": "beta"}]},
            ],
        ),
        ({"allowedCidrBlocks": ["192.0.2.0/24", "2001:db8::/32"]}, [{"source_ip": {"values": ["192.0.2.0/24", "2001:db8::/32"]}}]),
    ],
)
def test_a_rule_has_a_condition_for_each_kind_that_is_said_and_always_one(said, written):
    assert build_rule_conditions(Route.model_validate(said)) == written


def test_the_conditions_reach_the_rule_as_aws_spells_them(build):
    route = {"hosts": ["api.example.com"], "methods": ["GET"], "headers": [{"name": "X-Tenant", "values": ["blue"]}]}
    assert build.service(build.web(route=route))[1].find_one(RULE).inputs["conditions"] == [
        {"hostHeader": {"values": ["api.example.com"]}},
        {"httpRequestMethod": {"values": ["GET"]}},
        {"httpHeader": {"httpHeaderName": "X-Tenant", "values": ["blue"]}},
    ]


def test_more_wild_cards_than_a_rule_takes_are_refused(build):
    route = {"hosts": ["*.example.com"], "paths": ["/a*/b*/c*", "/d?/e?/f?"]}
    _, result = build.service(build.web(route=route), strict=False)
    assert isinstance(result.error, SettingsError)
    assert "A rule can only have '6' condition wildcards" in str(result.error)
    fine = build.service(build.web(route={"paths": ["/a*/b*/c*", "/d?/e?/f?"]}))[1]
    assert fine.find_one(RULE).inputs["conditions"] == [{"pathPattern": {"values": ["/a*/b*/c*", "/d?/e?/f?"]}}]


# --- where it answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "balancer", "url"),
    [
        ({}, {"url": "https://shared.example.com"}, "https://shared.example.com/"),
        ({"paths": ["/v1/*"]}, {"url": "http://lb.us-west-2.elb.amazonaws.com"}, "http://lb.us-west-2.elb.amazonaws.com/v1/"),
        ({"paths": ["/v1/??/x", "/v2"]}, {"url": "https://a.example.com"}, "https://a.example.com/v1/"),
        ({"paths": ["*.php"]}, {"url": "https://a.example.com"}, "https://a.example.com/"),
        # The listener's port and scheme stay: only the name is the service's own.
        ({"hosts": ["api.example.com"]}, {"url": "https://shared.example.com:8443"}, "https://api.example.com:8443/"),
        ({"hosts": ["*.example.com", "api.example.com"], "paths": ["/v1/*"]}, {"url": "http://lb"}, "http://api.example.com/v1/"),
        ({"hosts": ["api.example.com"]}, {}, "https://api.example.com/"),
        ({"hosts": ["api.example.com"]}, {"protocol": "HTTP"}, "http://api.example.com/"),
        # Nobody knows which name was meant, and the load balancer's own would be answered 404.
        ({"hosts": ["*.example.com"]}, {"url": "https://shared.example.com"}, None),
        ({}, {}, None),
    ],
)
@pytest.mark.parametrize("as_output", [False, True])
def test_the_url_is_one_that_the_rule_answers(build, route, balancer, url, as_output):
    def program():
        wire = {key: build.load_balancer[key] for key in ("listener_arn", "security_group_id")}
        given = {key: pulumi.Output.from_input(value) if as_output and key == "url" else value for key, value in balancer.items()}
        pulumi.export("url", Service("web", build.web(route=route, load_balancer={**wire, **given})).url)

    assert run(program, config={"aws:region": "us-west-2"}).outputs.get("url") == url


@pytest.mark.parametrize("said", [{"route": False, "port": 3000}, {}])
def test_what_nothing_reaches_has_no_url(build, said):
    assert build.service(build.wired(said))[0].url is None
