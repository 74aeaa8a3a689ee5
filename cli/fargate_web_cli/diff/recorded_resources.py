"""What a revision registers, as `capture.py` wrote it down."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True, eq=False)
class RecordedResource:
    """One resource. Its attributes are those of `fargate_web.testing.Resource`; secrets among the values are `{"$secret": …}`."""

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
    id: str | None = None

    @property
    def is_managed(self) -> bool:
        """Whether something outside the program comes of it: a provider's resource, or a component that a plugin builds."""
        return (self.custom or self.remote) and not self.read

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "RecordedResource":
        """Read one, leaving out what is not known here."""
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in document.items() if key in known
        }
        return cls(**values)


@dataclass(frozen=True)
class StackRecord:
    """One stack of one revision.

    Attributes:
        resources: Everything, the stack itself first.
        region: The Region.
        protected: Whether the stack is protected.
        allow_replacement: What the guard lets pass.
        config: The configuration.
        encrypted_digests: What is encrypted in the stack file: path → a digest of what stands there.
        deployments: By service, how it is deployed and how long that takes.
        warnings: What the stack file could do better.
        has_settings: Whether the file holds settings of ours; a program that imports the components has a configuration of its own.
        run_period: When it ran, in seconds since 1970: from, to.
        error: Why there is nothing to compare.
    """

    resources: tuple[RecordedResource, ...] = ()
    region: str = ""
    protected: bool = False
    allow_replacement: tuple[str, ...] = ()
    config: Mapping[str, str] = field(default_factory=dict)
    encrypted_digests: Mapping[str, str] = field(default_factory=dict)
    deployments: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    has_settings: bool = True
    run_period: tuple[float, float] = (0.0, 0.0)
    error: str = ""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "StackRecord":
        """Read one stack of what `capture.py` wrote."""
        if document.get("error"):
            return cls(error=document["error"])
        return cls(
            resources=tuple(RecordedResource.from_document(each) for each in document["resources"]),
            region=document["region"],
            protected=document["protected"],
            allow_replacement=tuple(document["allow_replacement"]),
            config=document["config"],
            encrypted_digests=document["encrypted"],
            deployments=document["deployments"],
            warnings=tuple(document["warnings"]),
            has_settings=document["has_settings"],
            run_period=(document["started"], document["ended"]),
        )
