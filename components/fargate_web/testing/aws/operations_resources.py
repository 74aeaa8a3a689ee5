"""Fakes of IAM, CloudWatch, SNS, SQS, S3, KMS, Secrets Manager and Systems Manager."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_letters_and_digits, generate_uuid
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

FakeResult = tuple[str, dict[str, Any]]

_CREATION_DATE: Final = "2026-01-01T00:00:00Z"


def _fake_role(creation: ResourceRequest) -> FakeResult:
    name = creation.existing_id or creation.name
    arn = _build_iam_arn(creation, "role", name)
    return name, {"arn": arn, "name": name, "uniqueId": _generate_unique_id("AROA", creation), "createDate": _CREATION_DATE}


def _fake_policy(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or _build_iam_arn(creation, "policy", creation.name)
    return arn, {"arn": arn, "name": creation.name, "policyId": _generate_unique_id("ANPA", creation), "attachmentCount": 0}


def _fake_role_policy(creation: ResourceRequest) -> FakeResult:
    return f"{creation.get_text('role')}:{creation.name}", {"name": creation.name}


def _fake_role_policy_attachment(creation: ResourceRequest) -> FakeResult:
    return f"{creation.get_text('role')}/{creation.get_text('policyArn')}", {}


def _fake_instance_profile(creation: ResourceRequest) -> FakeResult:
    arn = _build_iam_arn(creation, "instance-profile", creation.name)
    return creation.name, {
        "arn": arn,
        "name": creation.name,
        "uniqueId": _generate_unique_id("AIPA", creation),
        "createDate": _CREATION_DATE,
    }


def _fake_user(creation: ResourceRequest) -> FakeResult:
    arn = _build_iam_arn(creation, "user", creation.name)
    return creation.name, {"arn": arn, "name": creation.name, "uniqueId": _generate_unique_id("AIDA", creation)}


def _fake_service_linked_role(creation: ResourceRequest) -> FakeResult:
    service = creation.get_text("awsServiceName")
    name = "AWSServiceRoleFor" + service.partition(".")[0].upper()
    path = f"/aws-service-role/{service}/"
    arn = creation.build_arn("iam", f"role{path}{name}", region="")
    return arn, {"arn": arn, "name": name, "path": path, "uniqueId": _generate_unique_id("AROA", creation), "createDate": _CREATION_DATE}


def _build_iam_arn(creation: ResourceRequest, kind: str, name: str) -> str:
    return creation.build_arn("iam", f"{kind}{creation.get_text('path', '/')}{name}", region="")


def _generate_unique_id(prefix: str, creation: ResourceRequest) -> str:
    return prefix + generate_letters_and_digits(creation.seed, 17).upper()


def _fake_log_group(creation: ResourceRequest) -> FakeResult:
    name = creation.existing_id or creation.name
    return name, {"arn": creation.build_arn("logs", f"log-group:{name}"), "name": name}


def _fake_alarm(creation: ResourceRequest) -> FakeResult:
    return creation.name, {"arn": creation.build_arn("cloudwatch", f"alarm:{creation.name}"), "name": creation.name}


def _fake_composite_alarm(creation: ResourceRequest) -> FakeResult:
    name = creation.get_text("alarmName")
    return name, {"arn": creation.build_arn("cloudwatch", f"alarm:{name}")}


def _fake_dashboard(creation: ResourceRequest) -> FakeResult:
    name = creation.get_text("dashboardName")
    return name, {"dashboardArn": creation.build_arn("cloudwatch", f"dashboard/{name}", region="")}


def _fake_named_resource(creation: ResourceRequest) -> FakeResult:
    return creation.name, {}


def _fake_query_definition(creation: ResourceRequest) -> FakeResult:
    id_ = generate_uuid(creation.seed)
    return id_, {"arn": creation.build_arn("logs", f"query-definition:{id_}"), "name": creation.name, "queryDefinitionId": id_}


def _fake_event_rule(creation: ResourceRequest) -> FakeResult:
    return creation.name, {"arn": creation.build_arn("events", f"rule/{creation.name}"), "name": creation.name}


def _fake_event_target(creation: ResourceRequest) -> FakeResult:
    return f"{creation.get_text('rule')}-{creation.get_text('targetId')}", {}


def _fake_topic(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or creation.build_arn("sns", creation.name)
    return arn, {"arn": arn, "name": creation.name, "owner": creation.account.id}


def _fake_topic_subscription(creation: ResourceRequest) -> FakeResult:
    arn = creation.existing_id or f"{creation.get_text('topic')}:{generate_uuid(creation.seed)}"
    # Whoever reads the mail has to confirm first.
    pending = creation.get_text("protocol").startswith("email")
    return arn, {"arn": arn, "ownerId": creation.account.id, "pendingConfirmation": pending, "confirmationWasAuthenticated": not pending}


def _fake_topic_policy(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("arn"), {"owner": creation.account.id}


def _fake_queue(creation: ResourceRequest) -> FakeResult:
    account = creation.account
    url = creation.existing_id or f"https://sqs.{account.region}.{account.dns_suffix}/{account.id}/{creation.name}"
    return url, {"arn": creation.build_arn("sqs", creation.name), "name": creation.name, "url": url}


def _fake_bucket(creation: ResourceRequest) -> FakeResult:
    name, account = creation.existing_id or creation.name, creation.account
    return name, {
        "arn": creation.build_arn("s3", name, region="", account=""),
        "bucket": name,
        "bucketDomainName": f"{name}.s3.{account.dns_suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{account.region}.{account.dns_suffix}",
        "bucketRegion": account.region,
        "hostedZoneId": f"Z{generate_letters_and_digits(f's3 {account.region}', 13).upper()}",
    }


def _fake_bucket_attachment(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("bucket"), {}


def _fake_bucket_object(creation: ResourceRequest) -> FakeResult:
    path = f"{creation.get_text('bucket')}/{creation.get_text('key', creation.logical_name)}"
    return path, {"arn": creation.build_arn("s3", path, region="", account=""), "key": path.partition("/")[2]}


def _fake_key(creation: ResourceRequest) -> FakeResult:
    id_ = creation.existing_id or generate_uuid(creation.seed)
    return id_, {"keyId": id_, "arn": creation.build_arn("kms", f"key/{id_}")}


def _fake_key_alias(creation: ResourceRequest) -> FakeResult:
    target = creation.get_text("targetKeyId")
    target_arn = target if target.startswith("arn:") else creation.build_arn("kms", f"key/{target}")
    return creation.name, {"arn": creation.build_arn("kms", creation.name), "name": creation.name, "targetKeyArn": target_arn}


def _fake_key_policy(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("keyId"), {}


def _fake_secret(creation: ResourceRequest) -> FakeResult:
    # Secrets Manager adds six characters, so that a secret with the name of a deleted one has another ARN.
    arn = creation.existing_id or creation.build_arn(
        "secretsmanager", f"secret:{creation.name}-{generate_letters_and_digits(creation.seed, 6)}"
    )
    return arn, {"arn": arn, "name": creation.name}


def _fake_secret_version(creation: ResourceRequest) -> FakeResult:
    secret, version = creation.get_text("secretId"), generate_uuid(creation.seed)
    return f"{secret}|{version}", {"arn": secret, "secretArn": secret, "versionId": version, "versionStages": ["AWSCURRENT"]}


def _fake_secret_policy(creation: ResourceRequest) -> FakeResult:
    return creation.get_text("secretArn"), {}


def _fake_parameter(creation: ResourceRequest) -> FakeResult:
    name = creation.existing_id or creation.name
    return name, {"arn": creation.build_arn("ssm", f"parameter/{name.removeprefix('/')}"), "name": name, "version": 1}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _fake_composite_alarm,
    "aws:cloudwatch/dashboard:Dashboard": _fake_dashboard,
    "aws:cloudwatch/eventRule:EventRule": _fake_event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": _fake_event_target,
    "aws:cloudwatch/logGroup:LogGroup": _fake_log_group,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": _fake_named_resource,
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": _fake_named_resource,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _fake_alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": _fake_query_definition,
    "aws:iam/instanceProfile:InstanceProfile": _fake_instance_profile,
    "aws:iam/policy:Policy": _fake_policy,
    "aws:iam/role:Role": _fake_role,
    "aws:iam/rolePolicy:RolePolicy": _fake_role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _fake_role_policy_attachment,
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": _fake_service_linked_role,
    "aws:iam/user:User": _fake_user,
    "aws:kms/alias:Alias": _fake_key_alias,
    "aws:kms/key:Key": _fake_key,
    "aws:kms/keyPolicy:KeyPolicy": _fake_key_policy,
    "aws:s3/bucket:Bucket": _fake_bucket,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _fake_bucket_attachment,
    "aws:s3/bucketLogging:BucketLogging": _fake_bucket_attachment,
    "aws:s3/bucketObject:BucketObject": _fake_bucket_object,
    "aws:s3/bucketObjectv2:BucketObjectv2": _fake_bucket_object,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _fake_bucket_attachment,
    "aws:s3/bucketPolicy:BucketPolicy": _fake_bucket_attachment,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _fake_bucket_attachment,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _fake_bucket_attachment,
    "aws:s3/bucketVersioning:BucketVersioning": _fake_bucket_attachment,
    "aws:secretsmanager/secret:Secret": _fake_secret,
    "aws:secretsmanager/secretPolicy:SecretPolicy": _fake_secret_policy,
    "aws:secretsmanager/secretVersion:SecretVersion": _fake_secret_version,
    "aws:sns/topic:Topic": _fake_topic,
    "aws:sns/topicPolicy:TopicPolicy": _fake_topic_policy,
    "aws:sns/topicSubscription:TopicSubscription": _fake_topic_subscription,
    "aws:sqs/queue:Queue": _fake_queue,
    "aws:ssm/parameter:Parameter": _fake_parameter,
}
