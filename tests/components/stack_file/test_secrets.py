"""Encrypted values pass through as secrets, and are never shown."""

import asyncio
import json
import threading

import pulumi
import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.stack_file.secret_values import wrap_secret
from fargate_web.testing import run

HIDDEN = "hunter2-in-the-clear"
FILE = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: nginx
      port: 80
      environment: {PASSWORD: {secure: v1:abc}, MODE: plain}
      tags: {Owner: {secure: v1:def}}
"""
SERVICES = {"web": {"image": "nginx", "port": 80, "environment": {"PASSWORD": HIDDEN, "MODE": "plain"}, "tags": {"Owner": HIDDEN}}}
HANDED_OVER = {"aws:region": "us-west-2", "fargate-web:services": json.dumps(SERVICES)}


def running(handed_over=None, secret_keys=("fargate-web:services",)):
    """Load in a program; give what it loaded with its secrets' values, or what it was told."""
    found = {}

    def program():
        try:
            found["loaded"] = load_config()
        except SettingsError as error:
            found["told"] = str(error)
            return
        for key, value in found["loaded"].stack.services["web"].environment.items():
            pulumi.export(key, value)

    found["run"] = run(program, stack="dev", config=handed_over or HANDED_OVER, secret_keys=secret_keys, project="fargate-web")
    return found


def test_what_is_encrypted_in_the_file_becomes_a_secret_with_the_value_that_pulumi_decrypted(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    found = running()
    assert found["loaded"].file == "Pulumi.dev.yaml"
    assert found["run"].stack.outputs["PASSWORD"] == HIDDEN
    assert "PASSWORD" in found["run"].stack.secret_outputs
    assert found["loaded"].stack.services["web"].environment["MODE"] == "plain"
    assert isinstance(found["loaded"].stack.services["web"].tags["Owner"], pulumi.Output)


def test_without_the_file_all_environment_variables_of_a_secret_section_are_secret(folder):
    found = running()
    assert found["loaded"].file is None
    environment = found["loaded"].stack.services["web"].environment
    assert all(isinstance(value, pulumi.Output) for value in environment.values())
    assert found["run"].stack.outputs["PASSWORD"] == HIDDEN


def test_without_the_file_what_sidecars_and_the_log_router_are_told_is_secret_too(folder):
    router = {"options": {"Name": "datadog", "apikey": HIDDEN}}
    sidecars = {"agent": {"image": "agent", "environment": {"KEY": HIDDEN}, "secrets": {"TOKEN": "/web/token"}}}
    services = {"web": {**SERVICES["web"], "sidecars": sidecars, "logs": {"fireLens": router}, "dockerLabels": {"key": HIDDEN}}}
    web = running({"aws:region": "us-west-2", "fargate-web:services": json.dumps(services)})["loaded"].stack.services["web"]
    told = [*web.sidecars["agent"].environment.values(), *web.sidecars["agent"].secrets.values(), *web.logs.fire_lens.options.values()]
    told += web.docker_labels.values()
    assert [isinstance(value, pulumi.Output) for value in told] == [True] * 5


EVERYWHERE = {
    "image": "nginx:1",
    "command": ["serve", "--key", HIDDEN],
    "entryPoint": ["/entry", HIDDEN],
    "containerHealthCheck": {"command": ["CMD-SHELL", f"curl -H 'Authorization: {HIDDEN}' localhost"]},
    "environment": {"KEY": HIDDEN},
    "tags": {"Owner": HIDDEN},
    "dockerLabels": {"owner": HIDDEN},
    "sidecars": {"agent": {"image": "agent:1", "command": [HIDDEN], "healthCheck": HIDDEN}},
    "migration": {"command": ["migrate", HIDDEN]},
    "roles": {
        "taskRole": {
            "statements": [
                {
                    "actions": ["s3:GetObject"],
                    "resources": f"arn:aws:s3:::{HIDDEN}/*",
                    "conditions": {"StringEquals": {"s3:prefix": [HIDDEN], "aws:SourceVpc": HIDDEN}},
                }
            ]
        }
    },
}


def test_without_the_file_no_text_that_may_be_a_secret_is_registered_in_the_open(root):
    given = {
        "services": {"web": EVERYWHERE},
        "tags": {"Team": HIDDEN},
        "scheduledTasks": {"report": {**EVERYWHERE, "schedule": "rate(1 day)"}},
    }
    del given["scheduledTasks"]["report"]["migration"]
    config = {"aws:region": "us-west-2"} | {f"fargate-web:{section}": json.dumps(value) for section, value in given.items()}
    result = run(root, stack="elsewhere", config=config, secret_keys=[*config][1:], project="fargate-web", strict=False)
    assert result.error is None
    held = {(resource.type, path) for resource in result.resources for path, text in leaves(resource.inputs) if HIDDEN in text}
    assert {path for _, path in held} == {"containerDefinitions", "policy", "tags.Owner", "tags.Team"}
    in_the_open = [
        (resource.urn, path)
        for resource, values, secrets in (
            *((resource, resource.inputs, resource.secrets) for resource in result.resources),
            (result.stack, result.outputs, result.secret_outputs),
        )
        for path, text in leaves(values)
        if HIDDEN in text and not any(path == secret or path.startswith((f"{secret}.", f"{secret}[")) for secret in secrets)
    ]
    assert in_the_open == []


def leaves(value, path=""):
    """List the texts in a value with their paths."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, f"{path}.{key}".removeprefix("."))]
    if isinstance(value, list):
        return [leaf for index, inner in enumerate(value) for leaf in leaves(inner, f"{path}[{index}]")]
    return [(path, value)] if isinstance(value, str) else []


@pytest.mark.parametrize("name", ["Pulumi.prod.yaml", "examples/prod-e.yaml", "examples/financial-api.yaml"])
def test_the_same_resources_exist_whether_or_not_the_file_of_the_secrets_is_found(root, name):
    loaded = load_file(root / name)
    given = {"stack": "elsewhere", "project": "fargate-web", "config": loaded.config, "strict": False}
    plain = run(root, **given)
    secret = run(root, **given, secret_keys=[key for key in loaded.config if key.startswith("fargate-web:")])
    assert secret.error is None
    assert {resource.urn for resource in secret.resources} == {resource.urn for resource in plain.resources}
    plain_inputs = {resource.urn: resource.inputs for resource in plain.resources}
    changed = {key for resource in secret.resources for key, value in resource.inputs.items() if value != plain_inputs[resource.urn][key]}
    # Whether an image that may be a secret is in ECR is known in the deployment only.
    assert changed <= {"policy", "triggers"}


def test_a_section_that_is_not_secret_stays_plain(folder):
    assert running(secret_keys=())["loaded"].stack.services["web"].environment["PASSWORD"] == HIDDEN


@pytest.mark.parametrize(
    "service",
    [
        {"image": f"https://{HIDDEN}/x"},
        {"image": "nginx", "port": HIDDEN},
        {"image": "nginx", "command": HIDDEN},
        {"image": "nginx", "tags": {"Owner": HIDDEN + "?"}},
        {"image": "nginx", "port": 80, "route": {"hosts": [HIDDEN + ".com", HIDDEN + ".com"]}},
        {"image": "nginx", "names": {"service": HIDDEN + "!"}},
        {"image": "nginx", "environment": {"A": HIDDEN}, "secrets": {"A": HIDDEN, "B": "arn:" + HIDDEN}},
        {"image": "nginx", "silence": {"image": HIDDEN[:5]}},
        {"image": "nginx", "deployment": HIDDEN},
    ],
    ids=str,
)
def test_without_the_file_no_text_of_a_secret_section_is_repeated_in_a_fault(folder, service):
    handed_over = {"aws:region": "us-west-2", "fargate-web:services": json.dumps({"web": service})}
    text = running(handed_over)["told"]
    assert "fault" in text
    assert HIDDEN not in text
    assert HIDDEN[:5] not in text


@pytest.mark.parametrize(
    "keys",
    [
        "image: {secure: v1:abc}\n      port: {secure: v1:abc}",
        "image: nginx\n      desiredCount: {secure: v1:abc}",
        "image: nginx\n      environment: {secure: v1:abc}",
        "image: nginx\n      names: {service: {secure: v1:abc}}",
        "image: nginx\n      command: {secure: v1:abc}",
        "image: nginx\n      route: {secure: v1:abc}",
        "image: nginx\n      cpu: {secure: v1:abc}",
    ],
)
def test_an_encrypted_value_where_the_value_decides_what_exists_is_refused_and_not_shown(folder, keys):
    (folder / "Pulumi.dev.yaml").write_text(f"config:\n  aws:region: us-west-2\n  fargate-web:services:\n    web:\n      {keys}\n")
    with pytest.raises(SettingsError) as caught:
        load_file("Pulumi.dev.yaml")
    (fault,) = caught.value.faults
    assert "an Output (or a secret) isn't allowed here" in fault.message
    assert fault.line in (5, 6)


def test_a_section_that_is_encrypted_as_a_whole_is_refused(folder):
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-west-2\n  fargate-web:services: {secure: v1:abc}\n")
    text = running({"aws:region": "us-west-2", "fargate-web:services": json.dumps(SERVICES)})["told"]
    assert "Pulumi.dev.yaml:3:25: services: an Output (or a secret) isn't allowed here" in text
    assert HIDDEN not in text


def test_offline_a_placeholder_stands_for_what_is_encrypted(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE + "  other:token: {secure: v1:ghi}\n")
    loaded = load_file("Pulumi.dev.yaml")
    assert isinstance(loaded.stack.services["web"].environment["PASSWORD"], pulumi.Output)
    assert loaded.secret_keys == ["fargate-web:services", "other:token"]
    assert json.loads(loaded.config["fargate-web:services"])["web"]["environment"] == {"PASSWORD": "[secret]", "MODE": "plain"}
    assert loaded.config["other:token"] == "[secret]"
    assert "v1:" not in str(loaded.config)


def test_the_placeholders_can_be_handed_to_a_run_of_the_program(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    loaded = load_file("Pulumi.dev.yaml")
    found = running(loaded.config, loaded.secret_keys)
    assert found["loaded"].file == "Pulumi.dev.yaml"
    assert found["run"].stack.outputs["PASSWORD"] == "[secret]"


def test_a_secret_can_be_made_on_a_thread_without_an_event_loop_and_read_in_another():
    made = []
    thread = threading.Thread(target=lambda: made.append(wrap_secret("x")))
    thread.start()
    thread.join()

    async def read() -> tuple[object, bool]:
        return await made[0].future(), await made[0].is_secret()

    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(read()) == ("x", True)
    loop.close()
