"""Makes the sidecar that receives the requests of the load balancer the service's own container, and the application its sidecar."""

from typing import Any, Final

from fargate_web.settings.container import Container
from fargate_web.settings.sidecar import MAIN_CONTAINER
from pydantic.alias_generators import to_camel

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import ManifestValue

_CONTAINER_KEYS: Final = tuple(field.alias or to_camel(name) for name, field in Container.model_fields.items())


def swap_front_container(conversion: Conversion, front: str, value: ManifestValue | None) -> None:
    """Swap the settings of the application's container and those of the sidecar in front of it.

    Args:
        conversion: The conversion of the workload, whose containers are converted.
        front: The name of the sidecar.
        value: The value that names it, for the report.
    """
    settings = conversion.settings
    if "fireLens" in settings.get("logs", {}):
        conversion.report_unconverted(
            value,
            f"the load balancer leads to the service's own container, and the log router reads that container's output only: "
            f"make {front} the service and the application its sidecar, and send the application's output to the router yourself; until then requests bypass {front}",
        )
        return
    sidecars: dict[str, Any] = settings["sidecars"]
    application = next(name for name in ("app", "application", "application-container") if name not in (*sidecars, conversion.name))
    front_settings = sidecars.pop(front)
    own_settings = {key: settings.pop(key) for key in _CONTAINER_KEYS if key in settings}
    for own_key, key in (("containerHealthCheck", "healthCheck"), ("dependsOn", "dependsOn")):
        if own_key in settings:
            own_settings[key] = settings.pop(own_key)
        if key in front_settings:
            settings[own_key] = front_settings.pop(key)
    _swap_mounts(settings, own_settings, front_settings)
    if front_settings.pop("essential", True) is False:
        conversion.report_difference(value, f"{front} is essential here: the service's own container always is")
    settings.update(front_settings)
    sidecars[application] = own_settings
    names = {MAIN_CONTAINER: application, front: MAIN_CONTAINER}
    for container in (settings, *sidecars.values()):
        if "dependsOn" in container:
            container["dependsOn"] = {names.get(name, name): condition for name, condition in container["dependsOn"].items()}
    _move_comments(conversion, front, application)
    conversion.comment_setting(
        "sidecars",
        f"the load balancer leads to {front}, so it is the service's own container; the application is the sidecar {application}",
    )
    conversion.report_difference(
        value,
        f"the load balancer leads to {front}: here that is the service's own container, and the application is its sidecar {application}",
    )


def _swap_mounts(settings: dict[str, Any], own_settings: dict[str, Any], front_settings: dict[str, Any]) -> None:
    """Swap the mounts: those of the service's own container are part of its volumes."""
    volumes: dict[str, Any] = settings.get("volumes", {})
    mounts: dict[str, Any] = {}
    for name, volume in volumes.items():
        mount = {key: volume.pop(key) for key in ("path", "readOnly") if key in volume}
        if "path" in mount:
            mounts[name] = mount
    if mounts:
        own_settings["volumes"] = mounts
    for name, mount in front_settings.pop("volumes", {}).items():
        volumes[name] = {**volumes.get(name, {}), **mount}
    if volumes:
        settings["volumes"] = volumes


def _move_comments(conversion: Conversion, front: str, application: str) -> None:
    base, comments = conversion.base_path, conversion.context.comments
    moved = {}
    for path in [path for path in comments if path[: len(base)] == base]:
        rest = path[len(base) :]
        if rest[:2] == ("sidecars", front):
            moved[(*base, *rest[2:])] = comments.pop(path)
        elif rest[:1] == ("containerHealthCheck",):
            moved[(*base, "sidecars", application, "healthCheck", *rest[1:])] = comments.pop(path)
        elif rest and rest[0] in _CONTAINER_KEYS:
            moved[(*base, "sidecars", application, *rest)] = comments.pop(path)
    comments.update(moved)
