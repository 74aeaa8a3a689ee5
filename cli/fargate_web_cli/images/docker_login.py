"""The logins of Docker, which `docker login` and the login actions of pipelines leave in its configuration.

Source: https://docs.docker.com/reference/cli/docker/login/#credential-stores
"""

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Any, Final

_DOCKER_HUB_KEY: Final = "https://index.docker.io/v1/"
_TOKEN_USER: Final = "<token>"
"""The user name of a login with an identity token, which is no password."""
_TIMEOUT_SECONDS: Final = 15


def find_docker_login(registry: str) -> str | None:
    """Return the login for a registry as the value of an Authorization header, None if Docker has none.

    Args:
        registry: The host of the registry, `docker.io` for Docker Hub.
    """
    folder = os.environ.get("DOCKER_CONFIG")
    file = (Path(folder) if folder else Path.home() / ".docker") / "config.json"
    try:
        configuration = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(configuration, dict):
        return None
    key = _DOCKER_HUB_KEY if registry == "docker.io" else registry
    helper = _get_map(configuration, "credHelpers").get(key) or configuration.get("credsStore")
    if isinstance(helper, str):
        login = _ask_helper(helper, key)
        if login is not None:
            return login
    written = _get_map(_get_map(configuration, "auths"), key).get("auth")
    return f"Basic {written}" if isinstance(written, str) and written else None


def _ask_helper(helper: str, key: str) -> str | None:
    try:
        done = subprocess.run(
            [f"docker-credential-{helper}", "get"], input=key, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=True
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    user, secret = (answer.get(name) for name in ("Username", "Secret")) if isinstance(answer, dict) else (None, None)
    if not isinstance(user, str) or not isinstance(secret, str) or user == _TOKEN_USER:
        return None
    return f"Basic {base64.b64encode(f'{user}:{secret}'.encode()).decode()}"


def _get_map(configuration: dict[str, Any], key: str) -> dict[str, Any]:
    value = configuration.get(key)
    return value if isinstance(value, dict) else {}
