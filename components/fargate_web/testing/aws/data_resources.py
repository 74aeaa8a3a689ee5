"""Fakes of databases, tables and caches."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_decimal_digits, generate_hex_digits, generate_letters_and_digits, generate_uuid
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

_DATABASE_PORTS: Final = {"aurora-mysql": 3306, "mysql": 3306}


def _fake_table(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    name = request.existing_id or request.name
    return name, {"arn": request.build_arn("dynamodb", f"table/{name}"), "name": name}


def _fake_serverless_cache(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    name, account = request.existing_id or request.name, request.account
    host = f"{name}-{generate_letters_and_digits(request.seed, 6).lower()}.serverless.cache.{account.dns_suffix}"
    return name, {
        "arn": request.build_arn("elasticache", f"serverlesscache:{name}"),
        "name": name,
        "status": "available",
        "endpoints": [{"address": host, "port": 6379}],
        "readerEndpoints": [{"address": host, "port": 6380}],
    }


def _fake_database_cluster(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    account = request.account
    name = request.existing_id or request.get_text("clusterIdentifier") or f"tf-{generate_decimal_digits(request.seed, 26)}"
    host = f"{generate_hex_digits(request.seed, 12)}.{account.region}.rds.{account.dns_suffix}"
    outputs: dict[str, Any] = {
        "arn": request.build_arn("rds", f"cluster:{name}"),
        "clusterIdentifier": name,
        "endpoint": f"{name}.cluster-{host}",
        "readerEndpoint": f"{name}.cluster-ro-{host}",
        "port": request.inputs.get("port", _DATABASE_PORTS.get(request.get_text("engine"), 5432)),
    }
    if request.inputs.get("manageMasterUserPassword") is True:
        secret = f"secret:rds!cluster-{generate_uuid(request.seed)}-{generate_letters_and_digits(request.seed, 6)}"
        outputs["masterUserSecrets"] = [
            {
                "secretArn": request.build_arn("secretsmanager", secret),
                "secretStatus": "active",
                "kmsKeyId": request.build_arn("kms", f"key/{generate_uuid('aws/secretsmanager')}"),
            }
        ]
    return name, outputs


FAKES: Final[Mapping[str, Fake]] = {
    "aws:dynamodb/table:Table": _fake_table,
    "aws:elasticache/serverlessCache:ServerlessCache": _fake_serverless_cache,
    "aws:rds/cluster:Cluster": _fake_database_cluster,
}
