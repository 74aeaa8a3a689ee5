import json
import subprocess
import sys

import jsonschema
import pytest
import yaml
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack
from fargate_web_cli.schema.json_schema import build_stack_schema

SCHEMA = build_stack_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
WEB = {"image": "nginx", "port": 80}
ARN = "arn:aws:acm:us-west-2:123456789012:certificate/1a2b"


def accepts(sections: dict, **top) -> bool:
    return VALIDATOR.is_valid({"config": {f"fargate-web:{key}": value for key, value in sections.items()}, **top})


def model_accepts(sections: dict) -> bool:
    try:
        validate(Stack, sections)
    except SettingsError:
        return False
    return True


def service(**keys):
    return {"services": {"web": WEB | keys}}


def beside(**sections):
    return {"services": {"web": WEB}} | sections


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_is_the_same_in_every_process(root):
    command = [
        sys.executable,
        "-c",
        "import json; from fargate_web_cli.schema.json_schema import build_stack_schema; print(json.dumps(build_stack_schema()))",
    ]
    other = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}, cwd=root).stdout
    assert other.strip() == json.dumps(SCHEMA)


@pytest.mark.parametrize("pattern", ["Pulumi.*.yaml", "examples/*.yaml"])
def test_the_stack_files_of_the_project_are_valid(root, pattern):
    files = list(root.glob(pattern))
    assert files
    for file in files:
        assert not [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(file.read_text()))], file


VALID = [
    service(),
    service(cpu="0.5 vCPU", memory="1 GB"),
    service(healthCheck="/health", route=True, deployment="rolling", containerHealthCheck="true"),
    service(route=False),
    service(environment={"A": "b", "N": 3}, secrets={"DB": "/prod/db"}, user=101, command=["a"]),
    service(scaling={"minCapacity": 1, "maxCapacity": 2, "cpu": 70, "memory": {"target": 80.5}}),
    service(scaling={"minCapacity": 1, "maxCapacity": 2, "scheduledActions": {"day": {"schedule": "rate(1 hour)", "minCapacity": 2}}}),
    service(targetGroup={"stickiness": 60}),
    service(
        roles={
            "taskRole": {"statements": [{"actions": "s3:GetObject", "resources": ["*"]}], "managedPolicies": ["CloudWatchLogsFullAccess"]}
        }
    ),
    service(logs={"retentionInDays": 7}, silence={"image": "rebuilt every night"}, tags={"a": "b"}),
    service(capacityProviderStrategy=[{"capacityProvider": "FARGATE_SPOT"}]),
    beside(network={"availabilityZones": ["us-west-2a", "us-west-2b"], "natGateways": "none", "flowLogs": False}),
    beside(network={"existing": {"vpc": {"name": "main"}, "privateSubnets": [{"id": "subnet-12345"}]}}),
    beside(cluster={"name": "prod", "containerInsights": "disabled", "executeCommandLogs": True}),
    beside(loadBalancer={"https": {"certificateArn": ARN}, "webAcl": True, "accessLogs": {"bucket": "my-bucket"}}),
    beside(monitoring=False, tags={"Team": "web"}, protected=True),
    service(route={"hosts": ["*.example.com", "API.example.com"], "paths": ["*.png", "/v1/*", "/"]}, targetGroup={"slowStart": 0}),
    service(targetGroup={"slowStart": 30}, readonlyRootFilesystem=True, writablePaths=["/tmp/"]),
    beside(monitoring={"alarms": {"cpu": False, "latencyP99": 1.5}, "email": ["team@example.com"]}),
]
INVALID = [
    {},
    {"services": None},
    {"services": []},
    {"services": {"Web": WEB}},
    {"services": {"web": {"port": 80}}},
    beside(netwrok={}),
    beside(network=None),
    beside(network={"natGateways": "dual"}),
    beside(network={"availabilityZones": 1}),
    beside(network={"availabilityZones": ["us-west-2a"]}),
    beside(network={"cidrBlock": "big"}),
    beside(network={"existing": {"vpc": {"id": "main"}, "privateSubnets": [{"id": "subnet-1"}]}}),
    beside(cluster={"name": "a b"}),
    beside(loadBalancer={"idleTimeout": 0}),
    beside(loadBalancer={"https": {"certificateArn": "mycert"}}),
    beside(loadBalancer={"name": "internal-web"}),
    beside(loadBalancer={"http": False}),
    beside(protected="yes"),
    beside(tags={"a": 3}),
    beside(monitoring={"alarms": {"cpu": 120}}),
    beside(monitoring={"email": "team@example.com"}),
    service(prot=80),
    service(port="80"),
    service(port=0),
    service(port=70000),
    service(image=3),
    service(cpu=300),
    service(cpu="big"),
    service(memory=2),
    service(environment={"A": True}),
    service(environment={"1A": "b"}),
    service(environment=["A=b"]),
    service(enableExecuteCommand="false"),
    service(healthCheck={"interval": 400}),
    service(route={"paths": "/v1/*"}),
    service(scaling={"maxCapacity": 2, "cpu": 70}),
    service(scaling={"minCapacity": 1, "maxCapacity": 2, "cpu": 150}),
    service(scaling={"minCapacity": 1, "maxCapacity": 2, "scheduledActions": {"a b": {"schedule": "rate(1 hour)"}}}),
    service(logs={"retentionInDays": 45}),
    service(silence={"images": "because it is so"}),
    service(silence={"image": "because"}),
    service(route={"hosts": ["localhost"]}),
    service(route={"hosts": ["https://api.example.com"]}),
    service(route={"paths": ["v1/*"]}),
    service(route={"paths": ["/a b"]}),
    service(targetGroup={"slowStart": 10}),
    service(readonlyRootFilesystem=True, writablePaths=["tmp"]),
    service(tags={"a": "b" * 257}),
    service(scaling={"minCapacity": 1, "maxCapacity": 2, "scheduledActions": {"day": {"schedule": "0 8 * * *", "minCapacity": 2}}}),
    service(deployment={"strategy": "Rolling"}),
    service(targetGroup={"protocol": "TCP"}),
]


@pytest.mark.parametrize("sections", VALID, ids=str)
def test_what_the_models_accept_the_schema_accepts(sections):
    assert model_accepts(sections)
    assert accepts(sections)


@pytest.mark.parametrize("sections", INVALID, ids=str)
def test_what_the_schema_can_tell_to_be_wrong_the_models_refuse_as_well(sections):
    assert not accepts(sections)
    assert not model_accepts(sections)


@pytest.mark.parametrize(
    ("sections", "valid"),
    [
        (service(environment={"A": {"secure": "v1:abc"}}, image={"secure": "v1:abc"}, tags={"a": {"secure": "v1:abc"}}), True),
        (service(port={"secure": "v1:abc"}), False),
        (service(environment={"secure": "v1:abc", "other": {"secure": "v1", "more": "x"}}), False),
        (service(health_check="/health"), False),
        (beside(protected="true", monitoring="false"), True),
        (service(route=None), False),
        (service(scaling=None), True),
    ],
    ids=str,
)
def test_the_schema_knows_what_is_peculiar_to_a_file(sections, valid):
    assert accepts(sections) is valid


def test_other_namespaces_and_what_pulumi_writes_are_allowed_and_nothing_else():
    services = {"fargate-web:services": {"web": WEB}}
    assert VALIDATOR.is_valid(
        {"config": services | {"aws:profile": "x", "other:key": {"a": [1]}}, "encryptionsalt": "v1:x", "environment": ["base"]}
    )
    assert not VALIDATOR.is_valid({"config": services | {"aws:region": "us-west-2a"}})
    assert not VALIDATOR.is_valid({"config": services | {"network": {}}})
    assert not VALIDATOR.is_valid({"config": services, "services": {}})
    assert not VALIDATOR.is_valid({})


def test_every_key_is_described_and_prices_and_sources_are_part_of_it():
    for name, node in SCHEMA["$defs"].items():
        for key, inner in node["properties"].items():
            assert name == "Encrypted" or inner["description"], f"{name}.{key}"
    nat = SCHEMA["$defs"]["Network"]["properties"]["natGateways"]["description"]
    assert "Cost: about $36.50 a month" in nat
    assert "See https://docs.aws.amazon.com/" in nat
    text = json.dumps(SCHEMA)
    assert '"cost"' not in text
    assert '"title": "Nat' not in text


def test_the_schema_knows_the_checks_that_can_be_silenced():
    sections = beside(silence={"drift-in-every-run": "the workflow is only a draft"})
    assert model_accepts(sections)
    assert accepts(sections)
    assert accepts(beside(silence={"silence-without-effect": {"reason": "another stack needs it", "paths": ["silence"]}}))
    assert not accepts(beside(silence={"unknown-key": "because it is so"}))
    assert not accepts(beside(silence={"drift-in-every-run": "because"}))


def test_a_file_that_extends_another_has_parts_of_sections():
    part = {"services": {"web": {"cpu": 256}, "worker": None}, "loadBalancer": None}
    assert not accepts(part)
    assert accepts({"extends": "Pulumi.staging.yaml", **part})
    assert not accepts({"extends": "Pulumi.staging.yaml", "servics": {}})
    assert not accepts({"extends": 1})
