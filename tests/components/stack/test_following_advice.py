"""What a report says to write is right: written to the letter, it ends the report and causes no other."""

from pathlib import Path

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_file

IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web@sha256:" + "a" * 64
REST = "fargate-web:monitoring: {email: [team@example.com]}\n"
REASON = "these stacks show something else"


def read_reports(folder: Path, services: str, sections: str = "") -> list[str]:
    """Load a stack file, and list its faults and warnings."""
    file = folder / "Pulumi.dev.yaml"
    web = f'web: {{image: "{IMAGE}", user: "10001:10001", readonlyRootFilesystem: true, tmpfs: {{/tmp: 64}}, {services}}}'
    codes = ["plain-http"] * ("port: 80" in services) + ["tasks-in-public-subnets"] * ("subnets: public" in services)
    silence = [f"fargate-web:silence: {{{', '.join(f'{code}: {REASON}' for code in codes)}}}"] if codes else []
    lines = ["aws:region: us-west-2", REST.strip(), *silence, *sections.splitlines(), "fargate-web:services:", f"  {web}"]
    file.write_text("config:\n" + "".join(f"  {line}\n" for line in lines))
    try:
        return [warning.message for warning in load_file(file).warnings]
    except SettingsError as error:
        return [fault.message for fault in error.faults]


@pytest.mark.parametrize(
    ("wrong", "fix", "right"),
    [
        ("command: node worker.js", 'write it as a list: ["node", "worker.js"]', 'command: ["node", "worker.js"]'),
        ("port: 80, route: /admin", "write route: {paths: [/admin, /admin/*]}", "port: 80, route: {paths: [/admin, /admin/*]}"),
        ("port: 80, route: {paths: [/admin]}", "write paths: [/admin, /admin/*]", "port: 80, route: {paths: [/admin, /admin/*]}"),
        ("port: 80, healthCheck: 'http://localhost:80/health'", "Write /health", "port: 80, healthCheck: /health"),
        ("secrets: {DB: prod/db}", "write /prod/db", "secrets: {DB: /prod/db}"),
        (
            "environment: {DB_USER: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:db-a1b2c3:user::'}",
            "write it under secrets: {DB_USER: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:db-a1b2c3:user::'}",
            "secrets: {DB_USER: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:db-a1b2c3:user::'}",
        ),
        (
            "capacityProviderStrategy: FARGATE_SPOT",
            "[{capacityProvider: FARGATE_SPOT}]",
            "capacityProviderStrategy: [{capacityProvider: FARGATE_SPOT}]",
        ),
        ("port: 80, environment: {PORT: 8080}", "write PORT: 80", "port: 80, environment: {PORT: 80}"),
        ("logs: {maxBufferSize: 25}", "write 25m", "logs: {maxBufferSize: 25m}"),
        (
            "desiredCount: 1, volumes: {d: {fileSystemId: fs-0123456789abcdef0, path: /var/lib/mysql}}",
            "write deployment: {minimumHealthyPercent: 0, maximumPercent: 100}",
            "desiredCount: 1, volumes: {d: {fileSystemId: fs-0123456789abcdef0, path: /var/lib/mysql}}, "
            "deployment: {minimumHealthyPercent: 0, maximumPercent: 100}",
        ),
        (
            "port: 6379, route: false, allowFrom: [], containerHealthCheck: redis-cli ping, serviceConnect: {namespace: apps}",
            "write serviceConnect: {appProtocol: tcp}",
            "port: 6379, route: false, allowFrom: [], containerHealthCheck: redis-cli ping, serviceConnect: {namespace: apps, appProtocol: tcp}",
        ),
    ],
)
def test_what_is_told_to_write_is_right(tmp_path, wrong, fix, right):
    [report] = read_reports(tmp_path, wrong)
    assert fix in report
    assert read_reports(tmp_path, right) == []


@pytest.mark.parametrize(
    ("wrong", "fix", "right"),
    [
        (
            "fargate-web:network: {existing: {vpc: vpc-1, publicSubnets: 'subnet-1, subnet-2'}}",
            ["Write {id: vpc-1}", "Write it as a list: [{id: subnet-1}, {id: subnet-2}]"],
            "fargate-web:network: {existing: {vpc: {id: vpc-1}, publicSubnets: [{id: subnet-1}, {id: subnet-2}]}}",
        ),
        (
            "fargate-web:loadBalancer: {allowedCidrBlocks: [0.0.0.0]}",
            ["write 0.0.0.0/0"],
            "fargate-web:loadBalancer: {allowedCidrBlocks: [0.0.0.0/0]}",
        ),
    ],
)
def test_what_is_told_to_write_in_another_section_is_right(tmp_path, wrong, fix, right):
    reports = read_reports(tmp_path, "port: 80, subnets: public", wrong)
    assert len(reports) == len(fix)
    assert all(any(each in report for report in reports) for each in fix)
    assert read_reports(tmp_path, "port: 80, subnets: public", right) == []


def test_a_service_beside_its_section_is_told_to_be_indented(tmp_path):
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(f"config:\n  aws:region: us-west-2\n  fargate-web:services:\n  web:\n    image: {IMAGE}\n")
    with pytest.raises(SettingsError, match="web: web is beside fargate-web:services, and belongs below it; indent web"):
        load_file(file)


def test_the_account_that_the_provider_is_restricted_to_is_that_of_the_stack(tmp_path):
    secrets = "secrets: {DB: 'arn:aws:secretsmanager:us-west-2:210987654321:secret:db-a1b2c3'}"
    assert read_reports(tmp_path, secrets) == []
    assert read_reports(tmp_path, secrets, 'aws:allowedAccountIds: ["210987654321"]') == []
    [report] = read_reports(tmp_path, secrets, 'aws:allowedAccountIds: ["123456789012"]')
    assert "the secret is in account 210987654321, and the stack in 123456789012" in report
