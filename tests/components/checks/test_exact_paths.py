import pytest
from fargate_web.checks.exact_paths import check_exact_paths


def found(stacks, *paths, **said):
    return stacks.shown(check_exact_paths, {"web": {"port": 80, "route": {"paths": list(paths)}, **said}})


@pytest.mark.parametrize(
    ("paths", "fix"),
    [
        (["/admin"], "write paths: [/admin, /admin/*]"),
        (["/admin/"], "write paths: [/admin/*]"),
        (["/"], "write paths: [/*]"),
        (["*.png", "/v1/users"], "write paths: ['*.png', /v1/users, /v1/users/*]"),
    ],
)
def test_a_path_that_misses_what_is_below_it_is_told(stacks, paths, fix):
    [finding] = found(stacks, *paths)
    assert (finding.code, finding.severity, finding.path[:4]) == ("exact-path", "warning", ("services", "web", "route", "paths"))
    assert fix in finding.message
    assert found(stacks, *paths, silence={"route": "this page has no other below it"}) == []


@pytest.mark.parametrize(
    "paths", [["/admin", "/admin/*"], ["/admin*"], ["/robots.txt"], ["/healthz"], ["/graphql"], ["/*"], ["/admin", "/admin/*", "/a?"]]
)
def test_a_path_with_what_is_below_it_and_a_single_page_are_fine(stacks, paths):
    assert found(stacks, *paths) == []


def test_what_is_below_may_belong_to_another_service(stacks):
    services = {"one": {"port": 80, "route": {"paths": ["/admin"]}}, "two": {"port": 80, "route": {"paths": ["/admin/*"]}}}
    assert stacks.shown(check_exact_paths, services) == []
