"""Fakes of the provider functions that look up services: clusters, images, certificates, secrets, keys and so on.

Whatever is looked up exists, once. Its id depends on how it was looked up, and is the same each time.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import Account, digest, letters_and_digits, uuid, zone_id
from fargate_web.testing.aws.fake_types import Args, Lookup


def _cluster(account: Account, args: Args) -> dict[str, Any]:
    arn = account.arn("ecs", f"cluster/{args['clusterName']}")
    return {"id": arn, "arn": arn, "status": "ACTIVE", "settings": [], "serviceConnectDefaults": [], "tags": {}} | dict.fromkeys(_COUNTS, 0)


_COUNTS: Final = ("pendingTasksCount", "registeredContainerInstancesCount", "runningTasksCount")


def _task_definition(account: Account, args: Args) -> dict[str, Any]:
    family, _, revision = args["taskDefinition"].rpartition("/")[2].partition(":")
    arn = account.arn("ecs", f"task-definition/{family}")
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


def _parameter(account: Account, args: Args) -> dict[str, Any]:
    name = args["name"]
    arn = account.arn("ssm", f"parameter/{name.removeprefix('/')}")
    return {"id": name, "arn": arn, "type": "String", "value": f"value-of-{name}", "insecureValue": f"value-of-{name}", "version": 1}


def _secret(account: Account, args: Args) -> dict[str, Any]:
    name = args.get("name") or args.get("arn", "").rpartition(":")[2].rpartition("-")[0] or "secret"
    arn = args.get("arn") or account.arn("secretsmanager", f"secret:{name}-{letters_and_digits(name, 6)}")
    return {"id": arn, "arn": arn, "name": name, "description": "", "kmsKeyId": "", "policy": "", "tags": {}}


def _secret_version(account: Account, args: Args) -> dict[str, Any]:
    secret = args["secretId"]
    arn = secret if secret.startswith("arn:") else account.arn("secretsmanager", f"secret:{secret}-{letters_and_digits(secret, 6)}")
    version = uuid(arn)
    return {
        "id": f"{arn}|{version}",
        "arn": arn,
        "secretArn": arn,
        "versionId": version,
        "secretString": "{}",
        "versionStages": ["AWSCURRENT"],
    }


def _certificate(account: Account, args: Args) -> dict[str, Any]:
    domain = args.get("domain", "example.com")
    arn = account.arn("acm", f"certificate/{uuid(domain)}")
    return {"id": arn, "arn": arn, "domain": domain, "status": "ISSUED", "certificate": "", "certificateChain": "", "tags": {}}


def _http_namespace(account: Account, args: Args) -> dict[str, Any]:
    return _namespace(account, args) | {"httpName": args["name"]}


def _dns_namespace(account: Account, args: Args) -> dict[str, Any]:
    return _namespace(account, args) | {"hostedZone": zone_id(args["name"])}


def _namespace(account: Account, args: Args) -> dict[str, Any]:
    id_ = f"ns-{letters_and_digits(args['name'], 16)}"
    return {"id": id_, "arn": account.arn("servicediscovery", f"namespace/{id_}"), "description": "", "tags": {}}


def _key(account: Account, args: Args) -> dict[str, Any]:
    key = args["keyId"]
    id_ = key.rpartition("/")[2] if ":key/" in key or "/" not in key else uuid(key)
    return {
        "id": id_,
        "arn": account.arn("kms", f"key/{id_}"),
        "awsAccountId": account.id,
        "enabled": True,
        "keyState": "Enabled",
        "keyUsage": "ENCRYPT_DECRYPT",
        "keySpec": "SYMMETRIC_DEFAULT",
        "keyManager": "CUSTOMER",
        "multiRegion": False,
        "origin": "AWS_KMS",
    }


def _key_alias(account: Account, args: Args) -> dict[str, Any]:
    key = _key(account, {"keyId": args["name"]})
    arn = account.arn("kms", args["name"])
    return {"id": arn, "arn": arn, "targetKeyArn": key["arn"], "targetKeyId": key["id"]}


def _repository(account: Account, args: Args) -> dict[str, Any]:
    name, registry = args["name"], args.get("registryId", account.id)
    url = f"{registry}.dkr.ecr.{account.region}.{account.dns_suffix}/{name}"
    arn = account.arn("ecr", f"repository/{name}", account=registry)
    return {"id": name, "arn": arn, "registryId": registry, "repositoryUrl": url, "imageTagMutability": "MUTABLE", "tags": {}}


def _image(account: Account, args: Args) -> dict[str, Any]:
    repository = _repository(account, {**args, "name": args["repositoryName"]})
    image_digest = args.get("imageDigest") or f"sha256:{digest(json.dumps(args, sort_keys=True), 64)}"
    return {
        "id": image_digest,
        "imageDigest": image_digest,
        "imageTags": [args["imageTag"]] if "imageTag" in args else ["latest"],
        "imageUri": f"{repository['repositoryUrl']}@{image_digest}",
        "imagePushedAt": 1767225600,
        "imageSizeInBytes": 52428800,
        "registryId": repository["registryId"],
    }


def _log_group(account: Account, args: Args) -> dict[str, Any]:
    name = args["name"]
    return {
        "id": name,
        "arn": account.arn("logs", f"log-group:{name}"),
        "retentionInDays": 30,
        "kmsKeyId": "",
        "logGroupClass": "STANDARD",
        "tags": {},
    }


def _bucket(account: Account, args: Args) -> dict[str, Any]:
    name = args["bucket"]
    return {
        "id": name,
        "arn": account.arn("s3", name, region="", account=""),
        "bucketDomainName": f"{name}.s3.{account.dns_suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{account.region}.{account.dns_suffix}",
        "bucketRegion": account.region,
    }


def _topic(account: Account, args: Args) -> dict[str, Any]:
    arn = account.arn("sns", args["name"])
    return {"id": arn, "arn": arn, "tags": {}}


def _web_acl(account: Account, args: Args) -> dict[str, Any]:
    name, everywhere = args.get("name", "web-acl"), args.get("scope") == "CLOUDFRONT"
    scope, region = ("global", "us-east-1") if everywhere else ("regional", account.region)
    return {
        "id": uuid(name),
        "arn": account.arn("wafv2", f"{scope}/webacl/{name}/{uuid(name)}", region=region),
        "name": name,
        "description": "",
    }


FAKES: Final[Mapping[str, Lookup]] = {
    "aws:acm/getCertificate:getCertificate": _certificate,
    "aws:cloudwatch/getLogGroup:getLogGroup": _log_group,
    "aws:ecr/getImage:getImage": _image,
    "aws:ecr/getRepository:getRepository": _repository,
    "aws:ecs/getCluster:getCluster": _cluster,
    "aws:ecs/getTaskDefinition:getTaskDefinition": _task_definition,
    "aws:kms/getAlias:getAlias": _key_alias,
    "aws:kms/getKey:getKey": _key,
    "aws:s3/getBucket:getBucket": _bucket,
    "aws:secretsmanager/getSecret:getSecret": _secret,
    "aws:secretsmanager/getSecretVersion:getSecretVersion": _secret_version,
    "aws:servicediscovery/getDnsNamespace:getDnsNamespace": _dns_namespace,
    "aws:servicediscovery/getHttpNamespace:getHttpNamespace": _http_namespace,
    "aws:sns/getTopic:getTopic": _topic,
    "aws:ssm/getParameter:getParameter": _parameter,
    "aws:wafv2/getWebAcl:getWebAcl": _web_acl,
}
