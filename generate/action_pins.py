"""The pinned actions in files that Dependabot does not read: the workflow of a new project, and the examples of the documentation."""

import re
from pathlib import Path
from typing import Final

_PIN: Final = re.compile(r"(?<=uses: )([\w.-]+/[\w.-]+)@([0-9a-f]{40} # v[\d.]+)$", re.MULTILINE)


def read_action_pins(folder: Path) -> dict[str, str]:
    """Return the commit and version of every action that the workflows of this repository use."""
    return {name: pin for path in sorted(folder.glob("**/*.yml")) for name, pin in _PIN.findall(path.read_text(encoding="utf-8"))}


def update_action_pins(text: str, pins: dict[str, str]) -> str:
    """Return a text whose actions are those that the workflows of this repository use."""
    return _PIN.sub(lambda found: f"{found[1]}@{pins.get(found[1], found[2])}", text)
