import subprocess
import sys

import fargate_web.settings
import pytest


def test_every_public_name_exists():
    assert all(hasattr(fargate_web.settings, name) for name in fargate_web.settings.__all__)


@pytest.mark.parametrize("module", ["fargate_web.settings.stack", "fargate_web.settings.loader", "jsonschema", "pulumi_aws"])
def test_checking_settings_brings_nothing_along_that_it_does_not_need(module):
    code = f"import sys, fargate_web.settings; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
