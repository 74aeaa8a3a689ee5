"""What every section of a stack file shares: strict, frozen, camelCase outside, and rules that join several fields."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

DEFER_RULES = "rules_later"
"""Key of the validation context: whoever sets it runs the rules of the whole tree afterwards, to report all faults at once."""


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """A rule between fields that does not hold.

    Attributes:
        fields: The fields the rule joins, as in Python; the fault is reported at the first one.
            A dotted name reaches into a sub-section (`deployment.maximum_percent`).
        message: What is wrong, why AWS would mind, and what to write instead.
    """

    fields: tuple[str, ...]
    message: str


class Section(BaseModel):
    """A part of the stack file. Keys are camelCase in YAML and snake_case in Python; an unknown key is an error."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        # YAML knows booleans, numbers and strings apart, and a silent conversion hides what the user meant ("false" is true).
        strict=True,
    )

    key_hints: ClassVar[dict[str, str]] = {}
    """Keys that people bring along from ECS, Copilot or Compose, with what to write here instead."""

    def find_violations(self) -> Iterator[RuleViolation]:
        """Yield every rule between fields of this section that does not hold."""
        yield from ()

    def explicit_values(self) -> dict[str, Any]:
        """Give the fields that were said, for a component's arguments; defaults are the component's own.

        What was turned off is False again: to a component None is the same as nothing said, and its default would turn it on.
        """
        values = {field: getattr(self, field) for field in self.model_fields_set}
        fields = type(self).model_fields
        return {field: False if value is None and ALLOW_BOOLEAN in fields[field].metadata else value for field, value in values.items()}

    @model_validator(mode="after")
    def _check_rules(self, info: ValidationInfo) -> "Section":
        if not (info.context or {}).get(DEFER_RULES):
            broken = list(self.find_violations())
            if broken:
                raise PydanticCustomError("rules", "{text}", {"text": "\n".join(rule.message for rule in broken)})
        return self


def find_duplicates(items: Sequence[str]) -> list[str]:
    """List what stands in a list more than once, sorted."""
    return sorted({value for value in items if items.count(value) > 1})


def describe_field(
    description: str,
    *,
    cost: str | None = None,
    source: str | None = None,
    example: Any = None,
    **limits: Any,
) -> Any:
    """Describe a field: what it means, what it costs, where AWS says so, and its limits.

    Args:
        description: One or two sentences: meaning, unit, range.
        cost: What setting it costs, where it costs.
        source: The AWS documentation page or thread that the rule comes from.
        example: A valid value, shown in the schema and in error messages of required fields.
        **limits: Anything that `pydantic.Field` takes (`ge`, `le`, `pattern`, `max_length` …).
    """
    extra: dict[str, Any] = {key: value for key, value in (("cost", cost), ("source", source)) if value}
    return Field(
        description=description,
        examples=None if example is None else [example],
        json_schema_extra=extra or None,
        **limits,
    )


class Shorthand:
    """Lets a value be written in a second, shorter way; the JSON schema offers both.

    Attributes:
        expand: Turns the shorter way into the longer one, and leaves the longer one alone.
        json_schema: The JSON schema of the shorter way.
    """

    def __init__(self, expand: Callable[[Any], Any], json_schema: dict[str, Any]) -> None:
        self.expand = expand
        self.json_schema = json_schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        longer = handler(schema)
        return {"anyOf": [*(longer.get("anyOf") or [longer]), self.json_schema]}


def _expand_boolean(value: Any) -> Any:
    if value is True:
        return {}
    return None if value is False else value


ALLOW_BOOLEAN = Shorthand(_expand_boolean, {"type": "boolean"})
"""`true` is "with the defaults" and `false` is "without", for sections that are written either way."""

ALLOW_FALSE = Shorthand(lambda value: None if value is False else value, {"const": False})
"""`false` is "without", for values that are on by default."""


def allow_shorthand(key: str, json_schema: dict[str, Any]) -> Shorthand:
    """Read a bare value as a section that says only `key`: `cpu: 70` for `cpu: {target: 70}`."""

    def expand(value: Any) -> Any:
        if value is None or isinstance(value, bool | dict | list | BaseModel):
            return value
        return {key: value}

    return Shorthand(expand, json_schema)


STRING_SCHEMA = {"type": "string"}
NUMBER_SCHEMA = {"type": "number"}
