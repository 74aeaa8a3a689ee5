"""Replacement rules of caches, queues, streams and brokers."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_NEW_CACHE: Final = "the new cache is empty and has another address; what the old one holds is lost unless a snapshot is restored"
_DELETED_CACHE: Final = "what it holds is lost, unless `finalSnapshotIdentifier` keeps a last snapshot"

CACHES_AND_MESSAGES: Final[Mapping[str, TypeRules]] = {
    "aws:elasticache/cluster:Cluster": TypeRules(
        provider_file="elasticache/cluster.go",
        checked_commit="01606926a0c0ab9174aec440f976a48b0baee722",
        # `customizeDiffEngineVersionForceNewOnDowngrade`: an older engine version replaces it too, which is not told apart here.
        forcing_properties=parse_properties(
            "availabilityZone clusterId engine networkType nodeType outpostMode port preferredOutpostArn replicationGroupId snapshotArns "
            "snapshotName subnetGroupName transitEncryptionEnabled"
        ),
        # `clusterForceNewOnMemcachedNodeTypeChange`
        conditions={"nodeType": ("engine", frozenset(("redis", "valkey")))},
        replacement_effect=_NEW_CACHE,
        how_to_avoid="leave it as it is, or make a second cache and move the services to it",
        protected_asset="data",
        deletion_effect=_DELETED_CACHE,
    ),
    "aws:elasticache/replicationGroup:ReplicationGroup": TypeRules(
        provider_file="elasticache/replication_group.go",
        checked_commit="001b6364c1a3b3045e152f655440a6d47eb44a70",
        # `transitEncryptionEnabled` replaces versions before 7.0.5 alone, and `nodeGroupConfigurations` only if shards or zones change.
        forcing_properties=parse_properties(
            "atRestEncryptionEnabled dataTieringEnabled globalReplicationGroupId kmsKeyId networkType nodeGroupConfigurations port "
            "replicationGroupId securityGroupNames snapshotArns snapshotName subnetGroupName transitEncryptionEnabled"
        ),
        replacement_effect=_NEW_CACHE,
        how_to_avoid="leave it as it is, or make a second group from a snapshot and move the services to it",
        protected_asset="data",
        deletion_effect=_DELETED_CACHE,
    ),
    "aws:elasticache/serverlessCache:ServerlessCache": TypeRules(
        provider_file="elasticache/serverless_cache.go",
        checked_commit="00a919d1548eb437816d4838f320502ad34183ff",
        # `networkType` is newer than that commit.
        forcing_properties=parse_properties("engine kmsKeyId majorEngineVersion name networkType snapshotArnsToRestores subnetIds"),
        replacement_effect=_NEW_CACHE,
        how_to_avoid="leave it as it is, or make a second cache from a snapshot and move the services to it",
        protected_asset="data",
        deletion_effect="what it holds is lost: the provider makes no last snapshot",
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": TypeRules(
        provider_file="elasticache/subnet_group.go",
        forcing_properties=parse_properties("name"),
        replacement_effect="caches in it are replaced as well",
        how_to_avoid="leave the name as it is",
        deletion_effect="AWS refuses to delete a group in use",
    ),
    "aws:memorydb/cluster:Cluster": TypeRules(
        provider_file="memorydb/cluster.go",
        checked_commit="005ca9db703bd2e271f5796ffdcef771691e18a5",
        # `ipDiscovery` and `networkType` are newer than that commit; MemoryDB takes the network type only when a cluster is created.
        forcing_properties=parse_properties(
            "autoMinorVersionUpgrade dataTiering kmsKeyArn multiRegionClusterName name namePrefix networkType port snapshotArns snapshotName "
            "subnetGroupName tlsEnabled"
        ),
        replacement_effect=_NEW_CACHE,
        how_to_avoid="leave it as it is, or make a second cluster from a snapshot and move the services to it",
        protected_asset="data",
        deletion_effect="its data is deleted, unless `finalSnapshotName` keeps a last snapshot",
    ),
    "aws:sqs/queue:Queue": TypeRules(
        provider_file="sqs/queue.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("fifoQueue name namePrefix"),
        replacement_effect="messages in the old queue are lost, and its URL changes: senders and workers have to use the new one",
        how_to_avoid="leave the name as it is; to move, add a second queue, and remove the first one once it is empty",
        protected_asset="data",
        deletion_effect="its messages are lost, and senders get errors",
        property_reasons={"fifoQueue": "a queue is FIFO or standard for life"},
    ),
    "aws:sqs/queuePolicy:QueuePolicy": TypeRules(
        provider_file="sqs/queue_policy.go",
        forcing_properties=parse_properties("queueUrl"),
        replacement_effect="whoever may send by this policy is refused for some seconds",
        deletion_effect="whoever may send by this policy is refused",
    ),
    "aws:kinesis/stream:Stream": TypeRules(
        provider_file="kinesis/stream.go",
        checked_commit="03aadd4385481a5bb0e26d7eec2a2d75ea30c9a0",
        forcing_properties=parse_properties("name"),
        replacement_effect="records in the old stream are lost, and producers and consumers have to use the new one",
        how_to_avoid="leave the name as it is",
        protected_asset="data",
        deletion_effect="its records are lost, and producers get errors",
    ),
    "aws:msk/cluster:Cluster": TypeRules(
        provider_file="kafka/cluster.go",
        checked_commit="0313b82f92f88327a6a78d80fa42376bd5838909",
        # Newer providers change `clientAuthentication` in place. An older `kafkaVersion` replaces the cluster, which is not told apart here.
        forcing_properties=parse_properties(
            "brokerNodeGroupInfo.azDistribution brokerNodeGroupInfo.clientSubnets brokerNodeGroupInfo.securityGroups clusterName encryptionInfo"
        ),
        replacement_effect="the new cluster is empty and has other addresses; the topics of the old one are deleted",
        how_to_avoid="leave it as it is; to move, make a second cluster, and replicate the topics",
        protected_asset="data",
        deletion_effect="its topics and their messages are deleted",
    ),
    "aws:mq/broker:Broker": TypeRules(
        provider_file="mq/broker.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties(
            "brokerName dataReplicationPrimaryBrokerArn deploymentMode encryptionOptions engineType ldapServerMetadata publiclyAccessible subnetIds"
        ),
        replacement_effect="the new broker is empty and has another address; messages of the old one are lost",
        how_to_avoid="leave it as it is; to move, add a second broker, and remove the first one once it is empty",
        protected_asset="data",
        deletion_effect="its messages are lost",
    ),
}
"""By type token."""
