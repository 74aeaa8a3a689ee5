"""A Compose file with the containers of services, from the definitions that ECS would get."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack
from fargate_web.settings.task import Task
from fargate_web.task.task_definition import find_container_name, list_container_definitions
from fargate_web.task.volumes import list_scratch_volumes

from fargate_web_cli.live.run.compose_build import describe_build, find_build
from fargate_web_cli.live.run.compose_container import ContainerConversion, name_volume
from fargate_web_cli.live.run.variables import Variable, Variables

_PLATFORMS: Final = {"X86_64": "linux/amd64", "ARM64": "linux/arm64"}
_PLAIN_TEXT: Final = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]*")
_PAUSE_IMAGE: Final = "public.ecr.aws/docker/library/busybox:1.37"


@dataclass(frozen=True)
class ComposeFile:
    """A Compose file.

    Attributes:
        document: Its content. It has no value of a secret.
        variables: What it reads from the environment.
        notes: What differs from ECS.
    """

    document: Mapping[str, Any]
    variables: list[Variable]
    notes: list[str]

    def render(self) -> str:
        """Return the file as text."""
        notes = "".join(f"# {note}\n" for note in self.notes)
        return notes + yaml.dump(self.document, Dumper=_Dumper, sort_keys=False, width=10_000, allow_unicode=True)


def build_compose_file(
    project: str, stack: Stack, tasks: Mapping[str, Task], region: str, *, passes_credentials: bool = False
) -> ComposeFile:
    """Build the Compose file of services and scheduled tasks.

    Args:
        project: The name of the Compose project.
        stack: The settings of the stack.
        tasks: The services and scheduled tasks to run, by name.
        region: The Region.
        passes_credentials: Whether the containers get the AWS credentials of the environment.
    """
    builder = _FileBuilder(stack, region, passes_credentials=passes_credentials)
    for name, settings in tasks.items():
        builder.add_task(name, settings)
    # Dots keep names apart: the keys of a stack file have none.
    document = {
        "name": re.sub(r"[^a-z0-9_-]", "-", project.lower()).lstrip("-_") or "stack",
        "services": builder.services,
        **({"volumes": {name: {} for name in builder.volumes}} if builder.volumes else {}),
    }
    return ComposeFile(document, builder.variables.list(), builder.notes)


class _FileBuilder:
    """Collects the services, volumes, variables and notes of a Compose file."""

    def __init__(self, stack: Stack, region: str, *, passes_credentials: bool) -> None:
        self.services: dict[str, Any] = {}
        self.volumes: list[str] = []
        self.variables = Variables()
        self.notes: list[str] = []
        self._stack = stack
        self._region = region
        self._passes_credentials = passes_credentials
        self._host_ports: set[tuple[int, str]] = set()

    def add_task(self, name: str, settings: Task) -> None:
        """Add the containers of a task. Containers of one task share a network, as on ECS, so that they reach each other on localhost."""
        ports = settings.container_ports if isinstance(settings, Service) else []
        definitions = list_container_definitions(name, settings, log_group_name="", region=self._region, ports=ports)
        kept = [definition for definition in definitions if not definition.get("firelensConfiguration")]
        main = find_container_name(name, settings)
        service_names = {each["name"]: name if each["name"] == main else f"{name}.{each['name']}" for each in kept}
        sidecar_scratch = [list_scratch_volumes(sidecar, sidecar_name) for sidecar_name, sidecar in settings.sidecars.items()]
        conversion = ContainerConversion(
            name,
            self.variables,
            service_names,
            scratch_volumes={*list_scratch_volumes(settings), *(volume for volumes in sidecar_scratch for volume in volumes)},
            region=self._region,
            passes_credentials=self._passes_credentials,
        )
        published = self._publish_ports((each.port, each.protocol) for each in ports)
        network = {"ports": published, "networks": self._build_networks(name, settings)}
        common = {"platform": _PLATFORMS[settings.cpu_architecture], "restart": "no"}
        if len(kept) > 1:
            # A container of its own holds the network: the main container may wait for a sidecar, and a sidecar for the main container.
            holder = f"{name}.task.network"
            pause = {"image": _PAUSE_IMAGE, "command": ["sleep", "infinity"], "init": True, "restart": "no"}
            self.services[holder] = _drop_unset({**pause, **network})
            network = {"network_mode": f"service:{holder}"}
        for definition in kept:
            limits = _build_limits(definition, settings, is_main=definition["name"] == main)
            service = {**conversion.convert(definition), **common, **limits, **network}
            build = find_build(definition["name"], settings, is_main=definition["name"] == main)
            if build is not None:
                service = {**service, "image": None, "build": describe_build(build, settings.cpu_architecture)}
            self.services[service_names[definition["name"]]] = _drop_unset(service)
        self.volumes += [name_volume(name, volume) for volume in sorted(settings.all_volumes)]
        self.notes += _list_differences(name, settings)

    def _publish_ports(self, ports: Iterable[tuple[int, str]]) -> list[str]:
        """Publish ports on this machine only, each on the next free one if another service has it."""
        published = []
        for port, protocol in dict.fromkeys(ports):
            host_port = port
            while (host_port, protocol) in self._host_ports:
                host_port += 1
            self._host_ports.add((host_port, protocol))
            published.append(f"127.0.0.1:{host_port}:{port}{'/udp' if protocol == 'udp' else ''}")
        return published

    def _build_networks(self, name: str, settings: Task) -> dict[str, Any]:
        """Return the names under which other services call this one."""
        aliases = {name}
        if isinstance(settings, Service):
            connect, discovery = settings.service_connect_server, settings.service_discovery
            if connect is not None and settings.port is not None:
                aliases.add(connect.resolve_client_alias(name, settings.port)[0])
            namespace = self._stack.cluster.namespace
            if discovery is not None and discovery.registry_arn is None and namespace is not None and namespace.creates_private_dns:
                aliases.add(f"{discovery.resolve_service_name(name)}.{namespace.name}")
        return {"default": {"aliases": sorted(aliases)}}


def _build_limits(definition: Mapping[str, Any], settings: Task, *, is_main: bool) -> dict[str, Any]:
    memory, reservation = (settings.memory, None) if is_main else (definition["memory"], definition["memoryReservation"])
    return {
        "cpus": settings.cpu / 1024 if is_main else None,
        "mem_limit": None if memory is None else f"{memory}m",
        "mem_reservation": None if reservation is None else f"{reservation}m",
    }


def _list_differences(name: str, settings: Task) -> Iterator[str]:
    """List what a Compose file can't do as ECS does."""
    containers: dict[str, Any] = {name: settings, **{f"{name}.{key}": sidecar for key, sidecar in settings.sidecars.items()}}
    for container, each in containers.items():
        if each.environment_files:
            yield f"{container}: the files of environmentFiles are not read."
        if "COMPLETE" in each.depends_on.values():
            yield f"{container}: dependsOn with COMPLETE also requires exit code 0 here."
    for volume, settings_of_volume in sorted(settings.volumes.items()):
        if settings_of_volume.file_system_id is not None:
            yield f"{name}: the volume {volume} is empty at first; on ECS it is an EFS file system."
        if settings_of_volume.s3_files is not None:
            yield f"{name}: the volume {volume} is empty at first; on ECS it has the objects of a bucket, by S3 Files."
    if settings.log_router is not None:
        yield f"{name}: the log router is left out; Docker shows the logs."
    if isinstance(settings, Service):
        connect = settings.service_connect_server
        if connect is not None and settings.port is not None:
            alias, port = connect.resolve_client_alias(name, settings.port)
            if port != settings.port:
                yield f"{name}: other services call {alias}:{port} through Service Connect; here it listens on {alias}:{settings.port}."
        if settings.migration is not None:
            yield f"{name}: the migration does not run."


def _drop_unset(service: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in service.items() if value is not None and value not in ([], {})}


class _Dumper(yaml.SafeDumper):
    """Quotes every text that is not a plain word: readers of YAML 1.2 take other texts for numbers than PyYAML does."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if _PLAIN_TEXT.fullmatch(text) else '"')


_Dumper.add_representer(str, _represent_text)
