"""The judgements: pure functions from the planned stack and the facts to findings, one module for each subject."""

from collections.abc import Callable, Iterator
from typing import Final

from fargate_web.checks.finding import Finding

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.judgements.accounts import judge_account
from fargate_web_cli.live.preflight.judgements.addresses import judge_addresses
from fargate_web_cli.live.preflight.judgements.alarms import judge_alarms
from fargate_web_cli.live.preflight.judgements.clusters import judge_cluster
from fargate_web_cli.live.preflight.judgements.domains import judge_domains
from fargate_web_cli.live.preflight.judgements.images import judge_images
from fargate_web_cli.live.preflight.judgements.ipv6 import judge_ipv6
from fargate_web_cli.live.preflight.judgements.load_balancers import judge_load_balancer
from fargate_web_cli.live.preflight.judgements.names import judge_names
from fargate_web_cli.live.preflight.judgements.networks import judge_network
from fargate_web_cli.live.preflight.judgements.quotas import judge_quotas
from fargate_web_cli.live.preflight.judgements.roles import judge_roles
from fargate_web_cli.live.preflight.judgements.routes import judge_routes
from fargate_web_cli.live.preflight.judgements.secrets import judge_secrets
from fargate_web_cli.live.preflight.judgements.services import judge_services
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

JUDGEMENTS: Final[tuple[Callable[[PlannedStack, Facts], Iterator[Finding]], ...]] = (
    judge_account,
    judge_images,
    judge_secrets,
    judge_roles,
    judge_network,
    judge_routes,
    judge_ipv6,
    judge_addresses,
    judge_load_balancer,
    judge_domains,
    judge_cluster,
    judge_names,
    judge_quotas,
    judge_alarms,
    judge_services,
)
