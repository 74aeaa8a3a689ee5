"""What ECS is told about deployments, to the last property."""

import json

import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"

SMOKE = "arn:aws:lambda:us-west-2:123456789012:function:smoke-test"
LOAD = "arn:aws:lambda:us-west-2:123456789012:function:load-test"
TEST_LISTENER = "arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/shared/50dc6c495c0c9188/0123456789abcdef"
HEADER = {"name": "X-Test", "values": ["1"]}


@pytest.fixture
def deployed(build):
    """Build a web service with a deployment."""

    def built(strategy: str, args: dict | None = None, **said) -> Run:
        return build.service(build.web(**(args or {}), deployment={"strategy": strategy, **said}))[1]

    return built


def told(result: Run) -> dict:
    return result.find_one(SERVICE).inputs


def refused(build, args: dict) -> str:
    _, result = build.service(args, strict=False)
    assert isinstance(result.error, SettingsError | pulumi.RunError)
    assert result.resources == []
    return str(result.error)


# --- the configuration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "configuration"),
    [
        ({"strategy": "rolling"}, {"strategy": "ROLLING"}),
        ({"strategy": "blueGreen"}, {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "15"}),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 0}, {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "0"}),
        (
            {"strategy": "canary"},
            {
                "strategy": "CANARY",
                "bakeTimeInMinutes": "15",
                "canaryConfiguration": {"canaryPercent": 5, "canaryBakeTimeInMinutes": "10"},
            },
        ),
        (
            {"strategy": "canary", "bakeTimeInMinutes": 3, "canary": {"percent": 0.5, "bakeTimeInMinutes": 1440}},
            {
                "strategy": "CANARY",
                "bakeTimeInMinutes": "3",
                "canaryConfiguration": {"canaryPercent": 0.5, "canaryBakeTimeInMinutes": "1440"},
            },
        ),
        (
            {"strategy": "linear"},
            {"strategy": "LINEAR", "bakeTimeInMinutes": "15", "linearConfiguration": {"stepPercent": 10, "stepBakeTimeInMinutes": "6"}},
        ),
        (
            {"strategy": "linear", "bakeTimeInMinutes": 1440, "linear": {"stepPercent": 33.3, "stepBakeTimeInMinutes": 0}},
            {"strategy": "LINEAR", "bakeTimeInMinutes": "1440", "linearConfiguration": {"stepPercent": 33.3, "stepBakeTimeInMinutes": "0"}},
        ),
    ],
)
def test_the_configuration_is_this_and_nothing_else_and_its_times_are_text(build, said, configuration):
    inputs = told(build.service(build.web(deployment=said))[1])
    assert inputs["deploymentConfiguration"] == configuration
    assert inputs["deploymentController"] == {"type": "ECS"}


def test_a_strategy_is_one_word(build):
    assert told(build.service(build.web(deployment="canary"))[1])["deploymentConfiguration"]["strategy"] == "CANARY"


def test_the_load_balancer_knows_the_pair_the_rule_and_the_role(deployed):
    result = deployed("blueGreen")
    [attached] = told(result)["loadBalancers"]
    assert attached["targetGroupArn"] == result.find_one(TARGET_GROUP, "web-blue").outputs["arn"]
    assert attached["advancedConfiguration"] == {
        "alternateTargetGroupArn": result.find_one(TARGET_GROUP, "web-green").outputs["arn"],
        "productionListenerRule": result.find_one(RULE).outputs["arn"],
        "roleArn": result.find_one(ROLE, "web-infrastructure").outputs["arn"],
    }


def test_the_infrastructure_role_is_the_one_that_aws_documents(deployed):
    result = deployed("blueGreen")
    [statement] = json.loads(result.find_one(ROLE, "web-infrastructure").inputs["assumeRolePolicy"])["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "sts:AssumeRole")
    assert statement["Principal"] == {"Service": "ecs.amazonaws.com"}
    [attachment] = [each for each in result.find_all(ATTACHMENT) if each.name.startswith("web-infrastructure")]
    assert attachment.inputs["policyArn"] == "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


# --- hooks --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hooked(build) -> Run:
    hooks = {
        "smoke": {"stages": ["POST_TEST_TRAFFIC_SHIFT"], "lambdaArn": SMOKE, "details": {"path": "/health", "area": "eu"}},
        "load": {"stages": ["PRE_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT"], "lambdaArn": LOAD},
        "again": {"stages": ["POST_SCALE_UP"], "lambdaArn": SMOKE},
        "approval": {"stages": ["POST_PRODUCTION_TRAFFIC_SHIFT"], "pause": {"timeoutInMinutes": 90, "onTimeout": "CONTINUE"}},
        "wait": {"stages": ["POST_SCALE_UP"], "pause": True},
    }
    return build.service(build.web(deployment={"strategy": "linear", "hooks": hooks}))[1]


def test_hooks_stand_in_the_order_of_their_names(hooked):
    role = hooked.find_one(ROLE, "web-hooks").outputs["arn"]
    assert told(hooked)["deploymentConfiguration"]["lifecycleHooks"] == [
        {"targetType": "AWS_LAMBDA", "hookTargetArn": SMOKE, "roleArn": role, "lifecycleStages": ["POST_SCALE_UP"]},
        {
            "targetType": "PAUSE",
            "lifecycleStages": ["POST_PRODUCTION_TRAFFIC_SHIFT"],
            "timeoutConfiguration": {"timeoutInMinutes": "90", "action": "CONTINUE"},
        },
        {
            "targetType": "AWS_LAMBDA",
            "hookTargetArn": LOAD,
            "roleArn": role,
            "lifecycleStages": ["PRE_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT"],
        },
        {
            "targetType": "AWS_LAMBDA",
            "hookTargetArn": SMOKE,
            "roleArn": role,
            "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
            "hookDetails": '{"area":"eu","path":"/health"}',
        },
        {
            "targetType": "PAUSE",
            "lifecycleStages": ["POST_SCALE_UP"],
            "timeoutConfiguration": {"timeoutInMinutes": "1440", "action": "ROLLBACK"},
        },
    ]


def test_the_role_of_hooks_may_call_the_named_functions_and_nothing_else(hooked):
    [statement] = json.loads(hooked.find_one(ROLE_POLICY, "web-hooks").inputs["policy"])["Statement"]
    assert statement == {"Sid": "CallHooks", "Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": [SMOKE, LOAD]}


def test_the_role_of_hooks_is_ecs_and_the_service_waits_until_it_may(hooked):
    [trust] = json.loads(hooked.find_one(ROLE, "web-hooks").inputs["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "ecs.amazonaws.com"}
    assert {hooked.find_one(ROLE, "web-hooks").urn, hooked.find_one(ROLE_POLICY, "web-hooks").urn} <= set(
        hooked.find_one(SERVICE).dependencies
    )
    assert [each.name for each in hooked.find_all(ATTACHMENT) if each.name.startswith("web-hooks")] == []


def test_pauses_alone_need_no_role(deployed):
    result = deployed("blueGreen", hooks={"approval": {"stages": ["POST_SCALE_UP"], "pause": True}})
    assert {role.name for role in result.find_all(ROLE)} == {"web-execution", "web-infrastructure", "web-task"}
    [hook] = told(result)["deploymentConfiguration"]["lifecycleHooks"]
    assert "roleArn" not in hook
    assert "hookTargetArn" not in hook


def test_a_function_of_the_same_program_can_be_a_hook(build):
    def args() -> dict:
        function = pulumi.Output.from_input(SMOKE)
        hooks = {
            "smoke": {"stages": ["POST_SCALE_UP"], "lambdaArn": function},
            "twice": {"stages": ["PRE_SCALE_UP"], "lambdaArn": function},
        }
        return build.web(deployment={"strategy": "blueGreen", "hooks": hooks})

    _, result = build.service(args)
    [statement] = json.loads(result.find_one(ROLE_POLICY, "web-hooks").inputs["policy"])["Statement"]
    assert statement["Resource"] == [SMOKE]
    assert [hook["hookTargetArn"] for hook in told(result)["deploymentConfiguration"]["lifecycleHooks"]] == [SMOKE, SMOKE]


# --- test traffic -------------------------------------------------------------------------------------------------------


@pytest.fixture
def tested(build):
    """Build a web service that test traffic reaches."""

    def built(test_traffic: object, strategy: str = "blueGreen", **args) -> Run:
        balancer = {**build.load_balancer, "test_listener_arn": TEST_LISTENER}
        return build.service(build.web(load_balancer=balancer, deployment={"strategy": strategy, "testTraffic": test_traffic}, **args))[1]

    return built


ROUTE = {"hosts": ["api.example.com"], "paths": ["/v1/*"]}


@pytest.mark.parametrize("strategy", ["blueGreen", "canary", "linear"])
def test_test_traffic_by_a_listener_has_the_route_of_the_service_there(build, tested, strategy):
    result = tested(True, strategy, route=ROUTE)
    production, test = result.find_one(RULE, "web").inputs, result.find_one(RULE, "web:test").inputs
    assert (production["listenerArn"], test["listenerArn"]) == (build.load_balancer["listener_arn"], TEST_LISTENER)
    assert production["conditions"] == test["conditions"]
    assert production["priority"] == test["priority"] == 7
    assert production["actions"] == test["actions"]


@pytest.mark.parametrize("route", [{}, ROUTE])
def test_test_traffic_by_a_header_asks_for_all_of_the_route_and_the_header_besides(build, tested, route):
    result = tested({"header": HEADER}, route=route, test_priority=6)
    production, test = result.find_one(RULE, "web").inputs, result.find_one(RULE, "web:test").inputs
    assert test["listenerArn"] == production["listenerArn"] == build.load_balancer["listener_arn"]
    asked = production["conditions"] if route else []
    assert test["conditions"] == [*asked, {"httpHeader": {"httpHeaderName": "X-Test", "values": ["1"]}}]
    assert (test["priority"], production["priority"]) == (6, 7)


def test_a_priority_of_the_test_rule_that_is_said_wins(tested):
    said = {"header": HEADER, "priority": 2}
    assert tested(said, route={"priority": 42}, test_priority=6).find_one(RULE, "web:test").inputs["priority"] == 2


def test_the_service_knows_the_rule_for_test_traffic_and_waits_for_it(tested):
    result = tested(True)
    rule = result.find_one(RULE, "web:test")
    assert told(result)["loadBalancers"][0]["advancedConfiguration"]["testListenerRule"] == rule.outputs["arn"]
    assert rule.outputs["arn"] != result.find_one(RULE, "web").outputs["arn"]
    assert rule.urn in result.find_one(SERVICE).dependencies
    assert rule.ignore_changes == ("actions",)


def test_without_test_traffic_there_is_one_rule(deployed):
    result = deployed("blueGreen")
    assert [rule.name for rule in result.find_all(RULE)] == ["web"]
    assert "testListenerRule" not in told(result)["loadBalancers"][0]["advancedConfiguration"]


def test_test_traffic_by_a_listener_needs_one(build):
    message = refused(build, build.web(deployment={"strategy": "blueGreen", "testTraffic": True}))
    assert "the load_balancer has no test_listener_arn" in message


@pytest.mark.parametrize(("priorities", "below"), [({}, "7"), ({"test_priority": 7}, "7"), ({"test_priority": 8}, "7")])
def test_a_rule_for_test_traffic_that_would_come_after_the_services_own_is_refused(build, priorities, below):
    message = refused(build, build.web(deployment={"strategy": "blueGreen", "testTraffic": {"header": HEADER}}, **priorities))
    assert f"the rule for test traffic must come before the service's own; pass a test_priority below {below}" in message


def test_a_service_without_priorities_puts_its_rule_for_test_traffic_first(build):
    args = build.web(deployment={"strategy": "blueGreen", "testTraffic": {"header": HEADER}})
    del args["priority"]
    _, result = build.service(args)
    assert result.find_one(RULE, "web:test").inputs["priority"] < result.find_one(RULE, "web").inputs["priority"]
    _, result = build.service({**args, "test_priority": 3})
    assert result.find_one(RULE, "web:test").inputs["priority"] == 3


# --- alarms -------------------------------------------------------------------------------------------------------------

OWN = ["5xx", "latency", "unhealthy-targets"]


def named(labels: list[str]) -> list[str]:
    return [f"project-dev-web/deployment-{label}" for label in labels]


@pytest.mark.parametrize("strategy", ["blueGreen", "canary", "linear"])
def test_a_strategy_that_shifts_traffic_is_watched_by_the_services_own_alarms(deployed, strategy):
    result = deployed(strategy)
    assert told(result)["alarms"] == {"alarmNames": named(OWN), "enable": True, "rollback": True}
    assert [alarm.inputs["name"] for alarm in result.find_all(ALARM)] == named(OWN)


def test_a_rolling_deployment_is_watched_where_that_is_said_and_keeps_its_circuit_breaker(deployed):
    result = deployed("rolling", alarms=True)
    assert told(result)["alarms"] == {"alarmNames": named(OWN), "enable": True, "rollback": True}
    assert told(result)["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
def test_alarms_can_be_turned_off_for_any_strategy(deployed, strategy):
    result = deployed(strategy, alarms=False)
    assert told(result)["alarms"] == {"alarmNames": [], "enable": False, "rollback": False}
    assert result.find_all(ALARM) == []


def test_alarms_that_are_named_come_after_the_services_own(deployed):
    result = deployed("canary", alarms={"names": ["checkout-errors", "a"], "rollback": False})
    assert told(result)["alarms"] == {"alarmNames": [*named(OWN), "checkout-errors", "a"], "enable": True, "rollback": False}
    assert len(result.find_all(ALARM)) == 3


def test_named_alarms_may_be_the_only_ones(deployed):
    own_off = {"target5xx": False, "latencyP99": False, "unhealthyTargets": False}
    result = deployed("rolling", alarms={**own_off, "names": ["checkout-errors"]})
    assert told(result)["alarms"] == {"alarmNames": ["checkout-errors"], "enable": True, "rollback": True}
    assert result.find_all(ALARM) == []
    assert told(deployed("blueGreen", alarms=own_off))["alarms"] == {"alarmNames": [], "enable": False, "rollback": False}


def test_alarms_exist_before_the_service_and_do_not_need_it(deployed):
    result = deployed("blueGreen")
    service = result.find_one(SERVICE)
    for alarm in result.find_all(ALARM):
        assert alarm.urn in service.dependencies
        assert service.urn not in alarm.dependencies


def test_the_names_of_alarms_are_known_before_they_exist(build):
    # Names that AWS gives would make a cycle of service and alarm, and a preview without them.
    _, result = build.service(build.web(deployment="blueGreen"), preview=True)
    assert told(result)["alarms"]["alarmNames"] == named(OWN)


def alarm(result: Run, label: str) -> dict:
    return result.find_one(ALARM, f"web-deployment-{label}").inputs


def test_every_alarm_watches_both_target_groups_and_takes_missing_data_for_good(deployed):
    result = deployed("canary", alarms={"errorPercent": 1})
    groups = {group.outputs["arnSuffix"] for group in result.find_all(TARGET_GROUP)}
    assert len(groups) == 2
    assert len(result.find_all(ALARM)) == 4
    for each in result.find_all(ALARM):
        measured = [query["metric"] for query in each.inputs["metricQueries"] if "metric" in query]
        assert {metric["dimensions"]["TargetGroup"] for metric in measured} == groups
        assert {metric["dimensions"]["LoadBalancer"] for metric in measured} == {"app/shared/50dc6c495c0c9188"}
        assert {(metric["namespace"], metric["period"]) for metric in measured} == {("AWS/ApplicationELB", 60)}
        assert each.inputs["treatMissingData"] == "notBreaching"
        assert "alarmActions" not in each.inputs
        [result_query] = [query for query in each.inputs["metricQueries"] if query["returnData"]]
        assert all(query["id"] in result_query["expression"] for query in each.inputs["metricQueries"] if query is not result_query)


@pytest.mark.parametrize(
    ("label", "metrics", "expression", "threshold", "comparison", "window"),
    [
        ("5xx", ["HTTPCode_Target_5XX_Count"], "FILL(m0, 0) + FILL(m1, 0)", 10, "GreaterThanOrEqualToThreshold", (3, 2)),
        ("latency", ["TargetResponseTime"], "MAX([FILL(m0, 0), FILL(m1, 0)])", 2, "GreaterThanOrEqualToThreshold", (3, 2)),
        # the grace period of a minute, and three minutes more
        ("unhealthy-targets", ["UnHealthyHostCount"], "FILL(m0, 0) + FILL(m1, 0)", 1, "GreaterThanOrEqualToThreshold", (4, 4)),
        (
            "errors",
            ["HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "RequestCount"],
            "IF(FILL(m4, 0) + FILL(m5, 0) > 0, 100 * (FILL(m0, 0) + FILL(m1, 0) + FILL(m2, 0) + FILL(m3, 0)) / (FILL(m4, 0) + FILL(m5, 0)), 0)",
            1,
            "GreaterThanThreshold",
            (3, 2),
        ),
    ],
)
def test_an_alarm_is_raised_by_this(deployed, label, metrics, expression, threshold, comparison, window):
    inputs = alarm(deployed("canary", alarms={"errorPercent": 1}), label)
    measured = [query["metric"]["metricName"] for query in inputs["metricQueries"] if "metric" in query]
    assert measured == [metric for metric in metrics for _ in range(2)]
    assert inputs["metricQueries"][-1] == {"id": "result", "expression": expression, "label": label, "returnData": True}
    assert (inputs["threshold"], inputs["comparisonOperator"]) == (threshold, comparison)
    assert (inputs["evaluationPeriods"], inputs["datapointsToAlarm"]) == window


def test_thresholds_and_the_window_are_as_said(deployed):
    said = {"target5xx": 3, "latencyP99": 0.5, "unhealthyTargets": False, "evaluationPeriods": 5, "datapointsToAlarm": 4}
    result = deployed("blueGreen", alarms=said)
    assert [each.name for each in result.find_all(ALARM)] == ["web-deployment-5xx", "web-deployment-latency"]
    found = [
        (each.inputs["threshold"], each.inputs["evaluationPeriods"], each.inputs["datapointsToAlarm"]) for each in result.find_all(ALARM)
    ]
    assert found == [(3, 5, 4), (0.5, 5, 4)]


def test_slow_tasks_are_no_fault_within_their_grace_period(deployed):
    slow = deployed("blueGreen", {"healthCheck": {"gracePeriod": 601}})
    inputs = alarm(slow, "unhealthy-targets")
    assert (inputs["evaluationPeriods"], inputs["datapointsToAlarm"]) == (14, 14)
    assert "for 14 minutes" in inputs["alarmDescription"]


def test_no_alarm_looks_at_more_than_the_day_that_cloudwatch_allows(deployed):
    endless = deployed("blueGreen", {"healthCheck": {"gracePeriod": 2_147_483_647}})
    assert alarm(endless, "unhealthy-targets")["evaluationPeriods"] == 1440


# --- workers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"port": 3000, "route": False}])
def test_a_worker_may_be_replaced_all_at_once(build, more):
    _, result = build.service(build.worker(deployment={"strategy": "blueGreen", "bakeTimeInMinutes": 5}, **more), name="worker")
    assert told(result)["deploymentConfiguration"] == {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "5"}
    assert "loadBalancers" not in told(result)
    assert told(result)["alarms"] == {"alarmNames": [], "enable": False, "rollback": False}
    assert [each.type for each in result.resources if each.type in (TARGET_GROUP, RULE, ALARM)] == []


def test_a_worker_is_watched_by_the_alarms_that_are_named(build):
    _, result = build.service(build.worker(deployment={"strategy": "blueGreen", "alarms": {"names": ["queue-age"]}}))
    assert told(result)["alarms"] == {"alarmNames": ["queue-age"], "enable": True, "rollback": True}
    assert result.find_all(ALARM) == []


@pytest.mark.parametrize("strategy", ["canary", "linear"])
def test_a_worker_has_no_traffic_of_which_a_share_could_move(build, strategy):
    message = refused(build, build.worker(deployment=strategy))
    assert f"{strategy} moves shares of the traffic, but no load balancer sends this service any; write strategy: blueGreen" in message


# --- waiting ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
def test_interrupting_an_update_rolls_it_back_where_that_is_said(deployed, strategy):
    assert "sigintRollback" not in told(deployed(strategy))
    inputs = told(deployed(strategy, sigintRollback=True))
    assert (inputs["sigintRollback"], inputs["waitForSteadyState"]) == (True, True)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        # start, health checks and draining of 4 minutes, twice, and 5 to tell; then what the strategy waits for
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 0}, 20),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 60}, 13 + 60),
        ({"strategy": "canary"}, 13 + 10 + 15),
        ({"strategy": "linear"}, 13 + 9 * 6 + 15),
        ({"strategy": "canary", "bakeTimeInMinutes": 1440, "canary": {"bakeTimeInMinutes": 1440}}, 13 + 2 * 1440),
        (
            {"strategy": "linear", "hooks": {"a": {"stages": ["PRE_SCALE_UP", "POST_SCALE_UP"], "lambdaArn": SMOKE}}},
            13 + 9 * 6 + 15 + 2 * 10,
        ),
        # at every step
        ({"strategy": "linear", "hooks": {"a": {"stages": ["PRODUCTION_TRAFFIC_SHIFT"], "lambdaArn": SMOKE}}}, 13 + 9 * 6 + 15 + 10 * 10),
        ({"strategy": "canary", "hooks": {"a": {"stages": ["PRODUCTION_TRAFFIC_SHIFT"], "lambdaArn": SMOKE}}}, 13 + 10 + 15 + 2 * 10),
        ({"strategy": "blueGreen", "hooks": {"a": {"stages": ["POST_SCALE_UP"], "pause": {"timeoutInMinutes": 20160}}}}, 13 + 15 + 20160),
        ({"strategy": "blueGreen", "timeoutInMinutes": 7}, 7),
    ],
)
def test_an_update_may_take_as_long_as_all_that_the_strategy_waits_for(build, said, minutes):
    timeouts = build.service(build.web(deployment=said))[1].find_one(SERVICE).custom_timeouts
    assert (timeouts["create"], timeouts["update"]) == (f"{minutes}m", f"{minutes}m")


# --- which of the two is live -------------------------------------------------------------------------------------------


def test_nothing_depends_on_which_target_group_is_live(build):
    # Everything that names one of the pair names the other too, beside the declared first one, which ECS itself leaves as declared.
    scaling = {"minCapacity": 2, "maxCapacity": 10, "requestsPerTarget": 500}
    _, result = build.scaling(scaling, build.web(deployment="blueGreen"))
    blue, green = (group.urn for group in result.find_all(TARGET_GROUP))
    for resource in result.resources:
        assert (blue in resource.dependencies) == (green in resource.dependencies)
        for on in resource.property_dependencies.values():
            assert (blue in on) == (green in on)
