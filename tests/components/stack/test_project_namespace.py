"""`pulumi config set protected true` writes `shop:protected` in the project `shop`, where nothing would read it."""

import json
from collections.abc import Callable

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.testing import run

SERVICES = {"web": {"image": "nginx", "port": 80}}
STACK = "config:\n  aws:region: us-west-2\n  fargate-web:services: {web: {image: nginx, port: 80}}\n"
RECEIVED = {"aws:region": "us-west-2", "fargate-web:services": json.dumps(SERVICES)}


def list_faults(load: Callable[[], object]) -> list[str]:
    try:
        load()
    except SettingsError as error:
        return [str(fault) for fault in error.faults]
    return []


def list_file_faults(folder, text, project="name: shop\nruntime: python\n"):
    (folder / "Pulumi.yaml").write_text(project)
    (folder / "Pulumi.dev.yaml").write_text(text)
    return list_faults(lambda: load_file("Pulumi.dev.yaml", environ={}))


def list_program_faults(config, project="shop", **given):
    found = []
    run(lambda: found.extend(list_faults(load_config)), project=project, config=config, **given)
    return found


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (
            "protected",
            "true",
            "write fargate-web:protected (pulumi config set fargate-web:protected true; pulumi config rm shop:protected)",
        ),
        (
            "Protected",
            '"true"',
            "write fargate-web:protected (pulumi config set fargate-web:protected true; pulumi config rm shop:Protected)",
        ),
        ("image", "nginx:1", "write fargate-web:image (pulumi config set fargate-web:image nginx:1; pulumi config rm shop:image)"),
        ("monitoring", "false", "write fargate-web:monitoring (pulumi config set fargate-web:monitoring false; "),
        ("services", "{api: {image: nginx}}", "write fargate-web:services"),
        ("allowReplacement", "[network]", "write fargate-web:allowReplacement"),
        ("services.web.port", "80", "(pulumi config set --path fargate-web:services.web.port 80; pulumi config rm shop:services.web.port)"),
        ("image", "{secure: v1:abc}", "(pulumi config set --secret fargate-web:image; pulumi config rm shop:image)"),
        ("tags", "{Owner: {secure: v1:abc}}", "write fargate-web:tags"),
    ],
)
def test_a_section_under_the_namespace_of_the_project_is_refused_with_what_to_write(folder, key, value, message):
    [fault] = list_file_faults(folder, f"{STACK}  shop:{key}: {value}\n")
    assert fault.startswith("Pulumi.dev.yaml:4:3: ")
    assert "nothing reads this key: the settings have the namespace fargate-web in a project of any name" in fault
    assert message in fault


@pytest.mark.parametrize(
    "line", ["shop:database: db", "shop:services: {}", "shop:protected: false", "shop:network:", "other:protected: true"]
)
def test_what_a_program_reads_itself_and_what_says_nothing_is_no_fault(folder, line):
    assert list_file_faults(folder, f"{STACK}  {line}\n") == []


def test_in_the_project_named_like_the_package_the_key_has_the_right_namespace(folder):
    assert list_file_faults(folder, f"{STACK}  fargate-web:protected: false\n", "name: fargate-web\nruntime: python\n") == []


def test_a_value_that_the_project_declares_for_all_stacks_is_reported_where_it_is_declared(folder):
    project = "name: shop\nruntime: python\nconfig:\n  network: {default: {natGateways: single}}\n  tags: {type: object, default: {}}\n"
    [fault] = list_file_faults(folder, STACK, project)
    assert fault.startswith("Pulumi.yaml:4:")
    assert fault.endswith("write fargate-web:network")


def test_the_running_program_refuses_it_with_the_position_in_the_file(folder):
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(f"{STACK}  shop:protected: true\n")
    [fault] = list_program_faults(RECEIVED | {"shop:protected": "true"})
    assert fault.startswith("Pulumi.dev.yaml:4:3: shop:protected: nothing reads this key")


def test_the_running_program_refuses_it_without_a_file_too(folder):
    [fault] = list_program_faults(RECEIVED | {"shop:protected": "true", "shop:database": "db", "shop:tags": "{}"})
    assert fault.startswith("shop:protected: nothing reads this key")


def test_the_command_does_not_show_a_secret(folder):
    [fault] = list_program_faults(RECEIVED | {"shop:image": "hunter2"}, secret_keys=["shop:image"])
    assert "hunter2" not in fault
    assert "pulumi config set --secret fargate-web:image" in fault


def test_a_stack_with_nothing_but_such_keys_is_told_so_in_its_file(folder):
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-west-2\n  shop:image: nginx\n")
    faults = list_program_faults({"aws:region": "us-west-2", "shop:image": "nginx"})
    assert any(fault.startswith("Pulumi.dev.yaml:3:3: shop:image: nothing reads this key") for fault in faults)
