"""The configuration of controls."""

import json
import re
from typing import Any

import pytest
from fargate_web.controls.catalogue import CONTROLS
from fargate_web.controls.configuration import ConfigurationError, build_schema, parse_configuration

from tests.stacks.running import ROOT

BY_ID = {control.id: control for control in CONTROLS}


def test_without_configuration_every_control_has_its_defaults() -> None:
    settings = parse_configuration({}, CONTROLS)
    assert {id_: each.level for id_, each in settings.items()} == {control.id: control.level for control in CONTROLS}
    assert settings["log-retention"].parameters == {"days": 365}


def test_all_sets_the_level_of_the_controls_that_are_not_named() -> None:
    settings = parse_configuration({"all": "mandatory", "log-key": "disabled"}, CONTROLS)
    assert settings["log-key"].level == "disabled"
    assert {each.level for id_, each in settings.items() if id_ != "log-key"} == {"mandatory"}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "expected a map"),
        ({"log-keys": "mandatory"}, "log-keys: there is no control of this name"),
        ({"all": "strict"}, "all: expected one of mandatory, advisory, disabled"),
        ({"log-key": "strict"}, "log-key.enforcementLevel: expected one of"),
        ({"log-key": 3}, "log-key: expected a level or a map"),
        ({"log-key": {"days": 3}}, "log-key.days: there is no such parameter; write one of enforcementLevel, suppressions$"),
        ({"log-retention": {"days": "year"}}, "log-retention.days: expected a number"),
        ({"sg-open-ingress": {"publicPorts": 80}}, "sg-open-ingress.publicPorts: expected a list"),
        ({"log-key": {"suppressions": {}}}, "log-key.suppressions: expected a list"),
        ({"log-key": {"suppressions": [{"resource": "*"}]}}, "log-key.suppressions: expected {resource, reason}"),
        ({"log-key": {"suppressions": [{"resource": "*", "reason": "no"}]}}, "the reason needs at least 10 characters"),
    ],
)
def test_a_wrong_configuration_is_refused(document: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        parse_configuration(document, CONTROLS)


def test_the_schema_has_the_parameters_and_their_defaults() -> None:
    schema = build_schema(BY_ID["log-retention"])
    assert schema["days"] == {"type": "integer", "default": 365}
    assert schema["suppressions"]["items"]["required"] == ["resource", "reason"]


def test_the_configuration_in_the_documentation_is_valid() -> None:
    (text,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "security.md").read_text(), re.DOTALL)
    settings = parse_configuration(json.loads(text), CONTROLS)
    assert settings["log-retention"].parameters == {"days": 90}
    assert [each.resource for each in settings["lb-web-acl"].suppressions] == ["aws:lb/loadBalancer:LoadBalancer::*"]
