"""Keys that the services of a stack can't use."""

from typing import Any

import pytest
from fargate_web.checks.encryption_keys import check_encryption_keys
from fargate_web.settings.stack import Stack

KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d-1a2b-3c4d-5e6f-1a2b3c4d5e6f"
MULTI_REGION = "arn:aws:kms:us-west-2:123456789012:key/mrk-1a2b3c4d1a2b3c4d5e6f1a2b3c4d5e6f"
FOREIGN = KEY.replace("123456789012", "210987654321")
SERVICES = {"web": {"image": "web:1", "port": 80}}


def codes(account: str | None = "123456789012", **sections: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    stack = Stack.model_validate({"services": SERVICES, **sections})
    return [(found.code, found.path) for found in check_encryption_keys(stack, account)]


@pytest.mark.parametrize("key", ["made", "alias/shop", KEY, True])
def test_keys_of_the_stack_and_of_its_account_are_fine(key: Any) -> None:
    assert codes(encryption=key) == []


def test_a_multi_region_key_encrypts_no_storage_of_tasks() -> None:
    assert codes(encryption=MULTI_REGION) == [("multi-region-key", ("encryption", "key"))]
    place = ("cluster", "ephemeralStorageKmsKeyArn")
    assert codes(cluster={"ephemeralStorageKmsKeyArn": MULTI_REGION}) == [("multi-region-key", place)]


@pytest.mark.parametrize(
    "sections",
    [
        {"cluster": {"ephemeralStorageKmsKeyArn": False}},
        {"cluster": {"ephemeralStorageKmsKeyArn": KEY}},
        {"cluster": {"existing": {"name": "shared"}}},
        {"services": {}, "repositories": {"web": {}}},
    ],
)
def test_a_multi_region_key_is_fine_where_there_is_no_such_storage(sections: dict[str, Any]) -> None:
    assert codes(encryption=MULTI_REGION, **sections) == []


def test_a_key_of_another_account_needs_its_owner() -> None:
    assert codes(encryption=FOREIGN) == [("key-of-another-account", ("encryption", "key"))]
    assert codes(network={"flowLogs": {"kmsKeyArn": FOREIGN}}) == [("key-of-another-account", ("network", "flowLogs", "kmsKeyArn"))]
    assert codes(account=None, encryption=FOREIGN) == []
