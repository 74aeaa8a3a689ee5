"""The outputs of a deployed stack, as `pulumi stack output --json` writes them."""

import json
from pathlib import Path
from typing import Any

CLUSTER = "shop-prod"
GROUP = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup"


def write_service(name: str) -> dict[str, Any]:
    return {
        "name": f"{name}-1a2b3c",
        "arn": f"arn:aws:ecs:us-west-2:123456789012:service/{CLUSTER}/{name}-1a2b3c",
        "logGroupName": f"/ecs/shop-{name}",
        "targetGroupArns": [f"{GROUP}/{name}-blue/1", f"{GROUP}/{name}-green/2"],
    }


def build_outputs(*names: str) -> dict[str, Any]:
    return {
        "clusterName": CLUSTER,
        "services": {name: write_service(name) for name in names},
        "urls": {name: f"https://{name}.example.com/" for name in names if name != "worker"},
        "dashboardName": "shop-prod",
    }


def write_outputs(folder: Path, *names: str) -> str:
    path = folder / "outputs.json"
    path.write_text(json.dumps(build_outputs(*names)))
    return str(path)
