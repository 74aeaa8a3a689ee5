"""FireLens: a log router in a sidecar that sends the application's output to destinations other than CloudWatch."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from .container_health_check import ContainerHealthCheck
from .container_value_types import ContainerPath, EnvironmentValue, Image, SecretReference
from .fix import Edit, Fix
from .section import SECRET_STRING_SCHEMA, RuleViolation, Section, allow_shorthand, describe_field
from .sidecar import Sidecar

LOG_ROUTER_NAME: Final = "log_router"
LOG_ROUTER_IMAGE: Final = "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.17"
"""AWS for Fluent Bit. Source: https://github.com/aws/aws-for-fluent-bit/releases"""
_UPTIME_COMMAND: Final = ["CMD-SHELL", "curl -sf http://127.0.0.1:2020/api/v1/uptime || exit 1"]
_MONITORING_CONFIG_FILE: Final = "/fluent-bit/configs/output-metrics-healthcheck.conf"
"""AWS's check of Fluent Bit, and the file in AWS's image that opens the port for it.

Source: https://github.com/aws-samples/amazon-ecs-firelens-examples/tree/mainline/examples/fluent-bit/health-check
"""
_OUTPUT_KEYS: Final = {"fluentbit": "Name", "fluentd": "@type"}


class FireLens(Section):
    """A log router, Fluent Bit or Fluentd, that sends the application's output to the destination in `options`.

    Its own output and that of sidecars goes to the log group. It runs as root, as FireLens requires. The task stops when the router ends,
    because output would be lost unnoticed.
    """

    options: Annotated[
        dict[str, EnvironmentValue],
        describe_field(
            "The destination: the keys of an [OUTPUT] section of Fluent Bit, of which Name is required; log-driver-buffer-limit is how many bytes may wait for the router.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
            example={"Name": "kinesis_firehose", "region": "us-west-2", "delivery_stream": "web-logs"},
        ),
    ] = {}
    secret_options: Annotated[
        dict[str, SecretReference],
        describe_field(
            "Options whose values are secret, such as an API key: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html",
            example={"apikey": "arn:aws:secretsmanager:us-west-2:123456789012:secret:datadog-a1b2c3"},
        ),
    ] = {}
    type: Annotated[Literal["fluentbit", "fluentd"], describe_field("The router in the image.")] = "fluentbit"
    image: Annotated[Image, describe_field("The image of the router.", source="https://github.com/aws/aws-for-fluent-bit/releases")] = (
        LOG_ROUTER_IMAGE
    )
    cpu: Annotated[int, describe_field("The router's share of the task's CPU units.", ge=1, le=32768)] = 32
    memory_reservation: Annotated[
        int, describe_field("MiB that are reserved for the router (6 or more); it may use more while memory is free.", ge=6, le=249_856)
    ] = 64
    config_file: Annotated[
        ContainerPath | None,
        describe_field(
            "An additional configuration file in the image. Fargate doesn't support files in S3.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html",
            example="/fluent-bit/configs/parse-json.conf",
        ),
    ] = None
    health_check: Annotated[
        ContainerHealthCheck | None,
        allow_shorthand("command", SECRET_STRING_SCHEMA),
        describe_field(
            "A command that ECS runs inside the router, for containers with dependsOn: {log_router: HEALTHY}. Default: with such a container, AWS's image and no configFile, "
            "AWS's check of Fluent Bit: whether it answers; otherwise none.",
            source="https://github.com/aws-samples/amazon-ecs-firelens-examples/tree/mainline/examples/fluent-bit/health-check",
            example="curl -sf http://127.0.0.1:2020/api/v1/uptime || exit 1",
        ),
    ] = None
    enable_ecs_log_metadata: Annotated[bool, describe_field("Whether every record names its cluster, task and container.")] = True

    readonly_root_filesystem: Annotated[
        bool | None,
        describe_field("Whether the router's root file system is read-only. Default: false, unless hardening says otherwise."),
    ] = None

    key_hints = {
        "configFileType": "Fargate supports files in the image only; write configFile: /path/in/the/image",
        "config-file-type": "Fargate supports files in the image only; write configFile: /path/in/the/image",
        "config-file-value": "write configFile: /path/in/the/image",
        "configFilePath": "write configFile",
        "destination": "write options: {Name: …}",
        "enableMetadata": "write enableEcsLogMetadata",
        "healthcheck": "write healthCheck",
        "containerHealthCheck": "write healthCheck",
        "memory": "write memoryReservation; with a limit, high log volume would kill the router and stop the task",
        "logDriver": "it is awsfirelens; remove it",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is a destination, that no option is set twice, and that the image contains the router."""
        output_key = _OUTPUT_KEYS[self.type]
        has_output = any(key.lower() == output_key.lower() for key in self.options)
        if not has_output and self.config_file is None:
            yield RuleViolation(
                ("options", "config_file"),
                f"no destination is set, so that all output would be dropped; write options: {{{output_key}: …}}, or a configFile with an output",
                "no-log-destination",
            )
        for duplicate in sorted(self.options.keys() & self.secret_options.keys()):
            yield RuleViolation(
                (f"secret_options.{duplicate}", f"options.{duplicate}"),
                f"{duplicate} is both an option and a secret one",
                "variable-and-secret",
                (
                    Fix("remove it from options", (Edit(("options", duplicate), "remove"),)),
                    Fix("remove it from secretOptions", (Edit(("secretOptions", duplicate), "remove"),)),
                ),
            )
        if self.type == "fluentd" and "image" not in self.model_fields_set:
            fix = Fix("or write type: fluentbit", (Edit(("type",), "set", "fluentbit"),))
            has_bit_output = any(key.lower() == "name" for key in self.options)
            yield RuleViolation(
                ("type", "image"),
                "AWS's image contains Fluent Bit, not Fluentd, so that the task would not start; write image: <one with Fluentd>",
                "router-not-in-image",
                (fix,) if has_bit_output or self.config_file is not None else (),
            )

    @property
    def has_default_health_check(self) -> bool:
        """Whether AWS's check works: Fluent Bit answers on port 2020 with a configuration that is in AWS's image."""
        is_aws_image = isinstance(self.image, str) and "aws-for-fluent-bit" in self.image
        return is_aws_image and self.type == "fluentbit" and self.config_file is None

    def with_default_health_check(self) -> "FireLens":
        """Return the router with AWS's health check, for a task in which a container waits until the router is healthy."""
        if self.health_check is not None or not self.has_default_health_check:
            return self
        return self.model_copy(
            update={"health_check": ContainerHealthCheck(command=_UPTIME_COMMAND), "config_file": _MONITORING_CONFIG_FILE}
        )

    def build_sidecar(self) -> Sidecar:
        """Build the sidecar that runs the router."""
        values: dict[str, Any] = {
            "image": self.image,
            "user": "0",
            "cpu": self.cpu,
            "memory_reservation": self.memory_reservation,
            "health_check": self.health_check,
        }
        if self.readonly_root_filesystem is not None:
            values["readonly_root_filesystem"] = self.readonly_root_filesystem
        return Sidecar.model_validate(values)

    @property
    def firelens_configuration(self) -> dict[str, Any]:
        """The `firelensConfiguration` of the container definition."""
        options = {"enable-ecs-log-metadata": str(self.enable_ecs_log_metadata).lower()}
        if self.config_file is not None:
            options |= {"config-file-type": "file", "config-file-value": self.config_file}
        return {"type": self.type, "options": options}
