"""A Dockerfile becomes a service."""

from pathlib import Path

import pytest
from fargate_web_cli.migrate.conversion import StackContext
from fargate_web_cli.migrate.dockerfile.convert import DockerfileConverter
from fargate_web_cli.migrate.dockerfile.dockerfile import list_final_instructions, parse_dockerfile, read_instructions
from fargate_web_cli.migrate.dockerfile.instruction_table import INSTRUCTION_TABLE
from fargate_web_cli.migrate.report import Report

from tests.cli.migrate.starting import Converted, convert


def dockerfile(folder: Path, text: str, image: str | None = "example.com/web:1", port: int | None = None) -> Converted:
    return convert(
        folder, "Dockerfile", text, lambda file, context, report: DockerfileConverter(file, context, report).convert(image, port)
    )


def web(converted: Converted) -> dict:
    return converted.sections["services"]["web"]


def test_port_user_and_health_check_are_those_of_the_last_stage(tmp_path):
    text = """\
FROM node:22 AS build
EXPOSE 1111
USER nobody
FROM node:22-slim
EXPOSE 3000/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=1m --retries=2 CMD ["wget", "-q", "localhost:3000"]
USER 1000:1000
"""
    converted = dockerfile(tmp_path, text)
    assert web(converted) == {
        "image": "example.com/web:1",
        "port": 3000,
        "user": "1000:1000",
        "containerHealthCheck": {
            "command": ["CMD", "wget", "-q", "localhost:3000"],
            "interval": 10,
            "timeout": 3,
            "startPeriod": 60,
            "retries": 2,
        },
    }
    assert not converted.report


def test_a_stage_inherits_what_the_stage_says_that_it_starts_from(tmp_path):
    converted = dockerfile(tmp_path, "FROM alpine AS base\nUSER app\nENV PORT=8080\nFROM base\nEXPOSE ${PORT}\n")
    assert (web(converted)["user"], web(converted)["port"]) == ("app", 8080)


@pytest.mark.parametrize(
    "text",
    [
        "FROM alpine\nARG PORT=5000\nEXPOSE $PORT\n",
        "FROM alpine\nENV PORT 5000\nEXPOSE ${PORT:-1}\n",
        "FROM alpine\nEXPOSE ${PORT:-5000}\n",
    ],
)
def test_variables_that_are_known_are_replaced(tmp_path, text):
    assert web(dockerfile(tmp_path, text))["port"] == 5000


def test_what_a_service_has_not_is_told_with_its_line(tmp_path):
    converted = dockerfile(tmp_path, "FROM alpine\nEXPOSE 80 443\nEXPOSE 53/udp\nVOLUME /data\nFOO bar\nUSER root\n")
    assert sorted((fault.line, fault.message.split(":")[0]) for fault in converted.report.faults_by_outcome["left"]) == [
        (2, "port 443"),
        (3, "udp port 53"),
        (4, "VOLUME /data"),
        (5, "FOO is no instruction that is known here"),
    ]
    assert "runs as root" in converted.lines()


def test_without_expose_and_user_both_are_asked_for(tmp_path):
    converted = dockerfile(tmp_path, "FROM alpine\n")
    assert "port" not in web(converted)
    assert [message.split(",")[0] for message in converted.told("needs")] == ["there is no EXPOSE", "there is no USER"]


def test_a_port_that_is_given_goes_before_that_of_the_file(tmp_path):
    assert web(dockerfile(tmp_path, "FROM alpine\nEXPOSE 80\n", port=8080))["port"] == 8080


def test_without_an_image_there_is_a_placeholder_and_the_command_that_builds_it(tmp_path):
    converted = dockerfile(tmp_path, "FROM alpine\nEXPOSE 80\nUSER app\n", image=None)
    assert web(converted)["image"] == "123456789012.dkr.ecr.us-west-2.amazonaws.com/shop:latest"
    assert any("docker build" in message for message in converted.told("needs"))


def test_a_secret_in_the_image_is_told_without_its_value(tmp_path):
    converted = dockerfile(tmp_path, "FROM alpine\nENV API_KEY=hunter2hunter2\n")
    assert "API_KEY looks like a secret" in converted.lines()
    assert "hunter2" not in converted.lines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM alpine\nHEALTHCHECK NONE\n", None),
        ("FROM alpine\nHEALTHCHECK CMD curl -f localhost || exit 1\n", ["CMD-SHELL", "curl -f localhost || exit 1"]),
    ],
)
def test_health_checks_in_either_form(tmp_path, text, expected):
    assert web(dockerfile(tmp_path, text)).get("containerHealthCheck", {}).get("command") == expected


def test_comments_continued_lines_and_here_documents_are_read_as_docker_does():
    text = "# escape=`\nFROM alpine\nRUN a `\n  # a comment within\n\n  b\nRUN <<EOF\nUSER nobody\nEOF\nUSER app\n"
    assert [(instruction.word, instruction.line) for instruction in read_instructions(text)] == [
        ("FROM", 2),
        ("RUN", 3),
        ("RUN", 7),
        ("USER", 10),
    ]


def test_a_target_chooses_its_stage():
    stages = parse_dockerfile("FROM alpine AS one\nUSER a\nFROM alpine AS two\nUSER b\n")
    assert [instruction.arguments for instruction in list_final_instructions(stages, "one")] == ["a"]


def test_a_file_without_a_stage_is_a_fault(tmp_path):
    assert "no FROM" in dockerfile(tmp_path, "RUN true\n").lines()


def test_each_instruction_has_a_note():
    assert all(row.note for row in INSTRUCTION_TABLE)


@pytest.mark.parametrize(
    "text",
    [
        'RUN echo "<<EOF"\nUSER app\n',
        "RUN echo '<<EOF'\nUSER app\n",
        "RUN cat << EOF\nUSER app\n",
        "RUN cat <<EOF\nUSER root\n EOF\nEOF\nUSER app\n",
        "RUN cat <<-'E.O' | sh\nUSER root\n\tE.O\nUSER app\n",
        "COPY <<one 3<<two /files\nUSER root\none\nUSER root\ntwo\nUSER app\n",
    ],
)
def test_here_documents_are_those_that_the_builder_finds(text):
    [*_, last] = list_final_instructions(parse_dockerfile(f"FROM alpine\n{text}"))
    assert (last.word, last.arguments) == ("USER", "app")


def test_a_here_document_without_an_end_is_a_fault(tmp_path):
    converted = dockerfile(tmp_path, "FROM alpine\nRUN cat <<EOF\nEXPOSE 80\n")
    assert "Dockerfile:2:1: the here-document EOF is not closed" in converted.lines()


def test_options_of_the_health_check_that_can_t_be_are_told(tmp_path):
    text = "FROM alpine\nUSER 5\nHEALTHCHECK --timeout=foo --interval=5x9s --retries=99 CMD true\n"
    converted = dockerfile(tmp_path, text)
    assert all(f"{given} is no duration" in converted.lines() for given in ("--timeout=foo", "--interval=5x9s"))
    assert "--retries=99 is 10 here: ECS takes 1 to 10" in converted.lines()


@pytest.mark.parametrize(("content", "reason"), [(None, "No such file or directory"), (b"\xff\xfe", "it is not UTF-8")])
def test_why_a_file_can_t_be_read_is_told_in_plain_words(tmp_path, content, reason):
    file = tmp_path / "Dockerfile"
    if content is not None:
        file.write_bytes(content)
    report = Report()
    DockerfileConverter(str(file), StackContext(), report).convert(None, None)
    assert [fault.message for fault in report.faults_by_outcome["fault"]] == [f"{file} can't be read: {reason}"]
