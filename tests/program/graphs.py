"""Stacks whose pictures are looked at, each previewed once."""

import tempfile
from functools import cache
from pathlib import Path

from preview.graph.architecture import architecture
from preview.graph.model import Architecture
from preview.graph.page import html
from preview.program import Preview, take

ROOT = Path(__file__).resolve().parents[2]
ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

WORKERS = f"""\
config:
  aws:region: us-east-1
  fargate-web:network: {{availabilityZones: 6, natGateways: none, isolatedSubnets: true, interfaceEndpoints: [ecr.api, ecr.dkr, logs]}}
  fargate-web:cluster: {{namespace: internal}}
  fargate-web:monitoring: false
  fargate-web:services:
    queue: {{image: "{ECR}/queue:1", desiredCount: 3}}
    cron: {{image: "{ECR}/cron:1", subnets: isolated}}
"""
HOSTILE = """\
encryptionsalt: v1:c2FsdA==:v1:bm9uY2U=
config:
  aws:region: us-west-2
  fargate-web:network: {name: "a \\"quoted\\" <b>VPC</b> `tick` #1; end & more\\\\"}
  fargate-web:loadBalancer:
    existing:
      listenerArn: arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2
      securityGroupId: sg-0123456789abcdef0
  fargate-web:services:
    end:
      image: nginx:1.29
      port: 80
      route: {hosts: [a.example.com], headers: [{name: X-A, values: ["<img src=x onerror=alert(1)>", "\\"]--> x"]}]}
      environment: {A: "</script><script>alert(1)</script>", API_KEY: {secure: v1:CIPHERTEXT}}
"""


def _many() -> str:
    lines = ["config:", "  aws:region: us-west-2", "  fargate-web:services:"]
    for number in range(30):
        route = f"route: {{paths: ['/s{number}/*'], hosts: [a-rather-long-host-name-{number}.example.com]}}"
        more = [", scaling: {minCapacity: 2, maxCapacity: 9, cpu: 50}"] if number % 3 else []
        if number % 5 == 0:
            more.append(", deployment: {strategy: canary, testTraffic: {header: {name: X-Test, values: ['1']}}}")
        lines.append(f"    service-number-{number}: {{image: 'nginx:1.29', port: 80, {route}{''.join(more)}}}")
    return "\n".join(lines) + "\n"


STACKS = ("prod", "dev", "jupiter", "prod-e", "linear", "workers", "hostile", "many")
_WRITTEN = {"workers": WORKERS, "hostile": HOSTILE, "many": _many()}


@cache
def previewed(name: str) -> Preview:
    """Preview one of the stacks."""
    if name in _WRITTEN:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"Pulumi.{name}.yaml"
            file.write_text(_WRITTEN[name])
            return take(config_file=file)
    example = ROOT / "examples" / f"{name}.yaml"
    return take(config_file=example) if example.exists() else take(name)


@cache
def seen(name: str) -> Architecture:
    """Return the architecture of one of the stacks."""
    return architecture(previewed(name))


@cache
def page(name: str) -> str:
    """Return the page of one of the stacks."""
    return html(previewed(name))
