"""What to say of a key that a section does not have."""

import difflib
from typing import NamedTuple

from pydantic.alias_generators import to_snake

from .error_messages import quoted
from .fault import Path, dotted
from .schema_index import Outline, nearest, plain

_FEW = 3


class Answer(NamedTuple):
    """What to say.

    Attributes:
        message: The words.
        meant: The place that was probably meant.
        respelled: It is that place beyond doubt, in another spelling.
    """

    message: str
    meant: Path | None = None
    respelled: bool = False


def answer(outline: Outline, path: Path, siblings: set[str]) -> Answer:
    """Say what to write instead of the key at the end of a path.

    Args:
        outline: All fields there are.
        path: Where the key stands.
        siblings: The keys that stand beside it.
    """
    *above, last = path
    parent, key = tuple(above), str(last)
    section = outline.section(parent)
    if section is None:
        return Answer(f"{quoted(key)} is not a key that can be written here; remove it")
    if key in section.answers:
        return Answer(f"there is no key {quoted(key)} here: {section.answers[key]}")
    keys = [info.alias or name for name, info in section.model_fields.items()]
    twin = next((other for other in keys if plain(other) == plain(key)), None)
    if twin and any(plain(other) == plain(key) for other in siblings - {key}):
        return Answer(f"this is {twin} a second time, spelled in another way; keep one of the two", (*parent, twin))
    if twin:
        return Answer(f"there is no key {quoted(key)} here; write {twin}", (*parent, twin), respelled=True)
    elsewhere = _elsewhere(outline, parent, key)
    meant = nearest(key, keys)
    if meant and (not elsewhere or _close(key, meant)):
        spelled = to_snake(meant) if "_" in key else meant
        if any(plain(other) == plain(meant) for other in siblings):
            return Answer(f"there is no key {quoted(key)} here; did you mean {spelled}, which is written as well?")
        also = f" ({elsewhere})" if elsewhere else ""
        return Answer(f"there is no key {quoted(key)} here; did you mean {spelled}?{also}", (*parent, meant))
    if elsewhere:
        return Answer(f"there is no key {quoted(key)} here: {elsewhere}")
    return Answer(f"there is no key {quoted(key)} here; {_of(parent)} are {', '.join(sorted(keys))}")


def _close(key: str, meant: str) -> bool:
    return difflib.SequenceMatcher(None, plain(key), plain(meant)).ratio() > 0.85


def _elsewhere(outline: Outline, parent: Path, key: str) -> str | None:
    """Tell where a key of this name belongs, the nearest places first."""
    here = [part for part in parent if isinstance(part, str)]
    for right, homes in outline.homes(key).items():
        near = sorted(homes, key=lambda home: (-_shared(home.split("."), here), home.count("."), home))
        most = _shared(near[0].split("."), here)
        nearest_homes = [home for home in near if _shared(home.split("."), here) == most]
        if len(nearest_homes) > _FEW:
            return None
        subject = "it" if right == key else right
        return f"{subject} belongs {' or '.join(f'under {home}' if home else 'at the top' for home in nearest_homes)}"
    return None


def _shared(home: list[str], here: list[str]) -> int:
    count = 0
    for part, own in zip(home, here, strict=False):
        if part not in ("<name>", own):
            break
        count += 1
    return count


def _of(path: Path) -> str:
    return f"the keys of {dotted(path)}" if path else "the keys"
