"""The cluster, its services, and how they scale."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.preview.describe.inputs_view import View
from fargate_web_cli.preview.describe.phrases import Describers, after, counted, when

_STRATEGIES: Final = {"ROLLING": "rolling", "BLUE_GREEN": "blue/green", "CANARY": "canary", "LINEAR": "linear"}
_METRICS: Final = {
    "ECSServiceAverageCPUUtilization": ("CPU", " %"),
    "ECSServiceAverageMemoryUtilization": ("memory", " %"),
    "ALBRequestCountPerTarget": ("requests", " a task"),
}


def _cluster(view: View) -> Iterator[str]:
    for setting in view.each("settings"):
        if setting.text("name") == "containerInsights":
            yield after("Container Insights ", setting.text("value"))
    sessions = view.at("configuration").at("executeCommandConfiguration")
    yield {"NONE": "ECS Exec sessions not recorded", "OVERRIDE": "ECS Exec sessions recorded"}.get(sessions.text("logging"), "")
    yield after("Service Connect in ", view.at("serviceConnectDefaults").name("namespace"))


def _capacity_providers(view: View) -> Iterator[str]:
    yield ", ".join(view.texts("capacityProviders"))
    yield after("default ", _capacity(view.each("defaultCapacityProviderStrategies")))


def _task_definition(view: View) -> Iterator[str]:
    yield after("", view.number("cpu"), " CPU")
    yield after("", view.number("memory"), " MiB")
    yield view.at("runtimePlatform").text("cpuArchitecture")
    yield after("", view.at("ephemeralStorage").number("sizeInGib"), " GiB of scratch space")
    if view.is_secret("containerDefinitions"):
        yield "containers [secret]"
    known = view.document("containerDefinitions").each()
    for index, container in enumerate(known or view.structure("containerDefinitions").each()):
        # In a document that is not known yet the image may be made up; what else is said of it is not.
        yield f"{'sidecar' if index else 'container'} {container.text('name') or '?'} ← {(known and container.text('image')) or 'an image that is not known yet'}"
        for mapping in container.each("portMappings"):
            yield after("port ", mapping.text("containerPort"))
        yield after("user ", container.text("user"))
        yield when(container.is_true("readonlyRootFilesystem"), "read-only root")
        yield counted(len(container.each("secrets")) or None, "secret")
        yield counted(len(container.each("environmentFiles")) or None, "environment file")
        yield after("", container.number("cpu"), " CPU of its own")
        yield after("up to ", container.number("memory"), " MiB")
        yield ", ".join(
            after("after ", item.text("containerName"), after(" (", item.text("condition"), ")")) for item in container.each("dependsOn")
        )
        yield when(container.at("logConfiguration").text("logDriver") == "awsfirelens", "output to the log router")
    yield from (_file_system(volume) for volume in view.each("volumes"))


def _file_system(volume: View) -> str:
    at = volume.at("efsVolumeConfiguration")
    through = after(" through ", at.at("authorizationConfig").name("accessPointId"))
    return after(f"volume {volume.text('name') or '?'} ← ", at.name("fileSystemId"), through)


def _service(view: View) -> Iterator[str]:
    yield after("", counted(view.number("desiredCount"), "task"), when(view.ignores("desiredCount"), " to start with"))
    yield _deployment(view)
    breaker = view.at("deploymentCircuitBreaker")
    if breaker.is_true("enable"):
        yield "circuit breaker" + when(breaker.is_true("rollback"), " with rollback", " without rollback")
    yield _capacity(view.each("capacityProviderStrategies")) or view.text("launchType")
    yield when(view.at("networkConfiguration").is_true("assignPublicIp"), "public addresses")
    yield when(view.is_true("enableExecuteCommand"), "ECS Exec")
    yield when(bool(view.resource.hooks.get("before_update")), "after its migration")
    yield from _service_connect(view.at("serviceConnectConfiguration"))
    registries = view.at("serviceRegistries")
    yield after("registered in ", registries.name("registryArn"))


def _service_connect(view: View) -> Iterator[str]:
    if not view.is_true("enabled"):
        return
    servers = view.each("services")
    for server in servers:
        for alias in server.each("clientAlias"):
            yield f"Service Connect as {alias.text('dnsName') or '?'}:{alias.text('port') or '?'}" + when(
                bool(server.keys("tls")), " with TLS"
            )
    yield when(not servers, "Service Connect as a client")


def _deployment(view: View) -> str:
    configuration = view.at("deploymentConfiguration")
    strategy = configuration.text("strategy")
    least, most = view.text("deploymentMinimumHealthyPercent"), view.text("deploymentMaximumPercent")
    words = [_STRATEGIES.get(strategy, strategy), when(bool(least and most), f"{least}–{most} %")]
    canary, linear = configuration.at("canaryConfiguration"), configuration.at("linearConfiguration")
    words += [after("first ", canary.text("canaryPercent"), " %"), after("for ", canary.text("canaryBakeTimeInMinutes"), " min")]
    words += [after("by ", linear.text("stepPercent"), " %"), after("every ", linear.text("stepBakeTimeInMinutes"), " min")]
    words.append(after("bake ", configuration.text("bakeTimeInMinutes"), " min"))
    return " ".join(word for word in words if word)


def _capacity(strategy: list[View]) -> str:
    if len(strategy) == 1:
        return strategy[0].text("capacityProvider")
    return ", ".join(
        f"{item.text('capacityProvider')} {item.text('weight') or 0}" + when(bool(item.number("base")), f" (first {item.text('base')})")
        for item in strategy
    )


def _target(view: View) -> Iterator[str]:
    least, most = view.text("minCapacity"), view.text("maxCapacity")
    yield when(bool(least and most), f"{least}–{most} tasks")


def _policy(view: View) -> Iterator[str]:
    tracking = view.at("targetTrackingScalingPolicyConfiguration")
    metric = tracking.at("predefinedMetricSpecification").text("predefinedMetricType")
    label, unit = _METRICS.get(metric, (metric, ""))
    if not label:
        # The metric that is returned is the one that is tracked, and says in its label what it is.
        tracked = [item for item in tracking.at("customizedMetricSpecification").each("metrics") if item.is_true("returnData")]
        label = tracked[0].text("label") if tracked else ""
    yield " ".join(word for word in (label, after("", tracking.text("targetValue"), unit)) if word)
    yield after("in ", tracking.text("scaleInCooldown"), " s")
    yield after("out ", tracking.text("scaleOutCooldown"), " s")
    yield when(tracking.is_true("disableScaleIn"), "never in")


def _scheduled_action(view: View) -> Iterator[str]:
    yield " ".join(word for word in (view.text("schedule"), view.text("timezone")) if word)
    action = view.at("scalableTargetAction")
    yield after("at least ", counted(action.number("minCapacity"), "task"))
    yield after("at most ", counted(action.number("maxCapacity"), "task"))


def _schedule(view: View) -> Iterator[str]:
    yield " ".join(word for word in (view.text("scheduleExpression"), view.text("scheduleExpressionTimezone")) if word)
    yield when(view.text("state") == "DISABLED", "disabled")
    window = view.at("flexibleTimeWindow")
    yield after("within ", window.text("maximumWindowInMinutes"), " min")
    target = view.at("target")
    parameters = target.at("ecsParameters")
    yield counted(parameters.number("taskCount"), "task")
    yield _capacity(parameters.each("capacityProviderStrategies"))
    yield when(parameters.at("networkConfiguration").is_true("assignPublicIp"), "public addresses")
    yield after("what can't be started → ", target.at("deadLetterConfig").name("arn"))
    yield after("from ", view.text("startDate"))
    yield after("until ", view.text("endDate"))


def _namespace(view: View) -> Iterator[str]:
    yield view.text("name")
    yield after("DNS in ", view.name("vpc"))


def _discovery_service(view: View) -> Iterator[str]:
    records = view.at("dnsConfig").each("dnsRecords")
    yield view.text("name")
    for record in records:
        yield " ".join(word for word in (record.text("type"), after("for ", record.text("ttl"), " s")) if word)
    yield when(not records, "by Cloud Map's API")
    yield after("in ", view.at("dnsConfig").name("namespaceId") or view.name("namespaceId"))


def _service_component(view: View) -> Iterator[str]:
    url = view.resource.outputs.get("url")
    yield url if isinstance(url, str) and "url" not in view.resource.secret_outputs else ""


DESCRIBERS: Final[Describers] = {
    "fargate-web:index:Service": _service_component,
    "aws:ecs/service:Service": _service,
    "aws:scheduler/schedule:Schedule": _schedule,
    "aws:ecs/taskDefinition:TaskDefinition": _task_definition,
    "aws:ecs/cluster:Cluster": _cluster,
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": _capacity_providers,
    "aws:servicediscovery/httpNamespace:HttpNamespace": _namespace,
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": _namespace,
    "aws:servicediscovery/service:Service": _discovery_service,
    "aws:appautoscaling/target:Target": _target,
    "aws:appautoscaling/policy:Policy": _policy,
    "aws:appautoscaling/scheduledAction:ScheduledAction": _scheduled_action,
    "aws:scheduler/scheduleGroup:ScheduleGroup": lambda _: ["of this schedule alone"],
}
