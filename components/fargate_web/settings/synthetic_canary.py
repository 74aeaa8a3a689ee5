"""The canary: a request to the load balancer every few minutes, from outside."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from .fix import write
from .section import Section, describe_field
from .value_types import DomainName, build_value_error

_GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html"


def _validate_canary_path(value: str) -> str:
    if re.fullmatch(r"/[!-~]*", value) and "#" not in value:
        return value
    url = re.fullmatch(r"\w+://[^/\s]+(/[!-~]*)?", value)
    path = (url[1] or "/") if url else f"/{value.lstrip('/')}"
    problem = "is a URL, and the canary uses that of the load balancer" if url else "is no path that a URL can have"
    fits = re.fullmatch(r"/[!-~]*", path) is not None and "#" not in path
    hint = "" if fits else "; write it like /health"
    raise build_value_error(
        f"{value!r} {problem}{hint}", "invalid-canary-path", fixes=(write(value=path, certain=url is None),) if fits else ()
    )


CanaryPath = Annotated[str, AfterValidator(_validate_canary_path), WithJsonSchema({"type": "string", "pattern": r'^/[!"$-~]*$'})]


def _reject_wildcard(value: str) -> str:
    if value.startswith("*."):
        raise build_value_error(
            f"{value!r} stands for many hosts, and the canary requests one", "invalid-canary-host", fixes=(write(value=f"www{value[1:]}"),)
        )
    return value


CanaryHost = Annotated[DomainName, AfterValidator(_reject_wildcard)]


class SyntheticCanary(Section):
    """A request to the load balancer every few minutes from outside of the network, and an alarm if it isn't answered.

    Unlike the other alarms, it notices what requests never get to: DNS, the certificate, the listener, and that nobody asks any more.
    """

    path: Annotated[
        CanaryPath,
        describe_field(
            "The path that the canary requests with GET, through the load balancer: a route must match it, and it must answer without a login.",
            source=_GUIDE,
            example="/health",
            max_length=1024,
        ),
    ]
    host: Annotated[
        CanaryHost | None,
        describe_field(
            "The host that the canary requests, for routes with hosts. Default: the one in the URL of the load balancer.",
            example="shop.example.com",
        ),
    ] = None
    every: Annotated[
        int,
        describe_field(
            "Minutes between two requests (1–60).",
            cost="$0.0012 for each request: $10.51 a month every 5 minutes, $52.56 every minute",
            source="https://aws.amazon.com/cloudwatch/pricing/",
            ge=1,
            le=60,
        ),
    ] = 5
    status: Annotated[
        int, describe_field("The status code of a good answer (200–499). The canary doesn't follow redirects.", ge=200, le=499)
    ] = 200
    failures: Annotated[int, describe_field("How many requests in a row must fail before the alarm is raised (1–10).", ge=1, le=10)] = 2

    key_hints = {
        "url": "write path, and host for another one than that of the load balancer",
        "schedule": "write every: 5, in minutes",
        "interval": "write every: 5, in minutes",
        "rate": "write every: 5, in minutes",
        "matcher": "write status: 200",
        "statusCode": "write status: 200",
        "expectedStatus": "write status: 200",
    }
