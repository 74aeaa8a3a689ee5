"""The records of a revision that `capture.py` writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from fargate_web_cli.diff.likely_secrets import mask_likely_secrets

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True, eq=False)
class RecordedResource:
    """A recorded resource, with the attributes of `fargate_web.testing.Resource`. Secret values, and those that look secret, are `{"$secret": …}`."""

    type: str
    name: str
    urn: str
    parent: str | None = None
    custom: bool = False
    remote: bool = False
    read: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore_changes: tuple[str, ...] = ()
    protect: bool | None = None
    retain_on_delete: bool | None = None
    delete_before_replace: bool | None = None
    replace_on_changes: tuple[str, ...] = ()
    replace_with: tuple[str, ...] = ()
    replacement_trigger: Any = None
    deleted_with: str | None = None
    aliases: tuple[str, ...] = ()
    import_id: str | None = None
    provider: str | None = None
    hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str | None = None

    @property
    def is_managed(self) -> bool:
        """Whether it creates something outside the program: a resource of a provider, or a component of a plugin."""
        return (self.custom or self.remote) and not self.read

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "RecordedResource":
        """Read a resource, ignoring unknown attributes."""
        known = {attribute.name for attribute in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in document.items() if key in known
        }
        if document.get("custom"):
            values["inputs"] = mask_likely_secrets(document.get("inputs", {}))
        return cls(**values)


@dataclass(frozen=True)
class StackRecord:
    """One stack of one revision.

    Attributes:
        resources: All resources, the stack itself first.
        region: The Region.
        protected: Whether the stack is protected.
        allow_replacement: The resources that the guard lets a change replace or delete.
        allow_protection_loss: The resources that the guard lets a change take a protection from.
        allow_broadening: The resources and components whose rights the guard lets become broader.
        config: The configuration.
        encrypted_digests: A digest of each encrypted value of the stack file, by path.
        deployments: The strategy and duration of a deployment, by service.
        warnings: The advice for the stack.
        has_settings: Whether the stack file has settings of fargate-web.
        run_period: The start and end of the run, in seconds since 1970.
        error: Why the stack can't be compared; empty if it can.
    """

    resources: tuple[RecordedResource, ...] = ()
    region: str = ""
    protected: bool = False
    allow_replacement: tuple[str, ...] = ()
    allow_protection_loss: tuple[str, ...] = ()
    allow_broadening: tuple[str, ...] = ()
    config: Mapping[str, str] = field(default_factory=dict)
    encrypted_digests: Mapping[str, str] = field(default_factory=dict)
    deployments: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    has_settings: bool = True
    run_period: tuple[float, float] = (0.0, 0.0)
    error: str = ""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "StackRecord":
        """Read the record of one stack."""
        if document.get("error"):
            return cls(error=document["error"])
        return cls(
            resources=tuple(RecordedResource.from_document(resource) for resource in document["resources"]),
            region=document["region"],
            protected=document["protected"],
            allow_replacement=tuple(document["allow_replacement"]),
            allow_protection_loss=tuple(document["allow_protection_loss"]),
            allow_broadening=tuple(document["allow_broadening"]),
            config=document["config"],
            encrypted_digests=document["encrypted"],
            deployments=document["deployments"],
            warnings=tuple(document["warnings"]),
            has_settings=document["has_settings"],
            run_period=(document["started"], document["ended"]),
        )
