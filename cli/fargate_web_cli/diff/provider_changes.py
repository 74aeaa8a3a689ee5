"""Changes of providers: another Region replaces what a provider manages, another role or account makes it look elsewhere."""

from collections.abc import Iterator, Mapping
from typing import Final

from fargate_web_cli.diff.recorded_resources import RecordedResource, StackRecord
from fargate_web_cli.diff.value_changes import LiteralText, ValueChange

_PROVIDER_TYPE_PREFIX: Final = "pulumi:providers:"
_ACCOUNT_KEYS: Final = (
    *("assumeRoles", "assumeRoleWithWebIdentity", "profile", "accessKey", "secretKey", "token"),
    *("allowedAccountIds", "forbiddenAccountIds", "sharedConfigFiles", "sharedCredentialsFiles"),
)


class ProviderChanges:
    """The providers of the two records of a stack."""

    def __init__(self, old: StackRecord | None, new: StackRecord, new_urns: Mapping[str, str]) -> None:
        """Collect the providers.

        Args:
            old: The record of the base.
            new: The record of the head.
            new_urns: The new URN of each resource of the base that still exists.
        """
        self._old_region, self._new_region = old.region if old is not None else "", new.region
        self._old = {resource.urn: resource for resource in old.resources if is_provider(resource)} if old is not None else {}
        self._new = {resource.urn: resource for resource in new.resources if is_provider(resource)}
        self._new_urns = new_urns

    def find_change(self, old: RecordedResource, new: RecordedResource) -> ValueChange | None:
        """Return the change of the provider of a resource, if it has another one."""
        if self._find_new_urn(old) == (new.provider or ""):
            return None
        return ValueChange(
            "provider", "provider", _describe(self._old.get(old.provider or ""), old), _describe(self._new.get(new.provider or ""), new)
        )

    def explain_replacement(self, old: RecordedResource, new: RecordedResource) -> str:
        """Explain why the provider of a resource, or a change in it, replaces the resource; empty if it does not.

        The AWS provider asks for it if its Region changes (`ForcesProviderReplace` of pulumi-aws), and the engine then replaces its resources.
        """
        if is_provider(new):
            regions = self._get_region(old, self._old_region), self._get_region(new, self._new_region)
            if new.type != f"{_PROVIDER_TYPE_PREFIX}aws" or regions[0] == regions[1]:
                return ""
            return f"region changes from {regions[0]} to {regions[1]}: every resource of this provider is replaced"
        old_provider, new_provider = self._old.get(old.provider or ""), self._new.get(new.provider or "")
        if not new.type.startswith("aws:") or (old_provider is None and new_provider is None):
            return ""
        regions = self._get_region(old_provider, self._old_region), self._get_region(new_provider, self._new_region)
        if regions[0] == regions[1]:
            return ""
        return f"the Region of its provider changes from {regions[0]} to {regions[1]}: nothing moves from one Region to another"

    def list_warnings(self, resources: list[tuple[RecordedResource, RecordedResource]]) -> Iterator[str]:
        """Yield a warning for each provider that uses other credentials, which can belong to another account.

        Args:
            resources: The resources of both records, in pairs.
        """
        moved: dict[tuple[str, str, str], list[str]] = {}
        for old, new in resources:
            if is_provider(new) or not new.is_managed:
                continue
            old_provider, new_provider = self._old.get(old.provider or ""), self._new.get(new.provider or "")
            keys = [key for key in _ACCOUNT_KEYS if _get_input(old_provider, key) != _get_input(new_provider, key)]
            if keys:
                label = str(_describe(old_provider, old)), str(_describe(new_provider, new)), ", ".join(keys)
                moved.setdefault(label, []).append(new.name)
        for (before, after, changed), names in moved.items():
            source = before if before == after else f"{before} → {after}"
            yield (
                f"{source}: {changed} changes for {len(names)} {'resource' if len(names) == 1 else 'resources'} ({', '.join(names[:3])}"
                f"{', …' if len(names) > 3 else ''}). In another account Pulumi does not find them: a refresh drops them from the state, and an "
                "update creates them again, while the present ones stay and cost"
            )

    def _find_new_urn(self, old: RecordedResource) -> str:
        return self._new_urns.get(old.provider, old.provider) if old.provider else ""

    def _get_region(self, provider: RecordedResource | None, default: str) -> str:
        region = _get_input(provider, "region")
        return region if isinstance(region, str) and region else default


def is_provider(resource: RecordedResource) -> bool:
    """Return whether a resource is an explicit provider."""
    return resource.type.startswith(_PROVIDER_TYPE_PREFIX)


def _get_input(provider: RecordedResource | None, key: str) -> object:
    return provider.inputs.get(key) if provider is not None else None


def _describe(provider: RecordedResource | None, resource: RecordedResource) -> LiteralText:
    if provider is None:
        name = (resource.provider or "").rpartition("::")[2]
        return LiteralText(f"the provider {name}" if name else "the default provider")
    region = provider.inputs.get("region")
    return LiteralText(f"the provider {provider.name}{f' ({region})' if isinstance(region, str) else ''}")
