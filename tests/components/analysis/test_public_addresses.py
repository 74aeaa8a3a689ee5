import pytest
from fargate_web.analysis.public_addresses import describe_public_addresses, has_everybody, has_public_addresses, has_strangers


@pytest.mark.parametrize(
    ("blocks", "public", "strangers", "everybody"),
    [
        ([], False, False, False),
        (["10.0.0.0/8", "fd00::/8", "fe80::/10"], False, False, False),
        (["203.0.113.0/24"], True, False, False),
        (["2001:db8::/32"], True, False, False),
        (["2003::/19"], True, False, False),
        (["2600::/18"], True, True, False),
        (["0.0.0.0/0"], True, True, True),
        (["::/0"], True, True, True),
        (["2000::/3"], True, True, True),
        (["2000::/4", "3000::/4"], True, True, True),
        (["::/1", "8000::/1"], True, True, True),
        (["0.0.0.0/1", "128.0.0.0/1", "2001:db8::/32"], True, True, True),
        (["0.0.0.0/1"], True, True, False),
        (["8000::/1"], False, False, False),
    ],
)
def test_blocks_of_either_family_are_somebodys_or_everybodys(blocks, public, strangers, everybody):
    assert (has_public_addresses(blocks), has_strangers(blocks), has_everybody(blocks)) == (public, strangers, everybody)


def test_addresses_of_ipv6_are_told_as_a_power_of_two():
    assert describe_public_addresses(["203.0.113.0/24"]) == "256"
    assert describe_public_addresses(["2600::/16"]) == "2^112 of IPv6"
    assert describe_public_addresses(["203.0.113.0/24", "2600::/16"]) == "256 and 2^112 of IPv6"
