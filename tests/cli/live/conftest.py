"""What the tests of several commands share."""

import io

import pytest
from fargate_web_cli.live import aws_session

from tests.cli.live.exec_answers import write_plugin
from tests.cli.live.outputs import write_outputs
from tests.cli.project.projects import run_command


@pytest.fixture
def why(tmp_path, monkeypatch):
    """Run the command against a fake of AWS."""

    def run(aws, *arguments):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        return run_command("why", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run


@pytest.fixture
def execute(tmp_path, monkeypatch):
    """Run the command against a fake of AWS, with a plugin if there is one in the folder."""
    monkeypatch.delenv("AWS_PROFILE", raising=False)

    def run(aws, *arguments, plugin=True):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        if plugin and not (tmp_path / "bin").exists():
            write_plugin(tmp_path)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin" if plugin else "/nowhere")
        return run_command("exec", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def roll_back(tmp_path, monkeypatch):
    """Run the command against a fake of AWS, with an answer to its question."""

    def run(aws, *arguments, answer=None):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        monkeypatch.setattr("time.sleep", aws.sleep)
        monkeypatch.setattr("sys.stdin", io.StringIO() if answer is None else Terminal(answer))
        return run_command("rollback", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run
