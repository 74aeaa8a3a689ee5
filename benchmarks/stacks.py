"""The stack of the benchmarks: one network, one load balancer, one cluster and N services."""

import json
from typing import Any

REGION = "us-west-2"
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


ROUTED = 50
"""The number of services behind the load balancer; the others are workers."""


def service_names(count: int) -> list[str]:
    """Return the names of the services."""
    return [f"service-{number:03}" for number in range(count)]


def sections(count: int) -> dict[str, Any]:
    """Return the sections of the stack file."""
    return {
        "network": {"natGateways": "single", "flowLogs": False},
        "cluster": {"executeCommandLogs": False},
        "loadBalancer": {"accessLogs": False},
        "services": {
            name: {
                "image": IMAGE,
                "user": "10001:10001",
                "readonlyRootFilesystem": False,
                "environment": {"LOG_LEVEL": "info", "NAME": name},
                "scaling": {"minCapacity": 2, "maxCapacity": 10, "cpu": 70, "memory": 80},
                **({"port": 8080, "route": {"hosts": [f"{name}.example.com"]}} if number < ROUTED else {}),
            }
            for number, name in enumerate(service_names(count))
        },
        "monitoring": {
            "email": ["team@example.com"],
            "encryption": False,
            "dashboard": False,
            "alarms": {"memory": False, "runningTasks": False, "unhealthyTargets": False, "latencyP99": False, "failedDeployments": False},
        },
    }


def config(count: int) -> dict[str, str]:
    """Return the configuration as the Pulumi CLI passes it to a program."""
    values = {f"fargate-web:{section}": json.dumps(value) for section, value in sections(count).items()}
    return {"aws:region": REGION, **values}
