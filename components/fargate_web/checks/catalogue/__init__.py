"""The catalogue of all checks. Each subject has a module; add a description there for each new identifier.

`tests/components/checks/test_catalogue.py` compares the catalogue with the identifiers in the code.
"""

from collections.abc import Mapping
from typing import Final

from .check_description import CheckDescription
from .identity import CHECKS_OF_IDENTITY
from .network import CHECKS_OF_NETWORKS
from .values import CHECKS_OF_VALUES

__all__ = ["CATALOGUE", "CheckDescription"]

CATALOGUE: Final[Mapping[str, CheckDescription]] = {
    check.code: check for check in (*CHECKS_OF_VALUES, *CHECKS_OF_IDENTITY, *CHECKS_OF_NETWORKS)
}
"""The descriptions by identifier."""
