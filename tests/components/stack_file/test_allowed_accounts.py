import pytest
from fargate_web.stack_file.allowed_accounts import find_account_faults, parse_account


def nowhere(path, *, at_key=False):
    return None


@pytest.mark.parametrize("text", ["", '["123456789012"]', "[123456789012]", '["123456789012", "210987654321"]'])
def test_accounts_are_a_list_of_twelve_digits(text):
    assert list(find_account_faults(text, nowhere)) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [("123456789012", '["123456789012"]'), ('"1234-5678-9012"', '["123456789012"]'), ("prod", '["123456789012"]')],
)
def test_a_single_account_is_written_as_a_list(text, written):
    [fault] = find_account_faults(text, nowhere)
    assert fault.message.endswith(f"write aws:allowedAccountIds: {written}")
    assert fault.fixes[0].is_certain == (text != "prod")


def test_an_account_that_yaml_shortened_is_told():
    [fault] = find_account_faults("[12345678901]", nowhere)
    assert "one that starts with 0 stands in quotes" in fault.message


@pytest.mark.parametrize(("text", "account"), [('["123456789012"]', "123456789012"), ('["1", "2"]', None), ("", None)])
def test_one_account_is_that_of_the_stack(text, account):
    assert parse_account(text) == account
