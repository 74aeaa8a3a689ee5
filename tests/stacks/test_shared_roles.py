"""The boundary and the path of roles, said once for a whole stack."""

from copy import deepcopy

import pytest

from tests.stacks.running import ROOT, preview_or_up, read

BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"
FILES = sorted(str(file.relative_to(ROOT)) for pattern in ("Pulumi.*.yaml", "examples/*.yaml") for file in ROOT.glob(pattern))
EVERYTHING = {
    "aws:region": "us-west-2",
    "fargate-web:services": {
        "web": {
            "image": "example.com/web:1",
            "port": 3000,
            "migration": {"command": ["migrate"], "secrets": {"OWNER": "/web/owner"}},
            "deployment": {
                "strategy": "blueGreen",
                "hooks": {
                    "check": {"stages": ["POST_TEST_TRAFFIC_SHIFT"], "lambdaArn": "arn:aws:lambda:us-west-2:123456789012:function:check"}
                },
            },
            "serviceConnect": {"tls": {"awsPcaAuthorityArn": "arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/1a2b3c4d"}},
        }
    },
    "fargate-web:cluster": {"namespace": "web"},
    "fargate-web:monitoring": {
        "canary": {"path": "/"},
        "slack": {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"},
        "page": {"slack": {"workspaceId": "T0123ABCDEF", "channelId": "C0456ABCDEF"}},
    },
    "fargate-web:scheduledTasks": {"report": {"image": "example.com/report:1", "schedule": "rate(1 day)"}},
}
SHARED = {"fargate-web:roles": {"permissionsBoundary": BOUNDARY, "path": "/shop/"}}


def list_roles(config):
    result = preview_or_up({**config, **SHARED})
    return {role.name: (role.inputs.get("permissionsBoundary"), role.inputs.get("path")) for role in result.find_all("aws:iam/role:Role")}


def test_every_kind_of_role_is_bounded_and_has_the_path():
    roles = list_roles(EVERYTHING)
    assert set(roles.values()) == {(BOUNDARY, "/shop/")}
    assert len(roles) == 13


@pytest.mark.parametrize("file", FILES)
def test_all_roles_of_the_stack_files_are_bounded_and_have_the_path(file):
    assert set(list_roles(read(file)).values()) == {(BOUNDARY, "/shop/")}


def test_a_service_the_network_and_the_monitoring_may_have_their_own():
    config = deepcopy(EVERYTHING)
    config["fargate-web:services"]["web"]["roles"] = {"path": "/web/"}
    config["fargate-web:monitoring"]["roles"] = {"path": "/chat/"}
    roles = list_roles({**config, "fargate-web:network": {"roles": {"path": "/network/"}}})
    assert {boundary for boundary, _ in roles.values()} == {BOUNDARY}
    paths = {name: path for name, (_, path) in roles.items()}
    assert {path for name, path in paths.items() if name.startswith("web-")} == {"/web/"}
    assert {path for name, path in paths.items() if name.startswith("report-")} == {"/shop/"}
    assert {path for name, path in paths.items() if name.endswith("-flow-logs")} == {"/network/"}
    assert {path for name, path in paths.items() if name.endswith("-chat")} == {"/chat/"}
