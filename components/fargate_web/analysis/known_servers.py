"""Servers that are known by their image or port and that speak a protocol other than HTTP: databases, caches and brokers."""

import re
from typing import Final, NamedTuple

from ..settings.service import Service

_NAMES_BY_PORT: Final = {
    21: "FTP",
    22: "SSH",
    25: "SMTP",
    389: "LDAP",
    465: "SMTP",
    587: "SMTP",
    636: "LDAP",
    1025: "SMTP",
    1433: "SQL Server",
    1521: "Oracle",
    1883: "MQTT",
    2181: "ZooKeeper",
    3306: "MySQL",
    4222: "NATS",
    5432: "PostgreSQL",
    5671: "AMQP",
    5672: "AMQP",
    6379: "Redis",
    6380: "Redis",
    6432: "PgBouncer",
    7687: "Bolt",
    8883: "MQTT",
    9042: "Cassandra",
    9092: "Kafka",
    11211: "Memcached",
    26257: "CockroachDB",
    26379: "Redis Sentinel",
    27017: "MongoDB",
    33060: "MySQL",
    61613: "STOMP",
    61616: "ActiveMQ",
}
"""Registered or customary ports. Source: https://www.iana.org/assignments/service-names-port-numbers"""
_IMAGE_PATTERN: Final = re.compile(
    r"(?:^|/)(redis(?:-stack-server)?|valkey|keydb|dragonfly|memcached|postgres|postgresql|postgis|timescaledb|pgvector|pgbouncer|mysql|mysql-server|mariadb|percona"
    r"|mongo|mongodb|mongodb-community-server|cassandra|scylla)$"
)
_DATABASE_IMAGE_PATTERN: Final = re.compile(
    r"(?:^|/)(postgres|postgresql|postgis|timescaledb|pgvector|mysql|mysql-server|mariadb|percona|mongo|mongodb|mongodb-community-server|cassandra|scylla|redis|valkey|keydb"
    r"|rabbitmq|influxdb|neo4j|clickhouse|clickhouse-server|elasticsearch|opensearch|couchdb|couchbase|meilisearch|prometheus|etcd|zookeeper|kafka|nats|sonarqube|nexus3|jenkins)$"
)
_ROOT_IMAGE_PATTERN: Final = re.compile(
    r"(?:^|/)(?:library/)?(?:nginx|httpd|postgres|mysql|mariadb|redis|valkey|mongo|rabbitmq|wordpress|nextcloud)$"
)
"""Official images that start as root and change to a user of their own (setuid, setgid, chown)."""
_PROXY_IMAGE_PATTERN: Final = re.compile(
    r"(?:^|/)(?:nginx(?:-unprivileged)?|openresty|envoy|haproxy|traefik|caddy|httpd|oauth2-proxy|vouch-proxy|nghttpx|pomerium|kong|varnish|squid|aws-appmesh-envoy|[a-z0-9-]*-proxy|[a-z0-9-]*-nginx)$"
)
_DATA_FOLDER_PATTERN: Final = re.compile(
    r"(?:/var/lib/(?:mysql|postgresql|mongodb|redis|rabbitmq|cassandra|clickhouse|influxdb|neo4j|elasticsearch)|/data/db|/bitnami/[a-z]+|/var/opt/mssql|/opt/couchdb/data"
    r"|/usr/share/(?:elasticsearch|opensearch)/data|/qdrant/storage|/prometheus)(?:/|$)"
)


class KnownServer(NamedTuple):
    """A server that is known by its image or port.

    Attributes:
        name: Its name, or that of its protocol.
        is_certain: Whether both image and port say so, or the image alone does.
    """

    name: str
    is_certain: bool


def find_known_server(service: Service) -> KnownServer | None:
    """Find the server that a service runs, if it is known to speak no HTTP."""
    image_match = _IMAGE_PATTERN.search(parse_image_name(service.listening_container.image))
    if image_match:
        return KnownServer(image_match[1], True)
    port_name = _NAMES_BY_PORT.get(service.port or 0)
    return KnownServer(port_name, False) if port_name else None


def is_database(image: object) -> bool:
    """Return whether an image is that of a server that owns its data folder, and that no second server may open."""
    return bool(_DATABASE_IMAGE_PATTERN.search(parse_image_name(image)))


def is_database_folder(path: str) -> bool:
    """Return whether a path is the customary data folder of such a server."""
    return bool(_DATA_FOLDER_PATTERN.match(path))


def parse_image_name(image: object) -> str:
    """Return the repository of an image in lower case, without its tag and digest. An image that is an Output has none."""
    return re.sub(r"(?::[^:/]+)?(?:@.*)?$", "", image).lower() if isinstance(image, str) else ""


def is_proxy(image: object) -> bool:
    """Return whether an image is that of a proxy, which takes the requests for another container of its task."""
    return bool(_PROXY_IMAGE_PATTERN.search(parse_image_name(image)))


def starts_as_root(image: object) -> bool:
    """Return whether an image is known to start as root and to change to another user."""
    name = parse_image_name(image)
    is_official = "/" not in name or name.startswith(
        ("docker.io/library/", "library/", "public.ecr.aws/docker/library/", "public.ecr.aws/nginx/")
    )
    return is_official and bool(_ROOT_IMAGE_PATTERN.search(name))
