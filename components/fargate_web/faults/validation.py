"""Checks settings and reports every fault at once: of single values, and of the rules between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..settings.section import DEFER_RULES, Section
from .error_messages import describe_blank_value, explain_error, is_type_error
from .fault import Fault, PositionFinder, SettingPath, SettingsError
from .parsed_sections import ParsedSections
from .pruned_data import PrunedData
from .schema_index import index_schema, normalize_key
from .unknown_keys import describe_unknown_key

S = TypeVar("S", bound=Section)
_MAX_PASSES = 50


@dataclass(frozen=True)
class ValidationResult(Generic[S]):
    """What came of checking some data.

    Attributes:
        settings: The settings, where none of them is wrong; otherwise what is left of them without what is wrong, or None.
        faults: What is wrong.
        unreliable_paths: Places that are wrong, or whose value is not the user's: what is said of these is worth nothing.
    """

    settings: S | None
    faults: tuple[Fault, ...]
    unreliable_paths: frozenset[SettingPath]

    def is_unreliable(self, path: SettingPath) -> bool:
        """Tell whether a place is within a doubtful one, or has one within."""
        return _overlaps_any(self.unreliable_paths, path)


def validate(
    model: type[S],
    data: Mapping[str, Any],
    *,
    subject: str | None = None,
    find_position: PositionFinder | None = None,
    base_path: SettingPath = (),
) -> S:
    """Check data against a model and its rules.

    Args:
        model: The model.
        data: Plain values, with Outputs in leaf places and sections that are checked already. Keys are in camelCase or snake_case.
        subject: What the error calls it: `Service "web"`, `Pulumi.dev.yaml`.
        find_position: Finds positions in the file that the data comes from.
        base_path: Where the data stands in the file.

    Returns:
        The settings.

    Raises:
        SettingsError: With every fault there is.
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
    """Check data against a model and its rules, and hand back the faults with what is left of the settings.

    Args:
        model: The model.
        data: Plain values, with Outputs in leaf places and sections that are checked already.
        find_position: Finds positions in the file that the data comes from.
        base_path: Where the data stands in the file.
        content: The data comes from YAML: keys are in camelCase only, what is disputed is reported already, and nothing after a colon is a fault.
    """
    examiner = _Validator(model, data, find_position, base_path, from_yaml=content is not None)
    examiner.unreliable_paths |= content.ambiguous_paths if content else set()
    try:
        settings = cast("S | None", examiner.validate_data())
        if settings is not None:
            if content is not None:
                examiner.report_blank_values(data, (), content.blank_paths)
            examiner.report_violations(settings)
    except RecursionError:
        return ValidationResult(None, (Fault(base_path, "this is nested without end"),), frozenset())
    return ValidationResult(settings, tuple(examiner.faults), frozenset(examiner.unreliable_paths))


class _Validator:
    """One check of one piece of data."""

    def __init__(
        self, model: type[Section], data: Any, find_position: PositionFinder | None, base_path: SettingPath, *, from_yaml: bool
    ) -> None:
        self._model = model
        self._data = data
        self._find_position = find_position
        self._base_path = base_path
        # Both spellings are a convenience for Python; a stack file has one.
        self._spellings: dict[str, Any] = {"by_alias": True, "by_name": not from_yaml}
        self.faults: list[Fault] = []
        self.unreliable_paths: set[SettingPath] = set()

    def validate_data(self) -> Section | None:
        """Validate; where that fails, report, and validate what is left without the wrong parts."""
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
        """Report what is left blank, and what is null where the default is not: `route:` alone could mean either."""
        if isinstance(value, dict | list):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                self.report_blank_values(inner, (*path, key), blank)
        elif value is None and not _overlaps_any(self.unreliable_paths, path):
            place = index_schema(self._model).find_schema(path)
            if place.accepts_type("null") and (place.default is not None or path in blank):
                self._add_fault(path, describe_blank_value(place), at_key=True)

    def report_violations(self, settings: Section) -> None:
        """Report the rules that do not hold, save those that join doubtful places."""
        for path, section in _walk_sections(settings, ()):
            for broken in section.find_violations():
                fields = [self._find_written_path((*path, *_convert_field_path(section, name))) for name in broken.fields]
                if not any(_overlaps_any(self.unreliable_paths, field) for field, _ in fields):
                    # The first that is written: the others are defaults, and stand in no line.
                    self._add_fault(next((field for field, written in fields if written), fields[0][0]), broken.message)

    def _report_and_prune(self, errors: list[ErrorDetails], pruned: PrunedData) -> bool:
        """Report errors, and take what is wrong out of the data; tell whether that is possible."""
        fields = index_schema(self._model)
        known = set(self.unreliable_paths)
        meant: set[SettingPath] = set()
        respelled: set[SettingPath] = set()
        healed = True
        # Unknown keys first: one that was meant for a missing key is one fault, not two.
        errors = sorted(errors, key=lambda error: error["type"] != "extra_forbidden")
        # All are found before any is taken out.
        spots = [pruned.locate_error(error["loc"], is_missing=error["type"] == "missing") for error in errors]
        for error, spot in zip(errors, spots, strict=True):
            kind, missing = error["type"], error["type"] == "missing"
            path, _ = self._find_written_path(spot.path)
            news = not _overlaps_any(known, path) and not (missing and path in meant)
            if kind == "extra_forbidden":
                found = describe_unknown_key(fields, spot.path, {str(key) for key in self._list_sibling_keys(path)})
                if news:
                    self._add_fault(path, found.message, at_key=True)
                if found.intended_path and found.is_respelling:
                    respelled.add(path)
                    pruned.rename_key(spot.pruned_path, str(found.intended_path[-1]))
                else:
                    meant |= {found.intended_path} if found.intended_path else set()
                    pruned.mark_removed(spot.pruned_path)
                continue
            if missing and path in respelled:
                continue
            place = fields.find_key_schema(spot.path) if spot.at_key else fields.find_schema(spot.path)
            if not is_type_error(kind):
                # The limits are those of what a shorter way of writing stands for: of cpu.target for cpu: 70.
                exact = fields.find_schema(error["loc"])
                place = exact if exact.alternatives and not spot.at_key else place
            if news:
                message = explain_error(kind, error["input"], error.get("ctx", {}), place, error["msg"])
                self._add_fault(path, message, at_key=spot.at_key or missing)
            self.unreliable_paths.add(path)
            healed &= pruned.fill_missing(spot.pruned_path, place) if missing else pruned.mark_removed(spot.pruned_path)
        self.unreliable_paths |= meant
        pruned.remove_marked()
        return healed

    def _add_fault(self, path: SettingPath, message: str, *, at_key: bool = False) -> None:
        whole = (*self._base_path, *path)
        self.faults.append(Fault.at_position(self._find_position(whole, at_key=at_key) if self._find_position else None, whole, message))

    def _find_written_path(self, path: SettingPath) -> tuple[SettingPath, bool]:
        """Spell a path as the user did, and tell whether all of it is in the data."""
        node, spelled = self._data, list(path)
        for depth, part in enumerate(path):
            if isinstance(node, Mapping):
                key = part if part in node else next((key for key in node if normalize_key(str(key)) == normalize_key(str(part))), None)
                if key is None:
                    return tuple(spelled), False
                spelled[depth], node = key, node[key]
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
            elif isinstance(node, Section):
                return tuple(spelled), True
            else:
                # What a shorter way of writing stands for has no place of its own.
                return tuple(spelled[:depth]), node is not None
        return tuple(spelled), True

    def _list_sibling_keys(self, path: SettingPath) -> Iterable[Any]:
        node = self._data
        for part in path[:-1]:
            node = node[part]
        return cast("Mapping[Any, Any]", node)


def _overlaps_any(places: Iterable[SettingPath], path: SettingPath) -> bool:
    return any(path[: len(place)] == place or place[: len(path)] == path for place in places)


def _walk_sections(value: Any, path: SettingPath) -> Iterator[tuple[SettingPath, Section]]:
    """Walk the sections that the user wrote; what is a default needs no check."""
    if isinstance(value, Section):
        yield path, value
        fields = type(value).__pydantic_fields__
        for name in value.model_fields_set:
            inner = getattr(value, name)
            if isinstance(inner, Section | dict | list):
                yield from _walk_sections(inner, (*path, fields[name].alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk_sections(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk_sections(inner, (*path, index))


def _convert_field_path(section: Section, dotted: str) -> SettingPath:
    """Turn the dotted field names of a rule into a path of keys as in the YAML."""
    path: list[str | int] = []
    node: Any = section
    parts = dotted.split(".")
    while parts:
        part = parts.pop(0)
        if isinstance(node, Section) and part in type(node).__pydantic_fields__:
            path.append(type(node).__pydantic_fields__[part].alias or part)
            node = getattr(node, part)
        elif isinstance(node, dict):
            # A name of the user's may hold dots.
            while part not in node and parts:
                part = f"{part}.{parts.pop(0)}"
            path.append(part)
            node = node.get(part)
        else:
            path.append(int(part) if part.isdigit() else part)
            node = None
    return tuple(path)
