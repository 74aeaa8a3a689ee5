"""A fake AWS account in one region, and generators of ids."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

DEFAULT_REGION: Final = "us-west-2"

# Regions whose zones are not a, b, c. (us-west-2: those are the first three of every account.)
_ZONE_LETTERS: Final = {
    "us-east-1": "abcdef",
    "us-east-2": "abc",
    "us-west-1": "ac",
    "us-west-2": "abcd",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "ca-central-1": "abd",
    "cn-north-1": "abd",
}

# Documented hosted zones of load balancers by region. Other regions get an id of the same form.
_LOAD_BALANCER_ZONE_IDS: Final = {
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-1": "Z368ELLRRE2KJ0",
    "us-west-2": "Z1H1FL5HABSF5",
    "ca-central-1": "ZQSVJUPU6J1EY",
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-west-1": "Z32O12XQLNTSW2",
    "eu-west-2": "ZHURV8PSTC4K8",
    "ap-southeast-1": "Z1LMS91P8CMLE5",
    "ap-southeast-2": "Z1GM3OXH4ZPM65",
    "ap-northeast-1": "Z14GRHDCWA56QT",
}

_DIRECTION_CODES: Final = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}

_ALPHABET: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class FakeAccount:
    """The account and region of the fakes.

    Attributes:
        region: The region, `us-west-2`.
        id: The account id, twelve digits.
        zones: The availability zones. Default: those of the region.
    """

    region: str = DEFAULT_REGION
    id: str = "123456789012"
    zones: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.zones:
            letters = _ZONE_LETTERS.get(self.region, "abc")
            object.__setattr__(self, "zones", tuple(self.region + letter for letter in letters))

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn` or `aws-us-gov`."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    @property
    def dns_suffix(self) -> str:
        """`amazonaws.com`, or the domain of the partition."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    @property
    def load_balancer_zone_id(self) -> str:
        """The hosted zone of the region's application load balancers."""
        return _LOAD_BALANCER_ZONE_IDS.get(self.region) or generate_zone_id(f"elb {self.region}")[:14]

    def build_arn(self, service: str, resource: str, *, region: str | None = None, account: str | None = None) -> str:
        """Build an ARN. Default: of this account and region."""
        region = self.region if region is None else region
        account = self.id if account is None else account
        return f"arn:{self.partition}:{service}:{region}:{account}:{resource}"

    def list_zone_ids(self) -> list[str]:
        """Return the ids of the zones, `usw2-az1` and so on."""
        area, *qualifiers, direction, number = self.region.split("-")
        short = area + "".join(qualifier[0] for qualifier in qualifiers) + _DIRECTION_CODES.get(direction, direction[0])
        return [f"{short}{number}-az{index}" for index in range(1, len(self.zones) + 1)]


def generate_hex_digits(seed: str, length: int) -> str:
    """Return hexadecimal digits that look random and are always the same for a seed."""
    return hashlib.blake2b(seed.encode(), digest_size=32).hexdigest()[:length]


def generate_letters_and_digits(seed: str, length: int) -> str:
    """Return lower-case letters and digits that are always the same for a seed."""
    number = int(generate_hex_digits(seed, 64), 16)
    text = ""
    while len(text) < length:
        number, remainder = divmod(number, 36)
        text += _ALPHABET[remainder]
    return text


def generate_decimal_digits(seed: str, length: int) -> str:
    """Return decimal digits that are always the same for a seed."""
    return str(int(generate_hex_digits(seed, 32), 16))[-length:]


def generate_uuid(seed: str) -> str:
    """Return a UUID that is always the same for a seed."""
    text = generate_hex_digits(seed, 32)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def generate_zone_id(seed: str) -> str:
    """Return the id of a hosted zone."""
    return "Z" + generate_letters_and_digits(seed, 20).upper()
