"""`SyntheticCanary`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class SyntheticCanary(TypedDict):
    """A request to the load balancer every few minutes from outside of the network, and an alarm if it isn't answered."""

    path: str
    """The path that the canary requests with GET, through the load balancer: a route must match it, and it must answer without a login. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html"""
    host: NotRequired[str]
    """The host that the canary requests, for routes with hosts. Default: the one in the URL of the load balancer."""
    every: NotRequired[int]
    """Minutes between two requests (1–60). Default: 5. Cost: $0.0012 for each request: $10.51 a month every 5 minutes, $52.56 every minute. See https://aws.amazon.com/cloudwatch/pricing/"""
    status: NotRequired[int]
    """The status code of a good answer (200–499). The canary doesn't follow redirects. Default: 200."""
    failures: NotRequired[int]
    """How many requests in a row must fail before the alarm is raised (1–10). Default: 2."""
