"""Checks of the canary."""

from typing import Final

from .check_description import CheckDescription

_GUIDE: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html"

CHECKS_OF_SYNTHETIC_CANARIES: Final = (
    CheckDescription(
        "invalid-canary-path",
        "error",
        "a path of the canary that no URL can have",
        "Each run would fail.",
        "Write a path that starts with a slash, like /health, without the scheme and the host.",
        _GUIDE,
    ),
    CheckDescription(
        "invalid-canary-host",
        "error",
        "a host of the canary with a wildcard",
        "Each run would fail: DNS knows no such host.",
        "Write one host that clients use.",
        _GUIDE,
    ),
    CheckDescription(
        "canary-not-answered",
        "error",
        "a canary whose request no route takes",
        "Its alarm would be raised, and stay so, although the services work.",
        "Write a path and a host that a route takes. The health check asks the task itself, so that its path may have no route.",
        _GUIDE,
    ),
    CheckDescription(
        "canary-cannot-connect",
        "error",
        "a canary that can't connect to the load balancer",
        "Its alarm would be raised, and stay so: a canary runs outside of the network, over IPv4, and without a client certificate.",
        "Remove the canary. The alarms on unhealthy targets and on failed requests watch the services from inside.",
        _GUIDE,
    ),
    CheckDescription(
        "canary-without-host",
        "error",
        "a canary of a load balancer whose URL has no host that its certificate is valid for",
        "Its alarm would be raised, and stay so: the certificate is not for the DNS name of the load balancer.",
        "Write canary: {host: …} with the name that clients use.",
        _GUIDE,
    ),
    CheckDescription(
        "canary-behind-login",
        "warning",
        "a canary whose path needs a login",
        "The load balancer redirects it to the identity provider or answers with 401, and its alarm would be raised.",
        "Write a path of openPaths, or the status of the redirect: 302.",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
    ),
    CheckDescription(
        "canary-kept-out",
        "warning",
        "a canary whose addresses the load balancer may refuse",
        "Its alarm would be raised although the services work for others.",
        "Remove the canary, or let everyone connect.",
        _GUIDE,
    ),
)
