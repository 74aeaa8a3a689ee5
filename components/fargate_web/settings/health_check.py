"""The load balancer's health check of a task."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from .fix import Fix, write
from .section import RuleViolation, Section, describe_field
from .value_types import build_value_error

_HTTP_CODES_PATTERN = re.compile(r"[2-5]\d\d(?:-[2-5]\d\d)?(?:,[2-5]\d\d(?:-[2-5]\d\d)?)*")
_GRPC_CODES_PATTERN = re.compile(r"\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*")


def _validate_health_check_path(value: str) -> str:
    if re.fullmatch(r"/\S*", value):
        return value
    url = re.fullmatch(r"(?:\w+://)?(?:localhost|127\.0\.0\.1|[\w-]+(?:\.[\w-]+)+)?(?::[0-9]+)?(/\S*)?", value.strip())
    if url and ("://" in value or ":" in value):
        raise build_value_error(
            f"{value!r} is a URL, and the load balancer takes the path alone and asks the task at its port",
            "invalid-health-check-path",
            fixes=(write(value=url[1] or "/", certain=True),),
        )
    path = f"/{value.strip().lstrip('/')}"
    problem = "has white space in it" if value.startswith("/") else "does not start with a slash"
    message = f"{value!r} {problem}, so that the load balancer can't request it"
    if re.search(r"\s", path):
        raise build_value_error(f"{message}; write it like /health", "invalid-health-check-path")
    raise build_value_error(message, "invalid-health-check-path", fixes=(write(value=path, certain=True),))


HealthCheckPath = Annotated[str, AfterValidator(_validate_health_check_path), WithJsonSchema({"type": "string", "pattern": r"^/\S*$"})]


class HealthCheck(Section):
    """How the load balancer checks whether a task can serve requests."""

    path: Annotated[
        HealthCheckPath,
        describe_field(
            "The path that the load balancer requests (1024 characters at most); it must answer without a login.",
            max_length=1024,
            example="/health",
        ),
    ] = "/"
    matcher: Annotated[
        str,
        describe_field(
            "The status codes that count as healthy, within 200–499: '200', '200-299', '200,302'. For gRPC 0–99.", example="200-299"
        ),
    ] = "200-299"
    interval: Annotated[
        int,
        describe_field(
            "Seconds between two checks (5–300). AWS's default is 30; a shorter interval ends deployments sooner.", ge=5, le=300
        ),
    ] = 10
    timeout: Annotated[int, describe_field("Seconds until a check counts as failed (2–120); shorter than the interval.", ge=2, le=120)] = 5
    healthy_threshold: Annotated[
        int,
        describe_field(
            "Successes in a row until a target that was unhealthy is healthy again (2–10). A new target needs one.", ge=2, le=10
        ),
    ] = 2
    unhealthy_threshold: Annotated[int, describe_field("Failures in a row until a target is unhealthy (2–10).", ge=2, le=10)] = 3
    grace_period: Annotated[
        int,
        describe_field(
            "Seconds after the start of a task in which failed checks don't stop it (0–2147483647). If it is too short, tasks that start slowly are killed again and again.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html",
            ge=0,
            le=2_147_483_647,
        ),
    ] = 60

    key_hints = {
        "gracePeriodSeconds": "write gracePeriod (seconds)",
        "healthCheckGracePeriodSeconds": "write gracePeriod (seconds)",
        "successCodes": "write matcher",
        "enabled": "an `ip` target group is always checked; remove it",
        "port": "checks go to the port of the container; remove it",
        "retries": "write unhealthyThreshold here, or retries under containerHealthCheck",
        "startPeriod": "write gracePeriod here, or startPeriod under containerHealthCheck",
        "initialDelaySeconds": "write gracePeriod",
        "periodSeconds": "write interval",
        "intervalSeconds": "write interval",
        "timeoutSeconds": "write timeout",
        "failureThreshold": "write unhealthyThreshold",
        "successThreshold": "write healthyThreshold",
        "unhealthyThresholdCount": "write unhealthyThreshold",
        "healthyThresholdCount": "write healthyThreshold",
        "healthyHttpCodes": "write matcher",
        "statusCodes": "write matcher",
        "httpGet": "write path: /health",
        "test": "a command belongs under containerHealthCheck; here the load balancer requests a path",
        "command": "a command belongs under containerHealthCheck; here the load balancer requests a path",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that a health check ends before the next, and that AWS accepts the status codes."""
        if self.timeout >= self.interval:
            yield RuleViolation(
                ("timeout", "interval"),
                f"the timeout of {self.timeout} s isn't below the interval of {self.interval} s (Health check timeout must be smaller than the interval)",
                "timeout-above-interval",
                tuple(self._separate_checks()),
            )
        numbers = [int(code) for code in re.findall(r"\d+", self.matcher)]
        http = _HTTP_CODES_PATTERN.fullmatch(self.matcher) and all(200 <= code <= 499 for code in numbers)
        grpc = _GRPC_CODES_PATTERN.fullmatch(self.matcher)
        if not (http or grpc):
            yield RuleViolation(
                ("matcher",),
                f"{self.matcher!r} isn't a list of status codes within 200–499, like '200-299' or '200,302'",
                "invalid-matcher",
                (write("matcher", value="200-299"),),
            )
        for low, high in re.findall(r"(\d+)-(\d+)", self.matcher):
            if int(low) > int(high):
                turned = self.matcher.replace(f"{low}-{high}", f"{high}-{low}")
                yield RuleViolation(
                    ("matcher",),
                    f"the range {low}-{high} runs backwards",
                    "invalid-matcher",
                    (write("matcher", value=turned, certain=True),),
                )

    def _separate_checks(self) -> Iterator[Fix]:
        if self.interval > 2:
            yield write("timeout", value=min(5, self.interval - 1))
        if self.timeout < 300:
            yield write("interval", value=max(self.timeout + 1, 5))
