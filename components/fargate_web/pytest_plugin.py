"""The pytest plugin: a fixture that runs a Pulumi program in the test's own process.

pytest imports this module wherever the package is installed, so nothing else is imported before the fixture is asked for: it stands outside of
`testing`, which needs the Pulumi SDK.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fargate_web.testing.programs import Programs


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the setting of the plugin."""
    parser.addini("pulumi_program", "The folder of the Pulumi program, from the root of the tests. Default: the root itself.", default=".")


@pytest.fixture(scope="session")
def pulumi_program(pytestconfig: pytest.Config) -> "Programs":
    """Run the Pulumi program of the project, or any other, without CLI, account and network.

    `pulumi_program(stack="prod")` runs the program of the project with `Pulumi.prod.yaml`; `pulumi_program(function)` runs a function.
    What it gives back tells what was registered: see `fargate_web.testing.Run`.
    """
    from fargate_web.testing.programs import Programs  # here, see above

    return Programs(pytestconfig.rootpath / str(pytestconfig.getini("pulumi_program")))
