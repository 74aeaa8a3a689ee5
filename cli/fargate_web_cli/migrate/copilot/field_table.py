"""The table of all manifest fields, for the converter and the documentation."""

from typing import Final

from fargate_web_cli.migrate.copilot import container_fields, environment_fields, service_fields, workload_fields
from fargate_web_cli.migrate.manifest_field import ManifestField

FIELD_TABLE: Final[tuple[ManifestField, ...]] = (
    *container_fields.COMMON_FIELDS,
    *service_fields.HTTP_FIELDS,
    *service_fields.NLB_FIELDS,
    *service_fields.COUNT_FIELDS,
    *workload_fields.DEPLOYMENT_FIELDS,
    *container_fields.SIDECAR_FIELDS,
    *workload_fields.TASK_FIELDS,
    *service_fields.SUBSCRIBE_FIELDS,
    *workload_fields.JOB_FIELDS,
    *environment_fields.ENVIRONMENT_FIELDS,
)
