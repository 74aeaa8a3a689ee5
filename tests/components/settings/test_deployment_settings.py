"""Every range and rule of a deployment's settings, with what is told of it."""

import pytest

LAMBDA = "arn:aws:lambda:us-west-2:123456789012:function:check"


def case(said: str, place: str, *fragments: str):
    return pytest.param(said, place, fragments, id=said[:80])


RANGES = [
    case("{strategy: blueGreen, bakeTimeInMinutes: -1}", "bakeTimeInMinutes", "-1 is less than 0", "from 0 to 1440"),
    case("{strategy: blueGreen, bakeTimeInMinutes: 1441}", "bakeTimeInMinutes", "1441 is more than 1440"),
    case("{strategy: blueGreen, bakeTimeInMinutes: '3'}", "bakeTimeInMinutes", "expected a whole number", "Remove the quotes"),
    case("{strategy: blueGreen, bakeTimeInMinutes: 2.5}", "bakeTimeInMinutes", "got the number 2.5"),
    case("{strategy: canary, canary: {percent: 0.05}}", "canary.percent", "0.05 is less than 0.1"),
    case("{strategy: canary, canary: {percent: 100.5}}", "canary.percent", "100.5 is more than 100"),
    case("{strategy: canary, canary: {percent: 0.25}}", "canary.percent", "0.25 isn't a multiple of 0.1", "write percent: 0.2"),
    case("{strategy: canary, canary: {bakeTimeInMinutes: 1441}}", "canary.bakeTimeInMinutes", "1441 is more than 1440"),
    case("{strategy: linear, linear: {stepPercent: 2.9}}", "linear.stepPercent", "2.9 is less than 3"),
    case("{strategy: linear, linear: {stepPercent: 101}}", "linear.stepPercent", "101 is more than 100"),
    case("{strategy: linear, linear: {stepPercent: 33.33}}", "linear.stepPercent", "33.33 isn't a multiple of 0.1"),
    case("{strategy: linear, linear: {stepBakeTimeInMinutes: 1441}}", "linear.stepBakeTimeInMinutes", "1441 is more than 1440"),
    case("{minimumHealthyPercent: 201}", "minimumHealthyPercent", "201 is more than 200"),
    case("{maximumPercent: 2001}", "maximumPercent", "2001 is more than 2000"),
    case("{timeoutInMinutes: 0}", "timeoutInMinutes", "0 is less than 1", "from 1 to 43200"),
    case("{timeoutInMinutes: 43201}", "timeoutInMinutes", "43201 is more than 43200"),
    case("{ciLimitInMinutes: 0}", "ciLimitInMinutes", "0 is less than 1"),
    case("{alarms: {evaluationPeriods: 61}}", "alarms.evaluationPeriods", "61 is more than 60"),
    case("{alarms: {datapointsToAlarm: 0}}", "alarms.datapointsToAlarm", "0 is less than 1"),
    case("{alarms: {target5xx: 0}}", "alarms.target5xx", "0 is less than 1"),
    case("{alarms: {errorPercent: 101}}", "alarms.errorPercent", "101 is more than 100"),
    case("{alarms: {errorPercent: 0}}", "alarms.errorPercent", "0"),
    case("{alarms: {latencyP99: 0}}", "alarms.latencyP99", "0"),
    case("{strategy: blueGreen, testTraffic: {priority: 0}}", "testTraffic.priority", "0 is less than 1"),
    case("{strategy: blueGreen, testTraffic: {priority: 50001}}", "testTraffic.priority", "50001 is more than 50000"),
]
NAMES = [
    case("green", "", "rolling, blueGreen, canary or linear", "Did you mean blueGreen?"),
    case("{strategy: bluegreen}", "strategy", "Did you mean blueGreen?"),
    case("{strategy: Canary}", "strategy", "Did you mean canary?"),
    case("{controller: CODE_DEPLOY}", "controller", "the controller is always ECS"),
    case("{lifecycleHooks: []}", "lifecycleHooks", "write hooks: {<name>: {stages: […]"),
    case("{strategy: canary, canaryPercent: 5}", "canaryPercent", "write canary: {percent: …}"),
    case("{strategy: linear, stepPercent: 5}", "stepPercent", "write linear: {stepPercent: …}"),
    case("{rollbackAlarms: [a]}", "rollbackAlarms", "write alarms: {names: […]}"),
    case("{alarms: {alarmNames: [a]}}", "alarms.alarmNames", "write names: […]"),
    case("{testListener: 8443}", "testListener", "write loadBalancer: {testListener: {port: …}}"),
]
RULES = [
    case("{bakeTimeInMinutes: 5}", "bakeTimeInMinutes", "rolling does not use this setting", "it is for blueGreen, canary and linear"),
    case("{strategy: canary, linear: 10}", "linear", "canary does not use this setting", "it is for linear"),
    case("{strategy: blueGreen, circuitBreaker: false}", "circuitBreaker", "blueGreen does not use this setting", "it is for rolling"),
    case("{minimumHealthyPercent: 100, maximumPercent: 100}", "maximumPercent", "a deployment needs room"),
    case("{minimumHealthyPercent: 150, maximumPercent: 100}", "maximumPercent", "the two look swapped"),
    case(
        "{maximumPercent: 149}",
        "maximumPercent",
        "no task could be replaced",
        "write maximumPercent: 150, or write minimumHealthyPercent: 50",
    ),
    case(
        "{sigintRollback: true, waitForSteadyState: false}",
        "sigintRollback",
        "without waiting there is nothing to interrupt",
        "write waitForSteadyState: true",
    ),
    case(
        "{alarms: {datapointsToAlarm: 4}}",
        "alarms.datapointsToAlarm",
        "4 breaching minutes out of 3 are impossible",
        "write datapointsToAlarm: 3, or write evaluationPeriods: 4",
    ),
]
HOOKS = [
    case("{stages: [PRE_SCALE_UP]}", ".lambdaArn", "a hook either calls a function, which lambdaArn names, or waits", "write pause: true"),
    case(f"{{stages: [PRE_SCALE_UP], lambdaArn: '{LAMBDA}', pause: true}}", ".lambdaArn", "remove pause, or remove lambdaArn"),
    case("{stages: [PRODUCTION_TRAFFIC_SHIFT], pause: true}", ".stages", "write stages: [POST_PRODUCTION_TRAFFIC_SHIFT]"),
    case("{stages: [TEST_TRAFFIC_SHIFT], pause: true}", ".stages", "a pause isn't allowed at TEST_TRAFFIC_SHIFT"),
    case("{stages: [PRE_SCALE_UP], pause: true, details: {a: b}}", ".details", "a pause gets no values"),
    case(f"{{stages: [PRE_SCALE_UP, PRE_SCALE_UP], lambdaArn: '{LAMBDA}'}}", ".stages", "PRE_SCALE_UP is listed twice"),
    case(f"{{stages: [], lambdaArn: '{LAMBDA}'}}", ".stages", "1"),
    case(f"{{stages: [BAKE_TIME], lambdaArn: '{LAMBDA}'}}", ".stages[0]", "BAKE_TIME"),
    case(f"{{stages: [SCALE_UP], lambdaArn: '{LAMBDA}'}}", ".stages[0]", "SCALE_UP"),
    case("{stages: [PRE_SCALE_UP], lambdaArn: 'arn:aws:s3:::a'}", ".lambdaArn", "arn:aws:lambda"),
    case("{stages: [PRE_SCALE_UP], pause: true, lambda: a}", ".lambda", "write lambdaArn"),
    case("{stages: [PRE_SCALE_UP], pause: {timeoutInMinutes: 0}}", ".pause.timeoutInMinutes", "0 is less than 1"),
    case("{stages: [PRE_SCALE_UP], pause: {timeoutInMinutes: 20161}}", ".pause.timeoutInMinutes", "20161 is more than 20160"),
    case("{stages: [PRE_SCALE_UP], pause: {onTimeout: STOP}}", ".pause.onTimeout", "none of: ROLLBACK, CONTINUE"),
]
FINE = [
    "{strategy: blueGreen, bakeTimeInMinutes: 0}",
    "{strategy: blueGreen, bakeTimeInMinutes: 1440}",
    "{strategy: canary, canary: 0.1}",
    "{strategy: canary, canary: {percent: 100, bakeTimeInMinutes: 1440}}",
    "{strategy: canary, canary: {percent: 99.9, bakeTimeInMinutes: 0}}",
    "{strategy: linear, linear: 3}",
    "{strategy: linear, linear: {stepPercent: 10, stepBakeTimeInMinutes: 1440}}",
    "{maximumPercent: 150}",
    "{minimumHealthyPercent: 0, maximumPercent: 100}",
    "{sigintRollback: true, timeoutInMinutes: 43200}",
    "{alarms: true}",
    "{alarms: {evaluationPeriods: 3, datapointsToAlarm: 3}}",
    "{alarms: {errorPercent: 100, target5xx: false, names: [one, two], rollback: false}}",
    "{strategy: blueGreen, alarms: false}",
    "{strategy: blueGreen, testTraffic: {header: {name: X-Test, values: ['1']}, priority: 1}}",
    "{strategy: blueGreen, hooks: {ask: {stages: [POST_TEST_TRAFFIC_SHIFT], pause: {timeoutInMinutes: 20160, onTimeout: CONTINUE}}}}",
    f"{{strategy: linear, hooks: {{check: {{stages: [PRODUCTION_TRAFFIC_SHIFT], lambdaArn: '{LAMBDA}', details: {{a: b}}}}}}}}",
]


def place_of(where: str) -> str:
    return f"services.web.deployment{'.' if where and where[0] != '.' else ''}{where}"


@pytest.mark.parametrize(("said", "where", "fragments"), [*RANGES, *NAMES, *RULES])
def test_a_deployment_that_aws_would_refuse_is_told_where_it_is_written(told_service, said, where, fragments):
    [fault] = told_service(f"deployment: {said}")
    assert f"{place_of(where)}" in fault
    assert [fragment for fragment in fragments if fragment not in fault] == []


@pytest.mark.parametrize(("said", "where", "fragments"), HOOKS)
def test_a_hook_that_could_not_be_called_is_told(told_service, said, where, fragments):
    [fault] = told_service(f"deployment: {{strategy: linear, hooks: {{check: {said}}}}}")
    assert f"services.web.deployment.hooks.check{where}" in fault
    assert [fragment for fragment in fragments if fragment not in fault] == []


@pytest.mark.parametrize("said", FINE)
def test_what_aws_takes_is_taken(told_service, said):
    assert told_service(f"deployment: {said}") == []


def test_a_share_in_one_word_is_told_at_its_key(told_service):
    [fault] = told_service("deployment: {strategy: linear, linear: 2}")
    assert f"{place_of('linear')}: 2 is less than 3" in fault


def test_a_priority_is_for_a_header_only(told_service):
    faults = told_service("deployment: {strategy: blueGreen, testTraffic: {priority: 5}}")
    assert [fault for fault in faults if "the priority on the test listener is that of the route" in fault] != []


# --- with the rest of the service ---------------------------------------------------------------------------------------

HEADER = "testTraffic: {header: {name: X-Test, values: ['1']}"


@pytest.mark.parametrize(
    ("keys", "where", "fragment"),
    [
        ("route: false\ndeployment: {strategy: canary}", "strategy", "canary moves shares of the traffic, but no load balancer sends this service any"),
        ("route: false\ndeployment: {strategy: linear}", "strategy", "write strategy: blueGreen"),
        ("route: false\ndeployment: {strategy: blueGreen, testTraffic: true}", "testTraffic", "no load balancer sends this service any traffic to test with"),
        ("route: false\ndeployment: {strategy: blueGreen, alarms: true}", "alarms", "existing alarms can be named in alarms.names"),
        (f"route: {{priority: 5}}\ndeployment: {{strategy: canary, {HEADER}}}}}", "testTraffic.priority", "write deployment: {testTraffic: {priority: 4}}"),
        (f"route: {{priority: 5}}\ndeployment: {{strategy: canary, {HEADER}, priority: 5}}}}", "testTraffic.priority", "must come before it"),
        (
            f"route: {{hosts: [a.example.com, b.example.com], paths: [/a, /b, /c]}}\ndeployment: {{strategy: canary, {HEADER}}}}}",
            "testTraffic",
            "would have 6 condition values",
        ),
    ],
)  # fmt: skip
def test_a_deployment_that_does_not_fit_its_service_is_told(told_service, keys, where, fragment):
    [fault] = [fault for fault in told_service(keys) if fragment in fault]
    assert place_of(where) in fault or "services.web.route" in fault


@pytest.mark.parametrize(
    "keys",
    [
        "route: false\ndeployment: {strategy: blueGreen, bakeTimeInMinutes: 5}",
        "route: false\ndeployment: {strategy: blueGreen, alarms: {names: [queue-age]}}",
        "route: false\ndeployment: {strategy: blueGreen, alarms: false}",
        f"route: {{priority: 5}}\ndeployment: {{strategy: canary, {HEADER}, priority: 4}}}}",
    ],
)
def test_a_deployment_that_fits_its_service_is_taken(told_service, keys):
    assert told_service(keys) == []


@pytest.mark.parametrize(("count", "maximum", "least"), [(1, 199, 200), (2, 149, 150), (3, 133, 134), (10, 109, 110)])
def test_a_deployment_without_room_for_one_more_task_is_told_how_much_it_needs(told_service, count, maximum, least):
    keys = f"desiredCount: {count}\ndeployment: {{maximumPercent: "
    [fault] = told_service(f"{keys}{maximum}}}")
    assert f"write maximumPercent: {least}" in fault
    assert told_service(f"{keys}{least}}}") == []
