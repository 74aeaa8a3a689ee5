import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import run_validation, validate
from fargate_web.settings.health_check import HealthCheck
from fargate_web.settings.route import Route
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack

IMAGE = "public.ecr.aws/nginx/nginx:1.29"


def faults(model, data, **options) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        validate(model, data, **options)
    return {str(fault).split(": ")[0]: fault.message for fault in caught.value.faults}


def service(**keys) -> dict[str, str]:
    return faults(Service, {"image": IMAGE, "port": 80, **keys})


def test_valid_settings_come_back_as_the_model():
    settings = validate(Service, {"image": IMAGE, "port": 80, "healthCheck": {"interval": 20}})
    assert isinstance(settings, Service)
    assert settings.health_check.interval == 20


def test_keys_may_be_snake_case_as_in_python():
    settings = validate(Service, {"image": IMAGE, "port": 80, "desired_count": 3, "health_check": {"healthy_threshold": 4}})
    assert (settings.desired_count, settings.health_check.healthy_threshold) == (3, 4)


def test_faults_are_spelled_as_the_keys_were_written():
    assert "health_check.healthy_threshold" in service(health_check={"healthy_threshold": 40})
    assert "healthCheck.healthyThreshold" in service(healthCheck={"healthyThreshold": 40})
    assert "health_check.timeout" in service(health_check={"timeout": 30})


def test_a_key_in_both_spellings_is_a_fault():
    assert "desiredCount a second time" in service(desired_count=1, desiredCount=2)["desired_count"]


def test_sections_that_are_checked_already_are_taken_as_they_are():
    route = Route(paths=["/v1/*"])
    settings = validate(Service, {"image": IMAGE, "port": 80, "route": route, "healthCheck": HealthCheck(path="/health")})
    assert settings.route is route


def test_a_rule_reaches_into_a_section_that_is_checked_already():
    found = service(port=None, healthCheck=HealthCheck(path="/health"))
    assert "no load balancer reaches" in found["healthCheck"]


def test_all_faults_come_at_once_values_unknown_keys_missing_ones_and_rules():
    found = faults(
        Stack,
        {
            "services": {
                "web": {"image": IMAGE, "prot": 80, "desiredCount": "2", "cpu": 256, "memory": 8192},
                "api": {"port": 80, "healthCheck": {"interval": 400}, "deployment": {"minimumHealthyPercent": 200, "maximumPercent": 0}},
            },
            "network": {"natGateways": "dual", "cidrBlock": "8.0.0.0/16"},
            "loadBalancer": {"http": "redirect"},
        },
    )
    assert list(found) == [
        "loadBalancer.http",
        "network.cidrBlock",
        "network.natGateways",
        "services.api.deployment.maximumPercent",
        "services.api.healthCheck.interval",
        "services.api.image",
        "services.web.desiredCount",
        "services.web.memory",
        "services.web.prot",
    ]


def test_no_rule_is_told_to_be_broken_by_a_value_that_is_not_the_users():
    # The interval is wrong; that the timeout is not below the default interval says nothing.
    assert list(service(healthCheck={"interval": "20", "timeout": 15})) == ["healthCheck.interval"]
    # The limits are missing; that nothing moves between the ones filled in says nothing.
    assert list(service(scaling={})) == ["scaling.maxCapacity", "scaling.minCapacity"]
    # minCapacity was meant.
    assert list(service(scaling={"minCapcity": 2, "maxCapacity": 3, "cpu": 70})) == ["scaling.minCapcity"]


def test_a_rule_beside_a_wrong_value_is_told():
    found = service(healthCheck={"path": "health", "timeout": 30})
    assert list(found) == ["healthCheck.path", "healthCheck.timeout"]


def test_a_misspelt_required_key_is_one_fault_not_two():
    found = faults(Stack, {"services": {"web": {"imagee": IMAGE}}})
    assert list(found) == ["services.web.imagee"]


def test_what_stands_under_a_key_in_another_spelling_is_checked_as_well():
    found = faults(Stack, {"services": {"web": {"image": IMAGE, "port": 80, "health-check": {"interval": 400}}}})
    assert list(found) == ["services.web.health-check", "services.web.health-check.interval"]


def test_items_of_a_list_keep_their_own_numbers_when_others_are_wrong():
    found = service(route={"paths": ["a", "/b", 3, "/b"], "headers": [{"name": "X"}, {"name": "", "values": ["x"]}]})
    assert list(found) == ["route.headers[0].values", "route.headers[1].name", "route.paths[0]", "route.paths[2]"]
    found = faults(Service, {"image": IMAGE, "roles": {"taskRole": {"statements": [{"actions": 3}, {"actions": "*", "resources": "*"}]}}})
    assert set(found) == {
        "roles.taskRole.statements[0].actions",
        "roles.taskRole.statements[0].resources",
        "roles.taskRole.statements[1].actions",
    }


def test_an_output_may_stand_where_only_aws_needs_to_know_the_value():
    output = pulumi.Output.from_input("x")
    settings = validate(
        Service,
        {
            "image": output,
            "environment": {"URL": output},
            "secrets": {"KEY": output},
            "tags": {"Owner": output},
            "logs": {"kmsKeyArn": output},
            "roles": {"taskRole": {"managedPolicies": [output], "statements": [{"actions": "s3:GetObject", "resources": output}]}},
        },
    )
    assert settings.environment["URL"] is output
    assert settings.roles.task_role.statements[0].resources == [output]


@pytest.mark.parametrize(
    "keys",
    [
        {"port": ...},
        {"cpu": ...},
        {"desiredCount": ...},
        {"route": ...},
        {"route": {"paths": [...]}},
        {"healthCheck": {"path": ...}},
        {"environment": ...},
        {"secrets": ...},
        {"scaling": {"minCapacity": ..., "maxCapacity": 2, "cpu": 70}},
        {"deployment": {"strategy": ...}},
        {"subnets": ...},
        {"enableExecuteCommand": ...},
        {"names": {"service": ...}},
        {"cpuArchitecture": ...},
    ],
    ids=str,
)
def test_an_output_elsewhere_is_refused_because_it_decides_what_exists(keys):
    def filled(value):
        if value is ...:
            return pulumi.Output.secret("hunter2")
        if isinstance(value, dict):
            return {key: filled(inner) for key, inner in value.items()}
        return [filled(inner) for inner in value] if isinstance(value, list) else value

    (message,) = service(**filled(keys)).values()
    assert "an Output (or a secret) isn't allowed here" in message
    assert "hunter2" not in message


def test_two_outputs_are_not_the_same_subnet_twice():
    output = pulumi.Output.from_input("subnet-1")
    existing = {"vpc": {"name": "main"}, "privateSubnets": [{"id": output}, {"id": pulumi.Output.from_input("subnet-2")}]}
    validate(Stack, {"services": {"worker": {"image": IMAGE}}, "network": {"existing": existing}})


@pytest.mark.parametrize("data", [None, [], "text", 3, True])
def test_something_that_is_no_map_is_one_fault(data):
    with pytest.raises(SettingsError, match="expected a map, got") as caught:
        validate(Service, data)
    assert len(caught.value.faults) == 1


def test_a_default_is_never_changed_by_what_one_stack_says():
    first = validate(Service, {"image": IMAGE, "writablePaths": ["/a"], "readonlyRootFilesystem": True})
    second = validate(Service, {"image": IMAGE})
    assert first.writable_paths == ["/a"]
    assert second.writable_paths == ["/tmp"]


def test_a_hundred_services_with_faults_are_told_in_a_moment():
    services = {f"web-{n}": {"image": IMAGE, "port": "80", "prot": 1, "healthCheck": {"interval": 400}} for n in range(100)}
    assert len(faults(Stack, {"services": services})) == 300


def test_a_key_moves_to_a_new_section_only_if_that_needs_no_other_key():
    service = {"image": "public.ecr.aws/nginx/nginx:1.29", "maxCapacity": 3}
    [fault] = run_validation(Stack, {"services": {"web": service}}).faults
    assert fault.fixes == ()
    [fault] = run_validation(Stack, {"services": {"web": {**service, "scaling": {"minCapacity": 1, "cpu": 70}}}}).faults
    assert next(edit.path for fix in fault.fixes for edit in fix.edits) == ("services", "web", "scaling", "maxCapacity")


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({"network": {"availabilityZones": "two"}}, 2),
        ({"network": {"cidrBlock": 10}}, "10.0.0.0/16"),
        ({"network": {"cidrBlock": "10.0.0.0"}}, "10.0.0.0/16"),
        ({"services": {"web": {"image": "nginx", "containerHealthCheck": {"command": "curl", "interval": 4}}}}, 30),
        ({"services": {"web": {"image": "nginx", "scaling": {"minCapacity": -1, "maxCapacity": 2, "cpu": 70}}}}, 1),
        ({"services": {"web": {"image": "nginx", "port": 80800}}}, 3000),
        ({"services": [{"image": "nginx"}]}, {"web": {"image": "nginx"}}),
    ],
)
def test_what_a_fix_writes_is_a_value_that_holds(settings, value):
    [fault] = run_validation(Stack, {"services": {"web": {"image": "nginx"}}, **settings}).faults
    assert [edit.value for fix in fault.fixes for edit in fix.edits] == [value]
