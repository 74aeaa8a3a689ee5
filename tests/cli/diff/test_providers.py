"""What a change of a provider does to its resources."""

from typing import Any

from fargate_web_cli.diff.compare import compare_stack
from fargate_web_cli.diff.recorded_resources import RecordedResource

from tests.cli.diff.diffs import compared, only, record, resource, urn

PROVIDER, BUCKET, ROLE = "pulumi:providers:aws", "aws:s3/bucket:Bucket", "aws:iam/role:Role"


def provider(name: str = "abroad", **inputs: Any) -> RecordedResource:
    return resource(PROVIDER, name, inputs)


def bucket(provider_name: str | None = "abroad", type_: str = BUCKET) -> RecordedResource:
    return resource(type_, "data", {}, provider=urn(PROVIDER, provider_name) if provider_name else None)


def test_another_region_of_a_provider_replaces_it_and_each_of_its_resources() -> None:
    old, new = provider(region="eu-west-1"), provider(region="eu-central-1")
    changes = {change.type: change for change in compared([old, bucket(), bucket(type_=ROLE)], [new, bucket(), bucket(type_=ROLE)]).changes}
    assert {kind: change.op for kind, change in changes.items()} == {PROVIDER: "replace", BUCKET: "replace", ROLE: "replace"}
    assert changes[PROVIDER].replacement_reasons == (
        "region changes from eu-west-1 to eu-central-1: every resource of this provider is replaced",
    )
    assert changes[BUCKET].replacement_reasons == (
        "the Region of its provider changes from eu-west-1 to eu-central-1: nothing moves from one Region to another",
    )


def test_another_provider_in_another_region_replaces_the_resource() -> None:
    abroad = provider(region="eu-west-1")
    change = only(compared([abroad, bucket(None)], [abroad, bucket()]))
    assert (change.op, change.type) == ("replace", BUCKET)
    assert [str(part.change.new) for part in change.property_changes] == ["the provider abroad (eu-west-1)"]
    assert "from us-west-2 to eu-west-1" in change.replacement_reasons[0]


def test_another_provider_in_the_same_region_is_an_update_that_is_shown() -> None:
    near = provider("near", region="us-west-2")
    change = only(compared([near, bucket(None)], [near, bucket("near")]))
    assert change.op == "update"
    [part] = change.property_changes
    assert (part.change.property_path, str(part.change.old), str(part.change.new)) == (
        "provider",
        "the default provider",
        "the provider near (us-west-2)",
    )


def test_another_role_of_a_provider_is_shown_with_what_it_means() -> None:
    old, new = (
        provider(region="us-west-2", assumeRoles=f'[{{"roleArn": "arn:aws:iam::{account}:role/deploy"}}]')
        for account in ("111111111111", "222222222222")
    )
    diff = compared([old, bucket()], [new, bucket()])
    assert only(diff).type == PROVIDER
    [warning] = diff.warnings
    assert warning.startswith(
        "the provider abroad (us-west-2): assumeRoles changes for 1 resource (data). In another account Pulumi does not find"
    )


def test_a_provider_that_got_another_name_by_an_alias_changes_nothing() -> None:
    old = provider("former", region="eu-west-1")
    new = resource(PROVIDER, "abroad", {"region": "eu-west-1"}, aliases=(old.urn,))
    assert all(change.op == "same" for change in compared([old, bucket("former")], [new, bucket()]).changes)


def test_another_default_region_leaves_what_an_explicit_provider_manages() -> None:
    abroad = provider(region="eu-west-1")
    diff = compare_stack("test", record(abroad, bucket()), record(abroad, bucket(), region="us-east-1"))
    assert diff.changes == ()
