"""What the tests of several commands share."""

import pytest
from fargate_web_cli.live import aws_session

from tests.cli.live.outputs import write_outputs
from tests.cli.project.projects import run_command


@pytest.fixture
def why(tmp_path, monkeypatch):
    """Run the command against a fake of AWS."""

    def run(aws, *arguments):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        return run_command("why", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run
