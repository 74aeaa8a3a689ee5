"""FireLens: a log router beside the application that sends its output elsewhere than to CloudWatch."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from .container_value_types import ContainerPath, EnvironmentValue, Image, SecretReference
from .section import RuleViolation, Section, describe_field
from .sidecar import Sidecar

LOG_ROUTER_NAME: Final = "log_router"
LOG_ROUTER_IMAGE: Final = "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.17"
"""AWS for Fluent Bit. Source: https://github.com/aws/aws-for-fluent-bit/releases"""
_OUTPUT_KEYS: Final = {"fluentbit": "Name", "fluentd": "@type"}


class FireLens(Section):
    """A log router, Fluent Bit or Fluentd, that takes the application's output and sends it where `options` say.

    Its own output, and that of sidecars, goes to the log group. It runs as root, as FireLens needs it, and stops the task when it ends,
    because output would be lost unseen.
    """

    options: Annotated[
        dict[str, EnvironmentValue],
        describe_field(
            "The output: what stands in an [OUTPUT] of Fluent Bit, its Name first of all; log-driver-buffer-limit is how many bytes wait for the router.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
            example={"Name": "kinesis_firehose", "region": "us-west-2", "delivery_stream": "web-logs"},
        ),
    ] = {}
    secret_options: Annotated[
        dict[str, SecretReference],
        describe_field(
            "Options whose values are secret, an API key say: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html",
            example={"apikey": "arn:aws:secretsmanager:us-west-2:123456789012:secret:datadog-a1b2c3"},
        ),
    ] = {}
    type: Annotated[Literal["fluentbit", "fluentd"], describe_field("The router that the image holds.")] = "fluentbit"
    image: Annotated[Image, describe_field("The image of the router.", source="https://github.com/aws/aws-for-fluent-bit/releases")] = (
        LOG_ROUTER_IMAGE
    )
    cpu: Annotated[int, describe_field("The router's share of the task's CPU units.", ge=1, le=32768)] = 32
    memory_reservation: Annotated[
        int, describe_field("MiB that are kept for the router; it may have more while there is some (6 or more).", ge=6, le=249_856)
    ] = 64
    config_file: Annotated[
        ContainerPath | None,
        describe_field(
            "A further configuration file in the image. Fargate takes none from S3.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html",
            example="/fluent-bit/configs/parse-json.conf",
        ),
    ] = None
    enable_ecs_log_metadata: Annotated[bool, describe_field("Whether cluster, task and container stand in every record.")] = True

    key_hints = {
        "configFileType": "Fargate takes files of the image only; write configFile: /path/in/the/image",
        "config-file-type": "Fargate takes files of the image only; write configFile: /path/in/the/image",
        "config-file-value": "write configFile: /path/in/the/image",
        "configFilePath": "write configFile",
        "destination": "write options: {Name: …}",
        "enableMetadata": "write enableEcsLogMetadata",
        "memory": "write memoryReservation; with a limit the router would be killed when much is written, and the task with it",
        "logDriver": "it is awsfirelens; remove it",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """There is an output, nothing is said twice, and the image holds the router."""
        output = _OUTPUT_KEYS[self.type]
        named = any(key.lower() == output.lower() for key in self.options)
        if not named and self.config_file is None:
            yield RuleViolation(
                ("options", "config_file"),
                f"it isn't said where the output goes, so that all of it would be dropped; write options: {{{output}: …}}, or a configFile that says it",
            )
        for twice in sorted(self.options.keys() & self.secret_options.keys()):
            yield RuleViolation(
                (f"secret_options.{twice}", f"options.{twice}"), f"{twice} is both an option and a secret one; remove one of the two"
            )
        if self.type == "fluentd" and "image" not in self.model_fields_set:
            yield RuleViolation(
                ("type", "image"),
                "AWS's own image holds Fluent Bit and no Fluentd, so that the task would not start; write image: <one with Fluentd>, or fluentbit",
            )

    def build_sidecar(self) -> Sidecar:
        """Describe the router as a container."""
        return Sidecar.model_validate({"image": self.image, "user": "0", "cpu": self.cpu, "memory_reservation": self.memory_reservation})

    @property
    def firelens_configuration(self) -> dict[str, Any]:
        """What ECS is told of the router."""
        options = {"enable-ecs-log-metadata": str(self.enable_ecs_log_metadata).lower()}
        if self.config_file is not None:
            options |= {"config-file-type": "file", "config-file-value": self.config_file}
        return {"type": self.type, "options": options}
