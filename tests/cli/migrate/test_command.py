"""The command line: what it prints where, its exit status, and how it meets faults."""

import re

import pytest
from fargate_web_cli.migrate.command import main

from tests.cli.migrate.migrating import HEADS


@pytest.fixture
def manifest(tmp_path, monkeypatch):
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)

    def write(text, name="manifest.yml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_the_file_goes_to_stdout_and_the_report_to_stderr(manifest, capsys):
    assert main(["copilot", manifest(HEADS["worker"]), "--region", "us-west-2"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# yaml-language-server: $schema=schema/stack.schema.json\n")
    assert "  aws:region: us-west-2\n" in out
    assert err.startswith("Placeholders that need a value:\n")
    assert "\nConverted with differences:\n" in err


def test_a_file_is_written_once(manifest, tmp_path, capsys):
    path = tmp_path / "Pulumi.shop.yaml"
    given = ["copilot", manifest(HEADS["worker"]), "--region", "us-west-2", "-o", str(path)]
    assert main(given) == 0
    written = path.read_text()
    path.write_text("mine")
    assert main(given) == 1
    assert path.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert main([*given, "--force"]) == 0
    assert path.read_text() == written


def test_without_a_region_there_is_a_comment_in_its_place(manifest, capsys):
    assert main(["copilot", manifest(HEADS["worker"])]) == 0
    out, err = capsys.readouterr()
    assert "aws:region:" not in [line.strip().split(" ")[0] for line in out.splitlines()]
    assert "give --region" in err


def test_strict_is_not_content_with_what_is_left(manifest):
    left = manifest(HEADS["job"] + "retries: 3\n")
    assert main(["copilot", left, "--region", "us-west-2"]) == 0
    assert main(["copilot", left, "--region", "us-west-2", "--strict"]) == 1
    names = ["--app", "shop", "--environment", "prod"]
    assert main(["copilot", manifest(HEADS["job"]), "--region", "us-west-2", "--strict"]) == 1
    assert main(["copilot", manifest(HEADS["job"]), "--region", "us-west-2", "--strict", *names]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a manifest of Copilot"),
        ("[1, 2]", "not a manifest of Copilot"),
        ("a: [", "manifest.yml:2:1: a value is expected"),
        (b"\xff\xfe", "not UTF-8"),
        ("a: 1", "type is missing"),
        ("name: a\ntype: Static Site\n", "manifest.yml:2:7: type: a Static Site is S3 and CloudFront"),
        ("name: a\ntype: Request-Driven Web Service\n", "runs on App Runner"),
        ("name: a\nversion: 1\nsource: {provider: GitHub}\nstages: []\n", "this is a pipeline, not a workload"),
        ("name: a\ntype: Lambda\n", "type is Lambda"),
        ("type: Worker Service\n", "the manifest has no name"),
        ("name: A_b\ntype: Worker Service\n", "no name of Copilot"),
        ("name: a\ntype: Worker Service\ncount: many\n", "manifest.yml:3:8: count: count has to be a whole number"),
        ("name: a\ntype: Worker Service\nimage: {}\n", "neither build nor location"),
        ("name: a\ntype: Worker Service\nvariables: [1]\n", "variables has to be a map"),
        ("name: a\ntype: Worker Service\nexec: maybe\n", "exec has to be true or false"),
        ("name: a\ntype: Worker Service\ncount: {range: lots}\n", "range is like 1-10"),
        ("name: a\ntype: Load Balanced Web Service\nhttp: {deregistration_delay: 5 minutes}\n", "no duration"),
        ("name: a\ntype: Load Balanced Web Service\nhttp: 5\n", "http is a map or false"),
        ("name: a\ntype: Load Balanced Web Service\nhttp: {version: http3}\n", "grpc, http1 or http2"),
        ("name: a\ntype: Worker Service\ndeployment: {rolling: blue}\n", "default or recreate"),
        ("name: a\ntype: Worker Service\nenvironments: [prod]\n", "environments is a map"),
        ('name: a\ntype: Worker Service\ncommand: "it\'s"\n', "can't be split into words"),
        ("name: a\nname: b\ntype: Worker Service\n", "this key exists twice"),
        ("name: a\ntype: Environment\n", "none of the files is the manifest of a service or a job"),
        ("name: a\ntype: Worker Service\n? [1]\n: 2\n", "this key is a list or a map"),
    ],
)
def test_faults_are_reported_with_their_place(text, said, manifest, capsys):
    assert main(["copilot", manifest(text), "--region", "us-west-2"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.endswith("Nothing was written.\n")


def test_all_faults_are_reported_at_once(manifest, capsys):
    other = manifest("name: b\ntype: Worker Service\nexec: 3\ncpu: x\n", "other.yml")
    assert main(["copilot", manifest("name: a\ntype: Worker Service\ncpu: x\nmemory: y\n"), other]) == 1
    assert capsys.readouterr().err.count(" has to be ") == 4


def test_files_that_are_not_there_are_told(tmp_path, capsys):
    assert main(["copilot", str(tmp_path / "none.yml"), str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("the file can't be read") == 2


def test_two_workloads_of_one_name_are_told(manifest, capsys):
    assert main(["copilot", manifest(HEADS["worker"]), manifest(HEADS["worker"], "b.yml")]) == 1
    assert "orders is the name of" in capsys.readouterr().err


def test_a_workload_is_no_environment(manifest, capsys):
    assert main(["copilot", manifest(HEADS["worker"]), "--environment-manifest", manifest(HEADS["job"], "b.yml")]) == 1
    assert "takes that of an environment" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["compose"],
        ["copilot"],
        ["copilot", "a", "--region", "here"],
        ["copilot", "a", "--account", "1"],
        ["copilot", "a", "--domain", "x"],
        ["copilot", "a", "--no"],
    ],
)
def test_a_wrong_command_line_ends_with_2(given, capsys):
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    assert re.fullmatch(r"fargate-web migrate.*: .+ See fargate-web migrate.* --help\n", capsys.readouterr().err)


def test_the_fields_are_printed_as_tables(capsys):
    assert main(["copilot", "--fields"]) == 0
    assert "| `http.deregistration_delay` | LB | `targetGroup.deregistrationDelay` | default 60 |" in capsys.readouterr().out
