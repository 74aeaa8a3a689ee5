"""The actions of IAM: which exist, and what they can be allowed on.

The table comes from AWS's Service Authorization Reference; `generate/iam_actions.py` writes it.
"""

import difflib
import fnmatch
import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("iam_actions.txt.gz")


@dataclass(frozen=True, slots=True)
class ActionTable:
    """The actions of one service.

    Attributes:
        prefix: What its actions start with, as AWS spells it.
        arn_services: The services in the ARNs of its resources.
        on_resources: The actions that can be allowed on single resources, by their name in lower case.
        on_everything: The actions that can be allowed on `*` only, by their name in lower case.
    """

    prefix: str
    arn_services: frozenset[str]
    on_resources: Mapping[str, str]
    on_everything: Mapping[str, str]

    def has_match(self, action: str) -> bool:
        """Return whether an action without its prefix, which may have wildcards, matches one of the service."""
        name = action.lower()
        if not {"*", "?"} & {*name}:
            return name in self.on_resources or name in self.on_everything
        return bool(fnmatch.filter((*self.on_resources, *self.on_everything), name.replace("[", "[[]")))

    def find_similar(self, action: str) -> str | None:
        """Return the action that a misspelt one most likely means."""
        names = {**self.on_resources, **self.on_everything}
        close = difflib.get_close_matches(action.lower(), names, 1, 0.8)
        return f"{self.prefix}:{names[close[0]]}" if close else None


@cache
def load_action_tables() -> Mapping[str, ActionTable]:
    """Load the actions of all services, by their prefix."""
    lines = gzip.decompress(_TABLE.read_bytes()).decode().splitlines()
    tables = {}
    for line in lines[1:]:
        prefix, services, *actions = line.split("\t")
        on_resources, on_everything = (_index_by_lower_case(words.split()) for words in actions)
        tables[prefix] = ActionTable(prefix, frozenset(services.split()), on_resources, on_everything)
    return tables


def find_similar_service(prefix: str) -> str | None:
    """Return the prefix that a misspelt one most likely means."""
    close = difflib.get_close_matches(prefix.lower(), load_action_tables(), 1, 0.75)
    return close[0] if close else None


def _index_by_lower_case(words: Iterable[str]) -> dict[str, str]:
    return {word.lower(): word for word in words}
