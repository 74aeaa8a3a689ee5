"""Validation of the AWS Region of a stack."""

import difflib
import re
from typing import Final

from ..faults.error_messages import quote_text

REGION_PATTERN: Final = (
    "(?:us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)"
    "-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]"
)
_COMPILED_REGION_PATTERN: Final = re.compile(REGION_PATTERN)
_KNOWN_REGIONS: Final = """
    us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1
    eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2
    ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1 ap-northeast-2 ap-northeast-3
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
    af-south-1 il-central-1 me-central-1 me-south-1 us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1 eusc-de-east-1
""".split()  # noqa: SIM905 - a list with one name a line would be forty lines long


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
    anagrams = [known for known in _KNOWN_REGIONS if sorted(known) == sorted(normalized)]
    suggestions = [normalized] if normalized in _KNOWN_REGIONS else anagrams or difflib.get_close_matches(normalized, _KNOWN_REGIONS, n=1)
    return f"{quote_text(region)} is not a Region of AWS; {f'did you mean {suggestions[0]}?' if suggestions else 'write it like us-west-2'}"
