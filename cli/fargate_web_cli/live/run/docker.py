"""Docker Compose, which runs a Compose file from its standard input."""

import shutil
import subprocess
from collections.abc import Mapping

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.keyboard_signals import leave_signals_to_child


def find_docker() -> str:
    """Return the path of Docker.

    Raises:
        LiveError: It is not installed.
    """
    docker = shutil.which("docker")
    if docker is None:
        raise LiveError("Docker is not installed here; without --up, the command prints the Compose file.")
    return docker


def run_compose(docker: str, file: str, environment: Mapping[str, str]) -> int:
    """Run a Compose file until its containers end or Ctrl-C, and return the exit status.

    Args:
        docker: The path of Docker.
        file: The text of the file.
        environment: The environment of Docker, with the values of the variables in the file.

    Raises:
        LiveError: Docker can't be started.
    """
    with leave_signals_to_child():
        try:
            command = [docker, "compose", "--file", "-", "up"]
            return subprocess.run(command, input=file, text=True, encoding="utf-8", env=dict(environment), check=False).returncode
        except OSError as error:
            raise LiveError(f"{docker} can't be started: {error.strerror or error}") from None
