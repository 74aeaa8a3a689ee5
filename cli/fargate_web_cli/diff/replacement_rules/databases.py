"""Replacement rules of databases and search domains that a team puts beside its services."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_CLUSTER_PROPERTIES: Final = (
    "availabilityZones clusterIdentifier clusterIdentifierPrefix dbSubnetGroupName engine kmsKeyId masterUsername restoreToPointInTime "
    "snapshotIdentifier storageEncrypted"
)
_NEW_DATABASE: Final = "the new database is empty, or restored from the named snapshot; the old one is deleted with its data"
_KEEP_DATABASE: Final = "leave it as it is; to move, restore a snapshot into a second database, and point the services at it"
_DELETED_DATABASE: Final = "its data is deleted; only snapshots stay, and with `skipFinalSnapshot` no last one is made"
_DATABASE_REASONS: Final = {"storageEncrypted": "AWS can't encrypt a database in place", "engine": "a database keeps its engine for life"}

DATABASES: Final[Mapping[str, TypeRules]] = {
    "aws:rds/instance:Instance": TypeRules(
        provider_file="rds/instance.go",
        checked_commit="00e4b23838859616dd0ebc9d1fd9364c0f6bff22",
        # `backupTarget` is newer than that commit; RDS takes it only when an instance is created.
        forcing_properties=parse_properties(
            "availabilityZone backupTarget characterSetName customIamInstanceProfile dbName engine identifier identifierPrefix kmsKeyId "
            "ncharCharacterSetName restoreToPointInTime s3Import snapshotIdentifier storageEncrypted timezone username"
        ),
        replacement_effect=_NEW_DATABASE,
        how_to_avoid=_KEEP_DATABASE,
        protected_asset="data",
        deletion_effect=_DELETED_DATABASE,
        property_reasons=_DATABASE_REASONS,
    ),
    "aws:rds/cluster:Cluster": TypeRules(
        provider_file="rds/cluster.go",
        checked_commit="0168cf6844f393420326f1426bf18ed357b56a77",
        forcing_properties=parse_properties(
            f"{_CLUSTER_PROPERTIES} clusterScalabilityType databaseName dbSystemId engineMode s3Import sourceRegion"
        ),
        replacement_effect=_NEW_DATABASE,
        how_to_avoid=_KEEP_DATABASE,
        protected_asset="data",
        deletion_effect=_DELETED_DATABASE,
        property_reasons=_DATABASE_REASONS,
    ),
    "aws:rds/clusterInstance:ClusterInstance": TypeRules(
        provider_file="rds/cluster_instance.go",
        checked_commit="01606926a0c0ab9174aec440f976a48b0baee722",
        forcing_properties=parse_properties(
            "availabilityZone clusterIdentifier customIamInstanceProfile dbSubnetGroupName engine identifier identifierPrefix"
        ),
        replacement_effect="connections to this instance break, and its own address changes; the data stays in the cluster",
        how_to_avoid="leave it as it is, or add a second instance first",
        protected_asset="traffic",
        deletion_effect="connections to this instance break; without another one in the cluster nobody reaches the data",
    ),
    "aws:rds/subnetGroup:SubnetGroup": TypeRules(
        provider_file="rds/subnet_group.go",
        forcing_properties=parse_properties("name namePrefix"),
        replacement_effect="databases in it have to move to the new group; AWS refuses to delete a group in use",
        how_to_avoid="leave the name as it is",
        deletion_effect="AWS refuses to delete a group in use",
    ),
    "aws:rds/parameterGroup:ParameterGroup": TypeRules(
        provider_file="rds/parameter_group.go",
        forcing_properties=parse_properties("description family name namePrefix"),
        replacement_effect="instances get the new group, and need a restart for some parameters",
        deletion_effect="AWS refuses to delete a group in use",
    ),
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": TypeRules(
        provider_file="rds/cluster_parameter_group.go",
        forcing_properties=parse_properties("description family name namePrefix"),
        replacement_effect="clusters get the new group, and need a restart for some parameters",
        deletion_effect="AWS refuses to delete a group in use",
    ),
    "aws:docdb/cluster:Cluster": TypeRules(
        provider_file="docdb/cluster.go",
        checked_commit="010e0435dc8db1659cf12498559d8897d6fddab0",
        forcing_properties=parse_properties(f"{_CLUSTER_PROPERTIES} port"),
        replacement_effect=_NEW_DATABASE,
        how_to_avoid=_KEEP_DATABASE,
        protected_asset="data",
        deletion_effect=_DELETED_DATABASE,
        property_reasons=_DATABASE_REASONS,
    ),
    "aws:neptune/cluster:Cluster": TypeRules(
        provider_file="neptune/cluster.go",
        checked_commit="0015017ad4056c21b70ab87f24a39c720202878f",
        # `snapshotIdentifier` forces a replacement since a later commit.
        forcing_properties=parse_properties(
            "availabilityZones clusterIdentifier clusterIdentifierPrefix engine kmsKeyArn neptuneSubnetGroupName port snapshotIdentifier "
            "storageEncrypted"
        ),
        replacement_effect=_NEW_DATABASE,
        how_to_avoid=_KEEP_DATABASE,
        protected_asset="data",
        deletion_effect=_DELETED_DATABASE,
        property_reasons=_DATABASE_REASONS,
    ),
    "aws:dynamodb/table:Table": TypeRules(
        provider_file="dynamodb/table.go",
        checked_commit="01335dd3cd3dff10ace08b5250b7302d4dbb0e04",
        # The sources of an import or a restore that are newer than that commit count as well: they matter only when a table is created.
        forcing_properties=parse_properties(
            "hashKey importTable localSecondaryIndexes name rangeKey restoreBackupArn restoreDateTime restoreSourceName "
            "restoreSourceTableArn restoreToLatestTime"
        ),
        replacement_effect="the new table is empty; the old one is deleted with its items",
        how_to_avoid="leave name and keys as they are; to move, make a second table, and copy the items",
        protected_asset="data",
        deletion_effect="its items are deleted; only backups made on demand stay",
        property_reasons={
            "hashKey": "a table keeps its keys for life",
            "rangeKey": "a table keeps its keys for life",
            "localSecondaryIndexes": "local indexes are made with the table",
        },
    ),
    "aws:opensearch/domain:Domain": TypeRules(
        provider_file="opensearch/domain.go",
        checked_commit="0089ff3b9a896c80870faae5fe55a3e9318a22fb",
        # Newer providers turn these three on in place, and replace the domain to turn them off.
        forcing_properties=parse_properties(
            "advancedSecurityOptions.enabled domainName encryptAtRest.enabled encryptAtRest.kmsKeyId nodeToNodeEncryption.enabled vpcOptions"
        ),
        replacement_effect="the new domain is empty and has another address; the old one is deleted with its indexes",
        how_to_avoid="leave it as it is; to move, make a second domain, and restore a snapshot there",
        protected_asset="data",
        deletion_effect="its indexes are deleted",
    ),
}
"""By type token."""
