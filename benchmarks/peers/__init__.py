"""AWS CDK programs with the same services, for comparison. They run only if the CDK is installed."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Peer:
    """A program in another framework.

    Attributes:
        name: Its name in the table.
        command: The command that runs it, before its arguments: the numbers of services and of routed ones, and the output folder.
        probe: A command that prints the version of the framework, and fails if it isn't installed.
        install: How to install the framework.
    """

    name: str
    command: tuple[str, ...]
    probe: tuple[str, ...]
    install: str

    def find_version(self) -> str | None:
        """Return the version of the framework, None if it isn't installed."""
        if shutil.which(self.probe[0]) is None:
            return None
        found = subprocess.run(self.probe, capture_output=True, text=True, check=False)
        return found.stdout.strip() if found.returncode == 0 else None


def list_peers(python: str = sys.executable, modules: Path = HERE) -> dict[str, Peer]:
    """List the peers.

    Args:
        python: The interpreter that has `aws-cdk-lib` from PyPI.
        modules: The folder whose `node_modules` hold `aws-cdk-lib` from npm.
    """
    library = str(modules.resolve() / "node_modules")
    peers = (
        Peer(
            "cdk-python",
            (python, str(HERE / "cdk_app.py")),
            (python, "-c", "from importlib.metadata import version; print(version('aws-cdk-lib'))"),
            "python -m venv DIR && DIR/bin/pip install aws-cdk-lib constructs, then pass --cdk-python DIR/bin/python (it needs node)",
        ),
        Peer(
            "cdk-js",
            ("node", str(HERE / "cdk_app.js"), library),
            ("node", "-p", f"require({library + '/aws-cdk-lib/package.json'!r}).version"),
            "npm install --prefix DIR aws-cdk-lib constructs, then pass --cdk-js DIR",
        ),
    )
    return {peer.name: peer for peer in peers}
