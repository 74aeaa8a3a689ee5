"""Pulumi ESC environments: what offline commands say of values that only Pulumi knows."""

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.environments import list_environments
from fargate_web.stack.load import load_file
from fargate_web.stack_file.yaml_file import YamlFile
from fargate_web_cli.check.file_selection import CheckedFile
from fargate_web_cli.check.json_document import render_json
from fargate_web_cli.check.stack_check import check_stack_file
from fargate_web_cli.check.text import render_text

WEB = "  fargate-web:network: {natGateways: none}\n  fargate-web:services: {web: {port: 80, subnets: public}}\n"
FILE = f"environment: [shop/dev]\nconfig:\n{WEB}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of stack files, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def check(folder, monkeypatch):
    """Check a stack file where no variable names a Region."""
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)

    def run(text: str):
        path = folder / "Pulumi.dev.yaml"
        path.write_text(text)
        return check_stack_file(CheckedFile("dev", path, None))

    return run


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("environment: [shop/dev, 'shop/base@3']", ("shop/dev", "shop/base@3")),
        ("environment: [{shop/dev: {merge: false}}]", ("shop/dev",)),
        ("environment: shop/dev", ("shop/dev",)),
        ("environment: {imports: [shop/dev], values: {pulumiConfig: {}}}", ("shop/dev", "in the file")),
        ("environment: {values: {pulumiConfig: {}}}", ("in the file",)),
        ("environment: []", ()),
        ("environment:", ()),
        ("config: {}", ()),
    ],
)
def test_environments_are_read_in_every_form_of_pulumi(text, names):
    assert list_environments(YamlFile(text.encode(), "Pulumi.dev.yaml")) == names


def test_a_missing_value_is_no_fault_of_a_file_with_an_environment(check):
    checked = check(FILE)
    assert not checked.faults
    assert [fault.path for fault in checked.missing] == [("aws:region",), ("services", "web", "image")]
    assert render_text([checked]).splitlines()[0] == (
        "dev: the values of its Pulumi ESC environment (shop/dev) are not known here; they must have aws:region, services.web.image; "
        "`pulumi preview` checks them."
    )
    assert '"missing": [\n        "aws:region",\n        "services.web.image"\n      ]' in render_json([checked])


def test_any_other_fault_stays_one(check):
    assert [fault.code for fault in check(FILE.replace("80", "0")).faults] == ["out-of-range"]
    assert [fault.code for fault in check(FILE.replace("environment: [shop/dev]\n", "")).faults] == ["missing-region", "missing-key"]


def test_a_complete_file_with_an_environment_is_told_from_one_without(check):
    complete = FILE.replace("config:\n", "config:\n  aws:region: us-west-2\n").replace("port: 80", "image: nginx, port: 80")
    assert "they must have" not in render_text([check(complete)])
    assert "ESC" in render_text([check(complete)])
    assert "ESC" not in render_text([check(complete.replace("environment: [shop/dev]\n", ""))])


def test_a_command_that_needs_the_value_says_who_may_have_it(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    with pytest.raises(SettingsError) as raised:
        load_file("Pulumi.dev.yaml", environ={})
    assert all(
        fault.message.endswith("; if the Pulumi ESC environment shop/dev has it, only `pulumi preview` can tell")
        for fault in raised.value.faults
    )


def test_the_environment_of_an_extended_file_is_not_inherited(folder):
    (folder / "Pulumi.base.yaml").write_text(FILE.replace("port: 80", "image: nginx, port: 80"))
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-west-2\n  fargate-web:extends: Pulumi.base.yaml\n")
    messages = [warning.message for warning in load_file("Pulumi.dev.yaml").warnings if warning.code == "configuration-not-inherited"]
    assert len(messages) == 1
    assert "write environment: [shop/dev] beside config:" in messages[0]


def test_a_file_may_leave_all_settings_to_an_environment(check):
    result = check("environment: [shop/dev]\n")
    assert result.faults == ()
    assert sorted(fault.code for fault in result.missing) == ["missing-region", "no-services"]
