"""The table of all manifest fields: what the converter goes by, and what the documentation shows."""

from typing import Final

from fargate_web_cli.migrate.copilot import environment_fields, service_fields, workload_fields
from fargate_web_cli.migrate.copilot.manifest_field import Field

TABLE: Final[tuple[Field, ...]] = (
    *workload_fields.COMMON,
    *service_fields.HTTP,
    *service_fields.NLB,
    *service_fields.COUNT,
    *workload_fields.DEPLOYMENT,
    *workload_fields.SIDECARS,
    *workload_fields.TASK,
    *service_fields.SUBSCRIBE,
    *workload_fields.JOB,
    *environment_fields.FIELDS,
)
