"""`image` and `port` at the top of a stack file are those of the service `web`: what `pulumi new` asks for."""

import json

import jsonschema
import pytest
import yaml
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.stack.loaded_stack import LoadedStack
from fargate_web.testing import run
from fargate_web_cli.schema.json_schema import build_stack_schema

HEAD = "config:\n  aws:region: us-west-2\n"
SHORT = "  fargate-web:image: nginx:1.29\n  fargate-web:port: 8080\n"
VALIDATOR = jsonschema.Draft202012Validator(build_stack_schema())


def loaded(folder, text):
    (folder / "Pulumi.dev.yaml").write_text(HEAD + text)
    return load_file("Pulumi.dev.yaml", environ={})


def received(config, secret_keys=()) -> LoadedStack | str:
    """What a running program makes of what Pulumi hands over: texts."""
    found = []

    def program():
        try:
            found.append(load_config())
        except SettingsError as error:
            found.append(str(error))

    run(program, stack="dev", config={"aws:region": "us-west-2", **config}, secret_keys=secret_keys, project="fargate-web", strict=False)
    return found[0]


def faults(folder, text):
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text)
    return [str(fault) for fault in caught.value.faults]


def schema_takes(text):
    return VALIDATOR.is_valid(yaml.safe_load(HEAD + text))


@pytest.mark.parametrize(
    "text",
    [
        SHORT,
        SHORT.replace("8080", '"8080"'),
        SHORT + "  fargate-web:services: {}\n",
        SHORT + "  fargate-web:services: {web: {}}\n",
        "  fargate-web:image: nginx:1.29\n  fargate-web:services: {web: {port: 8080}}\n",
        "  fargate-web:port: 8080\n  fargate-web:services: {web: {image: 'nginx:1.29'}}\n",
    ],
)
def test_both_ways_say_the_same(folder, text):
    longer = loaded(folder, "  fargate-web:services: {web: {image: 'nginx:1.29', port: 8080}}\n").stack
    assert loaded(folder, text).stack == longer
    assert schema_takes(text)


def test_what_the_section_says_of_the_service_and_of_others_stays(folder):
    stack = loaded(folder, SHORT + "  fargate-web:services: {web: {cpu: 512, memory: 1024}, jobs: {image: busybox}}\n").stack
    assert (stack.services["web"].image, stack.services["web"].port, stack.services["web"].cpu) == ("nginx:1.29", 8080, 512)
    assert (stack.services["jobs"].image, stack.services["jobs"].port) == ("busybox", None)


@pytest.mark.parametrize("same", ["nginx:1.29", "other:1"])
def test_what_is_said_in_both_ways_is_a_fault_with_its_position(folder, same):
    [fault] = faults(folder, SHORT + f"  fargate-web:services: {{web: {{image: '{same}'}}}}\n")
    assert fault == ("Pulumi.dev.yaml:3:22: image: services.web.image sets it too, and one of them would be ignored; keep one of the two")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHORT.replace("8080", "80800"), "Pulumi.dev.yaml:4:21: services.web.port: 80800 is more"),
        (SHORT.replace("8080", "http"), "Pulumi.dev.yaml:4:21: services.web.port: "),
        (SHORT.replace("nginx:1.29", "'not an image'"), "Pulumi.dev.yaml:3:22: services.web.image: "),
        ("  fargate-web:port: 8080\n", "services.web.image: it is missing"),
        ("  fargate-web:image:\n  fargate-web:services: {web: {port: 80}}\n", "Pulumi.dev.yaml:3:3: services.web.image: "),
        ("  fargate-web:image: nginx\n  fargate-web:port:\n", "Pulumi.dev.yaml:4:3: services.web.port: "),
        (SHORT + "  fargate-web:services: [web]\n", "Pulumi.dev.yaml:5:25: services: expected a map"),
        (SHORT + "  fargate-web:services: {web: 3}\n", "services.web: expected a map"),
        (SHORT + "  fargate-web:services:\n", "Pulumi.dev.yaml:5:3: services: "),
    ],
)
def test_a_fault_stands_where_it_was_written(folder, text, said):
    assert any(said in fault for fault in faults(folder, text)), faults(folder, text)


def test_advice_stands_where_it_was_written(folder):
    [image] = [str(each) for each in loaded(folder, SHORT.replace("1.29", "latest")).warnings if each.path[-1] == "image"]
    assert image.startswith("Pulumi.dev.yaml:3:22: services.web.image: ")


@pytest.mark.parametrize(
    "text", ["  fargate-web:port: 8080\n", "  fargate-web:services: {web: {port: 80}}\n", "  fargate-web:services: {jobs: {cpu: 256}}\n"]
)
def test_the_schema_misses_an_image_as_the_loader_does(folder, text):
    assert not schema_takes(text)
    assert faults(folder, text)


def test_an_encrypted_image_passes_through_as_a_secret(folder):
    stack = loaded(folder, "  fargate-web:image: {secure: v1:abc}\n  fargate-web:port: 80\n").stack
    assert "v1:abc" not in repr(stack) + json.dumps(loaded(folder, SHORT).config)


HANDED_OVER = {"fargate-web:image": "nginx:1.29", "fargate-web:port": "8080"}


def test_a_running_program_takes_them_without_the_file(folder):
    web = received(HANDED_OVER).stack.services["web"]
    assert (web.image, web.port) == ("nginx:1.29", 8080)


def test_a_running_program_finds_their_positions_in_the_file(folder):
    (folder / "Pulumi.yaml").write_text("name: fargate-web\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(HEAD + SHORT.replace("8080", '"80800"'))
    assert "Pulumi.dev.yaml:4:21: services.web.port: 80800 is more" in received({**HANDED_OVER, "fargate-web:port": "80800"})


def test_a_secret_of_them_is_not_shown_in_a_fault(folder):
    told = received({**HANDED_OVER, "fargate-web:image": "not an image"}, secret_keys=["fargate-web:image"])
    assert "services.web.image" in told
    assert "not an image" not in told
