"""What every test relies on: the repository's root, and hypothesis without clocks and dice, so that a run can be repeated."""

import gc
import os
import warnings
from pathlib import Path

import pulumi_aws
import pulumi_awsx
import pytest
from hypothesis import HealthCheck, settings

# The SDKs import their modules when they are first used, and these two warn of deprecated parts of their own.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    assert pulumi_aws.ec2.Vpc
    assert pulumi_awsx.ec2.Vpc

# The SDKs and the collected tests are many objects that live to the end: to go through them again and again is a fifth of the time.
gc.set_threshold(50_000, 10, 20)

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("search", parent=settings.get_profile("repeatable"), derandomize=False, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_account_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own AWS settings out of the tests."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
