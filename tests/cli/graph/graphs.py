"""Stacks whose pictures are looked at, each previewed once."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from fargate_web_cli.graph.architecture import build_architecture
from fargate_web_cli.graph.model import Architecture, Service
from fargate_web_cli.graph.page import render_html
from fargate_web_cli.project.stack_preview import Preview, preview_stack

from tests.cli.preview.taking import ROOT, taken

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
    for number in range(10):
        route = f"route: {{paths: ['/s{number}/*'], hosts: [a-rather-long-host-name-{number}.example.com]}}"
        more = [", scaling: {minCapacity: 2, maxCapacity: 9, cpu: 50}"] if number % 3 else []
        if number % 5 == 0:
            more.append(", deployment: {strategy: canary, testTraffic: {header: {name: X-Test, values: ['1']}}}")
        lines.append(f"    service-number-{number}: {{image: 'nginx:1.29', port: 80, {route}{''.join(more)}}}")
    return "\n".join(lines) + "\n"


CALLS = f"""\
config:
  aws:region: us-east-1
  fargate-web:monitoring: false
  fargate-web:cluster: {{namespace: {{name: internal.example.com, type: privateDns}}}}
  fargate-web:repositories: {{web: {{name: shop/web}}, worker: {{name: shop/worker, keepImages: 30}}}}
  fargate-web:services:
    web:
      image: "{ECR}/web:1"
      port: 80
      route: {{paths: ["/a/*", "/b/*"]}}
      serviceConnect: true
      sidecars: {{proxy: {{image: "{ECR}/proxy:1"}}, warm-up: {{image: "{ECR}/warm-up:1", essential: false}}}}
      deployment: {{strategy: canary, testTraffic: {{header: {{name: X-Test, values: ["1"]}}}}}}
      migration: {{command: [migrate, "--all"]}}
      scaling: {{minCapacity: 2, maxCapacity: 9, cpu: 60}}
      volumes: {{a: {{path: /a, fileSystemId: fs-0123456789abcdef0}}, b: {{path: /b, fileSystemId: fs-0123456789abcdef1, readOnly: true}}}}
    orders: {{image: "{ECR}/orders:1", port: 8000, route: false, serviceConnect: true, allowFrom: [web, payments], migration: {{command: [migrate]}}}}
    payments: {{image: "{ECR}/payments:1", port: 8001, route: false, serviceConnect: true, allowFrom: [orders, web, 10.1.0.0/16], tracing: true}}
    catalogue: {{image: "{ECR}/catalogue:1", port: 8002, route: false, subnets: public, serviceConnect: true, allowFrom: [web, sg-0123456789abcdef0]}}
    mailer: {{image: "{ECR}/mailer:1", serviceConnect: true, scaling: {{minCapacity: 0, maxCapacity: 5, queue: {{queueName: mails, messagesPerTask: 20}}}}}}
    search: {{image: "{ECR}/search:1", port: 9200, route: false, serviceDiscovery: true, allowFrom: [web, catalogue, mailer]}}
  fargate-web:scheduledTasks:
    reindex: {{image: "{ECR}/search:1", schedule: rate(1 hour), volumes: {{data: {{path: /data, fileSystemId: fs-0123456789abcdef0}}}}}}
    cleanup: {{image: "{ECR}/orders:1", schedule: "cron(30 2 * * ? *)", timezone: Europe/Vienna, taskCount: 2, subnets: public, enabled: false}}
"""
NIGHTLY = f"""\
config:
  aws:region: us-east-1
  fargate-web:scheduledTasks:
    report: {{image: "{ECR}/report:1", schedule: "at(2027-01-01T08:00:00)"}}
"""

STACKS = ("prod", "dev", "jupiter", "prod-e", "linear", "workers", "hostile", "many", "calls", "nightly", "kinds-of-work", "financial-api")
_WRITTEN = {"workers": WORKERS, "hostile": HOSTILE, "many": _many(), "calls": CALLS, "nightly": NIGHTLY}


@cache
def previewed(name: str) -> Preview:
    """Preview one of the stacks."""
    if name in _WRITTEN:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"Pulumi.{name}.yaml"
            file.write_text(_WRITTEN[name])
            return preview_stack(config_file=file)
    example = ROOT / "examples" / f"{name}.yaml"
    return taken(config_file=example) if example.exists() else taken(name)


@cache
def seen(name: str) -> Architecture:
    """Return the architecture of one of the stacks; `many` has thirty services, of which ten are previewed and drawn three times."""
    found = build_architecture(previewed(name))
    return replace(found, services=tuple(_again(found.services, 3))) if name == "many" else found


def _again(services: tuple[Service, ...], times: int) -> Iterator[Service]:
    for time in range(times):
        for each in services:
            name = f"{each.name}-{time}"
            rules = tuple(replace(rule, service=name, priority=rule.priority + time * 50_000) for rule in each.rules)
            yield replace(each, name=name, rules=rules)


@cache
def page(name: str) -> str:
    """Return the page of one of the stacks."""
    return render_html(previewed(name))
