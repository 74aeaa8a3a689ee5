"""Validation of the AWS Region of a stack."""

import difflib
import re
from typing import Final, NamedTuple

from ..faults.error_messages import quote_text
from ..settings.aws_regions import KNOWN_REGIONS
from ..settings.fix import Edit, Fix, SettingPath

REGION_PATTERN: Final = (
    "(?:us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-de)"
    "-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]"
)
_REGIONS_BY_PLACE: Final = {
    "virginia": "us-east-1",
    "n.-virginia": "us-east-1",
    "ohio": "us-east-2",
    "california": "us-west-1",
    "oregon": "us-west-2",
    "canada": "ca-central-1",
    "calgary": "ca-west-1",
    "mexico": "mx-central-1",
    "sao-paulo": "sa-east-1",
    "são-paulo": "sa-east-1",
    "ireland": "eu-west-1",
    "london": "eu-west-2",
    "paris": "eu-west-3",
    "frankfurt": "eu-central-1",
    "zurich": "eu-central-2",
    "stockholm": "eu-north-1",
    "milan": "eu-south-1",
    "spain": "eu-south-2",
    "hong-kong": "ap-east-1",
    "mumbai": "ap-south-1",
    "hyderabad": "ap-south-2",
    "tokyo": "ap-northeast-1",
    "seoul": "ap-northeast-2",
    "osaka": "ap-northeast-3",
    "singapore": "ap-southeast-1",
    "sydney": "ap-southeast-2",
    "jakarta": "ap-southeast-3",
    "melbourne": "ap-southeast-4",
    "cape-town": "af-south-1",
    "tel-aviv": "il-central-1",
    "bahrain": "me-south-1",
    "beijing": "cn-north-1",
    "ningxia": "cn-northwest-1",
}
"""The Regions by the places in whose names the console lists them."""
_COMPILED_REGION_PATTERN: Final = re.compile(REGION_PATTERN)


class InvalidRegion(NamedTuple):
    """Why a text is not the name of a Region.

    Attributes:
        problem: What is wrong with it.
        advice: What to write instead.
        meant: The Region that it most likely stands for.
        is_certain: Whether it surely stands for it.
    """

    problem: str
    advice: str
    meant: str | None = None
    is_certain: bool = False

    def build_fixes(self, path: SettingPath, text: str) -> tuple[Fix, ...]:
        """Build the fix that writes a text with the right Region, if that is known."""
        return (Fix(self.advice, (Edit(path, "set", text),), self.is_certain),) if self.meant else ()


def find_invalid_region(region: str) -> InvalidRegion | None:
    """Find out why a text is not the name of an AWS Region, and which one is meant. Return None if the name is valid.

    An unknown Region is valid if it has the form of a Region's name: AWS opens new Regions faster than programs are updated.
    """
    if _COMPILED_REGION_PATTERN.fullmatch(region):
        return None
    normalized = re.sub(r"[_\s]+", "-", region.strip().lower())
    if re.fullmatch(r".*-\d[a-z]", normalized) and _COMPILED_REGION_PATTERN.fullmatch(normalized[:-1]):
        zone = normalized[:-1]
        return InvalidRegion(f"{quote_text(region)} is an Availability Zone", f"write its Region, {zone}", zone, is_certain=True)
    problem = f"{quote_text(region)} is not a Region of AWS"
    if normalized in _REGIONS_BY_PLACE:
        meant = _REGIONS_BY_PLACE[normalized]
        return InvalidRegion(problem, f"write {meant}", meant, is_certain=True)
    # Prefer names with the same letters in another order over names with other letters.
    anagrams = [known for known in KNOWN_REGIONS if sorted(known) == sorted(normalized)]
    close = [normalized] if normalized in KNOWN_REGIONS else anagrams or difflib.get_close_matches(normalized, KNOWN_REGIONS, n=1)
    if not close:
        return InvalidRegion(problem, "write it like us-west-2")
    return InvalidRegion(problem, f"did you mean {close[0]}?", close[0], is_certain=normalized in KNOWN_REGIONS or len(anagrams) == 1)


def explain_invalid_region(region: str) -> str | None:
    """Explain why a text is not the name of an AWS Region, and suggest the intended one. Return None if the name is valid."""
    found = find_invalid_region(region)
    return f"{found.problem}; {found.advice}" if found else None
