"""An Output that became text is told wherever it stands: the text holds a message of Pulumi instead of the value."""

import pulumi
import pytest
from fargate_web.component.arguments import parse_arguments
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.stringified_outputs import find_stringified_outputs, is_stringified_output
from fargate_web.settings.repository import Repository
from fargate_web.settings.service import Service
from fargate_web.testing import run

JAVASCRIPT = "https://Calling [toString] on an [Output<T>] is not supported.\n\nTo get the value of an Output<T> …/v1"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What Python makes of an Output in the ways in which it becomes text."""
    made: dict[str, str] = {}

    def program():
        output = pulumi.Output.from_input("value")
        made.update({"f-string": f"https://{output}/v1", "str": str(output), "repr": repr(output)})

    run(program, strict=False)
    return made


@pytest.mark.parametrize("way", ["f-string", "str", "repr"])
def test_every_text_that_python_makes_of_an_output_is_known(texts, way):
    assert is_stringified_output(texts[way])


@pytest.mark.parametrize(
    "text", [JAVASCRIPT, "Calling [toJSON] on an [Output<T>] is not supported.", "Calling [ToString] on an [Output<T>]"]
)
def test_texts_of_other_languages_are_known_too(text):
    assert is_stringified_output(text)


@pytest.mark.parametrize("text", ["", "web", "Output", "Calling the API", "pulumi.Output"])
def test_other_texts_are_texts(text):
    assert not is_stringified_output(text)


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"image": JAVASCRIPT}, "image"),
        ({"environment": {"URL": JAVASCRIPT}}, "environment.URL"),
        ({"secrets": {"A": JAVASCRIPT}}, "secrets.A"),
        ({"command": ["serve", JAVASCRIPT]}, "command[1]"),
        ({"allowFrom": [JAVASCRIPT]}, "allowFrom[0]"),
        ({"tags": {"Owner": JAVASCRIPT}}, "tags.Owner"),
        ({"roles": {"taskRole": {"statements": [{"actions": "s3:*", "resources": JAVASCRIPT}]}}}, "roles.taskRole.statements[0].resources"),
        ({"environment": {JAVASCRIPT: "a"}}, "environment"),
    ],
)
def test_it_is_one_fault_wherever_it_stands(settings, path):
    with pytest.raises(SettingsError) as caught:
        parse_arguments(Service, 'Service "web"', {"image": "nginx", "port": 80, **settings})
    [fault] = caught.value.faults
    assert str(fault).startswith(f"{path}: this text was made of an Output")
    assert "write pulumi.Output.concat" in fault.message


def test_it_is_told_in_the_wires_of_a_component():
    wires = {"network": {"vpc_id": JAVASCRIPT, "private_subnet_ids": ["subnet-1", JAVASCRIPT]}, "tags": {"Owner": JAVASCRIPT}}
    with pytest.raises(SettingsError) as caught:
        parse_arguments(Repository, "Repository", wires, ("network", "tags"))
    assert [fault.path for fault in caught.value.faults] == [("network", "private_subnet_ids", 1), ("network", "vpc_id"), ("tags", "Owner")]


def test_a_text_where_a_list_of_ids_belongs_is_told_in_a_wire():
    with pytest.raises(SettingsError) as caught:
        parse_arguments(Repository, "Repository", {"network": {"private_subnet_ids": "subnet-1, subnet-2"}}, ("network",))
    assert "network.private_subnet_ids: expected a list of ids" in str(caught.value)
    assert "pass ['subnet-1', 'subnet-2']" in str(caught.value)


def test_outputs_themselves_are_left_alone():
    assert list(find_stringified_outputs({"a": pulumi.Output.from_input("x"), "b": [1, None, True]})) == []
