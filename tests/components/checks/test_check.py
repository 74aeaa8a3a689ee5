import pytest
from fargate_web.checks import CHECKS, run_checks
from fargate_web.settings.fix import join_fixes

WRONG = {
    "web": {"image": "nginx", "port": 80, "route": {"hosts": ["a.example.com"]}},
    "api": {
        "image": "nginx",
        "port": 80,
        "route": {"hosts": ["a.example.com"]},
        "logs": {"kmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/1"},
    },
}


@pytest.fixture(scope="module")
def findings(stacks):
    stack = stacks.of(WRONG, network={"natGateways": "none"})
    return run_checks(stack, "us-west-2", stacks.priorities(stack))


def test_errors_come_before_warnings(findings):
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities)
    assert set(severities) == {"error", "warning"}


def test_every_check_has_its_say(findings, stacks):
    each = [list(one(stacks.of(WRONG, network={"natGateways": "none"}), "us-west-2")) for one in CHECKS]
    assert sum(map(len, each)) + len(stacks.found_of_rules(WRONG)) == len(findings)
    assert {finding.code for finding in findings} == {
        "same-route",
        "image-out-of-reach",
        "arn-of-another-region",
        "image-not-pinned",
        "nobody-told",
        "plain-http",
    }


def test_a_stack_in_order_has_no_findings(stacks):
    stack = stacks.of(
        {"web": {"port": 80}},
        loadBalancer={"https": {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/1a2b3c4d"}},
        monitoring={"email": ["team@example.com"]},
        protected=True,
    )
    assert run_checks(stack, "us-west-2", stacks.priorities(stack)) == []


def test_every_finding_says_what_to_write_instead(findings, stacks):
    told = ("write ", "give ", "say ", "add ", "move ")
    assert [finding.code for finding in findings if not any(word in join_fixes(finding.message, finding.fixes) for word in told)] == []


def test_every_path_is_in_the_spelling_of_the_stack_file(findings):
    for finding in findings:
        for path in (finding.path, *finding.related_paths):
            assert path[0] in {"services", "network", "cluster", "loadBalancer", "monitoring", "aws:region"}
            assert not any("_" in part for part in path if isinstance(part, str))


def test_findings_do_not_depend_on_the_order_of_the_services(stacks):
    both = [stacks.of(dict(sorted(WRONG.items(), reverse=reverse))) for reverse in (False, True)]
    one, other = (run_checks(stack, None, stacks.priorities(stack)) for stack in both)
    assert {(finding.code, finding.message) for finding in one} == {(finding.code, finding.message) for finding in other}
