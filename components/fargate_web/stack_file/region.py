"""Validation of the AWS Region of a stack."""

import difflib
import re
from typing import Final

from ..faults.error_messages import quote_text
from ..settings.aws_regions import KNOWN_REGIONS

REGION_PATTERN: Final = (
    "(?:us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)"
    "-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]"
)
_COMPILED_REGION_PATTERN: Final = re.compile(REGION_PATTERN)


def explain_invalid_region(region: str) -> str | None:
    """Explain why a text is not the name of an AWS Region, and suggest the intended one. Return None if the name is valid.

    An unknown Region is valid if it has the form of a Region's name: AWS opens new Regions faster than programs are updated.
    """
    if _COMPILED_REGION_PATTERN.fullmatch(region):
        return None
    normalized = region.strip().lower().replace("_", "-").replace(" ", "-")
    if re.fullmatch(r".*-\d[a-z]", normalized) and _COMPILED_REGION_PATTERN.fullmatch(normalized[:-1]):
        return f"{quote_text(region)} is an Availability Zone; write its Region, {normalized[:-1]}"
    # Prefer names with the same letters in another order over names with other letters.
    anagrams = [known for known in KNOWN_REGIONS if sorted(known) == sorted(normalized)]
    suggestions = [normalized] if normalized in KNOWN_REGIONS else anagrams or difflib.get_close_matches(normalized, KNOWN_REGIONS, n=1)
    return f"{quote_text(region)} is not a Region of AWS; {f'did you mean {suggestions[0]}?' if suggestions else 'write it like us-west-2'}"
