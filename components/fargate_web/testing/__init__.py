"""Run Pulumi programs in tests: an in-process engine, and realistic fakes of AWS.

```python
from fargate_web.testing import run


def test_the_service_runs_two_tasks():
    result = run("path/to/program", stack="prod", config={"aws:region": "us-west-2"})
    assert result.find_one("aws:ecs/service:Service").inputs["desiredCount"] == 2
```
"""

from fargate_web.testing.aws import AwsMocks
from fargate_web.testing.mocking import ChildResource
from fargate_web.testing.programs import Programs
from fargate_web.testing.property_values import UNKNOWN
from fargate_web.testing.record import Invoke, Log, Resource
from fargate_web.testing.results import ProgramError, Run
from fargate_web.testing.runner import run

__all__ = ["UNKNOWN", "AwsMocks", "ChildResource", "Invoke", "Log", "ProgramError", "Programs", "Resource", "Run", "run"]
