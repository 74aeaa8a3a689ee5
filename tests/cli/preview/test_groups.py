"""What the short form of a preview shows of each component, and how a preview ends."""

import json
import re
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest
from fargate_web.testing import run
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.descriptions.review_points import find_review_points

from tests.cli.preview.test_preview import Terminal, plain_and_at_home, said

__all__ = ["plain_and_at_home"]

NAMES = ("web", "api", "orders", "payments", "search", "catalog", "accounts", "mailer", "reports", "notifications")
HEIGHT = 40


def ten_services() -> str:
    """Write a stack file of ten services, none of which follows the advice about images, users and file systems."""
    lines = ["config:", "  aws:region: us-west-2", "  fargate-web:services:"]
    for name in NAMES:
        lines += [f"    {name}:", f"      image: example.com/{name}:1.0.0", "      port: 8080", f"      route: {{paths: [/{name}/*]}}"]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def ten(tmp_path_factory, plain_and_at_home) -> Path:
    path = tmp_path_factory.mktemp("ten") / "Pulumi.ten.yaml"
    path.write_text(ten_services())
    return path


@pytest.fixture(scope="module")
def prod():
    return said("--stack", "prod").out


def group_of(text: str, label: str, name: str) -> list[str]:
    """Return what stands behind a component: what matters of it, the number of its resources, the points for a review."""
    rows = text.splitlines()
    [index] = [number for number, row in enumerate(rows) if re.match(rf"\+ {label} +{name}( |$)", row)]
    following = []
    for row in rows[index + 1 :]:
        if not row.startswith("  "):
            break
        following.append(row.strip())
    return [re.sub(rf"^\+ {label} +{name} *", "", rows[index]), *following]


def closing(text: str) -> str:
    return text[text.index("Would be created:") :]


def test_a_service_shows_image_size_scaling_strategy_and_address_and_counts_its_resources(prod):
    summary, members = group_of(prod, "Service", "api")
    assert summary == (
        "api@sha256:60303ae22b99…, 1024 CPU, 2048 MiB, ARM64, 3–30 tasks (CPU 60 %, memory 75 %, 2 scheduled changes), "
        "rolling 100–200 %, FARGATE, https://api.example.com/v1/"
    )
    assert members.startswith("+ 22 resources: 3 roles, ")


def test_a_scaling_is_part_of_its_service(prod):
    assert not re.search(r"^\+ Scaling", prod, re.MULTILINE)


def test_the_resources_of_the_groups_are_all_that_are_created(prod):
    below = sum(map(int, re.findall(r"^ +\+ (\d+) resources?: ", prod.partition("Would be created")[0], re.MULTILINE)))
    heads = len(re.findall(r"^\+ ", prod, re.MULTILINE))
    stack = 1
    assert f"Would be created: {stack + heads + below} resources\n" in prod


def test_public_openings_are_marked(prod):
    assert "! open to 0.0.0.0/0: tcp 80, tcp 443" in group_of(prod, "LoadBalancer", "load-balancer")


def test_exec_and_public_addresses_are_marked():
    assert "! ECS Exec; public addresses" in group_of(said().out, "Service", "web")


def test_protection_is_shown(prod):
    assert group_of(prod, "Network", "network")[0].endswith("protected")


def test_outputs_are_shown_only_if_asked_for(prod):
    assert "Outputs:" not in prod
    shown = said("--stack", "prod", "--outputs").out
    assert shown.index("Outputs:") < shown.index("Would be created:")


def test_a_preview_ends_with_verdict_deployments_cost_and_warnings(ten):
    headings = re.findall(r"^(\w[\w ]*)(?: \(\d+\))?:", closing(said("--config-file", ten).out), re.MULTILINE)
    assert headings == ["Would be created", "Deployments", "Cost", "Warnings"]


def test_the_same_advice_for_ten_services_is_one_entry_that_names_them_all(ten):
    warnings = closing(said("--config-file", ten).out).partition("Warnings (32):\n")[2]
    entry, others = next(pair for pair in zip(warnings.splitlines(), warnings.splitlines()[1:], strict=False) if "ECS.20" in pair[0])
    assert entry.startswith(f"    {ten}:4:5: services.web: ")
    assert warnings.count("ECS.20") == 1
    assert re.findall(r"services\.(\w+) \(line \d+\)", others) == [*NAMES[1:]]


@pytest.mark.parametrize(("width", "screens"), [(80, 4), (120, 3)])
def test_ten_services_fit_on_a_few_screens(monkeypatch, ten, width, screens):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    lines = said("--config-file", ten, stream=Terminal()).out.splitlines()
    assert len(lines) <= screens * HEIGHT
    assert max(map(len, lines)) <= width


def test_no_phrase_of_a_count_is_broken(monkeypatch, ten):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    out = said("--config-file", ten, stream=Terminal()).out
    assert not re.search(r", \d+$", out, re.MULTILINE)
    assert "\ue000" not in out


def points_of(program) -> set[str]:
    recorded = run(program, preview=True, strict=False)
    assert recorded.error is None
    references = ReferenceResolver(recorded, recorded)
    return {
        f"{point}: {subject}" if subject else point
        for resource in recorded.resources
        for point, subject in find_review_points(resource, references)
    }


def policy(**statement: object) -> str:
    """Write a policy of one statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "arn:aws:s3:::shop/*", **statement}]})


@pytest.mark.parametrize(
    ("statement", "points"),
    [
        ({"Action": "s3:*"}, {"wildcard action: s3:* (job)"}),
        ({"Action": ["s3:GetObject", "*"]}, {"wildcard action: * (job)"}),
        ({"NotAction": "iam:*"}, {"wildcard action: all but iam:* (job)"}),
        ({"Action": "s3:GetObject", "Resource": "*"}, {"on every resource: s3:GetObject (job)"}),
        ({"Action": "s3:GetObject", "Resource": ["*"]}, {"on every resource: s3:GetObject (job)"}),
        ({"Action": "ecr:GetAuthorizationToken", "Resource": "*"}, set()),
        ({"Action": "s3:GetObject"}, set()),
        ({"Action": "*", "Effect": "Deny"}, set()),
    ],
)
def test_wildcards_in_policies_are_marked(statement, points):
    assert points_of(lambda: aws.iam.RolePolicy("job", role="job", policy=policy(**statement))) == points


def test_a_role_that_everyone_may_assume_is_marked():
    trust = policy(Action="sts:AssumeRole", Principal={"AWS": "*"})
    assert points_of(lambda: aws.iam.Role("job", assume_role_policy=trust)) == {"can be assumed by everyone: job"}


def test_a_managed_policy_that_permits_all_is_marked():
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    assert points_of(lambda: aws.iam.RolePolicyAttachment("job", role="job", policy_arn=arn)) == {
        "wide managed policy: AdministratorAccess (job)"
    }


def test_a_bucket_that_everyone_may_read_is_marked():
    everyone = policy(Action="s3:GetObject", Principal="*")

    def program() -> None:
        aws.s3.BucketPolicy("shop", bucket="shop", policy=everyone)
        aws.s3.BucketPublicAccessBlock("shop", bucket="shop", block_public_acls=True, block_public_policy=True, ignore_public_acls=True)

    assert points_of(program) == {"open to everyone: s3:GetObject (shop)", "public access not blocked: restrictPublicBuckets (shop)"}


@pytest.mark.parametrize("inline", [False, True])
def test_a_security_group_that_is_open_to_the_internet_is_marked(inline):
    def program() -> None:
        rule = {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}
        if inline:
            aws.ec2.SecurityGroup("shop", ingress=[rule])
        else:
            aws.ec2.SecurityGroupRule("shop", type="ingress", security_group_id="sg-1", **rule)

    assert points_of(program) == {"open to 0.0.0.0/0: tcp 22"}


def test_what_is_imported_or_read_is_marked():
    def program() -> None:
        aws.s3.Bucket("kept", opts=pulumi.ResourceOptions(import_="kept-1"))
        aws.s3.Bucket.get("seen", "seen-1")

    assert points_of(program) == {"imported: kept from kept-1", "read, not managed: seen"}


def test_a_service_shows_its_additional_routes_by_their_conditions(tmp_path):
    lines = [
        "config:",
        "  aws:region: us-west-2",
        "  fargate-web:services:",
        "    web:",
        "      image: example.com/web:1.0.0",
        "      port: 8080",
    ]
    lines += ["      deployment: {strategy: blueGreen, testTraffic: {header: {name: X-Test, values: [green]}}}"]
    lines += ["      additionalRoutes: {admin: {port: 9090, hosts: [admin.example.com]}}"]
    (tmp_path / "Pulumi.ports.yaml").write_text("\n".join(lines) + "\n")
    summary = group_of(said("--config-file", str(tmp_path / "Pulumi.ports.yaml")).out, "Service", "web")[0]
    assert summary.endswith("path /*, header X-Test green, host admin.example.com")
