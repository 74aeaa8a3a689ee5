"""The rows of how services are reached, how many tasks they run, and what workers read."""

from typing import Final

from fargate_web_cli.migrate.copilot import routing, task_counts, topics_and_queues
from fargate_web_cli.migrate.copilot.manifest_field import SERVICES, WEB, Field

_NLB = "a Network Load Balancer is not made here; make one in a program of its own, with target groups of the type ip, or keep the service in Copilot"
_QUEUE = "of the queue, which is not made here"
_CHECK = (
    ("path", "path", ""),
    ("success_codes", "matcher", "default 200"),
    ("healthy_threshold", "healthyThreshold", "default 5"),
    ("unhealthy_threshold", "unhealthyThreshold", "default 2"),
    ("interval", "interval", "default 30"),
    ("timeout", "timeout", "default 5"),
)
_RULE = "one of the route's paths, where path is all that differs"

HTTP: Final = [
    Field("http", WEB, "route, healthCheck, targetGroup", "false is route: false", convert=routing.http),
    Field("http.path", WEB, "route.paths", "`api` is [/api, /api/*], `/` is all"),
    Field("http.alb", WEB, "loadBalancer.existing", "write its listenerArn and securityGroupId under loadBalancer.existing", "left"),
    Field("http.healthcheck", WEB, "healthCheck", "Copilot's defaults are written out"),
    *(Field(f"http.healthcheck.{key}", WEB, f"healthCheck.{here}", note) for key, here, note in _CHECK),
    Field("http.healthcheck.port", WEB, "", "checks go to the port of the traffic: let that port answer them", "left"),
    Field("http.healthcheck.grace_period", WEB, "healthCheck.gracePeriod", "default 60"),
    Field("http.deregistration_delay", WEB, "targetGroup.deregistrationDelay", "default 60"),
    Field("http.target_container", WEB, "", "the load balancer leads to the application's own container", convert=routing.target_container),
    Field("http.target_port", WEB, "port", convert=routing.target_port),
    Field("http.stickiness", WEB, "targetGroup.stickiness"),
    Field(
        "http.allowed_source_ips",
        WEB,
        "loadBalancer.allowedCidrBlocks",
        "for the load balancer as a whole, where all services agree",
        convert=routing.source_ips,
    ),
    Field("http.alias", WEB, "route.hosts, loadBalancer.https.domainName"),
    Field("http.alias[]", WEB, "route.hosts"),
    Field("http.alias[].name", WEB, "route.hosts"),
    Field("http.alias[].hosted_zone", WEB, "loadBalancer.https.hostedZone", "written when the name moves here"),
    Field("http.hosted_zone", WEB, "loadBalancer.https.hostedZone", "written when the name moves here"),
    Field("http.redirect_to_https", ("lb",), "loadBalancer.http", "redirect or forward, for the load balancer as a whole"),
    Field("http.version", WEB, "targetGroup.protocolVersion"),
    Field("http.additional_rules", WEB, "route.paths", _RULE),
    Field("http.additional_rules[]", WEB, "route.paths", _RULE),
    *(
        Field(
            f"http.additional_rules[].{key}",
            WEB,
            "route.paths" if key == "path" else "",
            "a service of its own with the same image" if key != "path" else "",
        )
        for key in (
            "path",
            "healthcheck",
            *(f"healthcheck.{key}" for key in ("path", "port", *(key for key, _, _ in _CHECK[1:]))),
            "deregistration_delay",
            "target_container",
            "target_port",
            "stickiness",
            "allowed_source_ips",
            "alias",
            "hosted_zone",
            "redirect_to_https",
            "version",
        )
    ),
    Field("image.port", WEB, "port", "443 is targetGroup.protocol: HTTPS", convert=routing.port),
]

_LISTENER = (
    "port",
    "healthcheck",
    *(f"healthcheck.{key}" for key in ("port", "healthy_threshold", "unhealthy_threshold", "grace_period", "interval", "timeout")),
    "target_container",
    "target_port",
    "ssl_policy",
    "stickiness",
)
NLB: Final = [
    Field("nlb", ("lb",), "", _NLB, "left"),
    *(Field(f"nlb.{key}", ("lb",), "", "as nlb") for key in (*_LISTENER, "alias", "additional_listeners")),
    *(Field(f"nlb.additional_listeners[].{key}", ("lb",), "", "as nlb") for key in _LISTENER if key != "healthcheck.grace_period"),
]


def _policy(key: str, kinds: tuple[str, ...], here: str) -> list[Field]:
    """List the fields of a scaling policy."""
    return [
        Field(f"count.{key}.value", kinds, f"{here}.target" if here else ""),
        Field(f"count.{key}.cooldown", kinds, here),
        Field(f"count.{key}.cooldown.in", kinds, f"{here}.scaleInCooldown" if here else "", "default 120" if here else ""),
        Field(f"count.{key}.cooldown.out", kinds, f"{here}.scaleOutCooldown" if here else "", "default 60" if here else ""),
    ]


COUNT: Final = [
    Field("count", SERVICES, "desiredCount, scaling", "Copilot's default, 1, is written out", convert=task_counts.count),
    Field("count.spot", SERVICES, "desiredCount, capacityProviderStrategy", convert=task_counts.spot),
    Field("count.range", SERVICES, "scaling.minCapacity, scaling.maxCapacity", convert=task_counts.limits),
    Field("count.range.min", SERVICES, "scaling.minCapacity"),
    Field("count.range.max", SERVICES, "scaling.maxCapacity"),
    Field("count.range.spot_from", SERVICES, "capacityProviderStrategy", "FARGATE with a base of one less, then FARGATE_SPOT"),
    Field("count.cooldown", SERVICES, "the cooldowns of each policy"),
    Field("count.cooldown.in", SERVICES, "scaleInCooldown", "default 120"),
    Field("count.cooldown.out", SERVICES, "scaleOutCooldown", "default 60"),
    Field("count.cpu_percentage", SERVICES, "scaling.cpu", convert=task_counts.policy("cpu")),
    *_policy("cpu_percentage", SERVICES, "scaling.cpu"),
    Field("count.memory_percentage", SERVICES, "scaling.memory", convert=task_counts.policy("memory")),
    *_policy("memory_percentage", SERVICES, "scaling.memory"),
    Field("count.requests", WEB, "scaling.requestsPerTarget", convert=task_counts.policy("requestsPerTarget")),
    *_policy("requests", WEB, "scaling.requestsPerTarget"),
    Field("count.response_time", WEB, "", "scaling.requestsPerTarget or scaling.cpu instead", convert=task_counts.response_time),
    *_policy("response_time", WEB, ""),
    Field("count.queue_delay", ("worker",), "scaling.queue", "of a queue that exists", convert=task_counts.queue_delay),
    Field("count.queue_delay.acceptable_latency", ("worker",), "scaling.queue.messagesPerTask", "divided by msg_processing_time"),
    Field("count.queue_delay.msg_processing_time", ("worker",), "scaling.queue.messagesPerTask"),
    *_policy("queue_delay", ("worker",), "scaling.queue")[1:],
]

_FIFO = ("fifo", "fifo.content_based_deduplication", "fifo.deduplication_scope", "fifo.throughput_limit", "fifo.high_throughput")
_QUEUE_KEYS = ("delay", "retention", "timeout", *_FIFO, "dead_letter", "dead_letter.tries")
SUBSCRIBE: Final = [
    Field(
        "subscribe",
        ("worker",),
        "roles.taskRole.statements",
        "queues are not made here; the permission to read is",
        convert=topics_and_queues.subscribe,
    ),
    Field("subscribe.queue", ("worker",), "", _QUEUE),
    *(Field(f"subscribe.queue.{key}", ("worker",), "", _QUEUE) for key in _QUEUE_KEYS),
    Field("subscribe.topics", ("worker",), "", "of the subscription, which is not made here"),
    Field("subscribe.topics[]", ("worker",), "", "of the subscription, which is not made here"),
    *(
        Field(f"subscribe.topics[].{key}", ("worker",), "", "of the subscription, which is not made here")
        for key in ("name", "service", "filter_policy", "filter_policy.<name>", "queue")
    ),
    *(Field(f"subscribe.topics[].queue.{key}", ("worker",), "", _QUEUE) for key in _QUEUE_KEYS),
]
