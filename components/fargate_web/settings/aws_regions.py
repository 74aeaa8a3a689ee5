"""The partitions and Regions of AWS.

`tests/components/settings/test_aws_regions.py` compares this table with botocore's.
"""

from typing import Final

REGIONS_BY_PARTITION: Final = {
    "aws": frozenset(
        """
        us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 sa-west-1
        eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2
        ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 ap-northeast-3
        ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
        af-south-1 il-central-1 me-central-1 me-south-1 me-west-1
        """.split()  # noqa: SIM905 - a list with one name a line would be forty lines long
    ),
    "aws-cn": frozenset({"cn-north-1", "cn-northwest-1"}),
    "aws-us-gov": frozenset({"us-gov-east-1", "us-gov-west-1"}),
    "aws-eusc": frozenset({"eusc-de-east-1"}),
    "aws-iso": frozenset({"us-iso-east-1", "us-iso-west-1"}),
    "aws-iso-b": frozenset({"us-isob-east-1", "us-isob-west-1"}),
    "aws-iso-e": frozenset({"eu-isoe-west-1"}),
    "aws-iso-f": frozenset({"us-isof-east-1", "us-isof-south-1"}),
}
KNOWN_REGIONS: Final = tuple(region for regions in REGIONS_BY_PARTITION.values() for region in sorted(regions))
DNS_SUFFIXES: Final = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-us-gov": "amazonaws.com",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
}
"""The end of the names of AWS's hosts, by partition."""
_PARTITIONS_BY_PREFIX: Final = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "eusc-": "aws-eusc",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
    "us-iso-": "aws-iso",
    "eu-isoe-": "aws-iso-e",
}


def find_partition(region: str | None) -> str:
    """Return the partition of a Region: ARNs in China, GovCloud and the European Sovereign Cloud start differently."""
    return next((partition for prefix, partition in _PARTITIONS_BY_PREFIX.items() if region and region.startswith(prefix)), "aws")
