"""The catalogue of all checks. Each subject has a module; add a description there for each new identifier.

`tests/components/checks/test_catalogue.py` compares the catalogue with the identifiers in the code.
"""

from collections.abc import Mapping
from typing import Final

from .check_description import CheckDescription
from .silence import CHECKS_OF_SILENCE
from .values import CHECKS_OF_VALUES
from .workflows import CHECKS_OF_WORKFLOWS

__all__ = ["CATALOGUE", "CHECKS_BY_SUBJECT", "WORKFLOW_CHECKS", "CheckDescription"]

CHECKS_BY_SUBJECT: Final[Mapping[str, tuple[CheckDescription, ...]]] = {
    "Values and keys": CHECKS_OF_VALUES,
    "Workflows": CHECKS_OF_WORKFLOWS,
    "Silence": CHECKS_OF_SILENCE,
}
"""The descriptions by subject, in the order of docs/checks.md."""

CATALOGUE: Final[Mapping[str, CheckDescription]] = {check.code: check for checks in CHECKS_BY_SUBJECT.values() for check in checks}
"""The descriptions by identifier."""

WORKFLOW_CHECKS: Final = frozenset(check.code for check in CHECKS_OF_WORKFLOWS)
"""The checks that only `fargate-web check` runs."""
