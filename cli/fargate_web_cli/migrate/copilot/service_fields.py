"""The rows for routing, task counts and the queues of workers."""

from typing import Final

from fargate_web_cli.migrate.copilot import queues, routing, task_counts
from fargate_web_cli.migrate.manifest_field import SERVICE_KINDS, WEB_KINDS, ManifestField

_HEALTH_CHECK_KEYS = (
    ("path", "path", ""),
    ("success_codes", "matcher", "default 200"),
    ("healthy_threshold", "healthyThreshold", "default 5"),
    ("unhealthy_threshold", "unhealthyThreshold", "default 2"),
    ("interval", "interval", "default 30"),
    ("timeout", "timeout", "default 5"),
)
_TARGET_NOTE = "a port of a sidecar leads to that sidecar"
_RULE_NOTE = "a path of the route, where path is all that differs"

HTTP_FIELDS: Final = [
    ManifestField("http", WEB_KINDS, "route, healthCheck, targetGroup", "false is route: false", converter=routing.validate_http),
    ManifestField("http.path", WEB_KINDS, "route.paths", "`api` is [/api, /api/*], `/` is all"),
    ManifestField(
        "http.alb", WEB_KINDS, "loadBalancer.existing", "write its listenerArn and securityGroupId under loadBalancer.existing", "left"
    ),
    ManifestField("http.healthcheck", WEB_KINDS, "healthCheck", "Copilot's defaults are written out"),
    *(ManifestField(f"http.healthcheck.{key}", WEB_KINDS, f"healthCheck.{here}", note) for key, here, note in _HEALTH_CHECK_KEYS),
    ManifestField(
        "http.healthcheck.port",
        WEB_KINDS,
        "",
        "checks go to the port of the requests: let that port answer them",
        converter=routing.report_health_check_port,
    ),
    ManifestField("http.healthcheck.grace_period", WEB_KINDS, "healthCheck.gracePeriod", "default 60"),
    ManifestField("http.deregistration_delay", WEB_KINDS, "targetGroup.deregistrationDelay", "default 60"),
    ManifestField("http.target_container", WEB_KINDS, "targetContainer, port"),
    ManifestField("http.targetContainer", WEB_KINDS, "targetContainer, port", "the old name of http.target_container"),
    ManifestField("http.target_port", WEB_KINDS, "port, targetContainer", _TARGET_NOTE),
    ManifestField("http.stickiness", WEB_KINDS, "targetGroup.stickiness"),
    ManifestField(
        "http.allowed_source_ips",
        WEB_KINDS,
        "route.allowedCidrBlocks, loadBalancer.allowedCidrBlocks",
        "for the load balancer as a whole if all services have the same, else for the route; what the environment admits holds as well",
        converter=routing.collect_source_ips,
    ),
    ManifestField("http.alias", WEB_KINDS, "route.hosts, loadBalancer.https.domainName"),
    ManifestField("http.alias[]", WEB_KINDS, "route.hosts"),
    ManifestField("http.alias[].name", WEB_KINDS, "route.hosts"),
    ManifestField("http.alias[].hosted_zone", WEB_KINDS, "loadBalancer.https.hostedZone", "written when the name moves here"),
    ManifestField("http.hosted_zone", WEB_KINDS, "loadBalancer.https.hostedZone", "written when the name moves here"),
    ManifestField("http.redirect_to_https", WEB_KINDS, "loadBalancer.http", "port 80 redirects if there is HTTPS; false is reported"),
    ManifestField("http.version", WEB_KINDS, "targetGroup.protocolVersion"),
    ManifestField("http.additional_rules", WEB_KINDS, "additionalRoutes, route.paths", _RULE_NOTE),
    ManifestField("http.additional_rules[]", WEB_KINDS, "additionalRoutes, route.paths", _RULE_NOTE),
    ManifestField("http.additional_rules[].path", WEB_KINDS, "additionalRoutes.<name>.paths, route.paths"),
    ManifestField(
        "http.additional_rules[].healthcheck", WEB_KINDS, "additionalRoutes.<name>.healthCheck", "Copilot's defaults are written out"
    ),
    *(
        ManifestField(f"http.additional_rules[].healthcheck.{key}", WEB_KINDS, f"additionalRoutes.<name>.healthCheck.{here}", note)
        for key, here, note in _HEALTH_CHECK_KEYS
    ),
    ManifestField("http.additional_rules[].healthcheck.port", WEB_KINDS, "", "checks go to the port of the requests"),
    *(
        ManifestField(f"http.additional_rules[].{key}", WEB_KINDS, f"additionalRoutes.<name>.{here}" if here else "", note)
        for key, here, note in (
            ("deregistration_delay", "targetGroup.deregistrationDelay", "default 60"),
            ("target_container", "targetContainer", ""),
            ("target_port", "port", _TARGET_NOTE),
            ("stickiness", "targetGroup.stickiness", ""),
            ("allowed_source_ips", "allowedCidrBlocks", "if http has the same or none; else a service of its own"),
            ("alias", "hosts", ""),
            ("hosted_zone", "", "of loadBalancer.https, written when the name moves here"),
            ("redirect_to_https", "", "with that of http only; else a service of its own"),
            ("version", "targetGroup.protocolVersion", ""),
        )
    ),
    ManifestField("image.port", WEB_KINDS, "port", "443 is targetGroup.protocol: HTTPS; http.target_port has precedence"),
]

_LISTENER_FIELDS = (
    ("port", "port, protocol", "443/tls is port: 443 and protocol: TLS"),
    ("healthcheck", "healthCheck", "Copilot's defaults are written out"),
    ("healthcheck.port", "healthCheck.port", ""),
    ("healthcheck.healthy_threshold", "healthCheck.healthyThreshold", "default 3"),
    ("healthcheck.unhealthy_threshold", "healthCheck.unhealthyThreshold", "default 3"),
    ("healthcheck.interval", "healthCheck.interval", "default 10"),
    ("healthcheck.timeout", "healthCheck.timeout", "default 10"),
    ("target_container", "targetContainer", "a sidecar"),
    ("target_port", "targetPort", ""),
    ("ssl_policy", "", "one sslPolicy under networkLoadBalancer holds for all listeners: write it there"),
    ("stickiness", "stickiness", "AWS refuses it for TLS"),
    ("deregistration_delay", "deregistrationDelay", ""),
)
_LISTENERS = "networkLoadBalancer.listeners[]"
NLB_FIELDS: Final = [
    ManifestField("nlb", ("lb",), "networkLoadBalancer"),
    *(
        ManifestField(f"{place}.{key}", ("lb",), f"{_LISTENERS}.{here}" if here else "", note)
        for place in ("nlb", "nlb.additional_listeners[]")
        for key, here, note in _LISTENER_FIELDS
    ),
    ManifestField("nlb.healthcheck.grace_period", ("lb",), "networkLoadBalancer.gracePeriod", "without http; default 60"),
    ManifestField("nlb.alias", ("lb",), "networkLoadBalancer.domainName", "hostedZone is that of the name"),
    ManifestField("nlb.additional_listeners", ("lb",), "networkLoadBalancer.listeners"),
    ManifestField("nlb.additional_listeners[]", ("lb",), "networkLoadBalancer.listeners"),
]


def _list_policy_fields(key: str, kinds: tuple[str, ...], here: str) -> list[ManifestField]:
    """List the fields of a scaling policy."""
    return [
        ManifestField(f"count.{key}.value", kinds, f"{here}.target" if here else ""),
        ManifestField(f"count.{key}.cooldown", kinds, here),
        ManifestField(f"count.{key}.cooldown.in", kinds, f"{here}.scaleInCooldown" if here else "", "default 120" if here else ""),
        ManifestField(f"count.{key}.cooldown.out", kinds, f"{here}.scaleOutCooldown" if here else "", "default 60" if here else ""),
    ]


COUNT_FIELDS: Final = [
    ManifestField(
        "count", SERVICE_KINDS, "desiredCount, scaling", "Copilot's default, 1, is written out", converter=task_counts.convert_count
    ),
    ManifestField("count.spot", SERVICE_KINDS, "desiredCount, capacityProviderStrategy", converter=task_counts.convert_spot_count),
    ManifestField("count.range", SERVICE_KINDS, "scaling.minCapacity, scaling.maxCapacity", converter=task_counts.convert_scaling_range),
    ManifestField("count.range.min", SERVICE_KINDS, "scaling.minCapacity"),
    ManifestField("count.range.max", SERVICE_KINDS, "scaling.maxCapacity"),
    ManifestField("count.range.spot_from", SERVICE_KINDS, "capacityProviderStrategy", "FARGATE with a base of one less, then FARGATE_SPOT"),
    ManifestField("count.cooldown", SERVICE_KINDS, "the cooldowns of each policy"),
    ManifestField("count.cooldown.in", SERVICE_KINDS, "scaleInCooldown", "default 120"),
    ManifestField("count.cooldown.out", SERVICE_KINDS, "scaleOutCooldown", "default 60"),
    ManifestField("count.cpu_percentage", SERVICE_KINDS, "scaling.cpu", converter=task_counts.make_policy_converter("cpu")),
    *_list_policy_fields("cpu_percentage", SERVICE_KINDS, "scaling.cpu"),
    ManifestField("count.memory_percentage", SERVICE_KINDS, "scaling.memory", converter=task_counts.make_policy_converter("memory")),
    *_list_policy_fields("memory_percentage", SERVICE_KINDS, "scaling.memory"),
    ManifestField(
        "count.requests", WEB_KINDS, "scaling.requestsPerTarget", converter=task_counts.make_policy_converter("requestsPerTarget")
    ),
    *_list_policy_fields("requests", WEB_KINDS, "scaling.requestsPerTarget"),
    ManifestField(
        "count.response_time",
        WEB_KINDS,
        "",
        "scaling.requestsPerTarget or scaling.cpu instead",
        converter=task_counts.replace_response_time,
    ),
    *_list_policy_fields("response_time", WEB_KINDS, ""),
    ManifestField(
        "count.queue_delay", ("worker",), "scaling.queue", "of the queue of the service", converter=task_counts.convert_queue_delay
    ),
    ManifestField("count.queue_delay.acceptable_latency", ("worker",), "scaling.queue.messagesPerTask", "divided by msg_processing_time"),
    ManifestField("count.queue_delay.msg_processing_time", ("worker",), "scaling.queue.messagesPerTask"),
    *_list_policy_fields("queue_delay", ("worker",), "scaling.queue")[1:],
]

_QUEUE_KEYS: Final = (
    ("delay", "queue.delay", ""),
    ("retention", "queue.messageRetentionPeriod", ""),
    ("timeout", "queue.visibilityTimeout", ""),
    ("fifo", "queue.fifo", ""),
    ("fifo.content_based_deduplication", "queue.fifo.contentBasedDeduplication", ""),
    ("fifo.deduplication_scope", "queue.fifo.deduplicationScope", ""),
    ("fifo.throughput_limit", "queue.fifo.throughputLimit", ""),
    ("fifo.high_throughput", "queue.fifo", "deduplicationScope: messageGroup and throughputLimit: perMessageGroupId"),
    ("dead_letter", "queue.deadLetterQueue", "`false` is written if it is missing, as in Copilot"),
    ("dead_letter.tries", "queue.deadLetterQueue.maxReceiveCount", ""),
)
"""The keys of a queue."""
_TOPIC_QUEUE_NOTE: Final = "of a queue for one topic, which is not made here"

SUBSCRIBE_FIELDS: Final = [
    ManifestField("subscribe", ("worker",), "queue", "a worker without subscribe has a queue as well"),
    ManifestField("subscribe.queue", ("worker",), "queue", converter=queues.convert_queue),
    *(ManifestField(f"subscribe.queue.{key}", ("worker",), here, note) for key, here, note in _QUEUE_KEYS),
    ManifestField("subscribe.topics", ("worker",), "queue.subscribe"),
    ManifestField(
        "subscribe.topics[]",
        ("worker",),
        "queue.subscribe",
        "by name if the service is converted too; otherwise the ARN of Copilot's",
        converter=queues.convert_subscription,
    ),
    ManifestField("subscribe.topics[].name", ("worker",), "queue.subscribe[].topicArn"),
    ManifestField("subscribe.topics[].service", ("worker",), "queue.subscribe[].topicArn"),
    ManifestField("subscribe.topics[].filter_policy", ("worker",), "queue.subscribe[].filterPolicy"),
    ManifestField("subscribe.topics[].filter_policy.<name>", ("worker",), "queue.subscribe[].filterPolicy"),
    ManifestField("subscribe.topics[].queue", ("worker",), "", "a queue of this topic alone, which is not made here"),
    *(ManifestField(f"subscribe.topics[].queue.{key}", ("worker",), "", _TOPIC_QUEUE_NOTE, "left") for key, *_ in _QUEUE_KEYS),
]
