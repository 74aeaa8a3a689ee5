import pytest
from fargate_web.checks.health_programs import check_health_programs

CURL = "curl -f http://localhost:3000/health || exit 1"
WGET = "wget -q -O /dev/null http://localhost:3000/health || exit 1"


def found(stacks, image, check=CURL, **service):
    return stacks.found(check_health_programs, {"web": {"image": image, "port": 3000, "containerHealthCheck": check, **service}})


@pytest.mark.parametrize(
    ("image", "check", "missing"),
    [
        ("gcr.io/distroless/static-debian12:nonroot", CURL, "no shell"),
        ("gcr.io/distroless/nodejs22-debian12", {"command": ["CMD", "curl", "-f", "http://localhost:3000"]}, "no curl"),
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/distroless/java17", WGET, "no shell"),
        ("cgr.dev/chainguard/nginx:latest", WGET, "no shell"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", CURL, "no curl"),
        ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", WGET, "no shell"),
        ("alpine:3.20", CURL, "no curl"),
        ("public.ecr.aws/docker/library/node:22-alpine", CURL, "no curl"),
        ("node:22-slim", CURL, "no curl"),
        ("node:22-slim", WGET, "no wget"),
        ("docker.io/library/python:3.12-slim", CURL, "no curl"),
        ("busybox:1.37", CURL, "no curl"),
        ("traefik/whoami", CURL, "no shell"),
        (f"node:22-alpine@sha256:{'a' * 64}", CURL, "no curl"),
    ],
)
def test_a_program_that_the_image_lacks_is_told(stacks, image, check, missing):
    [finding] = found(stacks, image, check)
    assert (finding.code, finding.severity) == ("health-check-program-missing", "warning")
    assert missing in finding.message


@pytest.mark.parametrize(
    ("image", "check"),
    [
        ("123456789012.dkr.ecr.us-west-2.amazonaws.com/web:1.4.2", CURL),
        ("team/node:22-alpine", CURL),
        ("node:22", CURL),
        (f"node@sha256:{'a' * 64}", CURL),
        ("node:22-alpine", WGET),
        ("nginx:1.29", CURL),
        ("nginx:1.29-alpine", WGET),
        ("gcr.io/distroless/static-debian12:debug", WGET),
        ("gcr.io/distroless/nodejs22-debian12", {"command": ["CMD", "/nodejs/bin/node", "health.js"]}),
        ("redis:7", "redis-cli ping | grep PONG"),
        ("postgres:16", "pg_isready -U postgres"),
        ("python:3.12-slim", {"command": ["CMD", "python3", "health.py"]}),
    ],
)
def test_a_program_that_the_image_may_have_is_fine(stacks, image, check):
    assert found(stacks, image, check) == []


@pytest.mark.parametrize(
    ("image", "written"),
    [
        ("node:22-alpine", WGET),
        ("node:22-slim", ["CMD", "node", "-e"]),
        ("gcr.io/distroless/nodejs22-debian12:nonroot", ["CMD", "/nodejs/bin/node", "-e"]),
        ("python:3.12-slim", ["CMD", "python3", "-c"]),
    ],
)
def test_what_to_write_works_in_the_image(stacks, image, written):
    [finding] = found(stacks, image)
    value = finding.fixes[0].edits[0].value
    assert value["command"][:3] == written if isinstance(written, list) else value == written
    assert found(stacks, image, value) == []


def test_without_another_program_the_load_balancer_checks_alone(stacks):
    [finding] = found(stacks, "traefik/whoami")
    assert [(edit.action, edit.path[-1]) for edit in finding.fixes[0].edits] == [("remove", "containerHealthCheck")]
