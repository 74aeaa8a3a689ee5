import pytest
from fargate_web.faults.schema_index import find_nested_sections, index_schema
from fargate_web.faults.unknown_keys import describe_unknown_key
from fargate_web.settings.stack import Stack


def homes(model=Stack, path=(), within=()):
    """Walk every section with a path that leads to it."""
    yield path, model
    for name, info in model.model_fields.items():
        for inner, below in find_nested_sections(info.annotation):
            if inner not in within:
                step = ("web",) if below == ".<name>" else (0,) if below == "[]" else ()
                yield from homes(inner, (*path, info.alias or name, *step), (*within, inner))


ANSWERS = [(path, key, text) for path, model in homes() for key, text in model.key_hints.items()]
FIELDS = [(path, info.alias or name) for path, model in homes() for name, info in model.model_fields.items()]


def test_every_key_that_people_bring_along_is_answered():
    index = index_schema(Stack)
    unanswered = [(*path, key) for path, key, text in ANSWERS if text not in describe_unknown_key(index, (*path, key), {key}).message]
    assert unanswered == []


def test_no_answer_hides_a_key_that_exists():
    assert {(path, key) for path, key, _ in ANSWERS}.isdisjoint(FIELDS)


def test_every_key_in_another_spelling_is_recognised():
    index = index_schema(Stack)
    found = {(*path, key): describe_unknown_key(index, (*path, key.upper()), {key.upper()}) for path, key in FIELDS}
    assert [path for path, hint in found.items() if not hint.is_respelling or not hint.message.endswith(f"write {path[-1]}")] == []


@pytest.mark.parametrize(
    ("keys", "place", "fragment"),
    [
        ("health_check: /health", "health_check", "write healthCheck"),
        ("Route: {paths: [/a]}", "Route", "write route"),
        ("desired-count: 2", "desired-count", "write desiredCount"),
        ("enviroment: {A: b}", "enviroment", "did you mean environment?"),
        ("prot: 80", "prot", "did you mean port"),
        ("desiredCont: 2", "desiredCont", "did you mean desiredCount?"),
        ("healthcheck: /health", "healthcheck", "write healthCheck (asked by the load balancer) or containerHealthCheck"),
        ("count: 2", "count", "write desiredCount"),
        ("idleTimeout: 60", "idleTimeout", "write loadBalancer: {idleTimeout: …}, or serviceConnect: {idleTimeout: …}"),
        ("natGateways: none", "natGateways", "it belongs under network"),
        ("maxCapacity: 3", "maxCapacity", "write scaling: {maxCapacity: …}"),
        ("bakeTime: 3", "bakeTime", "there is no key"),
        ("zzz: 3", "zzz", "`fargate-web explain services.web` lists all"),
        ("route: {healthCheck: /health}", "route.healthCheck", "it belongs under services.<name>"),
        ("targetGroup: {healthCheck: /health}", "targetGroup.healthCheck", "write healthCheck at the service"),
        (
            "containerHealthCheck: {command: a, healthyThreshold: 3}",
            "containerHealthCheck.healthyThreshold",
            "it belongs under services.<name>.healthCheck",
        ),
        ("healthCheck: {intervall: 3}", "healthCheck.intervall", "did you mean interval?"),
        ("scaling: {min: 1, maxCapacity: 2, cpu: 70}", "scaling.min", "write minCapacity"),
        ("logs: {retention: 30}", "logs.retention", "did you mean retentionInDays?"),
        ("'': 3", '[""]', "there is no key"),
        ("'a\\nb': 3", '["a\\\\nb"]', "there is no key"),
        ("deployment: {alarm: [x]}", "deployment.alarm", "there is no key"),
    ],
)
def test_an_unknown_key_is_told_with_the_one_to_write(told_service, keys, place, fragment):
    faults = [fault for fault in told_service(keys) if f": services.web{place if place[0] == '[' else '.' + place}: " in fault]
    assert len(faults) == 1, told_service(keys)
    assert fragment in faults[0]


@pytest.mark.parametrize(
    ("sections", "fragment"),
    [
        ("fargate-web:service: {}", "services: {<name>: {…}}"),
        ("fargate-web:netwrok: {}", "did you mean network?"),
        ("fargate-web:load_balancer: {}", "write loadBalancer"),
        ("fargate-web:alb: {}", "write loadBalancer"),
        ("fargate-web:region: us-west-2", "write aws:region beside it"),
        ("fargate-web:containerInsights: enabled", "it belongs under cluster"),
        ("fargate-web:zzz: 1", "the nearest are services, "),
    ],
)
def test_an_unknown_section_is_told_with_the_one_to_write(told, sections, fragment):
    (fault,) = told(sections)
    assert fragment in fault
    assert fault.startswith("Pulumi.dev.yaml:4:3: ")


def test_the_position_of_an_unknown_key_is_its_own_not_that_of_its_value(told_service):
    (fault,) = told_service("logs:\n  retention:   30")
    assert fault.startswith("Pulumi.dev.yaml:8:9: services.web.logs.retention: ")
