"""Replacement rules of file systems, backups, users and secrets."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

FILES_USERS_AND_SECRETS: Final[Mapping[str, TypeRules]] = {
    "aws:efs/fileSystem:FileSystem": TypeRules(
        provider_file="efs/file_system.go",
        checked_commit="0389f4671dd9086cbe548d8eeabf0df30d1c38d9",
        forcing_properties=parse_properties("availabilityZoneName creationToken encrypted kmsKeyId performanceMode"),
        replacement_effect="the new file system is empty; the old one is deleted with its files",
        how_to_avoid="leave it as it is; to move, make a second file system, and copy the files (AWS DataSync)",
        protected_asset="data",
        deletion_effect="its files are deleted",
        property_reasons={"encrypted": "EFS can't encrypt a file system in place"},
    ),
    "aws:efs/accessPoint:AccessPoint": TypeRules(
        provider_file="efs/access_point.go",
        checked_commit="01606926a0c0ab9174aec440f976a48b0baee722",
        forcing_properties=parse_properties("fileSystemId posixUser rootDirectory"),
        replacement_effect="tasks that mount it have to start anew with the new one; the files stay",
        how_to_avoid="leave it as it is, or add a second access point first",
        protected_asset="traffic",
        deletion_effect="tasks that mount it can't start; the files stay",
    ),
    "aws:efs/mountTarget:MountTarget": TypeRules(
        provider_file="efs/mount_target.go",
        checked_commit="0593466d96e383de3f75587805537f6e590ebf4e",
        # The arguments for IPv6 are newer than that commit; EFS takes them only when a mount target is created.
        forcing_properties=parse_properties("fileSystemId ipAddress ipAddressType ipv6Address subnetId"),
        replacement_effect="tasks in the zone lose their files until the new one is there; the files stay",
        how_to_avoid="leave it as it is",
        protected_asset="traffic",
        deletion_effect="tasks in the zone lose their files; the files stay",
    ),
    "aws:efs/backupPolicy:BackupPolicy": TypeRules(
        provider_file="efs/backup_policy.go",
        forcing_properties=parse_properties("fileSystemId"),
        replacement_effect="a backup may be missed",
        deletion_effect="the files are no longer backed up",
    ),
    "aws:backup/vault:Vault": TypeRules(
        provider_file="backup/vault.go",
        checked_commit="050ac11163cab8cdae5936a7f40b0e528ff780df",
        forcing_properties=parse_properties("kmsKeyArn name"),
        replacement_effect="backups in the old vault do not move: they are deleted if `forceDestroy` is on, else AWS refuses and the update fails",
        how_to_avoid="leave it as it is; make a second vault for new backups",
        protected_asset="data",
        deletion_effect="its backups are deleted if `forceDestroy` is on, else AWS refuses and the update fails",
    ),
    "aws:backup/plan:Plan": TypeRules(
        provider_file="backup/plan.go",
        forcing_properties=parse_properties("name"),
        replacement_effect="a backup may be missed",
        deletion_effect="nothing is backed up by it any more",
    ),
    "aws:backup/selection:Selection": TypeRules(
        provider_file="backup/selection.go",
        forcing_properties=parse_properties("conditions iamRoleArn name notResources planId resources selectionTags"),
        replacement_effect="a backup may be missed",
        deletion_effect="what it selects is no longer backed up",
    ),
    "aws:cognito/userPool:UserPool": TypeRules(
        provider_file="cognitoidp/user_pool.go",
        checked_commit="015edb133ea64d879a0fdd1551d0c8daee7d4995",
        forcing_properties=parse_properties("aliasAttributes name usernameAttributes usernameConfiguration"),
        replacement_effect="the new pool is empty: users have to sign up again, and tokens of the old one are refused",
        how_to_avoid="leave it as it is; to move, make a second pool, and import the users",
        protected_asset="data",
        deletion_effect="its users are deleted, and nobody can sign in",
    ),
    "aws:cognito/userPoolClient:UserPoolClient": TypeRules(
        provider_file="cognitoidp/user_pool_client.go",
        checked_commit="01f431114674c27cf790fafb67ac274bf8f765e1",
        forcing_properties=parse_properties("generateSecret userPoolId"),
        replacement_effect="its id and secret change: an application that has the old ones can't sign anybody in",
        how_to_avoid="leave it as it is, or add a second client first",
        protected_asset="traffic",
        deletion_effect="an application that has its id can't sign anybody in",
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": TypeRules(
        provider_file="cognitoidp/user_pool_domain.go",
        checked_commit="01c08000ddb14181b5bd19201d8fca311dc570e4",
        # Newer providers change `certificateArn` in place, unless it comes or goes.
        forcing_properties=parse_properties("certificateArn domain userPoolId"),
        presence_only=frozenset(("certificateArn",)),
        replacement_effect="nobody can sign in until the new domain is there, which takes up to an hour",
        how_to_avoid="leave it as it is",
        protected_asset="an address",
        deletion_effect="nobody can sign in at this address",
    ),
    "aws:secretsmanager/secret:Secret": TypeRules(
        provider_file="secretsmanager/secret.go",
        checked_commit="00c21cedec069dd27093b175baf15bac6d4b30fe",
        forcing_properties=parse_properties("name namePrefix"),
        replacement_effect="the new secret has another ARN and no value: tasks that name the old one can't start",
        how_to_avoid="leave the name as it is, or add a second secret first",
        protected_asset="data",
        deletion_effect="its value can be had again only within `recoveryWindowInDays`; tasks that need it can't start",
        property_reasons={"name": "Secrets Manager can't rename a secret"},
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": TypeRules(
        provider_file="secretsmanager/secret_version.go",
        forcing_properties=parse_properties("secretBinary secretId secretString secretStringWoVersion"),
        replacement_effect="a new version of the secret: tasks read it when they start",
        is_routine=True,
        deletion_effect="the secret loses this value",
    ),
    "aws:ssm/parameter:Parameter": TypeRules(
        provider_file="ssm/parameter.go",
        checked_commit="0073593e7d6993ba482409f4dc35438daaa79bb3",
        forcing_properties=parse_properties("dataType name tier"),
        # From Advanced to Standard it is replaced, otherwise updated.
        conditions={"tier": ("tier", frozenset(("Advanced", "Intelligent-Tiering", None)))},
        replacement_effect="tasks that name the parameter can't start until the new one is there; its history is lost",
        how_to_avoid="leave the name as it is, or add a second parameter first",
        protected_asset="data",
        deletion_effect="its value and history are deleted; tasks that need it can't start",
    ),
    "aws:iam/policy:Policy": TypeRules(
        provider_file="iam/policy.go",
        forcing_properties=parse_properties("description name namePrefix path", regional=False),
        replacement_effect="roles get the new policy before the old one goes",
        deletion_effect="roles lose these rights",
    ),
    "aws:kms/alias:Alias": TypeRules(
        provider_file="kms/alias.go",
        forcing_properties=parse_properties("name namePrefix"),
        replacement_effect="whoever names the key by the old alias doesn't find it",
        how_to_avoid="leave the name as it is",
        deletion_effect="whoever names the key by this alias doesn't find it",
    ),
}
"""By type token."""
