"""Descriptions of clusters, services, task definitions and schedules."""

from collections.abc import Iterator
from typing import Final

from fargate_web.settings.otlp_exporter import find_exporter_endpoint
from fargate_web.settings.tracing import CONFIGURATION_VARIABLE

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional

_DEPLOYMENT_STRATEGIES: Final = {"ROLLING": "rolling", "BLUE_GREEN": "blue/green", "CANARY": "canary", "LINEAR": "linear"}


def _describe_cluster(view: InputsView) -> Iterator[str]:
    for setting in view.items("settings"):
        if setting.text("name") == "containerInsights":
            yield format_optional("Container Insights ", setting.text("value"))
    sessions = view.nested("configuration").nested("executeCommandConfiguration")
    yield {"NONE": "ECS Exec sessions not recorded", "OVERRIDE": "ECS Exec sessions recorded"}.get(sessions.text("logging"), "")
    storage = view.nested("configuration").nested("managedStorageConfiguration")
    yield format_optional("ephemeral storage encrypted with ", storage.resource_name("fargateEphemeralStorageKmsKeyId"))
    yield format_optional("Service Connect in ", view.nested("serviceConnectDefaults").resource_name("namespace"))


def _describe_capacity_providers(view: InputsView) -> Iterator[str]:
    yield ", ".join(view.texts("capacityProviders"))
    yield format_optional("default ", describe_capacity_strategy(view.items("defaultCapacityProviderStrategies")))


def _describe_task_definition(view: InputsView) -> Iterator[str]:
    yield format_optional("", view.number("cpu"), " CPU")
    yield format_optional("", view.number("memory"), " MiB")
    yield view.nested("runtimePlatform").text("cpuArchitecture")
    yield format_optional("", view.nested("ephemeralStorage").number("sizeInGib"), " GiB of scratch space")
    if view.is_secret("containerDefinitions"):
        yield "containers [secret]"
    known = view.parse_json("containerDefinitions").items()
    for index, container in enumerate(known or view.parse_json_structure("containerDefinitions").items()):
        # In an unknown document the image can be fake; the other values are not.
        yield f"{'sidecar' if index else 'container'} {container.text('name') or '?'} ← {(known and container.text('image')) or 'an image that is not known yet'}"
        for mapping in container.items("portMappings"):
            yield format_optional("port ", mapping.text("containerPort"))
        yield format_optional("user ", container.text("user"))
        yield choose_text(container.is_true("readonlyRootFilesystem"), "read-only root")
        yield format_count(len(container.items("secrets")) or None, "secret")
        yield format_count(len(container.items("environmentFiles")) or None, "environment file")
        yield choose_text(container.nested("restartPolicy").is_true("enabled"), "restarts in its task")
        yield format_optional("", container.number("cpu"), " CPU of its own")
        yield format_optional("up to ", container.number("memory"), " MiB")
        yield ", ".join(
            format_optional("after ", item.text("containerName"), format_optional(" (", item.text("condition"), ")"))
            for item in container.items("dependsOn")
        )
        yield choose_text(container.nested("logConfiguration").text("logDriver") == "awsfirelens", "output to the log router")
        yield format_optional("traces to ", _find_trace_endpoint(container))
    yield from (_describe_volume(volume) for volume in view.items("volumes"))


def _find_trace_endpoint(container: InputsView) -> str:
    """Return the endpoint to which a collector sends traces; empty for any other container, and for a configuration of the user's own."""
    texts = (item.text("value") for item in container.items("environment") if item.text("name") == CONFIGURATION_VARIABLE)
    return next((endpoint for text in texts if (endpoint := find_exporter_endpoint(text))), "")


def _describe_volume(volume: InputsView) -> str:
    if volume.is_true("configureAtLaunch"):
        return f"volume {volume.text('name') or '?'} ← EBS"
    if (s3_files := volume.nested("s3filesVolumeConfiguration")).resource_name("fileSystemArn"):
        through = format_optional(" through ", s3_files.resource_name("accessPointArn"))
        return format_optional(f"volume {volume.text('name') or '?'} ← S3 Files ", s3_files.resource_name("fileSystemArn"), through)
    at = volume.nested("efsVolumeConfiguration")
    through = format_optional(" through ", at.nested("authorizationConfig").resource_name("accessPointId"))
    return format_optional(f"volume {volume.text('name') or '?'} ← ", at.resource_name("fileSystemId"), through)


def _describe_service(view: InputsView) -> Iterator[str]:
    yield format_optional(
        "", format_count(view.number("desiredCount"), "task"), choose_text(view.ignores_changes("desiredCount"), " to start with")
    )
    yield describe_deployment_strategy(view)
    breaker = view.nested("deploymentCircuitBreaker")
    if breaker.is_true("enable"):
        yield "circuit breaker" + choose_text(breaker.is_true("rollback"), " with rollback", " without rollback")
    yield describe_capacity_strategy(view.items("capacityProviderStrategies")) or view.text("launchType")
    yield choose_text(view.nested("networkConfiguration").is_true("assignPublicIp"), "public addresses")
    yield choose_text(view.is_true("enableExecuteCommand"), "ECS Exec")
    yield choose_text(bool(view.resource.hooks.get("before_update")), "after its migration")
    yield from _describe_service_connect(view.nested("serviceConnectConfiguration"))
    yield _describe_ebs_volume(view.nested("volumeConfiguration"))
    registries = view.nested("serviceRegistries")
    yield format_optional("registered in ", registries.resource_name("registryArn"))


def _describe_ebs_volume(configuration: InputsView) -> str:
    """Describe the volume that each task gets: `100 GiB gp3 as data for each task`."""
    volume = configuration.nested("managedEbsVolume")
    if not volume.text("volumeType"):
        return ""
    size = format_optional("", volume.number("sizeInGb"), " GiB ")
    source = format_optional(" from ", volume.resource_name("snapshotId"))
    return f"{size}{volume.text('volumeType')}{source} as {configuration.text('name') or '?'} for each task"


def _describe_service_connect(view: InputsView) -> Iterator[str]:
    if not view.is_true("enabled"):
        return
    servers = view.items("services")
    for server in servers:
        for alias in server.items("clientAlias"):
            yield f"Service Connect as {alias.text('dnsName') or '?'}:{alias.text('port') or '?'}" + choose_text(
                bool(server.keys("tls")), " with TLS"
            )
    yield choose_text(not servers, "Service Connect as a client")


def describe_deployment_strategy(view: InputsView) -> str:
    """Describe how a service is deployed: `canary first 10 % for 5 min`."""
    configuration = view.nested("deploymentConfiguration")
    strategy = configuration.text("strategy")
    least, most = view.text("deploymentMinimumHealthyPercent"), view.text("deploymentMaximumPercent")
    words = [_DEPLOYMENT_STRATEGIES.get(strategy, strategy), choose_text(bool(least and most), f"{least}–{most} %")]
    canary, linear = configuration.nested("canaryConfiguration"), configuration.nested("linearConfiguration")
    words += [
        format_optional("first ", canary.text("canaryPercent"), " %"),
        format_optional("for ", canary.text("canaryBakeTimeInMinutes"), " min"),
    ]
    words += [
        format_optional("by ", linear.text("stepPercent"), " %"),
        format_optional("every ", linear.text("stepBakeTimeInMinutes"), " min"),
    ]
    words.append(format_optional("bake ", configuration.text("bakeTimeInMinutes"), " min"))
    return " ".join(word for word in words if word)


def describe_capacity_strategy(strategy: list[InputsView]) -> str:
    """Describe a capacity-provider strategy: `FARGATE 1 (first 2), FARGATE_SPOT 3`."""
    if len(strategy) == 1:
        return strategy[0].text("capacityProvider")
    return ", ".join(
        f"{item.text('capacityProvider')} {item.text('weight') or 0}"
        + choose_text(bool(item.number("base")), f" (first {item.text('base')})")
        for item in strategy
    )


def _describe_schedule(view: InputsView) -> Iterator[str]:
    yield " ".join(word for word in (view.text("scheduleExpression"), view.text("scheduleExpressionTimezone")) if word)
    yield choose_text(view.text("state") == "DISABLED", "disabled")
    window = view.nested("flexibleTimeWindow")
    yield format_optional("within ", window.text("maximumWindowInMinutes"), " min")
    target = view.nested("target")
    parameters = target.nested("ecsParameters")
    yield format_count(parameters.number("taskCount"), "task")
    yield describe_capacity_strategy(parameters.items("capacityProviderStrategies"))
    yield choose_text(parameters.nested("networkConfiguration").is_true("assignPublicIp"), "public addresses")
    yield format_optional("what can't be started → ", target.nested("deadLetterConfig").resource_name("arn"))
    yield format_optional("encrypted with ", view.resource_name("kmsKeyArn"))
    yield format_optional("from ", view.text("startDate"))
    yield format_optional("until ", view.text("endDate"))


def _describe_namespace(view: InputsView) -> Iterator[str]:
    yield view.text("name")
    yield format_optional("DNS in ", view.resource_name("vpc"))


def _describe_discovery_service(view: InputsView) -> Iterator[str]:
    records = view.nested("dnsConfig").items("dnsRecords")
    yield view.text("name")
    for record in records:
        yield " ".join(word for word in (record.text("type"), format_optional("for ", record.text("ttl"), " s")) if word)
    yield choose_text(not records, "by Cloud Map's API")
    yield format_optional("in ", view.nested("dnsConfig").resource_name("namespaceId") or view.resource_name("namespaceId"))


def _describe_service_component(view: InputsView) -> Iterator[str]:
    url = view.resource.outputs.get("url")
    yield url if isinstance(url, str) and "url" not in view.resource.secret_outputs else ""


DESCRIBERS: Final[DescribersByType] = {
    "fargate-web:index:Service": _describe_service_component,
    "aws:ecs/service:Service": _describe_service,
    "aws:scheduler/schedule:Schedule": _describe_schedule,
    "aws:ecs/taskDefinition:TaskDefinition": _describe_task_definition,
    "aws:ecs/cluster:Cluster": _describe_cluster,
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": _describe_capacity_providers,
    "aws:servicediscovery/httpNamespace:HttpNamespace": _describe_namespace,
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": _describe_namespace,
    "aws:servicediscovery/service:Service": _describe_discovery_service,
    "aws:scheduler/scheduleGroup:ScheduleGroup": lambda _: ["of this schedule alone"],
}
