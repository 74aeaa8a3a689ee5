"""Hands a session to the Session Manager plugin, as the AWS CLI does."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.exec.obstacle import Obstacle
from fargate_web_cli.live.keyboard_signals import leave_signals_to_child

PLUGIN: Final = "session-manager-plugin"
_VARIABLE: Final = "AWS_SSM_START_SESSION_RESPONSE"
_LAST_VERSION_WITHOUT_VARIABLE: Final = (1, 2, 497, 0)


def find_plugin_obstacle() -> Obstacle | None:
    """Tell whether the plugin is missing."""
    if shutil.which(PLUGIN) is not None:
        return None
    return Obstacle(
        f"The Session Manager plugin ({PLUGIN}) is not installed",
        "install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
    )


def run_session(session: Mapping[str, Any], target: str, region: str, endpoint: str) -> int:
    """Run a session in the plugin, and return its exit status.

    The token of the session goes through an environment variable where the plugin reads one, because every user of the machine sees the command line.

    Args:
        session: `session` of the answer of ExecuteCommand.
        target: The container in the words of Systems Manager: `ecs:<cluster>_<task>_<runtime id>`.
        region: The Region.
        endpoint: The address of the API of ECS.

    Raises:
        LiveError: The plugin can't be started.
    """
    document, environment = json.dumps(dict(session)), dict(os.environ)
    try:
        if _reads_variable():
            environment[_VARIABLE] = document
            document = _VARIABLE
    except OSError as error:
        raise LiveError(f"{PLUGIN} can't be started: {error.strerror or error}; install it again.") from None
    profile = os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE", "")
    command = [PLUGIN, document, region, "StartSession", profile, json.dumps({"Target": target}), endpoint]
    with leave_signals_to_child():
        return subprocess.run(command, env=environment, check=False).returncode


def _reads_variable() -> bool:
    done = subprocess.run([PLUGIN, "--version"], capture_output=True, text=True, check=False)
    version = re.fullmatch(r"\d+(?:\.\d+){0,3}", done.stdout.strip())
    return version is not None and tuple(map(int, version[0].split("."))) > _LAST_VERSION_WITHOUT_VARIABLE
