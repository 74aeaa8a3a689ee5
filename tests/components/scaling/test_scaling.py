import pulumi
import pytest
from fargate_web import Scaling, Service
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

COMPONENT = "fargate-web:index:Scaling"
TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
SERVICE = "aws:ecs/service:Service"
GROUP = "aws:lb/targetGroup:TargetGroup"

CPU = {"minCapacity": 2, "maxCapacity": 10, "cpu": 70}
ACTIONS = {
    "scheduledActions": {
        "before-office-hours": {"schedule": "cron(30 7 ? * MON-FRI *)", "timezone": "Europe/Vienna", "minCapacity": 6},
        "after-office-hours": {"schedule": "cron(0 19 ? * MON-FRI *)", "minCapacity": 2, "maxCapacity": 4},
    }
}
EVERYTHING = {**CPU, "memory": 80, "requestsPerTarget": 1000, **ACTIONS}
THEIRS = {
    "service_name": "theirs",
    "cluster_name": "shared",
    "load_balancer_arn_suffix": "app/shared/50dc6c495c0c9188",
    "target_group_arn_suffixes": ["targetgroup/one/1", "targetgroup/two/2"],
}


@pytest.fixture(scope="module")
def plain(build) -> Run:
    return build.scaling(CPU)[1]


@pytest.fixture(scope="module")
def everything(build) -> Run:
    return build.scaling(EVERYTHING)[1]


def listed(result: Run) -> list[str]:
    component = result.find_one(COMPONENT)
    return sorted(f"{resource.type} {resource.name}" for resource in result.find_children(component))


# --- what there is, and what there is not -------------------------------------------------------------------------------


def test_scaling_on_one_metric_creates_a_target_and_a_policy(plain):
    assert listed(plain) == [f"{POLICY} web-cpu", f"{TARGET} web"]


def test_scaling_on_everything_creates_these_and_nothing_else(everything):
    assert listed(everything) == [
        f"{POLICY} web-cpu",
        f"{POLICY} web-memory",
        f"{POLICY} web-requests",
        f"{ACTION} web:after-office-hours",
        f"{ACTION} web:before-office-hours",
        f"{TARGET} web",
    ]


def test_the_limits_can_be_moved_by_the_clock_alone(build):
    _, result = build.scaling({"minCapacity": 1, "maxCapacity": 8, **ACTIONS})
    assert result.find_all(POLICY) == []
    assert len(result.find_all(ACTION)) == 2


# --- the target ---------------------------------------------------------------------------------------------------------


def test_the_target_is_the_number_of_tasks_of_the_service(plain):
    service = plain.find_one(SERVICE).outputs["name"]
    assert plain.find_one(TARGET).inputs == {
        "serviceNamespace": "ecs",
        "scalableDimension": "ecs:service:DesiredCount",
        "resourceId": f"service/shared/{service}",
        "minCapacity": 2,
        "maxCapacity": 10,
    }
    assert plain.find_one(SERVICE).urn in plain.find_one(TARGET).dependencies


def test_the_limits_are_ignored_exactly_when_a_clock_moves_them(plain, everything):
    assert plain.find_one(TARGET).ignore_changes == ()
    assert everything.find_one(TARGET).ignore_changes == ("minCapacity", "maxCapacity")


def test_the_target_carries_tags():
    result = run(lambda: Scaling("web", {**CPU, "service": THEIRS, "tags": {"Team": "web"}}))
    assert result.find_one(TARGET).inputs["tags"] == {"Team": "web"}


# --- the policies -------------------------------------------------------------------------------------------------------


def tracking(result: Run, name: str) -> dict:
    inputs = result.find_one(POLICY, name).inputs
    target = result.find_one(TARGET)
    assert inputs["policyType"] == "TargetTrackingScaling"
    assert {key: inputs[key] for key in ("serviceNamespace", "scalableDimension", "resourceId")} == {
        key: target.inputs[key] for key in ("serviceNamespace", "scalableDimension", "resourceId")
    }
    return inputs["targetTrackingScalingPolicyConfiguration"]


@pytest.mark.parametrize(
    ("name", "metric", "value"),
    [("web-cpu", "ECSServiceAverageCPUUtilization", 70), ("web-memory", "ECSServiceAverageMemoryUtilization", 80)],
)
def test_a_number_is_a_policy_with_quick_growth_and_slow_decline(everything, name, metric, value):
    assert tracking(everything, name) == {
        "predefinedMetricSpecification": {"predefinedMetricType": metric},
        "targetValue": value,
        "scaleInCooldown": 300,
        "scaleOutCooldown": 60,
        "disableScaleIn": False,
    }


def test_a_policy_is_as_said(build):
    said = {"target": 62.5, "policyName": "api-cpu-scaling", "scaleInCooldown": 0, "scaleOutCooldown": 30, "disableScaleIn": True}
    _, result = build.scaling({**CPU, "cpu": said})
    assert result.find_one(POLICY).inputs["name"] == "api-cpu-scaling"
    assert tracking(result, "web-cpu") == {
        "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
        "targetValue": 62.5,
        "scaleInCooldown": 0,
        "scaleOutCooldown": 30,
        "disableScaleIn": True,
    }


def test_a_policy_has_no_physical_name_unless_it_is_given(everything):
    assert [policy.name for policy in everything.find_all(POLICY) if "name" in policy.inputs] == []


def test_requests_are_counted_over_both_target_groups_whichever_is_live(everything):
    configuration = tracking(everything, "web-requests")
    assert configuration["targetValue"] == 1000
    assert "predefinedMetricSpecification" not in configuration
    *measured, total = configuration["customizedMetricSpecification"]["metrics"]
    assert measured == [
        {
            "id": f"group{index}",
            "returnData": False,
            "metricStat": {
                "stat": "Sum",
                "metric": {
                    "namespace": "AWS/ApplicationELB",
                    "metricName": "RequestCountPerTarget",
                    "dimensions": [
                        {"name": "TargetGroup", "value": group.outputs["arnSuffix"]},
                        {"name": "LoadBalancer", "value": "app/shared/50dc6c495c0c9188"},
                    ],
                },
            },
        }
        for index, group in enumerate(everything.find_all(GROUP))
    ]
    assert len(measured) == 2
    assert total == {"id": "requests", "label": "Requests per task", "expression": "FILL(group0, 0) + FILL(group1, 0)", "returnData": True}


def test_the_load_balancer_of_the_metric_is_read_from_the_listener_where_nobody_says_it(build):
    assert "arn_suffix" not in build.load_balancer
    assert (
        build.service(build.web(load_balancer={**build.load_balancer, "arn_suffix": "app/said/1"}))[0].load_balancer_arn_suffix
        == "app/said/1"
    )


# --- the clock ----------------------------------------------------------------------------------------------------------


def test_an_action_moves_the_limits_that_it_says_at_the_time_of_its_zone(everything):
    target = everything.find_one(TARGET)
    common = {key: target.inputs[key] for key in ("serviceNamespace", "scalableDimension", "resourceId")}
    assert everything.find_one(ACTION, "web:before-office-hours").inputs == {
        **common,
        "name": "before-office-hours",
        "schedule": "cron(30 7 ? * MON-FRI *)",
        "timezone": "Europe/Vienna",
        "scalableTargetAction": {"minCapacity": 6},
    }
    assert everything.find_one(ACTION, "web:after-office-hours").inputs == {
        **common,
        "name": "after-office-hours",
        "schedule": "cron(0 19 ? * MON-FRI *)",
        "timezone": "UTC",
        "scalableTargetAction": {"minCapacity": 2, "maxCapacity": 4},
    }


def test_actions_and_policies_wait_for_the_target(everything):
    target = everything.find_one(TARGET).urn
    assert [
        resource.name for kind in (POLICY, ACTION) for resource in everything.find_all(kind) if target not in resource.dependencies
    ] == []


# --- what every component promises --------------------------------------------------------------------------------------


def test_the_outputs_are_registered(everything):
    component = everything.find_one(COMPONENT)
    assert component.registered_outputs
    assert component.outputs == {
        "resourceId": everything.find_one(TARGET).inputs["resourceId"],
        "policyArns": {label: everything.find_one(POLICY, f"web-{label}").outputs["arn"] for label in ("cpu", "memory", "requests")},
    }


@pytest.mark.parametrize("said", [CPU, EVERYTHING, {"minCapacity": 1, "maxCapacity": 8, **ACTIONS}])
def test_a_preview_shows_what_an_update_creates(build, said):
    shown, created = (build.scaling(said, preview=preview)[1] for preview in (True, False))
    assert {resource.urn for resource in shown.resources} == {resource.urn for resource in created.resources}


def test_two_services_scale_in_one_program(build):
    def program():
        for priority, name in enumerate(("one", "two"), 1):
            Scaling(name, {**EVERYTHING, "service": Service(name, build.web(priority=priority, scaling=EVERYTHING))})

    result = run(program)
    assert len({target.inputs["resourceId"] for target in result.find_all(TARGET)}) == 2
    assert len(result.find_all(ACTION)) == 4


def test_a_service_of_someone_elses_program_scales_as_well():
    result = run(lambda: Scaling("web", {**EVERYTHING, "service": {**THEIRS, "service_name": pulumi.Output.from_input("theirs")}}))
    assert result.find_one(TARGET).inputs["resourceId"] == "service/shared/theirs"
    *measured, _ = tracking(result, "web-requests")["customizedMetricSpecification"]["metrics"]
    assert [each["metricStat"]["metric"]["dimensions"][0]["value"] for each in measured] == THEIRS["target_group_arn_suffixes"]


@pytest.mark.parametrize(
    ("service", "says"),
    [
        (None, 'Scaling "web": service is missing; pass a component, or a mapping with service_name, cluster_name'),
        ({"cluster_name": "shared"}, 'Scaling "web": the service has no service_name'),
        ({"service_name": "theirs"}, 'Scaling "web": the service has no cluster_name'),
        ({"service_name": "theirs", "cluster_name": "shared"}, "requestsPerTarget needs a load balancer, and the service has none"),
        ({**THEIRS, "load_balancer_arn_suffix": None}, 'Scaling "web": the service has no load_balancer_arn_suffix'),
    ],
)
def test_a_wire_that_is_missing_is_told_before_anything_is_registered(service, says):
    result = run(lambda: Scaling("web", {**EVERYTHING, "service": service}), strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert says in str(result.error)
    assert result.resources == []


def test_a_worker_cannot_scale_on_requests(build):
    def program():
        Scaling("web", {**CPU, "requestsPerTarget": 10, "service": Service("web", build.worker(scaling=CPU))})

    result = run(program, strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert "scale on cpu or memory" in str(result.error)
    assert result.find_all(COMPONENT) == []


def test_a_service_that_would_set_the_count_back_at_each_update_is_not_scaled(build):
    result = run(lambda: Scaling("web", {**CPU, "service": Service("web", build.worker())}), strict=False)
    assert isinstance(result.error, pulumi.RunError)
    assert "the service was created without scaling" in str(result.error)
    assert result.find_all(COMPONENT) == []


def test_every_fault_is_told_before_anything_is_registered():
    said = {"minCapacity": 9, "maxCapacity": 2, "cpu": 170, "memory": {"target": 50, "scaleInCooldown": -1}}
    result = run(lambda: Scaling("web", {**said, "service": THEIRS}), strict=False)
    assert isinstance(result.error, SettingsError)
    told = {".".join(map(str, fault.path)) for fault in result.error.faults}
    assert told == {"minCapacity", "cpu", "memory.scaleInCooldown"}
    assert result.resources == []
