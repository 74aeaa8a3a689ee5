"""The properties that protect data, addresses and traffic, by type, and what their loss means to people.

A safeguard is lost if it is turned off, shortened or made smaller. What a table of replacements can't tell: the provider changes these properties in
place, and nobody notices until something else goes wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web_cli.diff.safeguard_losses import (
    has_fewer_items,
    is_cleared,
    is_lowered,
    is_shortened_expiration,
    is_turned_off,
    is_turned_on,
    keeps_fewer_backups,
    loses_transit_encryption,
)


@dataclass(frozen=True)
class Safeguard:
    """A property that protects something.

    Attributes:
        path: Its path.
        is_lost: Whether its old and new value lose the protection; a missing value is None.
        effect: What the loss means to people.
    """

    path: str
    is_lost: Callable[[Any, Any], bool]
    effect: str


_DELETION_PROTECTION: Final = "AWS no longer refuses to delete it"
_NO_LAST_SNAPSHOT: Final = "its deletion leaves no last snapshot"
_FEWER_BACKUPS: Final = "older backups are deleted, and it can be restored to fewer days of the past"
_DELETED_WITH_CONTENT: Final = "its deletion no longer fails while it has content, and takes the content with it"
_FEWER_ZONES: Final = "a fault in one zone of AWS takes more of it, or all"
_OWN_KEY_GONE: Final = "what is written from now on is no longer encrypted with your key"
_NO_ROLLBACK: Final = "a deployment that goes wrong is no longer rolled back by itself"

_DATABASE: Final = (
    Safeguard("deletionProtection", is_turned_off(), _DELETION_PROTECTION),
    Safeguard("backupRetentionPeriod", is_lowered(), _FEWER_BACKUPS),
    Safeguard("skipFinalSnapshot", is_turned_on(), _NO_LAST_SNAPSHOT),
    Safeguard("storageEncrypted", is_turned_off(), "its data is stored without encryption"),
)
_DELETED_BACKUPS: Final = Safeguard("deleteAutomatedBackups", is_turned_on(absent=True), "its deletion takes its backups with it")

SAFEGUARDS: Final[Mapping[str, tuple[Safeguard, ...]]] = {
    "awsx:ec2:Vpc": (
        Safeguard(
            "natGateways.strategy",
            is_lowered(ranks=("None", "Single", "OnePerAz")),
            "public addresses of NAT gateways are given back, which others may allow in their firewalls; tasks in private subnets leave by other addresses, share a gateway, or reach the internet no more",
        ),
        Safeguard("natGateways.elasticIpAllocationIds", has_fewer_items, "connections to the internet come from other addresses"),
        Safeguard("availabilityZoneNames", has_fewer_items, _FEWER_ZONES),
        Safeguard("numberOfAvailabilityZones", is_lowered(), _FEWER_ZONES),
    ),
    "aws:lb/loadBalancer:LoadBalancer": (
        Safeguard(
            "enableDeletionProtection", is_turned_off(), f"{_DELETION_PROTECTION}, and with it the address of every service behind it"
        ),
        Safeguard("subnets", has_fewer_items, _FEWER_ZONES),
        Safeguard("subnetMappings", has_fewer_items, _FEWER_ZONES),
        Safeguard(
            "enableCrossZoneLoadBalancing",
            is_turned_off(),
            "each address reaches the tasks of its own zone only, and none if no task runs there",
        ),
        Safeguard("accessLogs.enabled", is_turned_off(), "requests are no longer logged"),
        Safeguard("connectionLogs.enabled", is_turned_off(), "connections are no longer logged"),
    ),
    "aws:ecs/service:Service": (
        Safeguard("alarms.enable", is_turned_off(), _NO_ROLLBACK),
        Safeguard("alarms.rollback", is_turned_off(), _NO_ROLLBACK),
        Safeguard("alarms.alarmNames", has_fewer_items, "fewer alarms roll a deployment back"),
        Safeguard("deploymentCircuitBreaker.enable", is_turned_off(), "a deployment whose tasks don't start goes on for hours"),
        Safeguard("deploymentCircuitBreaker.rollback", is_turned_off(), _NO_ROLLBACK),
        Safeguard("networkConfiguration.subnets", has_fewer_items, _FEWER_ZONES),
        Safeguard("availabilityZoneRebalancing", is_turned_off(), "tasks may stay in one zone"),
    ),
    "aws:ecs/cluster:Cluster": (
        Safeguard("configuration.managedStorageConfiguration.fargateEphemeralStorageKmsKeyId", is_cleared, _OWN_KEY_GONE),
        Safeguard("configuration.executeCommandConfiguration.kmsKeyId", is_cleared, _OWN_KEY_GONE),
    ),
    "aws:scheduler/schedule:Schedule": (Safeguard("kmsKeyArn", is_cleared, _OWN_KEY_GONE),),
    "aws:ecs/taskDefinition:TaskDefinition": (
        Safeguard("volumes", loses_transit_encryption, "files go over the network without encryption"),
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        Safeguard("retentionInDays", is_lowered(unlimited=(0, None)), "older logs are deleted"),
        Safeguard("kmsKeyId", is_cleared, _OWN_KEY_GONE),
        Safeguard("skipDestroy", is_turned_off(), "its deletion takes the logs with it"),
        Safeguard("deletionProtectionEnabled", is_turned_off(), _DELETION_PROTECTION),
    ),
    "aws:s3/bucket:Bucket": (
        Safeguard("forceDestroy", is_turned_on(), _DELETED_WITH_CONTENT),
        Safeguard("versioning.enabled", is_turned_off(), "what is overwritten or deleted is gone"),
        Safeguard("serverSideEncryptionConfiguration", is_cleared, _OWN_KEY_GONE),
    ),
    "aws:s3/bucketVersioning:BucketVersioning": (
        Safeguard("versioningConfiguration.status", is_turned_off(), "what is overwritten or deleted is gone"),
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": (
        Safeguard("rules", is_shortened_expiration, "older objects are deleted"),
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        Safeguard("rules.applyServerSideEncryptionByDefault.kmsMasterKeyId", is_cleared, _OWN_KEY_GONE),
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": tuple(
        Safeguard(path, is_turned_off(), "the bucket could be made public")
        for path in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    ),
    "aws:kms/key:Key": (
        Safeguard("deletionWindowInDays", is_lowered(absent=30), "less time to notice a deletion before what is encrypted with it is lost"),
        Safeguard("enableKeyRotation", is_turned_off(), "the key is no longer rotated"),
        Safeguard("isEnabled", is_turned_off(absent=True), "what is encrypted with it can't be read"),
    ),
    "aws:ecr/repository:Repository": (
        Safeguard("imageTagMutability", is_turned_off(on=("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")), "a tag can be moved to another image"),
        Safeguard("imageScanningConfiguration.scanOnPush", is_turned_off(), "images are no longer scanned for vulnerabilities"),
        Safeguard("forceDelete", is_turned_on(), _DELETED_WITH_CONTENT),
    ),
    "aws:rds/instance:Instance": (
        *_DATABASE,
        _DELETED_BACKUPS,
        Safeguard("multiAz", is_turned_off(), "no standby in another zone takes over"),
    ),
    "aws:rds/cluster:Cluster": (
        *_DATABASE,
        _DELETED_BACKUPS,
        Safeguard("backtrackWindow", is_lowered(absent=0), "it can be turned back less far"),
    ),
    "aws:docdb/cluster:Cluster": _DATABASE,
    "aws:neptune/cluster:Cluster": _DATABASE,
    "aws:dynamodb/table:Table": (
        Safeguard("deletionProtectionEnabled", is_turned_off(), _DELETION_PROTECTION),
        Safeguard("pointInTimeRecovery.enabled", is_turned_off(), "it can't be restored to a moment of the past"),
        Safeguard("pointInTimeRecovery.recoveryPeriodInDays", is_lowered(absent=35), _FEWER_BACKUPS),
        Safeguard("serverSideEncryption.enabled", is_turned_off(), _OWN_KEY_GONE),
        Safeguard("replicas", has_fewer_items, "its copy in another Region is deleted"),
    ),
    "aws:opensearch/domain:Domain": (
        Safeguard("encryptAtRest.enabled", is_turned_off(), "its data is stored without encryption"),
        Safeguard("nodeToNodeEncryption.enabled", is_turned_off(), "its nodes talk without encryption"),
        Safeguard("domainEndpointOptions.enforceHttps", is_turned_off(), "it answers without encryption"),
        Safeguard("clusterConfig.zoneAwarenessEnabled", is_turned_off(), _FEWER_ZONES),
    ),
    "aws:elasticache/cluster:Cluster": (
        Safeguard("snapshotRetentionLimit", is_lowered(absent=0), _FEWER_BACKUPS),
        Safeguard("finalSnapshotIdentifier", is_cleared, _NO_LAST_SNAPSHOT),
        Safeguard("azMode", is_turned_off(on=("cross-az",)), _FEWER_ZONES),
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        Safeguard("snapshotRetentionLimit", is_lowered(absent=0), _FEWER_BACKUPS),
        Safeguard("finalSnapshotIdentifier", is_cleared, _NO_LAST_SNAPSHOT),
        Safeguard("automaticFailoverEnabled", is_turned_off(), "no replica takes over by itself"),
        Safeguard("multiAzEnabled", is_turned_off(), _FEWER_ZONES),
        Safeguard("transitEncryptionEnabled", is_turned_off(), "clients talk to it without encryption"),
        Safeguard("atRestEncryptionEnabled", is_turned_off(), "its data is stored without encryption"),
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": (Safeguard("snapshotRetentionLimit", is_lowered(absent=0), _FEWER_BACKUPS),),
    "aws:memorydb/cluster:Cluster": (
        Safeguard("snapshotRetentionLimit", is_lowered(absent=0), _FEWER_BACKUPS),
        Safeguard("finalSnapshotName", is_cleared, _NO_LAST_SNAPSHOT),
        Safeguard("tlsEnabled", is_turned_off(absent=True), "clients talk to it without encryption"),
    ),
    "aws:efs/fileSystem:FileSystem": (
        Safeguard("protection.replicationOverwrite", is_turned_off(), "a replication may overwrite its files"),
        Safeguard("encrypted", is_turned_off(), "its files are stored without encryption"),
    ),
    "aws:efs/backupPolicy:BackupPolicy": (Safeguard("backupPolicy.status", is_turned_off(), "the files are no longer backed up"),),
    "aws:backup/vault:Vault": (Safeguard("forceDestroy", is_turned_on(), _DELETED_WITH_CONTENT),),
    "aws:backup/plan:Plan": (Safeguard("rules", keeps_fewer_backups, "backups are made less often, or deleted earlier"),),
    "aws:cognito/userPool:UserPool": (
        Safeguard("deletionProtection", is_turned_off(), _DELETION_PROTECTION),
        Safeguard("mfaConfiguration", is_lowered(ranks=("OFF", "OPTIONAL", "ON")), "users can sign in without a second factor"),
    ),
    "aws:sqs/queue:Queue": (
        Safeguard("messageRetentionSeconds", is_lowered(absent=345_600), "messages that wait longer are deleted"),
        Safeguard("redrivePolicy", is_cleared, "messages that fail again and again are no longer kept in another queue"),
        Safeguard("kmsMasterKeyId", is_cleared, _OWN_KEY_GONE),
        Safeguard("sqsManagedSseEnabled", is_turned_off(), "messages are stored without encryption"),
    ),
    "aws:sns/topic:Topic": (Safeguard("kmsMasterKeyId", is_cleared, _OWN_KEY_GONE),),
    "aws:kinesis/stream:Stream": (
        Safeguard("retentionPeriod", is_lowered(absent=24), "records that wait longer are deleted"),
        Safeguard("encryptionType", is_turned_off(), "records are stored without encryption"),
    ),
    "aws:secretsmanager/secret:Secret": (
        Safeguard("recoveryWindowInDays", is_lowered(absent=30), "less time to take a deletion back"),
        Safeguard("replicas", has_fewer_items, "its copy in another Region is deleted"),
        Safeguard("kmsKeyId", is_cleared, _OWN_KEY_GONE),
    ),
    "aws:route53/zone:Zone": (Safeguard("forceDestroy", is_turned_on(), _DELETED_WITH_CONTENT),),
}
"""By type token."""

SAFEGUARD_TYPES: Final = frozenset(
    (
        "aws:backup/plan:Plan",
        "aws:backup/selection:Selection",
        "aws:ec2/flowLog:FlowLog",
        "aws:efs/backupPolicy:BackupPolicy",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    )
)
"""Types that protect another resource, so that their deletion is a loss as well. The table of replacements says what it means."""
