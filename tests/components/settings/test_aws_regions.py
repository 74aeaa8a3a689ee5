"""The tables that are carried along agree with botocore's."""

import json
from pathlib import Path

import botocore
import pytest
from fargate_web.settings.aws_regions import DNS_SUFFIXES, REGIONS_BY_PARTITION, find_partition

DATA = Path(botocore.__file__).parent / "data"
PARTITIONS = {found["partition"]: found for found in json.loads((DATA / "endpoints.json").read_text(encoding="utf-8"))["partitions"]}


@pytest.mark.parametrize("partition", PARTITIONS)
def test_every_region_of_botocore_is_in_its_partition(partition):
    rules = json.loads((DATA / "partitions.json").read_text(encoding="utf-8"))["partitions"]
    listed = {region for found in rules if found["id"] == partition for region in found["regions"] if not region.endswith("-global")}
    assert REGIONS_BY_PARTITION[partition] == listed | PARTITIONS[partition]["regions"].keys()


@pytest.mark.parametrize("partition", PARTITIONS)
def test_the_suffix_is_that_of_botocore(partition):
    assert DNS_SUFFIXES[partition] == PARTITIONS[partition]["dnsSuffix"]


@pytest.mark.parametrize(("partition", "regions"), REGIONS_BY_PARTITION.items())
def test_the_partition_is_found_by_the_start_of_the_name(partition, regions):
    assert {find_partition(region) for region in regions} == {partition}
