"""The base model of all sections of a stack file: strict, frozen, camelCase in YAML, with rules between fields."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import pulumi
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .fix import Fix, join_fixes

DEFER_RULES = "rules_later"
"""Key of the validation context. If it is set, the caller runs the rules of the whole tree afterwards, to report all faults at once."""


@dataclass(frozen=True, slots=True)
class RuleViolation:
    """A violated rule between fields: AWS, the provider or this program surely refuses it. What may be a choice is a finding of a check, which can be silenced.

    Attributes:
        fields: The fields that the rule involves, as in Python; the fault is reported at the first one.
            A dotted name reaches into a sub-section (`deployment.maximum_percent`).
        message: What is wrong, and why AWS would mind. It ends with what to write instead unless `fixes` says that.
        code: The identifier of the check, as in docs/checks.md.
        fixes: What to write instead. Paths start at the section.
    """

    fields: tuple[str, ...]
    message: str
    code: str
    fixes: tuple[Fix, ...] = ()


class Section(BaseModel):
    """A part of the stack file. Keys are camelCase in YAML and snake_case in Python; an unknown key is an error."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,
        # YAML distinguishes booleans, numbers and strings. A silent conversion would hide what the user meant ("false" is true).
        strict=True,
    )

    key_hints: ClassVar[dict[str, str]] = {}
    """Keys that people bring along from ECS, Copilot or Compose, with what to write here instead."""

    def find_violations(self) -> Iterator[RuleViolation]:
        """Yield every violated rule between the fields of this section."""
        yield from ()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return the section itself: it is frozen. Pydantic copies defaults for each validation, which took a tenth of the time of a load."""
        return self

    def fill_shared_settings(self) -> Self:
        """Return the section with what it says for all of its parts filled in. The rules between fields hold for the result."""
        return self

    def explicit_values(self) -> dict[str, Any]:
        """Return the explicitly set fields, as arguments of a component. The component has the defaults itself.

        What was turned off is False again: a component treats None as not set, and its default would turn them on.
        """
        values = {field: getattr(self, field) for field in self.model_fields_set}
        fields = type(self).model_fields
        return {
            field: False if value is None and not {ALLOW_BOOLEAN, ALLOW_FALSE}.isdisjoint(_list_shorthands(fields[field])) else value
            for field, value in values.items()
        }

    @model_validator(mode="after")
    def _check_rules(self, info: ValidationInfo) -> "Section":
        if not (info.context or {}).get(DEFER_RULES):
            violations = list(self.find_violations())
            if violations:
                raise PydanticCustomError(
                    "rules", "{text}", {"text": "\n".join(join_fixes(violation.message, violation.fixes) for violation in violations)}
                )
        return self


def _list_shorthands(field: FieldInfo) -> list["Shorthand"]:
    return [item for item in field.metadata if isinstance(item, Shorthand)]


def convert_to_key(section: Section, field: str) -> str:
    """Return the key of a field in the stack file."""
    return type(section).model_fields[field].alias or field


def find_duplicates(items: Sequence[str]) -> list[str]:
    """List the items that a list contains more than once, sorted."""
    return sorted({value for value in items if items.count(value) > 1})


def describe_field(
    description: str,
    *,
    cost: str | None = None,
    source: str | None = None,
    example: Any = None,
    **limits: Any,
) -> Any:
    """Describe a field: its meaning, cost, source and limits.

    Args:
        description: One or two sentences: meaning, unit, range.
        cost: What the setting costs, if it costs anything.
        source: The page of the AWS documentation, or the thread, that states the rule.
        example: A valid value, shown in the schema and in error messages of required fields.
        **limits: Further arguments of `pydantic.Field` (`ge`, `le`, `pattern`, `max_length` …).
    """
    extra: dict[str, Any] = {key: value for key, value in (("cost", cost), ("source", source)) if value}
    return Field(
        description=description,
        examples=None if example is None else [example],
        json_schema_extra=extra or None,
        **limits,
    )


class Shorthand:
    """Allows a shorthand for a value. The JSON schema offers both forms.

    Attributes:
        expand: Expands the shorthand, and returns the full form unchanged.
        json_schema: The JSON schema of the shorthand.
    """

    def __init__(self, expand: Callable[[Any], Any], json_schema: dict[str, Any]) -> None:
        self.expand = expand
        self.json_schema = json_schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        full_schema = handler(schema)
        return {"anyOf": [*(full_schema.get("anyOf") or [full_schema]), self.json_schema]}


def _expand_boolean(value: Any) -> Any:
    if value is True:
        return {}
    return None if value is False else value


ALLOW_BOOLEAN = Shorthand(_expand_boolean, {"type": "boolean"})
"""Allows `true` ("with the defaults") and `false` ("without") for a section."""

ALLOW_FALSE = Shorthand(lambda value: None if value is False else value, {"const": False})
"""Allows `false` ("without") for a value that is on by default."""


def allow_shorthand(key: str, json_schema: dict[str, Any]) -> Shorthand:
    """Allow a bare value for a section that sets only `key`: `cpu: 70` for `cpu: {target: 70}`."""

    def expand(value: Any) -> Any:
        if value is None or isinstance(value, bool | dict | list | BaseModel):
            return value
        return {key: value}

    return Shorthand(expand, json_schema)


STRING_SCHEMA = {"type": "string"}
SECRET_STRING_SCHEMA = {"type": "string", "secret": True}
"""A text that may be an Output or a secret."""
NUMBER_SCHEMA = {"type": "number"}


def _wrap_in_list(value: Any) -> Any:
    return [value] if isinstance(value, str | pulumi.Output) else value


ALLOW_SINGLE = Shorthand(_wrap_in_list, STRING_SCHEMA)
"""Allows a text for a list that contains it alone."""

ALLOW_SINGLE_OUTPUT = Shorthand(_wrap_in_list, SECRET_STRING_SCHEMA)
"""Allows a text, an Output or a secret for a list that contains it alone."""
