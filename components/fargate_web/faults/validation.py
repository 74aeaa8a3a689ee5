"""Validation of settings that reports all faults at once: invalid values, and violated rules between fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..settings.fix import Fix, join_fixes
from ..settings.section import DEFER_RULES, Section
from .explanations import Explanation, explain_blank_value, explain_error, is_type_error, name_error
from .fault import Fault, Position, PositionFinder, SettingPath, SettingsError
from .parsed_sections import ParsedSections
from .pruned_data import PrunedData
from .schema_index import index_schema, normalize_key
from .section_paths import convert_field_path, overlaps_any, walk_sections
from .stringified_outputs import STRINGIFIED_OUTPUT, find_stringified_outputs
from .unknown_keys import describe_unknown_key

S = TypeVar("S", bound=Section)
_MAX_PASSES = 50


@dataclass(frozen=True)
class ValidationResult(Generic[S]):
    """The result of validating data against a model.

    Attributes:
        settings: The settings. If there are faults, the valid part of them, or None.
        faults: All faults.
        unreliable_paths: Paths whose value is invalid or not the user's. Findings about them are meaningless.
    """

    settings: S | None
    faults: tuple[Fault, ...]
    unreliable_paths: frozenset[SettingPath]

    def is_unreliable(self, path: SettingPath) -> bool:
        """Return whether a path is inside an unreliable path, or contains one."""
        return overlaps_any(self.unreliable_paths, path)


def validate(
    model: type[S],
    data: Mapping[str, Any],
    *,
    subject: str | None = None,
    find_position: PositionFinder | None = None,
    base_path: SettingPath = (),
) -> S:
    """Validate data against a model and its rules.

    Args:
        model: The model.
        data: Plain values. Leaf values may be Outputs, and sections may be validated already. Keys are in camelCase or snake_case.
        subject: The name of the data in the error message: `Service "web"`, `Pulumi.dev.yaml`.
        find_position: Finds positions in the file that the data comes from.
        base_path: The path of the data in the file.

    Returns:
        The settings.

    Raises:
        SettingsError: There are faults. The error lists all of them.
    """
    found = run_validation(model, data, find_position=find_position, base_path=base_path)
    if found.faults or found.settings is None:
        raise SettingsError(found.faults, subject)
    return found.settings


def run_validation(
    model: type[S],
    data: Mapping[str, Any],
    *,
    find_position: PositionFinder | None = None,
    base_path: SettingPath = (),
    content: ParsedSections | None = None,
) -> ValidationResult[S]:
    """Validate data against a model and its rules, and return the faults with the valid part of the settings.

    Args:
        model: The model.
        data: Plain values. Leaf values may be Outputs, and sections may be validated already.
        find_position: Finds positions in the file that the data comes from.
        base_path: The path of the data in the file.
        content: The parsed file, if the data comes from YAML. Keys are then in camelCase only, ambiguous values are already reported, and a key
            without a value is a fault.
    """
    validator = _Validator(model, data, find_position, base_path, content)
    try:
        settings = cast("S | None", validator.validate_data())
        if settings is not None:
            if content is not None:
                validator.report_blank_values(data, (), content.blank_paths)
            settings = settings.fill_shared_settings()
            validator.report_violations(settings)
    except RecursionError:
        return ValidationResult(None, (Fault(base_path, "this is nested without end", code="endless-nesting"),), frozenset())
    return ValidationResult(settings, tuple(validator.faults), frozenset(validator.unreliable_paths))


class _Validator:
    """One validation of one piece of data."""

    def __init__(
        self, model: type[Section], data: Any, find_position: PositionFinder | None, base_path: SettingPath, content: ParsedSections | None
    ) -> None:
        self._model = model
        self._data = data
        self._find_position = find_position
        self._base_path = base_path
        # Python arguments may use both spellings; a stack file uses camelCase only.
        self._spellings: dict[str, Any] = {"by_alias": True, "by_name": content is None}
        self._written_texts: Mapping[SettingPath, str] = content.written_texts if content else {}
        self.faults: list[Fault] = []
        self.unreliable_paths: set[SettingPath] = set(content.ambiguous_paths) if content else set()

    def validate_data(self) -> Section | None:
        """Validate the data. If that fails, report the errors, and validate the data again without the invalid parts."""
        for path in find_stringified_outputs(self._data):
            self._add_fault(path, STRINGIFIED_OUTPUT, code="output-as-text")
            self.unreliable_paths.add(path)
        try:
            return self._model.model_validate(self._data, context={DEFER_RULES: True}, **self._spellings)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        pruned = PrunedData(self._data)
        for _ in range(_MAX_PASSES):
            if not self._report_and_prune(errors, pruned):
                return None
            try:
                return self._model.model_validate(pruned.data, context={DEFER_RULES: True}, **self._spellings)
            except ValidationError as error:
                errors = error.errors(include_url=False)
        return None

    def report_blank_values(self, value: Any, path: SettingPath, blank: set[SettingPath]) -> None:
        """Report keys without a value, and null values where the default is not null: `route:` alone could mean either."""
        if isinstance(value, dict | list):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                self.report_blank_values(inner, (*path, key), blank)
        elif value is None and not overlaps_any(self.unreliable_paths, path):
            field_schema = index_schema(self._model).find_schema(path)
            if field_schema.accepts_type("null") and (field_schema.default is not None or path in blank):
                self._add_explained(path, explain_blank_value(field_schema), code="blank-value", at_key=True)

    def report_violations(self, settings: Section) -> None:
        """Report the violated rules, except those that involve unreliable paths."""
        for path, section in walk_sections(settings, ()):
            for violation in section.find_violations():
                fields = [self._find_written_path((*path, *convert_field_path(section, name))) for name in violation.fields]
                if not any(overlaps_any(self.unreliable_paths, field) for field, _ in fields):
                    # Report at the first field that the user wrote: the others are defaults and have no position.
                    written_paths = [field for field, written in fields if written] or [fields[0][0]]
                    self._add_fault(
                        written_paths[0],
                        join_fixes(violation.message, violation.fixes),
                        code=violation.code,
                        fixes=tuple(fix.below((*self._base_path, *path)) for fix in violation.fixes),
                        related_paths=written_paths[1:],
                    )

    def _report_and_prune(self, errors: list[ErrorDetails], pruned: PrunedData) -> bool:
        """Report errors, and remove the invalid values from the data. Return whether that is possible."""
        fields = index_schema(self._model)
        reported_paths = set(self.unreliable_paths)
        intended_paths: set[SettingPath] = set()
        respelled_paths: set[SettingPath] = set()
        wrong_keys: set[SettingPath] = set()
        all_pruned = True
        # Unknown keys first: an unknown key that was intended as a missing key is one fault, not two.
        errors = sorted(errors, key=lambda error: error["type"] != "extra_forbidden")
        # Locate all errors before any value is removed.
        locations = [pruned.locate_error(error["loc"], is_missing=error["type"] == "missing") for error in errors]
        for error, location in zip(errors, locations, strict=True):
            error_type, missing = error["type"], error["type"] == "missing"
            path, _ = self._find_written_path(location.path)
            is_new = not overlaps_any(reported_paths, path) and not (missing and path in intended_paths)
            # What stands below a wrong key is judged once the key is right.
            is_new &= location.at_key or not any(path[: len(key)] == key for key in wrong_keys)
            wrong_keys |= {path} if location.at_key else set()
            if error_type == "extra_forbidden":
                siblings = self._list_sibling_keys(path)
                hint = describe_unknown_key(fields, location.path, siblings, self._find_value(path))
                if is_new:
                    fixes = tuple(
                        fix.below(self._base_path) for fix in hint.fixes if not self._overwrites(fix) and not self._lacks_keys(fix)
                    )
                    self._add_fault(path, hint.message, code="unknown-key", at_key=True, fixes=fixes)
                if hint.intended_path and hint.is_respelling:
                    respelled_paths.add(path)
                    pruned.rename_key(location.pruned_path, str(hint.intended_path[-1]))
                else:
                    intended_paths |= {hint.intended_path} if hint.intended_path else set()
                    pruned.mark_removed(location.pruned_path)
                continue
            if missing and path in respelled_paths:
                continue
            field_schema = fields.find_key_schema(location.path) if location.at_key else fields.find_schema(location.path)
            if not is_type_error(error_type):
                # The limits are those of the expanded shorthand: of cpu.target for cpu: 70.
                expanded = fields.find_schema(error["loc"])
                field_schema = expanded if expanded.alternatives and not location.at_key else field_schema
            if is_new:
                context = error.get("ctx", {})
                found = explain_error(error_type, error["input"], context, field_schema, error["msg"], self._written_texts.get(path))
                if location.at_key:
                    found = found.for_key()
                self._add_explained(path, found, code=found.code or name_error(error_type, context), at_key=location.at_key or missing)
            self.unreliable_paths.add(path)
            all_pruned &= pruned.fill_missing(location.pruned_path, field_schema) if missing else pruned.mark_removed(location.pruned_path)
        self.unreliable_paths |= intended_paths
        pruned.remove_marked()
        return all_pruned

    def _add_explained(self, path: SettingPath, explanation: Explanation, *, code: str, at_key: bool) -> None:
        fixes = tuple(fix.below((*self._base_path, *path)) for fix in explanation.fixes)
        self._add_fault(path, explanation.message, code=code, at_key=at_key, fixes=fixes)

    def _add_fault(
        self,
        path: SettingPath,
        message: str,
        *,
        code: str,
        at_key: bool = False,
        fixes: tuple[Fix, ...] = (),
        related_paths: Iterable[SettingPath] = (),
    ) -> None:
        full_path = (*self._base_path, *path)
        related = [self._locate((*self._base_path, *related_path)) for related_path in related_paths]
        self.faults.append(
            Fault.at_position(
                self._locate(full_path, at_key=at_key),
                full_path,
                message,
                code=code,
                fixes=fixes,
                related=tuple(position for position in related if position is not None),
            )
        )

    def _locate(self, path: SettingPath, *, at_key: bool = False) -> Position | None:
        return self._find_position(path, at_key=at_key) if self._find_position else None

    def _find_written_path(self, path: SettingPath) -> tuple[SettingPath, bool]:
        """Return a path as the user spelled it, and whether the data contains all of it."""
        node, user_path = self._data, list(path)
        for depth, part in enumerate(path):
            if isinstance(node, Mapping):
                key = part if part in node else next((key for key in node if normalize_key(str(key)) == normalize_key(str(part))), None)
                if key is None:
                    return tuple(user_path), False
                user_path[depth], node = key, node[key]
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
            elif isinstance(node, Section):
                return tuple(user_path), True
            else:
                # The expansion of a shorthand has no path in the data.
                return tuple(user_path[:depth]), node is not None
        return tuple(user_path), True

    def _overwrites(self, fix: Fix) -> bool:
        """Return whether a fix sets what the user has set already."""
        return any(edit.action == "set" and self._find_written_path(edit.path)[1] for edit in fix.edits)

    def _lacks_keys(self, fix: Fix) -> bool:
        """Return whether a fix moves a key to a new section that requires other keys, too."""
        fields = index_schema(self._model)
        for edit in fix.edits:
            section = edit.path[:-1]
            if edit.action == "set" and not self._find_written_path(section)[1]:
                required = {key for node in fields.find_schema(section).alternatives for key in node.get("required", ())}
                if required - {edit.path[-1]}:
                    return True
        return False

    def _find_value(self, path: SettingPath) -> Any:
        node = self._data
        for part in path:
            node = node[part]
        return node

    def _list_sibling_keys(self, path: SettingPath) -> set[str]:
        """List the keys beside one, without those that only the project file sets, by default."""
        node = self._data
        for part in path[:-1]:
            node = node[part]
        return {str(key) for key in cast("Mapping[Any, Any]", node) if self._is_beside((*path[:-1], key), path)}

    def _is_beside(self, path: SettingPath, other: SettingPath) -> bool:
        """Return whether a key is in the file of another one. A default of the project file has the position of the section around it."""
        if self._find_position is None:
            return True
        found, beside, around = (self._find_position((*self._base_path, *each), at_key=True) for each in (path, other, path[:-1]))
        return found is None or beside is None or (found.file == beside.file and found != around)
