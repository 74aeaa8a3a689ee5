"""The environment variables that Copilot sets in every container, for code that reads them."""

import json
from collections.abc import Mapping

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import ManifestValue


def write_copilot_variables(conversion: Conversion) -> None:
    """Set the variables of the workload's container and of its sidecars; a variable of the manifest with the same name wins."""
    world = conversion.context
    common = {
        "COPILOT_APPLICATION_NAME": world.application,
        "COPILOT_ENVIRONMENT_NAME": world.environment,
        "COPILOT_SERVICE_NAME": conversion.name,
    }
    if world.application and world.environment:
        common["COPILOT_SERVICE_DISCOVERY_ENDPOINT"] = f"{world.environment}.{world.application}.local"
    for name in ("COPILOT_SNS_TOPIC_ARNS", "COPILOT_TOPIC_QUEUE_URIS"):
        common[name] = conversion.read_setting(f"environment.{name}")
    volumes = conversion.find_value("storage.volumes")
    mounts = {name: path.text() for name, each in (volumes.entries() if volumes else ()) if (path := each.find("path"))}
    _write_variables(conversion, (), {**common, "COPILOT_MOUNT_POINTS": encode_map(mounts)})
    sidecars = conversion.find_value("sidecars")
    for name, sidecar in sidecars.entries() if sidecars else ():
        _write_variables(conversion, ("sidecars", name), {**common, "COPILOT_MOUNT_POINTS": encode_map(_list_mounts(sidecar))})
    if conversion.read_setting("logs.fireLens") is not None:
        conversion.report_difference(
            conversion.find_value("logging"),
            "the log router gets none of Copilot's variables (COPILOT_…): write their values where its configuration has them",
        )


def encode_map(values: Mapping[str, str]) -> str | None:
    """Return a map as JSON, as Copilot writes it; None if it is empty."""
    return json.dumps(values, separators=(",", ":"), sort_keys=True, ensure_ascii=False) if values else None


def _write_variables(conversion: Conversion, container: tuple[str, ...], variables: Mapping[str, str | None]) -> None:
    settings = conversion.settings
    for key in container:
        settings = settings.setdefault(key, {})
    taken = {*settings.get("environment", {}), *settings.get("secrets", {})}
    for name, value in variables.items():
        if value is not None and name not in taken:
            conversion.write_setting_at((*container, "environment", name), value)


def _list_mounts(sidecar: ManifestValue) -> dict[str, str]:
    points = sidecar.find("mount_points")
    found = {}
    for point in points.items() if points else []:
        source, path = point.find("source_volume"), point.find("path")
        if source is not None and path is not None:
            found[source.text()] = path.text()
    return found
