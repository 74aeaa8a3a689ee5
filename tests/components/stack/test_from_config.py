"""The settings of a running program: from what Pulumi hands over, with positions in the file that it was read from."""

import json
import os
import subprocess
import sys

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.stack.loaded_stack import LoadedStack
from fargate_web.testing import run

WEB = {"image": "nginx", "port": 80}
FILE = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: nginx
      port: 80
"""


def config(services=None, **sections) -> dict[str, str]:
    """What Pulumi hands over: text and JSON."""
    given = {"aws:region": "us-west-2", "fargate-web:services": json.dumps(services or {"web": WEB})}
    return given | {f"fargate-web:{key}": value if isinstance(value, str) else json.dumps(value) for key, value in sections.items()}


def load(handed_over, *, stack="dev", secret_keys=(), stack_file=None) -> LoadedStack:
    loaded = []
    given = {"secret_keys": secret_keys, "stack_file": stack_file}
    run(lambda: loaded.append(load_config()), stack=stack, config=handed_over, project="fargate-web", **given)
    return loaded[0]


def told(handed_over, *, stack="dev", secret_keys=()) -> str:
    errors = []

    def program():
        try:
            load_config()
        except SettingsError as error:
            errors.append(str(error))

    run(program, stack=stack, config=handed_over, secret_keys=secret_keys, project="fargate-web")
    return errors[0]


def test_the_settings_are_those_that_pulumi_hands_over(folder):
    loaded = load(config(protected="false", monitoring="false", tags={"Team": "web"}))
    assert loaded.stack.services["web"].port == 80
    assert (loaded.stack.protected, loaded.stack.monitoring, loaded.stack.tags) == (False, None, {"Team": "web"})
    assert (loaded.region, loaded.stack_name, loaded.file) == ("us-west-2", "dev", None)


def test_the_file_of_the_stack_gives_the_positions(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE.replace("port", "prot"))
    (folder / "Pulumi.prod.yaml").write_text(FILE)
    text = told(config({"web": {"image": "nginx", "prot": 80}}))
    assert text == (
        "1 fault in Pulumi.dev.yaml; nothing was changed:\n"
        '  Pulumi.dev.yaml:6:7: services.web.prot: there is no key "prot" here; did you mean port?'
    )


@pytest.mark.parametrize("name", ["other.yaml", "stacks/Pulumi.blue.yml", "stacks/eu/west/blue.yaml", "Pulumi.prod.yaml"])
def test_a_file_given_with_config_file_is_found_by_its_content(folder, name):
    (folder / "stacks/eu/west").mkdir(parents=True)
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    (folder / name).write_text(FILE.replace("80", "70000"))
    assert f"1 fault in {name}; nothing" in told(config({"web": {"image": "nginx", "port": 70000}}))


@pytest.mark.skipif(sys.platform == "win32", reason="the command lines of other processes are not read there")
@pytest.mark.parametrize("option", [["--config-file"], ["--config-file="]])
def test_a_file_outside_the_project_is_found_by_the_command_line_of_pulumi(folder, tmp_path_factory, monkeypatch, option):
    file = tmp_path_factory.mktemp("elsewhere") / "blue.yaml"
    file.write_text(FILE.replace("80", "70000"))
    arguments = [option[0] + str(file)] if option[0].endswith("=") else [*option, str(file)]
    waiting = subprocess.Popen([sys.executable, "-c", "input()", *arguments], stdin=subprocess.PIPE)
    try:
        monkeypatch.setattr(os, "getppid", lambda: waiting.pid)
        assert f"1 fault in {file}; nothing" in told(config({"web": {"image": "nginx", "port": 70000}}))
    finally:
        waiting.communicate(b"\n")


def test_the_file_that_whoever_runs_the_program_knows_is_taken_wherever_it_is(folder, tmp_path_factory):
    file = tmp_path_factory.mktemp("elsewhere") / "blue.yaml"
    file.write_text(FILE)
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    assert load(config(), stack_file=file).file == str(file)


def test_a_file_with_secrets_is_not_taken_for_one_without(folder):
    secret = FILE.replace("port: 80", "environment: {KEY: {secure: v1:abc}}")
    (folder / "Pulumi.dev.yaml").write_text(FILE.replace("port: 80", "environment: {KEY: value}"))
    (folder / "other.yaml").write_text(secret)
    given = config({"web": {"image": "nginx", "environment": {"KEY": "value"}}})
    assert load(given, secret_keys=["fargate-web:services"]).file == "other.yaml"
    assert load(given).file == "Pulumi.dev.yaml"


def test_a_stack_without_settings_is_told_so_with_the_name_of_its_file(folder):
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig:\n  fargate-web:protected: {value: false}\n")
    (folder / "Pulumi.empty.yaml").write_text("config:\n  aws:region: us-west-2\n")
    text = told({"aws:region": "us-west-2", "fargate-web:protected": "false"}, stack="empty")
    assert "1 fault in Pulumi.empty.yaml; nothing" in text
    assert "Pulumi.empty.yaml:1:1: services: there is no service" in text


def test_the_file_of_a_stack_is_missed_in_the_folder_that_the_project_names(folder):
    (folder / "Pulumi.yaml").write_text("name: fargate-web\nruntime: python\nstackConfigDir: stacks\n")
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    assert "(looked for stacks/Pulumi.dev.yaml)" in told({"aws:region": "us-west-2"})


def test_the_folder_of_stack_files_that_the_project_names_is_looked_at_first(folder):
    (folder / "stacks").mkdir()
    (folder / "Pulumi.yaml").write_text("name: fargate-web\nruntime: python\nstackConfigDir: stacks\n")
    (folder / "stacks" / "Pulumi.dev.yaml").write_text(FILE)
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    assert load(config()).file == "stacks/Pulumi.dev.yaml"


@pytest.mark.parametrize(
    "other",
    [
        FILE.replace("80", "81"),
        FILE.replace("nginx", "httpd"),
        FILE + "      cpu: 256\n",
        FILE + "  fargate-web:tags: {a: b}\n  fargate-web:protected: true\n",
        FILE.replace("web:\n", "api:\n"),
        FILE.replace("port: 80", "command: [a]"),
        FILE.replace("port: 80", "port: true"),
        "config: {other:key: 1} # fargate-web:\n",
        "# fargate-web:\n\tnot yaml",
        "nothing of ours",
        "",
    ],
)
def test_a_file_that_says_something_else_is_not_taken(folder, other):
    (folder / "Pulumi.dev.yaml").write_text(other)
    assert load(config(tags={"c": "d"}) if "tags" in other else config()).file is None


def test_a_file_with_more_sections_is_another(folder):
    (folder / "other.yaml").write_text(FILE + "  fargate-web:image: httpd\n")
    assert load(config()).file is None


@pytest.mark.parametrize("other", ["'{\"web\": NaN}'", "yes", "1_000", "0x10"])
def test_a_file_whose_section_may_be_anything_is_not_taken(folder, other):
    (folder / "other.yaml").write_text(f"config:\n  fargate-web:services: {other}\n")
    assert load(config({"web": WEB})).file is None


def test_among_many_files_the_one_with_the_content_is_found(folder):
    for number in range(100):
        (folder / f"{number}.yaml").write_text(FILE.replace("web:\n", f"web-{number}:\n"))
    (folder / "the-one.yaml").write_text(FILE.replace("  web:", '  "web":'))
    assert load(config({"web": WEB})).file == "the-one.yaml"


def test_without_a_file_faults_have_no_positions_but_their_paths(folder):
    assert told(config({"web": {"image": "nginx", "port": 0}})).startswith(
        "1 fault in stack dev; nothing was changed:\n  services.web.port: 0 is less than 1"
    )


def test_what_readers_of_yaml_disagree_about_is_found_in_the_file_although_pulumi_has_made_its_choice(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE + "      environment: {COUNTRY: NO, MODE: 0777}\n")
    text = told(config({"web": {**WEB, "environment": {"COUNTRY": False, "MODE": 511}}}))
    assert "2 faults in Pulumi.dev.yaml" in text
    assert "Pulumi.dev.yaml:7:30: services.web.environment.COUNTRY: YAML parsers disagree" in text


def test_the_projects_values_are_part_of_what_pulumi_hands_over(folder):
    (folder / "Pulumi.yaml").write_text(
        "name: fargate-web\nruntime: python\nconfig:\n  tags: {default: {Team: web}}\n  aws:region: us-west-2\n"
    )
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    loaded = load(config(tags={"Team": "web"}))
    assert (loaded.file, loaded.stack.tags) == ("Pulumi.dev.yaml", {"Team": "web"})


def test_what_an_environment_of_esc_adds_is_taken_and_the_files_positions_stay(folder):
    (folder / "Pulumi.dev.yaml").write_text("environment: [base]\n" + FILE.replace("80", "0"))
    text = told(config({"web": {"image": "nginx", "port": 0, "desiredCount": 6000}}, tags={"Team": "web?"}))
    assert "3 faults in Pulumi.dev.yaml" in text
    assert "Pulumi.dev.yaml:7:13: services.web.port: 0 is less" in text
    assert "Pulumi.dev.yaml:5:5: services.web.desiredCount: 6000 is more" in text
    assert "tags.Team" in text


def test_a_float_that_go_writes_as_a_whole_number_is_found_all_the_same(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE + "      scaling: {minCapacity: 2, maxCapacity: 4, cpu: 70.0}\n")
    assert load(config({"web": {**WEB, "scaling": {"minCapacity": 2, "maxCapacity": 4, "cpu": 70}}})).file == "Pulumi.dev.yaml"


def test_a_stack_that_has_no_file_is_told_which_stacks_have_one(folder):
    (folder / "Pulumi.dev.yaml").write_text(FILE)
    (folder / "Pulumi.yaml").write_text("name: fargate-web\nruntime: python\nconfig:\n  services: {type: object, default: {}}\n")
    expected = 'no config for stack "qa" (looked for Pulumi.qa.yaml); stacks that have one: dev'
    assert expected in told({"aws:region": "us-west-2"}, stack="qa")
    assert expected in told({"fargate-web:services": "{}"}, stack="qa")


def test_no_services_in_the_file_is_told_in_the_file(folder):
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-west-2\n  fargate-web:services: {}\n")
    assert "Pulumi.dev.yaml:3:25: services: there is no service" in told({"aws:region": "us-west-2", "fargate-web:services": "{}"})


def test_without_a_region_nothing_is_registered(folder):
    assert "aws:region: there is no Region for stack dev" in told({"fargate-web:services": '{"web": {"image": "nginx"}}'})


def test_the_region_may_come_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert load({"fargate-web:services": '{"web": {"image": "nginx"}}'}).region == "eu-west-1"


def test_a_section_that_is_not_json_is_a_fault_and_no_crash(folder):
    assert 'services: expected a map, got the text "{\\"web\\": "' in told({"aws:region": "us-west-2", "fargate-web:services": '{"web": '})


def test_a_misspelt_section_is_told_although_no_file_is_found(folder):
    assert "netwrok: there is no key" in told({**config(), "fargate-web:netwrok": "{}", "other:key": "1"})


def test_a_misspelt_key_is_that_of_a_default_of_the_project_and_not_set_already(folder):
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig:\n  fargate-web:protected: {value: false}\n")
    (folder / "Pulumi.dev.yaml").write_text(FILE + "  fargate-web:protcted: true\n")
    with pytest.raises(SettingsError) as caught:
        load_file(folder / "Pulumi.dev.yaml", environ={})
    assert str(caught.value).endswith('there is no key "protcted" here; did you mean protected?')
    (folder / "Pulumi.dev.yaml").write_text(FILE + "  fargate-web:protcted: true\n  fargate-web:protected: false\n")
    with pytest.raises(SettingsError, match="did you mean protected, which is set already"):
        load_file(folder / "Pulumi.dev.yaml", environ={})
