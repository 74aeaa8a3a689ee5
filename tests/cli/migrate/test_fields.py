"""Every field of Copilot's manifests has a row, and what a row says it does."""

from collections import Counter

import pytest
from fargate_web.settings.stack import Stack
from fargate_web_cli.migrate.copilot.field_table import FIELD_TABLE

from generate.reference import ReferencePage

_IMAGE = "build build.dockerfile build.context build.target build.cache_from build.args location credentials labels depends_on"
_CHECK = "command interval retries timeout start_period"
_HTTP_CHECK = "path port success_codes healthy_threshold unhealthy_threshold interval timeout"
_NLB_CHECK = "port healthy_threshold unhealthy_threshold interval timeout"
_POLICY = "value cooldown cooldown.in cooldown.out"
_FIFO = "content_based_deduplication deduplication_scope throughput_limit high_throughput"


def _below(prefix: str, names: str) -> list[str]:
    return [prefix, *(f"{prefix}.{name}" for name in names.split())]


_COMMON = [
    *["name", "type", "cpu", "memory", "platform", "platform.osfamily", "platform.architecture", "entrypoint", "command", "environments"],
    *_below("image", _IMAGE),
    *["variables", "variables.<name>.from_cfn", "env_file", "secrets", "secrets.<name>.from_cfn", "secrets.<name>.secretsmanager"],
    *["network", "network.vpc", "network.vpc.placement", "network.vpc.placement.subnets", "network.vpc.placement.subnets.from_tags"],
    *_below("network.vpc.security_groups", "from_cfn deny_default groups groups.from_cfn"),
    *["storage", "storage.ephemeral", "storage.readonly_fs", "storage.volumes", "storage.volumes.<name>"],
    *_below("storage.volumes.<name>.efs", "id id.from_cfn root_dir uid gid auth auth.iam auth.access_point_id"),
    *["storage.volumes.<name>.path", "storage.volumes.<name>.read_only"],
    *_below("logging", "retention image destination enableMetadata secretOptions configFilePath env_file"),
    *["publish", "publish.topics", "publish.topics[].name", "publish.topics[].fifo", "publish.topics[].fifo.content_based_deduplication"],
    *["taskdef_overrides", "taskdef_overrides[].path", "taskdef_overrides[].value"],
    *_below(
        "sidecars.<name>",
        "port essential credentialsParameter variables secrets env_file mount_points labels depends_on entrypoint command",
    ),
    *(f"sidecars.<name>.mount_points[].{key}" for key in ("source_volume", "path", "read_only")),
    *_below("sidecars.<name>.image", _IMAGE),
    *_below("sidecars.<name>.healthcheck", _CHECK),
]
_SERVICE = [
    *_COMMON,
    *_below("image.healthcheck", _CHECK),
    *_below("count", "spot range range.min range.max range.spot_from cooldown cooldown.in cooldown.out"),
    *_below("count.cpu_percentage", _POLICY),
    *_below("count.memory_percentage", _POLICY),
    *["exec", "deployment", "deployment.rolling", "deployment.rollback_alarms", "observability", "observability.tracing"],
    *[
        "deployment.rollback_alarms.cpu_utilization",
        "deployment.rollback_alarms.memory_utilization",
        "network.connect",
        "network.connect.alias",
    ],
]
_RULE = "deregistration_delay target_container target_port stickiness allowed_source_ips hosted_zone version path"
_WEB = [
    *_SERVICE,
    "image.port",
    *_below("http", f"{_RULE} alb alias additional_rules"),
    *["http.alias[].name", "http.alias[].hosted_zone"],
    *_below("http.healthcheck", f"{_HTTP_CHECK} grace_period"),
    *(f"http.additional_rules[].{key}" for key in f"{_RULE} alias redirect_to_https".split()),
    *_below("http.additional_rules[].healthcheck", _HTTP_CHECK),
    *_below("count.requests", _POLICY),
    *_below("count.response_time", _POLICY),
]
_LISTENER = "port target_container target_port ssl_policy stickiness"
_QUEUE = f"delay retention timeout fifo {' '.join(f'fifo.{key}' for key in _FIFO.split())} dead_letter.tries"
DOCUMENTED = {
    "lb": [
        *_WEB,
        "http.redirect_to_https",
        *_below("nlb", f"{_LISTENER} alias additional_listeners"),
        *_below("nlb.healthcheck", f"{_NLB_CHECK} grace_period"),
        *(f"nlb.additional_listeners[].{key}" for key in _LISTENER.split()),
        *_below("nlb.additional_listeners[].healthcheck", _NLB_CHECK),
    ],
    "backend": _WEB,
    "worker": [
        *_SERVICE,
        "deployment.rollback_alarms.messages_delayed",
        *_below("count.queue_delay", "acceptable_latency msg_processing_time cooldown cooldown.in cooldown.out"),
        *_below("subscribe.queue", _QUEUE),
        *["subscribe", "subscribe.topics", "subscribe.topics[].name", "subscribe.topics[].service", "subscribe.topics[].filter_policy"],
        *_below("subscribe.topics[].queue", _QUEUE),
    ],
    "job": [*_COMMON, "on", "on.schedule", "retries", "timeout"],
    "env": [
        *["name", "type", "observability", "observability.container_insights"],
        *_below("network", "vpc vpc.id vpc.cidr vpc.subnets vpc.flow_logs vpc.flow_logs.retention"),
        *(f"network.vpc.subnets.{tier}{key}" for tier in ("public", "private") for key in ("", "[].id", "[].cidr", "[].az")),
        *_below("network.vpc.security_group", "ingress egress"),
        *(f"network.vpc.security_group.{way}[].{key}" for way in ("ingress", "egress") for key in ("ip_protocol", "ports", "cidr")),
        *_below("cdn", "certificate terminate_tls static_assets static_assets.alias static_assets.location static_assets.path"),
        *_below("http.public", "certificates ssl_policy access_logs access_logs.bucket_name access_logs.prefix"),
        *_below("http.public.ingress", "cdn source_ips"),
        *_below("http.public.security_groups", "ingress ingress.restrict_to ingress.restrict_to.cdn"),
        *_below("http.private", "certificates subnets ssl_policy ingress ingress.vpc"),
        *_below("http.private.security_groups", "ingress ingress.from_vpc"),
    ],
}
"""The fields of Copilot's documentation (site/content/docs/manifest of aws/copilot-cli, v1.34), by the kind of the manifest."""


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_every_field_of_the_documentation_has_a_row(kind):
    known = {row.path for row in FIELD_TABLE if kind in row.kinds}
    assert [path for path in DOCUMENTED[kind] if path not in known] == []


def test_no_field_has_two_rows():
    counted = Counter((kind, row.path) for row in FIELD_TABLE for kind in row.kinds)
    assert [twice for twice, count in counted.items() if count > 1] == []


def test_what_is_left_says_what_to_do_instead():
    assert [row.path for row in FIELD_TABLE if row.outcome == "left" and len(row.note) < 20] == []


def test_every_counterpart_is_a_key_of_the_reference():
    reference = ReferencePage(Stack).render_markdown()
    words = {
        part.split("[")[0]
        for row in FIELD_TABLE
        if " " not in row.counterpart.replace(", ", "")
        for counterpart in row.counterpart.split(", ")
        for part in counterpart.split(".")
        if part and not part.startswith("<")
    }
    assert [word for word in sorted(words) if f"`{word}`" not in reference] == []
