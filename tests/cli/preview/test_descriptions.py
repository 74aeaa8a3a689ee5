"""Descriptions of resources hold whatever their inputs are: unknown, secret, missing, or not of the type that one expects."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx
import pytest
from fargate_web import LoadBalancer
from fargate_web.testing import UNKNOWN, Resource, Run, run
from fargate_web_cli.descriptions import DESCRIBERS, describe_resource
from fargate_web_cli.descriptions.inputs_view import ReferenceResolver
from fargate_web_cli.project.secret_masking import mask_secrets

from tests.cli.preview.taking import ROOT, taken

WITHOUT_SAMPLE = {
    "awsx:ecr:Image",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:synthetics/canary:Canary",
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
    "aws:ec2/eip:Eip",
    "aws:ec2/eipAssociation:EipAssociation",
    "aws:ec2/instance:Instance",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/route:Route",
    "aws:ec2/subnet:Subnet",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/repository:Repository",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:lb/listenerCertificate:ListenerCertificate",
    "aws:lb/trustStore:TrustStore",
    "aws:servicediscovery/httpNamespace:HttpNamespace",
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    "aws:servicediscovery/service:Service",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:wafv2/ipSet:IpSet",
}
"""Described, and in neither of the sample stacks."""


def leaves(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: leaves(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [leaves(part, change) for part in value]
    return change(value)


def secret_texts(value: Any) -> set[str]:
    """Return the texts of a value that are too long to turn up by chance, those within JSON documents included."""
    texts: set[str] = set()

    def collect(leaf: Any) -> Any:
        if isinstance(leaf, str) and leaf[:1] in ("{", "["):
            texts.update(secret_texts(json.loads(leaf)))
        elif isinstance(leaf, str) and len(leaf) > 6:
            texts.add(leaf)
        return leaf

    leaves(value, collect)
    return texts


@pytest.fixture(scope="module")
def samples() -> list[tuple[Resource, ReferenceResolver]]:
    with contextlib.chdir(ROOT):
        stacks = [taken("dev"), taken("prod"), taken(config_file=Path("examples/kinds-of-work.yaml"))]
    return [
        (resource, ReferenceResolver(stack.preview_run, stack.update_run)) for stack in stacks for resource in stack.preview_run.resources
    ]


def test_every_type_of_the_sample_stacks_is_described(samples):
    silent = {"fargate-web:index:EncryptionKey", "fargate-web:index:Network", "fargate-web:index:Cluster", "fargate-web:index:LoadBalancer"}
    silent |= {"fargate-web:index:Scaling", "fargate-web:index:Monitoring", "fargate-web:index:ScheduledTask"}
    assert {resource.type for resource, _ in samples} - silent == set(DESCRIBERS) - WITHOUT_SAMPLE


def test_everything_with_a_description_has_words(samples):
    silent = [
        str(resource) for resource, references in samples if resource.type.startswith("aws") and not describe_resource(resource, references)
    ]
    assert silent == []


@pytest.mark.parametrize(
    "change",
    [
        lambda inputs: {},
        lambda inputs: dict.fromkeys(inputs, UNKNOWN),
        lambda inputs: leaves(inputs, lambda leaf: UNKNOWN),
        lambda inputs: dict.fromkeys(inputs, None),
        lambda inputs: dict.fromkeys(inputs, 7),
        lambda inputs: dict.fromkeys(inputs, "text"),
        lambda inputs: dict.fromkeys(inputs, "[7, null]"),
        lambda inputs: dict.fromkeys(inputs, '{"Statement": [7, {"Action": 7, "Principal": {"AWS": 7}}], "widgets": 7}'),
        lambda inputs: {key: [UNKNOWN, 7, None, {"a": 1}] for key in inputs},
        lambda inputs: {key: {"a": [UNKNOWN]} for key in inputs},
        lambda inputs: leaves(inputs, lambda leaf: [leaf]),
        lambda inputs: leaves(inputs, lambda leaf: "\x1b[31m\nx"),
    ],
    ids=["missing", "unknown", "unknown within", "none", "numbers", "texts", "lists", "documents", "mixed", "maps", "deeper", "escapes"],
)
def test_no_input_breaks_a_description(samples, change):
    for resource, references in samples:
        words = describe_resource(replace(resource, inputs=change(resource.inputs)), references)
        assert words.isprintable()


def test_nothing_that_is_secret_is_described(samples):
    for resource, references in samples:
        names = {other.name for other, _ in samples}
        words = describe_resource(replace(resource, secrets=frozenset(resource.inputs), outputs={}), references)
        assert not [text for text in secret_texts(resource.inputs) - names if text in words], str(resource)


def test_a_type_that_nobody_has_described_is_left_to_its_name(samples):
    _, references = samples[0]
    assert (
        describe_resource(Resource("test:index:Thing", "it", "urn:pulumi:dev::p::test:index:Thing::it", inputs={"a": 1}), references) == ""
    )


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        ({"a"}, {"a": "[secret]", "b": {"c.d": [1, {"e": 2}]}}),
        ({'b["c.d"][1].e'}, {"a": 0, "b": {"c.d": [1, {"e": "[secret]"}]}}),
        ({'b["c.d"]'}, {"a": 0, "b": {"c.d": "[secret]"}}),
        ({"e"}, {"a": 0, "b": {"c.d": [1, {"e": 2}]}}),
    ],
)
def test_a_secret_is_masked_at_its_path_and_nowhere_else(paths, shown):
    assert mask_secrets({"a": 0, "b": {"c.d": [1, {"e": 2}]}}, paths) == shown


def test_masking_leaves_what_is_unknown_unknown():
    assert mask_secrets({"a": [UNKNOWN]}, ()) == {"a": [UNKNOWN]}
    assert mask_secrets({"a": [UNKNOWN]}, (), "?") == {"a": ["?"]}


def both(program: Callable[[], object]) -> tuple[Run, ReferenceResolver]:
    previewed = run(program, preview=True)
    return previewed, ReferenceResolver(previewed, run(program))


def test_a_document_that_is_unknown_yet_shows_actions_and_no_made_up_value():
    def program() -> None:
        bucket = aws.s3.Bucket("data")
        policy = bucket.arn.apply(lambda arn: json.dumps({"Statement": [{"Action": "s3:GetObject", "Resource": arn}]}))
        aws.iam.RolePolicy("it", role="role", policy=policy)

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("it"), references) == "s3: GetObject"


def test_an_image_that_is_unknown_yet_is_not_made_up():
    def program() -> None:
        repository = aws.ecr.Repository("images")
        containers = repository.repository_url.apply(lambda url: json.dumps([{"name": "web", "image": f"{url}:1"}]))
        aws.ecs.TaskDefinition("it", family="it", container_definitions=containers)

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("it"), references) == "container web ← an image that is not known yet"


def test_further_certificates_and_mutual_tls_are_described():
    def program() -> None:
        certificate = {"certificateArn": "arn:aws:acm:us-west-2:123456789012:certificate/5e6f"}
        mutual_authentication = {"caCertificates": {"bucket": "example-certificates", "key": "clients.pem", "version": "abc"}}
        https = {**certificate, "certificates": [certificate], "mutualAuthentication": mutual_authentication}
        LoadBalancer("web", {"network": {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}, "https": https})

    previewed, references = both(program)
    words = {name: describe_resource(previewed.find_by_name(name), references) for name in ("web-https", "web-clients", "web-https-5e6f")}
    assert "mutual TLS (verify)" in words["web-https"]
    assert words["web-clients"] == "certificate authorities in s3://example-certificates/clients.pem, version abc"
    assert words["web-https-5e6f"].startswith("certificate ")
    assert "of the listener web-https" in words["web-https-5e6f"]


def test_muted_alarms_are_told():
    def program() -> None:
        schedule = {"expression": "cron(0 2 * * SUN)", "duration": "PT4H", "timezone": "UTC"}
        aws.cloudwatch.AlarmMuteRule("it", rule={"schedule": schedule}, mute_targets={"alarm_names": ["a", "b"]})

    previewed, references = both(program)
    words = "2 alarms notify nobody for PT4H from cron(0 2 * * SUN) UTC"
    assert describe_resource(previewed.find_by_name("it"), references) == words


def test_what_a_canary_requests_is_told():
    def program() -> None:
        aws.synthetics.Canary(
            "it",
            artifact_s3_location="s3://records",
            execution_role_arn="arn:aws:iam::123456789012:role/canary",
            handler="canary.handler",
            runtime_version="syn-python-selenium-12.0",
            schedule={"expression": "rate(5 minutes)"},
            run_config={"environment_variables": {"CANARY_URL": "https://shop.example.com/health", "CANARY_STATUS": "200"}},
            start_canary=True,
        )

    previewed, references = both(program)
    words = "GET https://shop.example.com/health, expects 200, rate(5 minutes)"
    assert describe_resource(previewed.find_by_name("it"), references) == words


def test_where_a_collector_sends_traces_is_told():
    configuration = json.dumps({"exporters": {"otlphttp": {"endpoint": "https://api.honeycomb.io"}}})
    variables = [{"name": "AOT_CONFIG_CONTENT", "value": configuration}]
    containers = [{"name": "web", "image": "web:1"}, {"name": "collector", "image": "aot:1", "environment": variables}]
    previewed, references = both(lambda: aws.ecs.TaskDefinition("it", family="it", container_definitions=json.dumps(containers)) and None)
    assert describe_resource(previewed.find_by_name("it"), references).endswith(
        "sidecar collector ← aot:1, traces to https://api.honeycomb.io"
    )


def test_a_network_load_balancer_and_its_targets_are_described():
    def program() -> None:
        aws.lb.LoadBalancer("own", load_balancer_type="network", subnet_mappings=[{"subnet_id": "subnet-1", "allocation_id": "eipalloc-1"}])
        check = {"protocol": "HTTP", "port": "8080", "path": "/health", "interval": 10}
        sticky: Any = {"type": "source_ip", "enabled": True}
        more = {"preserve_client_ip": "true", "proxy_protocol_v2": True}
        aws.lb.TargetGroup("it", port=53, protocol="UDP", target_type="ip", health_check=check, stickiness=sticky, **more)

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("own"), references) == (
        "Network Load Balancer, internet-facing, no deletion protection, static addresses, each zone by itself"
    )
    assert describe_resource(previewed.find_by_name("it"), references) == (
        "UDP ip :53, health HTTP:8080 /health every 10 s, sticky by address, sees the addresses of clients, proxy protocol"
    )


def test_what_stands_beside_the_application_is_told():
    containers = [
        {
            "name": "web",
            "image": "web:1",
            "cpu": 192,
            "dependsOn": [{"containerName": "proxy", "condition": "HEALTHY"}],
            "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::settings/web.env"}],
            "logConfiguration": {"logDriver": "awsfirelens"},
        },
        {"name": "proxy", "image": "proxy:1", "cpu": 64, "memory": 128},
    ]

    def program() -> None:
        files = aws.efs.FileSystem("files")
        volume = {
            "name": "data",
            "efs_volume_configuration": {"file_system_id": files.id, "authorization_config": {"access_point_id": "fsap-1"}},
        }
        bucket = {"name": "objects", "s3files_volume_configuration": {"file_system_arn": "arn:files", "access_point_arn": "arn:point"}}
        aws.ecs.TaskDefinition(
            "it", family="it", container_definitions=json.dumps(containers), volumes=[volume, bucket, {"name": "shared"}]
        )

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("it"), references) == (
        "container web ← web:1, 1 environment file, 192 CPU of its own, after proxy (HEALTHY), output to the log router, "
        "sidecar proxy ← proxy:1, 64 CPU of its own, up to 128 MiB, volume data ← files through fsap-1, "
        "volume objects ← S3 Files arn:files through arn:point"
    )


def test_the_build_of_an_image_is_told():
    def program() -> None:
        repository = aws.ecr.Repository("images")
        said = {"context": "./app", "dockerfile": "./app/Dockerfile", "target": "runtime", "platform": "linux/arm64"}
        awsx.ecr.Image("it", repository_url=repository.repository_url, **said)

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("it"), references) == "built from ./app by ./app/Dockerfile, stage runtime, linux/arm64"


def test_the_volume_of_ebs_that_each_task_gets_is_told():
    volume = {"role_arn": "arn:aws:iam::123456789012:role/ebs", "size_in_gb": 100, "volume_type": "gp3", "snapshot_id": "snap-1"}

    def program() -> None:
        aws.ecs.Service("it", volume_configuration={"name": "data", "managed_ebs_volume": volume})
        aws.ecs.TaskDefinition("task", family="it", container_definitions="[]", volumes=[{"name": "data", "configure_at_launch": True}])

    previewed, references = both(program)
    assert "100 GiB gp3 from snap-1 as data for each task" in describe_resource(previewed.find_by_name("it"), references)
    assert describe_resource(previewed.find_by_name("task"), references) == "volume data ← EBS"


def test_a_container_that_restarts_and_a_log_group_out_of_the_ordinary_are_told():
    containers = [{"name": "web", "image": "web:1", "restartPolicy": {"enabled": True}}, {"name": "proxy", "image": "proxy:1"}]

    def program() -> None:
        aws.ecs.TaskDefinition("it", family="it", container_definitions=json.dumps(containers))
        aws.cloudwatch.LogGroup("logs", retention_in_days=7, log_group_class="INFREQUENT_ACCESS", deletion_protection_enabled=True)

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("it"), references) == (
        "container web ← web:1, restarts in its task, sidecar proxy ← proxy:1"
    )
    assert describe_resource(previewed.find_by_name("logs"), references) == "kept for 7 days, infrequent access, protected from deletion"


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        ({"strategy": "BLUE_GREEN", "bake_time_in_minutes": "3"}, "blue/green 100–200 % bake 3 min"),
        (
            {"strategy": "CANARY", "canary_configuration": {"canary_percent": 10, "canary_bake_time_in_minutes": "5"}},
            "canary 100–200 % first 10 % for 5 min",
        ),
        (
            {"strategy": "LINEAR", "linear_configuration": {"step_percent": 20, "step_bake_time_in_minutes": "2"}},
            "linear 100–200 % by 20 % every 2 min",
        ),
    ],
)
def test_every_deployment_strategy_has_its_words(configuration, words):
    def program() -> None:
        aws.ecs.Service(
            "it", deployment_configuration=configuration, deployment_minimum_healthy_percent=100, deployment_maximum_percent=200
        )

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("it"), references) == words


def test_what_is_imported_or_read_says_so():
    def program() -> None:
        aws.cloudwatch.LogGroup("imported", opts=pulumi.ResourceOptions(import_="/old"))
        aws.cloudwatch.LogGroup.get("read", "/other")

    previewed, references = both(program)
    assert describe_resource(previewed.find_by_name("imported"), references).endswith("imported from /old")
    assert describe_resource(previewed.find_by_name("read"), references).endswith("read, not managed")


ERRORS, REQUESTS, SECONDS = "HTTPCode_Target_5XX_Count", "RequestCount", "TargetResponseTime"


@pytest.mark.parametrize(
    ("expression", "names", "told"),
    [
        ("FILL(m0, 0) + FILL(m1, 0)", (ERRORS, ERRORS), f"{ERRORS} > 14.4 for 3600 s → nobody"),
        (
            "IF(FILL(m1, 0) > 0, 100 * (FILL(m0, 0)) / (FILL(m1, 0)), 0)",
            (ERRORS, REQUESTS),
            f"{ERRORS} / {REQUESTS} > 14.4 % for 3600 s → nobody",
        ),
        ("100 * (m0 + m1) / m2", ("4XX", ERRORS, REQUESTS), f"(4XX + {ERRORS}) / {REQUESTS} > 14.4 % for 3600 s → nobody"),
        ("m1 * (100 - FILL(m0, 100)) / m1", (SECONDS, SECONDS), f"share of slow requests ({SECONDS}) > 14.4 % for 3600 s → nobody"),
    ],
)
def test_the_threshold_of_an_alarm_on_a_share_is_a_percentage(expression, names, told):
    queries: list[Any] = [
        {"id": f"m{index}", "metric": {"namespace": "AWS/ApplicationELB", "metric_name": name, "stat": "Sum", "period": 3600}}
        for index, name in enumerate(names)
    ]
    result = run(
        lambda: aws.cloudwatch.MetricAlarm(
            "web",
            comparison_operator="GreaterThanThreshold",
            threshold=14.4,
            evaluation_periods=1,
            metric_queries=[*queries, {"id": "result", "expression": expression, "return_data": True}],
        )
    )
    [alarm] = result.find_all("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert describe_resource(alarm, ReferenceResolver(result, result)) == told


def test_a_composite_alarm_tells_its_rule_and_whom_it_notifies():
    result = run(lambda: aws.cloudwatch.CompositeAlarm("web", alarm_name="web", alarm_rule='ALARM("a") AND ALARM("b")'))
    [alarm] = result.find_all("aws:cloudwatch/compositeAlarm:CompositeAlarm")
    assert describe_resource(alarm, ReferenceResolver(result, result)) == 'ALARM("a") AND ALARM("b") → nobody'


def test_a_queue_is_described_with_its_dead_letters_and_its_topics():
    topic = "arn:aws:sns:us-west-2:123456789012:orders"

    def program() -> None:
        dead_letters = aws.sqs.Queue("dead", message_retention_seconds=1_209_600, fifo_queue=True, kms_master_key_id="key")
        redrive = pulumi.Output.json_dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 3})
        queue = aws.sqs.Queue(
            "orders", visibility_timeout_seconds=60, delay_seconds=5, redrive_policy=redrive, sqs_managed_sse_enabled=True
        )
        aws.sns.TopicSubscription(
            "orders", topic=topic, protocol="sqs", endpoint=queue.arn, filter_policy='{"store": ["a"]}', raw_message_delivery=True
        )

    made = run(program, config={"aws:region": "us-west-2"})
    resolver = ReferenceResolver(made, made)
    told = {(each.type.rpartition(":")[2], each.name): describe_resource(each, resolver) for each in made.resources if each.custom}
    assert told["Queue", "orders"] == (
        "hidden for 60 s while a task works on them, delayed by 5 s, given up after 3 attempts, encrypted by SQS"
    )
    assert told["Queue", "dead"] == "FIFO, kept for 1209600 s, encrypted with the key key"
    assert told["TopicSubscription", "orders"] == f"sqs orders, messages of {topic}, filtered by store, as they were published"
