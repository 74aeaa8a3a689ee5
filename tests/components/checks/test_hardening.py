import pytest
from fargate_web.checks.hardening import check_hardening


@pytest.mark.parametrize("protected", [True, False])
@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"readonlyRootFilesystem": False}, ["root-filesystem-writable"]),
        ({"user": "root"}, ["runs-as-root"]),
        ({"user": "0:10001"}, ["runs-as-root"]),
        ({"user": "10001:0"}, []),
        ({}, []),
    ],
)
def test_a_protected_stack_demands_hardened_containers(stacks, said, codes, protected):
    found = [finding.code for finding in stacks.found(check_hardening, {"web": said}, protected=protected)]
    sidecars = {"proxy": {**stacks.fine, **said}}
    beside = [finding.path[:4] for finding in stacks.found(check_hardening, {"web": {"sidecars": sidecars}}, protected=protected)]
    assert found == codes * protected
    assert beside == [("services", "web", "sidecars", "proxy")] * len(codes) * protected
