"""Checks settings and reports every fault at once: of single values, and of the rules between them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..settings.section import RULES_LATER, Section
from .error_messages import explain, is_about_type, nothing
from .fault import Fault, Locate, Path, SettingsError
from .parsed_sections import Content
from .pruned_data import Pruned
from .schema_index import outline, plain
from .unknown_keys import answer

S = TypeVar("S", bound=Section)
_PASSES = 50


@dataclass(frozen=True)
class Examination(Generic[S]):
    """What came of checking some data.

    Attributes:
        settings: The settings, where none of them is wrong; otherwise what is left of them without what is wrong, or None.
        faults: What is wrong.
        doubtful: Places that are wrong, or whose value is not the user's: what is said of these is worth nothing.
    """

    settings: S | None
    faults: tuple[Fault, ...]
    doubtful: frozenset[Path]

    def touches(self, path: Path) -> bool:
        """Tell whether a place is within a doubtful one, or has one within."""
        return _touch(self.doubtful, path)


def validate(
    model: type[S],
    data: Mapping[str, Any],
    *,
    subject: str | None = None,
    locate: Locate | None = None,
    base_path: Path = (),
) -> S:
    """Check data against a model and its rules.

    Args:
        model: The model.
        data: Plain values, with Outputs in leaf places and sections that are checked already. Keys are in camelCase or snake_case.
        subject: What the error calls it: `Service "web"`, `Pulumi.dev.yaml`.
        locate: Finds positions in the file that the data comes from.
        base_path: Where the data stands in the file.

    Returns:
        The settings.

    Raises:
        SettingsError: With every fault there is.
    """
    found = examine(model, data, locate=locate, base_path=base_path)
    if found.faults or found.settings is None:
        raise SettingsError(found.faults, subject)
    return found.settings


def examine(
    model: type[S],
    data: Mapping[str, Any],
    *,
    locate: Locate | None = None,
    base_path: Path = (),
    content: Content | None = None,
) -> Examination[S]:
    """Check data against a model and its rules, and hand back the faults with what is left of the settings.

    Args:
        model: The model.
        data: Plain values, with Outputs in leaf places and sections that are checked already.
        locate: Finds positions in the file that the data comes from.
        base_path: Where the data stands in the file.
        content: The data comes from YAML: keys are in camelCase only, what is disputed is reported already, and nothing after a colon is a fault.
    """
    examiner = _Examiner(model, data, locate, base_path, from_yaml=content is not None)
    examiner.doubtful |= content.disputed if content else set()
    try:
        settings = cast("S | None", examiner.settings())
        if settings is not None:
            if content is not None:
                examiner.nothings(data, (), content.blank)
            examiner.rules(settings)
    except RecursionError:
        return Examination(None, (Fault(base_path, "this is nested without end"),), frozenset())
    return Examination(settings, tuple(examiner.faults), frozenset(examiner.doubtful))


class _Examiner:
    """One check of one piece of data."""

    def __init__(self, model: type[Section], data: Any, locate: Locate | None, base_path: Path, *, from_yaml: bool) -> None:
        self._model = model
        self._data = data
        self._locate = locate
        self._base_path = base_path
        # Both spellings are a convenience for Python; a stack file has one.
        self._spellings: dict[str, Any] = {"by_alias": True, "by_name": not from_yaml}
        self.faults: list[Fault] = []
        self.doubtful: set[Path] = set()

    def settings(self) -> Section | None:
        """Validate; where that fails, report, and validate what is left without the wrong parts."""
        try:
            return self._model.model_validate(self._data, context={RULES_LATER: True}, **self._spellings)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        pruned = Pruned(self._data)
        for _ in range(_PASSES):
            if not self._heal(errors, pruned):
                return None
            try:
                return self._model.model_validate(pruned.data, context={RULES_LATER: True}, **self._spellings)
            except ValidationError as error:
                errors = error.errors(include_url=False)
        return None

    def nothings(self, value: Any, path: Path, blank: set[Path]) -> None:
        """Report what is left blank, and what is null where the default is not: `route:` alone could mean either."""
        if isinstance(value, dict | list):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                self.nothings(inner, (*path, key), blank)
        elif value is None and not _touch(self.doubtful, path):
            place = outline(self._model).at(path)
            if place.is_a("null") and (place.default is not None or path in blank):
                self._fault(path, nothing(place), at_key=True)

    def rules(self, settings: Section) -> None:
        """Report the rules that do not hold, save those that join doubtful places."""
        for path, section in _sections(settings, ()):
            for broken in section.rules():
                fields = [self._as_written((*path, *_path_of(section, name))) for name in broken.fields]
                if not any(_touch(self.doubtful, field) for field, _ in fields):
                    # The first that is written: the others are defaults, and stand in no line.
                    self._fault(next((field for field, written in fields if written), fields[0][0]), broken.message)

    def _heal(self, errors: list[ErrorDetails], pruned: Pruned) -> bool:
        """Report errors, and take what is wrong out of the data; tell whether that is possible."""
        fields = outline(self._model)
        known = set(self.doubtful)
        meant: set[Path] = set()
        respelled: set[Path] = set()
        healed = True
        # Unknown keys first: one that was meant for a missing key is one fault, not two.
        errors = sorted(errors, key=lambda error: error["type"] != "extra_forbidden")
        # All are found before any is taken out.
        spots = [pruned.spot(error["loc"], missing=error["type"] == "missing") for error in errors]
        for error, spot in zip(errors, spots, strict=True):
            kind, missing = error["type"], error["type"] == "missing"
            path, _ = self._as_written(spot.path)
            news = not _touch(known, path) and not (missing and path in meant)
            if kind == "extra_forbidden":
                found = answer(fields, spot.path, {str(key) for key in self._siblings(path)})
                if news:
                    self._fault(path, found.message, at_key=True)
                if found.meant and found.respelled:
                    respelled.add(path)
                    pruned.rename(spot.inner, str(found.meant[-1]))
                else:
                    meant |= {found.meant} if found.meant else set()
                    pruned.remove(spot.inner)
                continue
            if missing and path in respelled:
                continue
            place = fields.key_at(spot.path) if spot.at_key else fields.at(spot.path)
            if not is_about_type(kind):
                # The limits are those of what a shorter way of writing stands for: of cpu.target for cpu: 70.
                exact = fields.at(error["loc"])
                place = exact if exact.alternatives and not spot.at_key else place
            if news:
                message = explain(kind, error["input"], error.get("ctx", {}), place, error["msg"])
                self._fault(path, message, at_key=spot.at_key or missing)
            self.doubtful.add(path)
            healed &= pruned.fill(spot.inner, place) if missing else pruned.remove(spot.inner)
        self.doubtful |= meant
        pruned.sweep()
        return healed

    def _fault(self, path: Path, message: str, *, at_key: bool = False) -> None:
        whole = (*self._base_path, *path)
        self.faults.append(Fault.at(self._locate(whole, at_key=at_key) if self._locate else None, whole, message))

    def _as_written(self, path: Path) -> tuple[Path, bool]:
        """Spell a path as the user did, and tell whether all of it is in the data."""
        node, spelled = self._data, list(path)
        for depth, part in enumerate(path):
            if isinstance(node, Mapping):
                key = part if part in node else next((key for key in node if plain(str(key)) == plain(str(part))), None)
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

    def _siblings(self, path: Path) -> Iterable[Any]:
        node = self._data
        for part in path[:-1]:
            node = node[part]
        return cast("Mapping[Any, Any]", node)


def _touch(places: Iterable[Path], path: Path) -> bool:
    return any(path[: len(place)] == place or place[: len(path)] == path for place in places)


def _sections(value: Any, path: Path) -> Iterator[tuple[Path, Section]]:
    """Walk the sections that the user wrote; what is a default needs no check."""
    if isinstance(value, Section):
        yield path, value
        fields = type(value).__pydantic_fields__
        for name in value.model_fields_set:
            inner = getattr(value, name)
            if isinstance(inner, Section | dict | list):
                yield from _sections(inner, (*path, fields[name].alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _sections(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _sections(inner, (*path, index))


def _path_of(section: Section, dotted: str) -> Path:
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
