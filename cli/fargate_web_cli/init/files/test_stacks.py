"""Every stack file makes a program that runs, and nothing but the load balancer is open to the internet.

The program runs in this process against fakes of AWS: no account, no network and no Pulumi CLI is needed.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from fargate_web.testing import Run

PROJECT = Path(__file__).resolve().parent.parent
STACKS = sorted(path.stem.removeprefix("Pulumi.") for path in PROJECT.glob("Pulumi.*.yaml"))


@pytest.fixture(scope="module", params=STACKS)
def resources(request: pytest.FixtureRequest, pulumi_program: Callable[..., Run]) -> Run:
    """Run the program as `pulumi up` would for a new stack. Warnings are allowed: `fargate-web check` shows them."""
    result = pulumi_program(PROJECT, stack=request.param, strict=False)
    if result.error:
        raise result.error
    return result


def test_the_stack_runs_something(resources: Run) -> None:
    """A stack file without faults makes services or scheduled tasks."""
    assert resources.find_all("aws:ecs/taskDefinition:TaskDefinition")


def test_nothing_but_the_load_balancer_is_public(resources: Run) -> None:
    """Security groups admit the internet at the ports of the load balancer only."""
    resources.assert_no_public_ingress(ports=[80, 443])


def test_no_policy_allows_everything(resources: Run) -> None:
    """No role may do everything to everything."""
    resources.assert_no_policy_allows_everything()
