import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["fargate_web.settings.stack", "fargate_web.stack.load", "jsonschema", "pulumi_aws"])
def test_checking_settings_brings_nothing_along_that_it_does_not_need(module):
    code = f"import sys, fargate_web.faults.validation, fargate_web.settings.service; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
