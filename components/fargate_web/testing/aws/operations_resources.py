"""Fakes of IAM, CloudWatch, SNS, SQS, S3, KMS, Secrets Manager and Systems Manager."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import letters_and_digits, uuid
from fargate_web.testing.aws.fake_types import Creation, Fake

Outputs = tuple[str, dict[str, Any]]

_CREATED: Final = "2026-01-01T00:00:00Z"


def _role(creation: Creation) -> Outputs:
    name = creation.given_id or creation.name
    arn = _iam_arn(creation, "role", name)
    return name, {"arn": arn, "name": name, "uniqueId": _unique_id("AROA", creation), "createDate": _CREATED}


def _policy(creation: Creation) -> Outputs:
    arn = creation.given_id or _iam_arn(creation, "policy", creation.name)
    return arn, {"arn": arn, "name": creation.name, "policyId": _unique_id("ANPA", creation), "attachmentCount": 0}


def _role_policy(creation: Creation) -> Outputs:
    return f"{creation.text('role')}:{creation.name}", {"name": creation.name}


def _role_policy_attachment(creation: Creation) -> Outputs:
    return f"{creation.text('role')}/{creation.text('policyArn')}", {}


def _instance_profile(creation: Creation) -> Outputs:
    arn = _iam_arn(creation, "instance-profile", creation.name)
    return creation.name, {"arn": arn, "name": creation.name, "uniqueId": _unique_id("AIPA", creation), "createDate": _CREATED}


def _user(creation: Creation) -> Outputs:
    arn = _iam_arn(creation, "user", creation.name)
    return creation.name, {"arn": arn, "name": creation.name, "uniqueId": _unique_id("AIDA", creation)}


def _service_linked_role(creation: Creation) -> Outputs:
    service = creation.text("awsServiceName")
    name = "AWSServiceRoleFor" + service.partition(".")[0].upper()
    path = f"/aws-service-role/{service}/"
    arn = creation.arn("iam", f"role{path}{name}", region="")
    return arn, {"arn": arn, "name": name, "path": path, "uniqueId": _unique_id("AROA", creation), "createDate": _CREATED}


def _iam_arn(creation: Creation, kind: str, name: str) -> str:
    return creation.arn("iam", f"{kind}{creation.text('path', '/')}{name}", region="")


def _unique_id(prefix: str, creation: Creation) -> str:
    return prefix + letters_and_digits(creation.seed, 17).upper()


def _log_group(creation: Creation) -> Outputs:
    name = creation.given_id or creation.name
    return name, {"arn": creation.arn("logs", f"log-group:{name}"), "name": name}


def _alarm(creation: Creation) -> Outputs:
    return creation.name, {"arn": creation.arn("cloudwatch", f"alarm:{creation.name}"), "name": creation.name}


def _composite_alarm(creation: Creation) -> Outputs:
    name = creation.text("alarmName")
    return name, {"arn": creation.arn("cloudwatch", f"alarm:{name}")}


def _dashboard(creation: Creation) -> Outputs:
    name = creation.text("dashboardName")
    return name, {"dashboardArn": creation.arn("cloudwatch", f"dashboard/{name}", region="")}


def _named(creation: Creation) -> Outputs:
    return creation.name, {}


def _query_definition(creation: Creation) -> Outputs:
    id_ = uuid(creation.seed)
    return id_, {"arn": creation.arn("logs", f"query-definition:{id_}"), "name": creation.name, "queryDefinitionId": id_}


def _event_rule(creation: Creation) -> Outputs:
    return creation.name, {"arn": creation.arn("events", f"rule/{creation.name}"), "name": creation.name}


def _event_target(creation: Creation) -> Outputs:
    return f"{creation.text('rule')}-{creation.text('targetId')}", {}


def _topic(creation: Creation) -> Outputs:
    arn = creation.given_id or creation.arn("sns", creation.name)
    return arn, {"arn": arn, "name": creation.name, "owner": creation.account.id}


def _topic_subscription(creation: Creation) -> Outputs:
    arn = creation.given_id or f"{creation.text('topic')}:{uuid(creation.seed)}"
    # Whoever reads the mail has to confirm first.
    pending = creation.text("protocol").startswith("email")
    return arn, {"arn": arn, "ownerId": creation.account.id, "pendingConfirmation": pending, "confirmationWasAuthenticated": not pending}


def _of_topic(creation: Creation) -> Outputs:
    return creation.text("arn"), {"owner": creation.account.id}


def _queue(creation: Creation) -> Outputs:
    account = creation.account
    url = creation.given_id or f"https://sqs.{account.region}.{account.dns_suffix}/{account.id}/{creation.name}"
    return url, {"arn": creation.arn("sqs", creation.name), "name": creation.name, "url": url}


def _bucket(creation: Creation) -> Outputs:
    name, account = creation.given_id or creation.name, creation.account
    return name, {
        "arn": creation.arn("s3", name, region="", account=""),
        "bucket": name,
        "bucketDomainName": f"{name}.s3.{account.dns_suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{account.region}.{account.dns_suffix}",
        "bucketRegion": account.region,
        "hostedZoneId": f"Z{letters_and_digits(f's3 {account.region}', 13).upper()}",
    }


def _of_bucket(creation: Creation) -> Outputs:
    return creation.text("bucket"), {}


def _bucket_object(creation: Creation) -> Outputs:
    path = f"{creation.text('bucket')}/{creation.text('key', creation.logical_name)}"
    return path, {"arn": creation.arn("s3", path, region="", account=""), "key": path.partition("/")[2]}


def _key(creation: Creation) -> Outputs:
    id_ = creation.given_id or uuid(creation.seed)
    return id_, {"keyId": id_, "arn": creation.arn("kms", f"key/{id_}")}


def _key_alias(creation: Creation) -> Outputs:
    target = creation.text("targetKeyId")
    target_arn = target if target.startswith("arn:") else creation.arn("kms", f"key/{target}")
    return creation.name, {"arn": creation.arn("kms", creation.name), "name": creation.name, "targetKeyArn": target_arn}


def _of_key(creation: Creation) -> Outputs:
    return creation.text("keyId"), {}


def _secret(creation: Creation) -> Outputs:
    # Secrets Manager adds six characters, so that a secret with the name of a deleted one has another ARN.
    arn = creation.given_id or creation.arn("secretsmanager", f"secret:{creation.name}-{letters_and_digits(creation.seed, 6)}")
    return arn, {"arn": arn, "name": creation.name}


def _secret_version(creation: Creation) -> Outputs:
    secret, version = creation.text("secretId"), uuid(creation.seed)
    return f"{secret}|{version}", {"arn": secret, "secretArn": secret, "versionId": version, "versionStages": ["AWSCURRENT"]}


def _of_secret(creation: Creation) -> Outputs:
    return creation.text("secretArn"), {}


def _parameter(creation: Creation) -> Outputs:
    name = creation.given_id or creation.name
    return name, {"arn": creation.arn("ssm", f"parameter/{name.removeprefix('/')}"), "name": name, "version": 1}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _composite_alarm,
    "aws:cloudwatch/dashboard:Dashboard": _dashboard,
    "aws:cloudwatch/eventRule:EventRule": _event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": _event_target,
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": _named,
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": _named,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": _query_definition,
    "aws:iam/instanceProfile:InstanceProfile": _instance_profile,
    "aws:iam/policy:Policy": _policy,
    "aws:iam/role:Role": _role,
    "aws:iam/rolePolicy:RolePolicy": _role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _role_policy_attachment,
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": _service_linked_role,
    "aws:iam/user:User": _user,
    "aws:kms/alias:Alias": _key_alias,
    "aws:kms/key:Key": _key,
    "aws:kms/keyPolicy:KeyPolicy": _of_key,
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _of_bucket,
    "aws:s3/bucketLogging:BucketLogging": _of_bucket,
    "aws:s3/bucketObject:BucketObject": _bucket_object,
    "aws:s3/bucketObjectv2:BucketObjectv2": _bucket_object,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _of_bucket,
    "aws:s3/bucketPolicy:BucketPolicy": _of_bucket,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _of_bucket,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _of_bucket,
    "aws:s3/bucketVersioning:BucketVersioning": _of_bucket,
    "aws:secretsmanager/secret:Secret": _secret,
    "aws:secretsmanager/secretPolicy:SecretPolicy": _of_secret,
    "aws:secretsmanager/secretVersion:SecretVersion": _secret_version,
    "aws:sns/topic:Topic": _topic,
    "aws:sns/topicPolicy:TopicPolicy": _of_topic,
    "aws:sns/topicSubscription:TopicSubscription": _topic_subscription,
    "aws:sqs/queue:Queue": _queue,
    "aws:ssm/parameter:Parameter": _parameter,
}
