"""One container of ECS as a service of a Compose file."""

from collections.abc import Collection, Mapping
from typing import Any, Final

import pulumi

from fargate_web_cli.live.run.variables import Variables, escape

_CONDITIONS: Final = {
    "START": "service_started",
    "HEALTHY": "service_healthy",
    "COMPLETE": "service_completed_successfully",
    "SUCCESS": "service_completed_successfully",
}
CREDENTIAL_VARIABLES: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


class ContainerConversion:
    """The conversion of the containers of one task.

    Args:
        task: The name of the task in the stack file.
        variables: The variables of the Compose file.
        service_names: The services of the Compose file, by the names of the containers that the file has.
        scratch_volumes: The names of the volumes that belong to one container alone.
        region: The Region, which ECS tells every container.
        passes_credentials: Whether the containers get the AWS credentials of the environment.
    """

    def __init__(
        self,
        task: str,
        variables: Variables,
        service_names: Mapping[str, str],
        *,
        scratch_volumes: Collection[str],
        region: str,
        passes_credentials: bool,
    ) -> None:
        self._task = task
        self._variables = variables
        self._service_names = service_names
        self._scratch_volumes = scratch_volumes
        self._region = region
        self._passes_credentials = passes_credentials

    def convert(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        """Return the service of a container definition. Values that are None or empty mean that a key is not set."""
        linux, container = definition["linuxParameters"], self._service_names[definition["name"]]
        dependencies = [each for each in definition["dependsOn"] if each["containerName"] in self._service_names]
        stop_timeout, limits = definition["stopTimeout"], definition["ulimits"]
        return {
            "image": self._write(definition["image"], "IMAGE", container),
            "entrypoint": self._write(definition["entryPoint"], "ENTRYPOINT", container),
            "command": self._write(definition["command"], "COMMAND", container),
            "working_dir": self._write(definition["workingDirectory"], "WORKDIR", container),
            "user": definition["user"],
            "environment": self._build_environment(definition, container),
            "depends_on": {
                self._service_names[each["containerName"]]: {"condition": _CONDITIONS[each["condition"]]} for each in dependencies
            },
            "healthcheck": self._build_health_check(definition["healthCheck"], container),
            "read_only": definition["readonlyRootFilesystem"] or None,
            "tmpfs": [f"{each['containerPath']}:size={each['size']}m" for each in linux["tmpfs"]],
            "volumes": [self._build_mount(mount) for mount in definition["mountPoints"]],
            "init": linux["initProcessEnabled"],
            "cap_add": linux["capabilities"]["add"],
            "cap_drop": linux["capabilities"]["drop"],
            "ulimits": {each["name"]: {"soft": each["softLimit"], "hard": each["hardLimit"]} for each in limits},
            "labels": {name: self._write(value, "LABEL", container) for name, value in definition["dockerLabels"].items()},
            "stop_grace_period": None if stop_timeout is None else f"{stop_timeout}s",
        }

    def _build_environment(self, definition: Mapping[str, Any], container: str) -> dict[str, Any]:
        variables = {each["name"]: self._write(each["value"], each["name"], container) for each in definition["environment"]}
        secrets = {each["name"]: self._variables.add_secret(each["name"], each["valueFrom"], container) for each in definition["secrets"]}
        # A key without a value takes that of the environment, if it has one.
        credentials = dict.fromkeys(CREDENTIAL_VARIABLES) if self._passes_credentials else {}
        return {"AWS_REGION": self._region, "AWS_DEFAULT_REGION": self._region, **credentials, **variables, **secrets}

    def _build_health_check(self, check: Mapping[str, Any] | None, container: str) -> dict[str, Any] | None:
        if check is None:
            return None
        return {
            "test": self._write(check["command"], "HEALTH_CHECK", container),
            "interval": f"{check['interval']}s",
            "timeout": f"{check['timeout']}s",
            "retries": check["retries"],
            "start_period": f"{check['startPeriod'] or 0}s",
        }

    def _build_mount(self, mount: Mapping[str, Any]) -> dict[str, Any]:
        volume = mount["sourceVolume"]
        source = {} if volume in self._scratch_volumes else {"source": name_volume(self._task, volume)}
        return {"type": "volume", **source, "target": mount["containerPath"], **({"read_only": True} if mount["readOnly"] else {})}

    def _write(self, value: Any, name: str, container: str) -> Any:
        """Return a value as Compose reads it. A value that is encrypted in the stack file becomes a variable."""
        if isinstance(value, pulumi.Output):
            return self._variables.add_encrypted(name, value, container)
        if isinstance(value, list | tuple):
            return [self._write(item, f"{name}_{index}", container) for index, item in enumerate(value, start=1)]
        return escape(value) if isinstance(value, str) else value


def name_volume(task: str, volume: str) -> str:
    """Return the name of a volume in the Compose file."""
    return f"{task}.{volume}"
