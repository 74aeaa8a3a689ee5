"""Fakes of IAM, CloudWatch, its canaries, chat channels, SNS, SQS, S3, KMS, Secrets Manager and Systems Manager."""

from collections.abc import Mapping
from typing import Any, Final

from fargate_web.testing.aws.fake_account import generate_letters_and_digits, generate_uuid
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest

FakeResult = tuple[str, dict[str, Any]]

_CREATION_DATE: Final = "2026-01-01T00:00:00Z"


def _fake_role(request: ResourceRequest) -> FakeResult:
    name = request.existing_id or request.name
    arn = _build_iam_arn(request, "role", name)
    return name, {"arn": arn, "name": name, "uniqueId": _generate_unique_id("AROA", request), "createDate": _CREATION_DATE}


def _fake_policy(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or _build_iam_arn(request, "policy", request.name)
    return arn, {"arn": arn, "name": request.name, "policyId": _generate_unique_id("ANPA", request), "attachmentCount": 0}


def _fake_role_policy(request: ResourceRequest) -> FakeResult:
    return f"{request.get_text('role')}:{request.name}", {"name": request.name}


def _fake_role_policy_attachment(request: ResourceRequest) -> FakeResult:
    return f"{request.get_text('role')}/{request.get_text('policyArn')}", {}


def _fake_instance_profile(request: ResourceRequest) -> FakeResult:
    arn = _build_iam_arn(request, "instance-profile", request.name)
    return request.name, {
        "arn": arn,
        "name": request.name,
        "uniqueId": _generate_unique_id("AIPA", request),
        "createDate": _CREATION_DATE,
    }


def _fake_user(request: ResourceRequest) -> FakeResult:
    arn = _build_iam_arn(request, "user", request.name)
    return request.name, {"arn": arn, "name": request.name, "uniqueId": _generate_unique_id("AIDA", request)}


def _fake_service_linked_role(request: ResourceRequest) -> FakeResult:
    service = request.get_text("awsServiceName")
    name = "AWSServiceRoleFor" + service.partition(".")[0].upper()
    path = f"/aws-service-role/{service}/"
    arn = request.build_arn("iam", f"role{path}{name}", region="")
    return arn, {"arn": arn, "name": name, "path": path, "uniqueId": _generate_unique_id("AROA", request), "createDate": _CREATION_DATE}


def _build_iam_arn(request: ResourceRequest, kind: str, name: str) -> str:
    return request.build_arn("iam", f"{kind}{request.get_text('path', '/')}{name}", region="")


def _generate_unique_id(prefix: str, request: ResourceRequest) -> str:
    return prefix + generate_letters_and_digits(request.seed, 17).upper()


def _fake_log_group(request: ResourceRequest) -> FakeResult:
    name = request.existing_id or request.name
    return name, {"arn": request.build_arn("logs", f"log-group:{name}"), "name": name}


def _fake_alarm(request: ResourceRequest) -> FakeResult:
    return request.name, {"arn": request.build_arn("cloudwatch", f"alarm:{request.name}"), "name": request.name}


def _fake_composite_alarm(request: ResourceRequest) -> FakeResult:
    name = request.get_text("alarmName")
    return name, {"arn": request.build_arn("cloudwatch", f"alarm:{name}")}


def _fake_mute_rule(request: ResourceRequest) -> FakeResult:
    arn = request.build_arn("cloudwatch", f"alarm-mute-rule:{request.name}")
    return request.name, {"arn": arn, "name": request.name, "status": "SCHEDULED"}


def _fake_slack_channel(request: ResourceRequest) -> FakeResult:
    return _fake_chat_channel(request, "slack-channel")


def _fake_teams_channel(request: ResourceRequest) -> FakeResult:
    return _fake_chat_channel(request, "microsoft-teams-channel")


def _fake_chat_channel(request: ResourceRequest, kind: str) -> FakeResult:
    arn = request.build_arn("chatbot", f"chat-configuration/{kind}/{request.get_text('configurationName')}", region="")
    return arn, {"chatConfigurationArn": arn}


def _fake_canary(request: ResourceRequest) -> FakeResult:
    function = f"cwsyn-{request.name}-{generate_uuid(request.seed)}"
    return request.name, {
        "arn": request.build_arn("synthetics", f"canary:{request.name}"),
        "engineArn": request.build_arn("lambda", f"function:{function}:1"),
        "name": request.name,
        "sourceLocationArn": request.build_arn("lambda", f"layer:{function}:1"),
        "status": "RUNNING",
    }


def _fake_dashboard(request: ResourceRequest) -> FakeResult:
    name = request.get_text("dashboardName")
    return name, {"dashboardArn": request.build_arn("cloudwatch", f"dashboard/{name}", region="")}


def _fake_named_resource(request: ResourceRequest) -> FakeResult:
    return request.name, {}


def _fake_query_definition(request: ResourceRequest) -> FakeResult:
    id_ = generate_uuid(request.seed)
    return id_, {"arn": request.build_arn("logs", f"query-definition:{id_}"), "name": request.name, "queryDefinitionId": id_}


def _fake_event_rule(request: ResourceRequest) -> FakeResult:
    return request.name, {"arn": request.build_arn("events", f"rule/{request.name}"), "name": request.name}


def _fake_event_target(request: ResourceRequest) -> FakeResult:
    return f"{request.get_text('rule')}-{request.get_text('targetId')}", {}


def _fake_topic(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or request.build_arn("sns", request.name)
    return arn, {"arn": arn, "name": request.name, "owner": request.account.id}


def _fake_topic_subscription(request: ResourceRequest) -> FakeResult:
    arn = request.existing_id or f"{request.get_text('topic')}:{generate_uuid(request.seed)}"
    # The recipient of the e-mail must confirm it first.
    pending = request.get_text("protocol").startswith("email")
    return arn, {"arn": arn, "ownerId": request.account.id, "pendingConfirmation": pending, "confirmationWasAuthenticated": not pending}


def _fake_topic_policy(request: ResourceRequest) -> FakeResult:
    return request.get_text("arn"), {"owner": request.account.id}


def _fake_queue(request: ResourceRequest) -> FakeResult:
    account = request.account
    url = request.existing_id or f"https://sqs.{account.region}.{account.dns_suffix}/{account.id}/{request.name}"
    return url, {"arn": request.build_arn("sqs", request.name), "name": request.name, "url": url}


def _fake_bucket(request: ResourceRequest) -> FakeResult:
    name, account = request.existing_id or request.name, request.account
    return name, {
        "arn": request.build_arn("s3", name, region="", account=""),
        "bucket": name,
        "bucketDomainName": f"{name}.s3.{account.dns_suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{account.region}.{account.dns_suffix}",
        "bucketRegion": account.region,
        "hostedZoneId": f"Z{generate_letters_and_digits(f's3 {account.region}', 13).upper()}",
    }


def _fake_bucket_attachment(request: ResourceRequest) -> FakeResult:
    return request.get_text("bucket"), {}


def _fake_bucket_object(request: ResourceRequest) -> FakeResult:
    path = f"{request.get_text('bucket')}/{request.get_text('key', request.logical_name)}"
    return path, {"arn": request.build_arn("s3", path, region="", account=""), "key": path.partition("/")[2]}


def _fake_key(request: ResourceRequest) -> FakeResult:
    id_ = request.existing_id or generate_uuid(request.seed)
    return id_, {"keyId": id_, "arn": request.build_arn("kms", f"key/{id_}")}


def _fake_key_alias(request: ResourceRequest) -> FakeResult:
    target = request.get_text("targetKeyId")
    target_arn = target if target.startswith("arn:") else request.build_arn("kms", f"key/{target}")
    return request.name, {"arn": request.build_arn("kms", request.name), "name": request.name, "targetKeyArn": target_arn}


def _fake_key_policy(request: ResourceRequest) -> FakeResult:
    return request.get_text("keyId"), {}


def _fake_secret(request: ResourceRequest) -> FakeResult:
    # Secrets Manager appends six characters, so that a secret with the name of a deleted one has another ARN.
    arn = request.existing_id or request.build_arn(
        "secretsmanager", f"secret:{request.name}-{generate_letters_and_digits(request.seed, 6)}"
    )
    return arn, {"arn": arn, "name": request.name}


def _fake_secret_version(request: ResourceRequest) -> FakeResult:
    secret, version = request.get_text("secretId"), generate_uuid(request.seed)
    return f"{secret}|{version}", {"arn": secret, "secretArn": secret, "versionId": version, "versionStages": ["AWSCURRENT"]}


def _fake_secret_policy(request: ResourceRequest) -> FakeResult:
    return request.get_text("secretArn"), {}


def _fake_parameter(request: ResourceRequest) -> FakeResult:
    name = request.existing_id or request.name
    return name, {"arn": request.build_arn("ssm", f"parameter/{name.removeprefix('/')}"), "name": name, "version": 1}


FAKES: Final[Mapping[str, Fake]] = {
    "aws:cloudwatch/alarmMuteRule:AlarmMuteRule": _fake_mute_rule,
    "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": _fake_slack_channel,
    "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": _fake_teams_channel,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": _fake_composite_alarm,
    "aws:cloudwatch/dashboard:Dashboard": _fake_dashboard,
    "aws:cloudwatch/eventRule:EventRule": _fake_event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": _fake_event_target,
    "aws:cloudwatch/logGroup:LogGroup": _fake_log_group,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": _fake_named_resource,
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": _fake_named_resource,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _fake_alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": _fake_query_definition,
    "aws:synthetics/canary:Canary": _fake_canary,
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
