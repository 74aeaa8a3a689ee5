"""How a new version takes over."""

from fargate_web_cli.migrate.copilot.conversion import Conversion
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value, WrongValueError


def rolling(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry the strategy: `default` is the one here, `recreate` stops the old tasks first."""
    word = value.text().lower()
    if word == "recreate":
        conversion.put("deployment.minimumHealthyPercent", 0, "recreate: the old tasks stop first")
        conversion.put("deployment.maximumPercent", 100)
    elif word != "default":
        raise WrongValueError(value, "rolling is default or recreate in Copilot")


def rollback_alarms(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry alarms by name; those that Copilot makes are left."""
    if isinstance(value.data, list):
        alarms = {"target5xx": False, "latencyP99": False, "unhealthyTargets": False, "names": value.texts()}
        conversion.put("deployment.alarms", alarms, "the service's own alarms are left out, as in Copilot")
        return
    conversion.left(
        value,
        "write deployment: {alarms: true} for the service's own alarms (answers with 5xx, slow answers, unhealthy tasks) where there is a load balancer, or make the alarm and name it in deployment.alarms.names",
    )


def connect(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Carry Service Connect, and the name under which Copilot serves a workload."""
    alias = value.at("alias") if isinstance(value.data, dict) else None
    if isinstance(value.data, dict) or value.truth():
        server = conversion.at("image.port") is not None and conversion.kind != "worker"
        settings = {"discoveryName": f"{conversion.name}-sc"} if server else {}
        if alias is not None:
            settings["clientAlias"] = alias.text()
        conversion.put("serviceConnect", settings or True)
