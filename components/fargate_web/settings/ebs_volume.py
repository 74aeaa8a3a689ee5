"""A volume of Amazon EBS that ECS creates for each task of a service, and deletes with it."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from .arn_types import KmsKeyArn
from .fix import Edit, Fix, remove, write
from .section import RuleViolation, Section, describe_field
from .value_types import build_id_type

SnapshotId: TypeAlias = build_id_type("snap", "a snapshot of EBS")  # type: ignore[valid-type]

_SOURCE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html"
_SMALLEST_SIZES: Final = {"gp2": 1, "gp3": 1, "io1": 4, "io2": 4, "st1": 125, "sc1": 125}
_IOPS_LIMITS: Final = {"gp3": (3000, 16_000), "io1": (100, 64_000), "io2": (100, 256_000)}
"""The operations a second that ECS takes, by volume type. The other types have none."""
_IOPS_PER_GIB: Final = {"gp3": 500, "io1": 50, "io2": 1000}
_DEFAULT_IOPS: Final = 3000
_IOPS_PER_MIBPS: Final = 4
"""Source: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html and provisioned-iops.html"""


class EbsVolume(Section):
    """A volume of Amazon EBS for each task: fast, large, encrypted, and new.

    ECS creates it when a task starts and deletes it when the task ends. Each deployment, each task that scaling adds and each replacement of a task
    starts with an empty volume, or with the snapshot. What must stay belongs on EFS or into a database.
    """

    size_in_gib: Annotated[
        int | None,
        describe_field(
            "GiB of each volume (1–16384; from 4 for io1 and io2, from 125 for st1 and sc1). Default: the size of the snapshot.",
            cost="$0.08 a GB and month for each running task with gp3 (us-east-1)",
            source=_SOURCE,
            ge=1,
            le=16_384,
            example=100,
        ),
    ] = None
    volume_type: Annotated[
        Literal["gp3", "gp2", "io2", "io1", "st1", "sc1"],
        describe_field(
            "The volume type: general purpose (gp3, gp2), provisioned operations (io2, io1), or hard disks (st1, sc1).",
            source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html",
        ),
    ] = "gp3"
    iops: Annotated[
        int | None,
        describe_field(
            "Operations a second: 3000–16000 for gp3 (default 3000), 100–64000 for io1, 100–256000 for io2, which need it.",
            cost="gp3: $0.005 for each above 3000 a month; io1 and io2: $0.065 for each (us-east-1)",
            source=_SOURCE,
            ge=100,
            le=256_000,
        ),
    ] = None
    throughput: Annotated[
        int | None,
        describe_field(
            "MiB a second of gp3 (125–1000). Default: 125.",
            cost="$0.04 for each above 125 a month (us-east-1)",
            source=_SOURCE,
            ge=125,
            le=1000,
        ),
    ] = None
    snapshot_id: Annotated[
        SnapshotId | None,
        describe_field(
            "The snapshot that each volume starts with. Default: an empty volume.", source=_SOURCE, example="snap-0123456789abcdef0"
        ),
    ] = None
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "A customer managed key that encrypts the volumes; its policy must admit the account. Default: that of EBS in the account. The volumes are encrypted in any case.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-kms-encryption.html",
        ),
    ] = None
    filesystem_type: Annotated[
        Literal["xfs", "ext4", "ext3"],
        describe_field("The file system of the volume; with a snapshot the one that it has, or no task starts.", source=_SOURCE),
    ] = "xfs"

    key_hints = {
        "size": "write sizeInGib",
        "sizeGb": "write sizeInGib",
        "sizeInGb": "write sizeInGib",
        "encrypted": "it is always encrypted; remove it",
        "kmsKeyId": "write kmsKeyArn",
        "fileSystemType": "write filesystemType",
        "roleArn": "a role is made; remove it",
        "tagSpecifications": "the volumes get the tags of the service; remove it",
        "terminationPolicy": "ECS deletes the volumes of a service with their tasks; remove it",
        "deleteOnTermination": "ECS deletes the volumes of a service with their tasks; remove it",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that EBS has such a volume: size, operations and throughput of the type."""
        if self.size_in_gib is None and self.snapshot_id is None:
            yield RuleViolation(
                ("size_in_gib", "snapshot_id"),
                "the volume has neither a size nor a snapshot (InvalidParameterException)",
                "no-such-ebs-volume",
                (Fix("write sizeInGib: 20, or the size that it needs", (Edit(("sizeInGib",), "set", 20),)),),
            )
        smallest = _SMALLEST_SIZES[self.volume_type]
        if self.size_in_gib is not None and self.size_in_gib < smallest:
            yield RuleViolation(
                ("size_in_gib", "volume_type"),
                f"a volume of {self.volume_type} has {smallest} GiB or more (InvalidParameterException)",
                "no-such-ebs-volume",
                (write("sizeInGib", value=smallest), remove("volumeType")),
            )
        yield from self._find_iops_violations()
        if self.throughput is not None and self.volume_type != "gp3":
            yield RuleViolation(
                ("throughput", "volume_type"),
                f"only gp3 has a throughput of its own, not {self.volume_type} (InvalidParameterException)",
                "no-such-ebs-volume",
                (remove("throughput"),),
            )
        elif self.throughput is not None and (needed := self.throughput * _IOPS_PER_MIBPS) > (self.iops or _DEFAULT_IOPS):
            yield RuleViolation(
                ("throughput", "iops"),
                f"{self.throughput} MiB a second need {needed} iops, and the volume has {self.iops or _DEFAULT_IOPS} (InvalidParameterCombination)",
                "no-such-ebs-volume",
                (
                    *([write("iops", value=needed)] if needed <= self._find_most_iops() else []),
                    write("throughput", value=(self.iops or _DEFAULT_IOPS) // _IOPS_PER_MIBPS),
                ),
            )

    def _find_iops_violations(self) -> Iterator[RuleViolation]:
        limits, iops, kind = _IOPS_LIMITS.get(self.volume_type), self.iops, self.volume_type
        if limits is None:
            if iops is not None:
                yield RuleViolation(
                    ("iops", "volume_type"),
                    f"a volume of {kind} takes no iops (InvalidParameterException)",
                    "no-such-ebs-volume",
                    (remove("iops"),),
                )
            return
        if iops is None:
            if kind != "gp3":
                yield RuleViolation(
                    ("volume_type", "iops"),
                    f"a volume of {kind} needs its iops (InvalidParameterException)",
                    "no-such-ebs-volume",
                    (Fix("write volumeType: gp3, or iops: <operations a second>", (Edit(("volumeType",), "set", "gp3"),)),),
                )
            return
        most = self._find_most_iops()
        if not limits[0] <= iops <= most:
            yield RuleViolation(
                ("iops", "volume_type", "size_in_gib"),
                f"a volume of {kind}"
                + (f" with {self.size_in_gib} GiB" if most < limits[1] else "")
                + f" takes {limits[0]}–{most} iops (InvalidParameterException)",
                "no-such-ebs-volume",
                (write("iops", value=max(limits[0], min(iops, most))),),
            )

    def _find_most_iops(self) -> int:
        """Return the most operations a second that the type takes, for the size if it is known. A small volume takes the least in any case."""
        least, most = _IOPS_LIMITS[self.volume_type]
        return most if self.size_in_gib is None else max(min(most, self.size_in_gib * _IOPS_PER_GIB[self.volume_type]), least)
