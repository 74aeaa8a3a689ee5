"""`fargate-web check --resources`: the security controls over what a program registers."""

import json

import pytest

from tests.cli.project.projects import IMPORTS, LOADS, OURS, run_command, write_project

LOG_GROUP = 'import pulumi_aws as aws\naws.cloudwatch.LogGroup("web", retention_in_days=7)\n'
OPEN_GROUP = LOG_GROUP + (
    'aws.vpc.SecurityGroupIngressRule("ssh", security_group_id="sg-1", ip_protocol="tcp", from_port=22, to_port=22,'
    ' cidr_ipv4="0.0.0.0/0", description="SSH")\n'
)
REGION = "config:\n  aws:region: us-west-2\n"
REASON = "the log is exported every hour"


def check(folder, *arguments):
    return run_command("check", "--resources", *arguments, folder=folder)


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path, OPEN_GROUP, dev=REGION)


def test_a_mandatory_control_is_a_fault_and_an_advisory_one_a_warning(project):
    found = check(project)
    assert (found.status, found.err) == (1, "")
    ssh = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule::ssh"
    assert f'Pulumi.dev.yaml: error: resources["{ssh}"]: it admits 0.0.0.0/0 to port 22 (EC2.13, ' in found.out
    assert "it keeps events for 7 days (CloudWatch.16, CKV_AWS_66, CKV_AWS_338) [log-retention]" in found.out
    assert found.out.splitlines()[-1] == "1 stack file checked (dev): 1 fault, 2 warnings."


def test_without_the_option_no_program_runs(project):
    (project / "__main__.py").write_text("raise SystemExit('it ran')\n")
    assert run_command("check", folder=project).status == 0


def test_a_program_without_stack_file_is_judged_as_its_default_stack(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    found = check(write_project(tmp_path, LOG_GROUP))
    assert (found.status, found.err) == (0, "")
    assert "Pulumi.yaml: warning: resources" in found.out


def test_the_configuration_of_the_policy_pack_is_taken(project):
    (project / "policy.json").write_text(
        json.dumps(
            {
                "sg-open-ingress": {"publicPorts": [22]},
                "log-key": "disabled",
                "log-retention": {
                    "enforcementLevel": "mandatory",
                    "suppressions": [{"resource": "aws:cloudwatch/*::web", "reason": REASON}],
                },
            }
        )
    )
    found = check(project, "--policy-pack-config", "policy.json", "--json")
    stack = json.loads(found.out)["stacks"]["dev"]
    assert (found.status, stack["faults"], stack["warnings"]) == (0, [], [])
    assert [(each["check"], each["reason"]) for each in stack["silenced"]] == [("log-retention", REASON)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "policy.json: this is not JSON: "),
        ('{"log-keys": "mandatory"}', "policy.json: log-keys: there is no control of this name"),
        (None, "policy.json can't be read: No such file or directory"),
    ],
)
def test_a_wrong_configuration_is_told(project, text, message):
    if text is not None:
        (project / "policy.json").write_text(text)
    found = check(project, "--policy-pack-config", "policy.json")
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(message)
    assert run_command("check", "--policy-pack-config", "policy.json", folder=project).status == 2


def test_a_stack_file_with_faults_or_a_program_that_fails_is_a_fault(tmp_path):
    faulty = check(write_project(tmp_path / "faulty", LOADS, dev=OURS.replace("8080", "70000")))
    assert faulty.status == 1
    assert "services.web.port" in faulty.out
    failing = check(write_project(tmp_path / "failing", "raise ValueError('no')\n", dev=REGION))
    assert failing.status == 1
    assert "Pulumi.dev.yaml: error: The program failed: ValueError: no" in failing.out


def test_a_program_that_loads_a_stack_file_needs_one(tmp_path):
    found = check(write_project(tmp_path, LOADS))
    assert (found.status, found.out) == (1, "")
    assert "There is no stack file in" in found.err


def test_sarif_describes_controls(project):
    run = json.loads(check(project, "--format", "sarif").out)["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["sg-open-ingress"]["defaultConfiguration"] == {"level": "error"}
    assert "CKV_AWS_338" in rules["log-retention"]["properties"]["tags"]
    fingerprints = [result["partialFingerprints"]["setting/v1"] for result in run["results"]]
    assert len(fingerprints) == len(set(fingerprints))


def test_a_file_outside_of_a_project_has_no_resources(tmp_path):
    (tmp_path / "shop.yaml").write_text(OURS)
    found = check(tmp_path, "shop.yaml")
    assert found.status == 1
    assert "it is in no project with a Python program" in found.out


def test_a_control_is_explained(tmp_path):
    explained = run_command("explain", "log-retention", folder=tmp_path)
    assert explained.status == 0
    assert "log-retention: Logs are kept for a year" in explained.out
    assert "Parameters:    days: 365" in explained.out


def test_a_program_that_only_imports_the_components_is_judged(tmp_path):
    found = check(write_project(tmp_path, IMPORTS, dev=REGION))
    assert found.status in (0, 1)
    assert "[ecs-exec-key]" in found.out
