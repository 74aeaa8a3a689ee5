"""Every resource of a component has a cause, and every key of a cause exists."""

import pytest
from fargate_web.component.child_roles import CHILD_ROLES
from fargate_web_cli.explain.resource_causes import CAUSES, SECTIONS
from fargate_web_cli.explain.settings import SettingIndex

PATHS = {setting.path for setting in SettingIndex().settings}


def test_every_role_of_a_child_has_a_cause():
    assert {component: set(roles) for component, roles in CAUSES.items()} == {
        component: set(roles) for component, roles in CHILD_ROLES.items()
    }


@pytest.mark.parametrize("component", CAUSES)
def test_every_key_of_a_cause_exists(component):
    section = SECTIONS[component].format(name="<name>")
    keys = {f"{section}.{key}" for cause in CAUSES[component].values() for key in cause.keys}
    assert keys - PATHS == set()
