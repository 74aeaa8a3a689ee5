"""The records of a run: resources, invokes and log messages, in plain Python values."""

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["info", "warning", "error"]

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource that a program registers.

    Attributes:
        type: The type token, `aws:ecs/service:Service`.
        name: The logical name.
        urn: The URN, as the real engine forms it.
        parent: The URN of the parent. None for the stack itself.
        custom: Whether a provider manages it; false for components.
        remote: Whether it is a component that a provider plugin creates (such as those of awsx).
        read: Whether it is read (`Resource.get`) and not registered.
        inputs: The properties as sent: camelCase, secrets unwrapped, unknowns as `UNKNOWN`, integral numbers as `int`.
        secrets: The paths of the inputs that are secret: `environment.variables`, `listeners[0].port`.
        unknowns: The paths of the inputs that are unknown.
        dependencies: The URNs that it depends on, by a property or by `depends_on`, sorted.
        property_dependencies: For each property with dependencies, the URNs that it depends on, sorted.
        ignore_changes: Property paths, as sent.
        protect: Whether it is protected from deletion; None if the program doesn't set it.
        retain_on_delete: Whether it is kept when the program drops it; None if the program doesn't set it.
        delete_before_replace: None if the program doesn't set it.
        replace_on_changes: Property paths, as sent.
        replace_with: The URNs whose replacement also replaces this resource.
        replacement_trigger: The value whose change replaces this resource.
        deleted_with: The URN of the resource whose deletion deletes this resource.
        aliases: Former URNs. Partial aliases are completed like in the engine.
        additional_secret_outputs: Names of outputs to treat as secrets.
        custom_timeouts: Of `create`, `update`, `delete` and `read`, those that were set.
        provider: The URN of an explicit provider. None means the default one.
        version: The requested version of the provider, or the empty string.
        import_id: The id to import, or None.
        hooks: For each kind of hook in use (`before_create`, …), the names of its hooks. They are not run.
        transforms: The number of transforms in its options.
        id: The id that the provider returns. `UNKNOWN` if a preview doesn't know it, None for components.
        outputs: Its state; for components, the outputs of `register_outputs`. Values as in `inputs`.
        secret_outputs: The paths of the outputs that are secret.
        registered_outputs: Whether `register_outputs` was called.
    """

    type: str
    name: str
    urn: str
    parent: str | None = None
    custom: bool = True
    remote: bool = False
    read: bool = False
    inputs: dict[str, Any] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    unknowns: frozenset[str] = frozenset()
    dependencies: tuple[str, ...] = ()
    property_dependencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignore_changes: tuple[str, ...] = ()
    protect: bool | None = None
    retain_on_delete: bool | None = None
    delete_before_replace: bool | None = None
    replace_on_changes: tuple[str, ...] = ()
    replace_with: tuple[str, ...] = ()
    replacement_trigger: Any = None
    deleted_with: str | None = None
    aliases: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    custom_timeouts: dict[str, str] = field(default_factory=dict)
    provider: str | None = None
    version: str = ""
    import_id: str | None = None
    hooks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    transforms: int = 0
    id: Any = None
    outputs: dict[str, Any] = field(default_factory=dict)
    secret_outputs: frozenset[str] = frozenset()
    registered_outputs: bool = False

    def __hash__(self) -> int:
        return hash(self.urn)

    def __str__(self) -> str:
        return f"{self.type} {self.name!r}"


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call of a provider function, such as `aws.ec2.get_vpc`.

    Attributes:
        token: `aws:ec2/getVpc:getVpc`.
        args: The arguments as sent, secrets unwrapped.
        provider: The URN of an explicit provider. None means the default one.
    """

    token: str
    args: dict[str, Any]
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A log message for the user of the Pulumi CLI.

    Attributes:
        severity: `info`, `warning` or `error`. Debug messages are not recorded: the SDK writes thousands.
        message: The text.
        urn: The URN of the resource that it is about, or None.
    """

    severity: Severity
    message: str
    urn: str | None = None
