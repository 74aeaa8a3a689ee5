"""The pytest plugin: a fixture that runs a Pulumi program in the test's own process.

pytest imports this module wherever the package is installed. To keep that fast, it is outside of `testing`, which imports the Pulumi SDK, and
imports nothing else until a test requests the fixture.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fargate_web.testing.programs import Programs


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the setting of the plugin."""
    parser.addini("pulumi_program", "The folder of the Pulumi program, from the root of the tests. Default: the root itself.", default=".")


def pytest_configure(config: pytest.Config) -> None:
    """Ignore what the SDKs of the providers warn of in their own modules when they are imported."""
    config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning:pulumi_aws.*")


@pytest.fixture(scope="session")
def pulumi_program(pytestconfig: pytest.Config) -> "Programs":
    """Run the Pulumi program of the project, or another one, without CLI, account and network.

    `pulumi_program(stack="prod")` runs the program of the project with `Pulumi.prod.yaml`; `pulumi_program(function)` runs a function.
    It returns everything that the program registered: see `fargate_web.testing.Run`.
    """
    from fargate_web.testing.programs import Programs  # imported here: see the module docstring

    return Programs(pytestconfig.rootpath / str(pytestconfig.getini("pulumi_program")))
