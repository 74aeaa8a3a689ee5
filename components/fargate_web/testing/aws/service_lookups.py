"""Fakes of the provider functions that look up services: clusters, images, certificates, secrets, keys and so on.

Every lookup finds exactly one resource. Its id depends on the arguments of the lookup and is the same each time.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import (
    FakeAccount,
    generate_hex_digits,
    generate_letters_and_digits,
    generate_uuid,
    generate_zone_id,
)
from fargate_web.testing.aws.fake_types import Lookup, LookupArguments


def _look_up_cluster(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    arn = account.build_arn("ecs", f"cluster/{args['clusterName']}")
    return {"id": arn, "arn": arn, "status": "ACTIVE", "settings": [], "serviceConnectDefaults": [], "tags": {}} | dict.fromkeys(
        _CLUSTER_COUNTS, 0
    )


_CLUSTER_COUNTS: Final = ("pendingTasksCount", "registeredContainerInstancesCount", "runningTasksCount")


def _look_up_task_definition(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    family, _, revision = args["taskDefinition"].rpartition("/")[2].partition(":")
    arn = account.build_arn("ecs", f"task-definition/{family}")
    return {
        "id": f"{arn}:{revision or 1}",
        "arn": f"{arn}:{revision or 1}",
        "arnWithoutRevision": arn,
        "family": family,
        "revision": int(revision or 1),
        "status": "ACTIVE",
        "networkMode": "awsvpc",
        "containerDefinitions": "[]",
    }


def _look_up_parameter(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args["name"]
    arn = account.build_arn("ssm", f"parameter/{name.removeprefix('/')}")
    return {"id": name, "arn": arn, "type": "String", "value": f"value-of-{name}", "insecureValue": f"value-of-{name}", "version": 1}


def _look_up_secret(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args.get("name") or args.get("arn", "").rpartition(":")[2].rpartition("-")[0] or "secret"
    arn = args.get("arn") or account.build_arn("secretsmanager", f"secret:{name}-{generate_letters_and_digits(name, 6)}")
    return {"id": arn, "arn": arn, "name": name, "description": "", "kmsKeyId": "", "policy": "", "tags": {}}


def _look_up_secret_version(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    secret = args["secretId"]
    arn = (
        secret
        if secret.startswith("arn:")
        else account.build_arn("secretsmanager", f"secret:{secret}-{generate_letters_and_digits(secret, 6)}")
    )
    version = generate_uuid(arn)
    return {
        "id": f"{arn}|{version}",
        "arn": arn,
        "secretArn": arn,
        "versionId": version,
        "secretString": "{}",
        "versionStages": ["AWSCURRENT"],
    }


def _look_up_certificate(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    domain = args.get("domain", "example.com")
    arn = account.build_arn("acm", f"certificate/{generate_uuid(domain)}")
    return {"id": arn, "arn": arn, "domain": domain, "status": "ISSUED", "certificate": "", "certificateChain": "", "tags": {}}


def _look_up_http_namespace(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    return _build_namespace_result(account, args) | {"httpName": args["name"]}


def _look_up_dns_namespace(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    return _build_namespace_result(account, args) | {"hostedZone": generate_zone_id(args["name"])}


def _build_namespace_result(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    id_ = f"ns-{generate_letters_and_digits(args['name'], 16)}"
    return {"id": id_, "arn": account.build_arn("servicediscovery", f"namespace/{id_}"), "description": "", "tags": {}}


def _look_up_key(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    key = args["keyId"]
    id_ = key.rpartition("/")[2] if ":key/" in key or "/" not in key else generate_uuid(key)
    return {
        "id": id_,
        "arn": account.build_arn("kms", f"key/{id_}"),
        "awsAccountId": account.id,
        "enabled": True,
        "keyState": "Enabled",
        "keyUsage": "ENCRYPT_DECRYPT",
        "keySpec": "SYMMETRIC_DEFAULT",
        "keyManager": "CUSTOMER",
        "multiRegion": False,
        "origin": "AWS_KMS",
    }


def _look_up_key_alias(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    key = _look_up_key(account, {"keyId": args["name"]})
    arn = account.build_arn("kms", args["name"])
    return {"id": arn, "arn": arn, "targetKeyArn": key["arn"], "targetKeyId": key["id"]}


def _look_up_repository(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name, registry = args["name"], args.get("registryId", account.id)
    url = f"{registry}.dkr.ecr.{account.region}.{account.dns_suffix}/{name}"
    arn = account.build_arn("ecr", f"repository/{name}", account=registry)
    return {"id": name, "arn": arn, "registryId": registry, "repositoryUrl": url, "imageTagMutability": "MUTABLE", "tags": {}}


def _look_up_image(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    repository = _look_up_repository(account, {**args, "name": args["repositoryName"]})
    image_digest = args.get("imageDigest") or f"sha256:{generate_hex_digits(json.dumps(args, sort_keys=True), 64)}"
    return {
        "id": image_digest,
        "imageDigest": image_digest,
        "imageTags": [args["imageTag"]] if "imageTag" in args else ["latest"],
        "imageUri": f"{repository['repositoryUrl']}@{image_digest}",
        "imagePushedAt": 1767225600,
        "imageSizeInBytes": 52428800,
        "registryId": repository["registryId"],
    }


def _look_up_log_group(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args["name"]
    return {
        "id": name,
        "arn": account.build_arn("logs", f"log-group:{name}"),
        "retentionInDays": 30,
        "kmsKeyId": "",
        "logGroupClass": "STANDARD",
        "tags": {},
    }


def _look_up_bucket(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name = args["bucket"]
    return {
        "id": name,
        "arn": account.build_arn("s3", name, region="", account=""),
        "bucketDomainName": f"{name}.s3.{account.dns_suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{account.region}.{account.dns_suffix}",
        "bucketRegion": account.region,
    }


def _look_up_topic(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    arn = account.build_arn("sns", args["name"])
    return {"id": arn, "arn": arn, "tags": {}}


def _look_up_web_acl(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    name, is_global = args.get("name", "web-acl"), args.get("scope") == "CLOUDFRONT"
    scope, region = ("global", "us-east-1") if is_global else ("regional", account.region)
    return {
        "id": generate_uuid(name),
        "arn": account.build_arn("wafv2", f"{scope}/webacl/{name}/{generate_uuid(name)}", region=region),
        "name": name,
        "description": "",
    }


def _look_up_runtime_version(account: FakeAccount, args: LookupArguments) -> dict[str, Any]:
    version = args.get("version") or "12.0"
    name = f"{args['prefix']}-{version}"
    return {
        "id": name,
        "prefix": args["prefix"],
        "region": account.region,
        "version": version,
        "versionName": name,
        "releaseDate": "2026-01-01T00:00:00Z",
    }


LOOKUPS: Final[Mapping[str, Lookup]] = {
    "aws:acm/getCertificate:getCertificate": _look_up_certificate,
    "aws:cloudwatch/getLogGroup:getLogGroup": _look_up_log_group,
    "aws:ecr/getImage:getImage": _look_up_image,
    "aws:ecr/getRepository:getRepository": _look_up_repository,
    "aws:ecs/getCluster:getCluster": _look_up_cluster,
    "aws:ecs/getTaskDefinition:getTaskDefinition": _look_up_task_definition,
    "aws:kms/getAlias:getAlias": _look_up_key_alias,
    "aws:kms/getKey:getKey": _look_up_key,
    "aws:s3/getBucket:getBucket": _look_up_bucket,
    "aws:secretsmanager/getSecret:getSecret": _look_up_secret,
    "aws:secretsmanager/getSecretVersion:getSecretVersion": _look_up_secret_version,
    "aws:servicediscovery/getDnsNamespace:getDnsNamespace": _look_up_dns_namespace,
    "aws:servicediscovery/getHttpNamespace:getHttpNamespace": _look_up_http_namespace,
    "aws:sns/getTopic:getTopic": _look_up_topic,
    "aws:ssm/getParameter:getParameter": _look_up_parameter,
    "aws:synthetics/getRuntimeVersion:getRuntimeVersion": _look_up_runtime_version,
    "aws:wafv2/getWebAcl:getWebAcl": _look_up_web_acl,
}
