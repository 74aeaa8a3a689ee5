"""What becomes of a workload's fields, one at a time."""

import pytest
import yaml

from tests.cli.migrate.migrating import HEADS, run, service

CASES = [
    # kind, manifest, what of the workload's settings it becomes
    ("lb", "cpu: 1024\nmemory: 2048", {"cpu": 1024, "memory": 2048}),
    ("lb", "", {"cpu": 256, "memory": 512, "desiredCount": 1, "subnets": "public", "logs": {"retentionInDays": 30}, "port": 8080}),
    ("lb", "platform: linux/arm64", {"cpuArchitecture": "ARM64"}),
    ("lb", "platform: {osfamily: linux, architecture: arm64}", {"cpuArchitecture": "ARM64"}),
    ("lb", "entrypoint: /bin/run --a 'b c'", {"entryPoint": ["/bin/run", "--a", "b c"]}),
    ("job", "command: [ps, au]", {"command": ["ps", "au"]}),
    ("job", "command: ps au", {"command": ["ps", "au"]}),
    ("worker", "variables: {A: 1, B: true, C: 'yes'}", {"environment.A": "1", "environment.B": "true", "environment.C": "yes"}),
    ("worker", "secrets: {A: /shop/a}", {"secrets": {"A": "/shop/a"}}),
    (
        "worker",
        "secrets: {A: {secretsmanager: 'demo/test/mysql:user::'}}",
        {"secrets": {"A": "arn:aws:secretsmanager:us-west-2:123456789012:secret:demo/test/mysql:user::"}},
    ),
    ("worker", "exec: true", {"enableExecuteCommand": True}),
    (
        "worker",
        "storage: {ephemeral: 100, readonly_fs: true}",
        {"ephemeralStorage": 100, "readonlyRootFilesystem": True, "writablePaths": []},
    ),
    ("worker", "storage: {volumes: {a: {path: /a}}}", {"volumes": {"a": {"path": "/a", "readOnly": True}}}),
    (
        "worker",
        "storage: {volumes: {a: {path: /a, read_only: false, efs: {id: fs-12345678, auth: {access_point_id: fsap-12345678}}}}}",
        {
            "volumes": {
                "a": {"path": "/a", "readOnly": False, "fileSystemId": "fs-12345678", "accessPointId": "fsap-12345678", "iam": False}
            }
        },
    ),
    ("worker", "logging: {retention: 7}", {"logs": {"retentionInDays": 7}}),
    (
        "worker",
        "logging: {destination: {Name: cloudwatch, region: us-west-2}, enableMetadata: false}",
        {
            "logs.fireLens": {
                "enableEcsLogMetadata": False,
                "image": "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
                "options": {"Name": "cloudwatch", "region": "us-west-2"},
            }
        },
    ),
    ("worker", "observability: {tracing: awsxray}", {"tracing": True}),
    ("worker", "network: {vpc: {placement: private}}", {"subnets": "private"}),
    ("worker", "network: {connect: true}", {"serviceConnect": True}),
    (
        "backend",
        "network: {connect: {alias: api.shop}}",
        {"serviceConnect": {"discoveryName": "api-sc", "appProtocol": "tcp", "clientAlias": "api.shop"}},
    ),
    ("worker", "deployment: {rolling: recreate}", {"deployment": {"minimumHealthyPercent": 0, "maximumPercent": 100}}),
    ("worker", "deployment: {rolling: default}", {"deployment": None}),
    ("worker", "deployment: {rollback_alarms: [a]}", {"deployment.alarms.names": ["a"], "deployment.alarms.target5xx": False}),
    ("worker", "count: 5", {"desiredCount": 5}),
    (
        "worker",
        "count: {spot: 5}",
        {"desiredCount": 5, "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]},
    ),
    (
        "worker",
        "count: {range: {min: 1, max: 10, spot_from: 3}, cpu_percentage: 70}",
        {
            "scaling.minCapacity": 1,
            "scaling.maxCapacity": 10,
            "scaling.cpu": {"target": 70, "scaleInCooldown": 120, "scaleOutCooldown": 60},
            "capacityProviderStrategy": [
                {"capacityProvider": "FARGATE", "weight": 0, "base": 2},
                {"capacityProvider": "FARGATE_SPOT", "weight": 1},
            ],
            "desiredCount": None,
        },
    ),
    (
        "lb",
        "count: {range: 1-10, cooldown: {in: 30s}, requests: 100, memory_percentage: {value: 80, cooldown: {in: 1m20s, out: 160s}}}",
        {
            "scaling.requestsPerTarget": {"target": 100, "scaleInCooldown": 30, "scaleOutCooldown": 60},
            "scaling.memory": {"target": 80, "scaleInCooldown": 80, "scaleOutCooldown": 160},
        },
    ),
    (
        "worker",
        "count: {range: 1-2, queue_delay: {acceptable_latency: 10m, msg_processing_time: 250ms}}",
        {"scaling.queue.messagesPerTask": 2400, "scaling.queue.queueName": None, "queue.urlVariable": "COPILOT_QUEUE_URI"},
    ),
    (
        "lb",
        "http: {path: /}",
        {
            "route": None,
            "healthCheck": {
                "path": "/",
                "matcher": "200",
                "interval": 30,
                "timeout": 5,
                "healthyThreshold": 5,
                "unhealthyThreshold": 2,
                "gracePeriod": 60,
            },
            "targetGroup": {"deregistrationDelay": 60},
        },
    ),
    ("lb", "http: {path: api}", {"route": {"paths": ["/api", "/api/*"]}}),
    ("lb", "http: {path: api, additional_rules: [{path: admin}]}", {"route": {"paths": ["/api", "/api/*", "/admin", "/admin/*"]}}),
    ("lb", "http: {path: /, alias: a.example.com}", {"route": {"hosts": ["a.example.com"]}}),
    (
        "lb",
        "http: {path: /, alias: [{name: a.example.com, hosted_zone: Z1}, {name: b.example.com, hosted_zone: Z2}]}",
        {"route": {"hosts": ["a.example.com", "b.example.com"]}},
    ),
    ("lb", "http: {path: /, healthcheck: /ready}", {"healthCheck.path": "/ready", "healthCheck.interval": 30}),
    (
        "lb",
        "http: {healthcheck: {success_codes: '200,301', interval: 15s, timeout: 10s, healthy_threshold: 4, grace_period: 2m}}",
        {"healthCheck.matcher": "200,301", "healthCheck.interval": 15, "healthCheck.healthyThreshold": 4, "healthCheck.gracePeriod": 120},
    ),
    ("lb", "http: {deregistration_delay: 0s, stickiness: true}", {"targetGroup": {"deregistrationDelay": 0, "stickiness": True}}),
    ("lb", "http: {version: http2, alias: a.example.com}", {"targetGroup": {"protocolVersion": "HTTP2", "deregistrationDelay": 60}}),
    ("lb", "http: {target_port: 8083}", {"port": 8083}),
    ("lb", "http: false\nnlb: {port: 80}", {"route": False, "healthCheck": None, "targetGroup": None}),
    (
        "lb",
        "http: false\nnlb: {port: 53/udp, target_port: 5353, healthcheck: {port: 8080, grace_period: 2m}, deregistration_delay: 30s}",
        {
            "networkLoadBalancer": {
                "listeners": [
                    {
                        "port": 53,
                        "protocol": "UDP",
                        "targetPort": 5353,
                        "healthCheck": {"port": 8080, "healthyThreshold": 3, "unhealthyThreshold": 3, "interval": 10, "timeout": 10},
                        "deregistrationDelay": 30,
                    }
                ],
                "gracePeriod": 120,
            }
        },
    ),
    (
        "lb",
        "nlb: {port: 443/tls, alias: feed.example.com, additional_listeners: [{port: 80, stickiness: true}]}",
        {
            "networkLoadBalancer.domainName": "feed.example.com",
            "networkLoadBalancer.hostedZone": "example.com",
            "networkLoadBalancer.gracePeriod": None,
        },
    ),
    ("lb", "image: {location: example.com/web:1, port: 443}", {"targetGroup.protocol": "HTTPS"}),
    ("backend", "", {"route": False, "port": 9090, "serviceDiscovery": True, "allowFrom": None}),
    ("backend", "http: {path: api}", {"route": {"paths": ["/api", "/api/*"]}}),
    (
        "worker",
        "image: {location: x/y:1, labels: {com.a: b}, credentials: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:r-a1b2c3'}",
        {"dockerLabels": {"com.a": "b"}, "repositoryCredentials": "arn:aws:secretsmanager:us-west-2:123456789012:secret:r-a1b2c3"},
    ),
    (
        "worker",
        "image: {location: x/y:1, healthcheck: {command: [CMD, /ok]}}",
        {"containerHealthCheck": {"command": ["CMD", "/ok"], "interval": 10, "timeout": 5, "retries": 2, "startPeriod": 0}},
    ),
    (
        "worker",
        "image: {location: x/y:1, depends_on: {init: success}}\n"
        "storage: {volumes: {v: {path: /v}}}\n"
        "sidecars: {init: {image: x/init:1, essential: false, mount_points: [{source_volume: v, path: /w, read_only: false}]},"
        " after: {image: {location: x/after:1}, depends_on: {orders: start}}}",
        {
            "dependsOn": {"init": "SUCCESS"},
            "sidecars.init.essential": False,
            "sidecars.init.volumes": {"v": {"path": "/w", "readOnly": False}},
            "sidecars.init.environment.COPILOT_MOUNT_POINTS": '{"v":"/w"}',
            "sidecars.after.image": "x/after:1",
            "sidecars.after.dependsOn": {"main": "START"},
        },
    ),
    ("job", "on: {schedule: none}", {"enabled": False, "schedule": "rate(1 day)"}),
    (
        "worker",
        "taskdef_overrides: [{path: 'ContainerDefinitions[0].Ulimits[-]', value: {Name: nofile, SoftLimit: 1024, HardLimit: 2048}},"
        " {path: 'ContainerDefinitions[0].StopTimeout', value: 60}]",
        {"ulimits": {"nofile": {"soft": 1024, "hard": 2048}}, "stopTimeout": 60},
    ),
]


def at(settings, path):
    for key in path.split("."):
        settings = settings.get(key) if isinstance(settings, dict) else None
    return settings


@pytest.mark.parametrize(("kind", "manifest", "settings"), CASES, ids=[f"{kind}: {text[:60]}" for kind, text, _ in CASES])
def test_a_field_becomes_its_counterpart(kind, manifest, settings, tmp_path):
    merged = {**yaml.safe_load(HEADS[kind]), **(yaml.safe_load(manifest) or {})}
    if True in merged:  # YAML 1.1 reads the key `on` so
        merged["on"] = merged.pop(True)
    outcome = run(tmp_path, yaml.safe_dump(merged))
    found = service(outcome)
    assert outcome.told("refused") == []
    assert {path: at(found, path) for path in settings} == settings


@pytest.mark.parametrize("kind", ["lb", "backend", "worker", "job"])
def test_code_that_reads_copilots_variables_finds_them(kind, tmp_path):
    found = service(run(tmp_path, HEADS[kind] + "sidecars: {agent: {image: x/agent:1}}\n", environment="prod"))
    expected = {
        "COPILOT_APPLICATION_NAME": "shop",
        "COPILOT_ENVIRONMENT_NAME": "prod",
        "COPILOT_SERVICE_NAME": yaml.safe_load(HEADS[kind])["name"],
        "COPILOT_SERVICE_DISCOVERY_ENDPOINT": "prod.shop.local",
    }
    assert found["environment"] == found["sidecars"]["agent"]["environment"] == expected


def test_an_image_that_is_built_becomes_the_address_that_copilot_pushes_to(tmp_path):
    outcome = run(tmp_path, "name: web\ntype: Worker Service\nimage: {build: {context: a, target: b, args: {c: 'd e'}}}\n")
    assert service(outcome)["image"] == "123456789012.dkr.ecr.us-west-2.amazonaws.com/shop/web:latest"
    assert "docker build --file a/Dockerfile --target b --build-arg 'c=d e' a" in outcome.told("needs")[0]
