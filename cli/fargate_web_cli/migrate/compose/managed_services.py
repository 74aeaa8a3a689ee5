"""Containers for development that AWS services replace in production."""

import re
from typing import Final

_RELATIONAL: Final = "use Amazon RDS or Aurora, which keep the data, back it up and fail over"
_CACHE: Final = "use Amazon ElastiCache"
MANAGED_SERVICES: Final[tuple[tuple[str, str], ...]] = (
    (r"postgres|postgresql|postgis|pgvector|timescaledb|mysql|mariadb|mssql|server", _RELATIONAL),
    (r"redis|redis-stack|redis-stack-server|valkey|memcached|keydb", _CACHE),
    (r"mongo|mongodb", "use Amazon DocumentDB or MongoDB Atlas"),
    (r"rabbitmq|activemq", "use Amazon MQ, or SQS"),
    (r"kafka|cp-kafka|redpanda|zookeeper|cp-zookeeper", "use Amazon MSK"),
    (r"elasticsearch|opensearch", "use Amazon OpenSearch Service"),
    (r"cassandra|scylla", "use Amazon Keyspaces"),
    (r"minio", "use Amazon S3"),
    (r"localstack|dynamodb-local|elasticmq", "use the services of AWS themselves, and give roles.taskRole the statements for them"),
    (r"mailhog|mailpit|maildev|mailcatcher", "use Amazon SES"),
    (r"traefik|nginx-proxy|haproxy", "the load balancer takes its place: write route: for the services behind it"),
    (r"adminer|pgadmin4?|phpmyadmin|redisinsight|redis-commander|mongo-express", "it is a tool for development; keep it there"),
)
"""Patterns of the last part of an image name, with their replacements."""


def find_managed_service(image: str) -> str | None:
    """Return the replacement of an image; None for an application."""
    name = image.partition("@")[0].rsplit("/", 1)[-1].partition(":")[0].lower()
    if name == "server" and "mssql" not in image:
        return None
    return next((advice for pattern, advice in MANAGED_SERVICES if re.fullmatch(pattern, name)), None)
