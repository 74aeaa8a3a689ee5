"""Stack files that extend others: `fargate-web:extends`."""

import json

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.stack.load import load_config, load_file
from fargate_web.stack.loaded_stack import LoadedStack
from fargate_web.testing import run

STAGING = """\
config:
  aws:region: us-west-2
  fargate-web:protected: false
  fargate-web:network: {natGateways: none}
  fargate-web:services:
    web:
      image: nginx:1
      port: 8080
      subnets: public
      environment: {MODE: staging, LEVEL: info}
      route: {hosts: [staging.example.com, www.example.com]}
      memory: 2048
    api:
      image: nginx:1
      port: 8080
      subnets: public
      route: {hosts: [api.example.com]}
"""
REVIEW = """\
config:
  aws:region: us-west-2
  fargate-web:extends: Pulumi.staging.yaml
  fargate-web:services:
    api: null
    web:
      cpu: 512
      environment: {MODE: review, LEVEL: ~}
      route: {hosts: [review.example.com]}
"""


@pytest.fixture
def files(folder):
    (folder / "Pulumi.staging.yaml").write_text(STAGING)
    (folder / "Pulumi.review.yaml").write_text(REVIEW)
    return folder


def load_program(config: dict[str, object], stack: str, **arguments: object) -> LoadedStack:
    """Load the stack in a program, with the configuration that Pulumi would hand over."""
    loaded: list[LoadedStack] = []
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    run(lambda: loaded.append(load_config()), stack=stack, config=texts, project="shop", **arguments)
    return loaded[0]


def list_faults(file) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load_file(file)
    return [str(fault) for fault in raised.value.faults]


def test_maps_merge_other_values_replace_and_null_removes(files):
    stack = load_file("Pulumi.review.yaml").stack
    web = stack.services["web"]
    assert list(stack.services) == ["web"]
    assert (web.image, web.port, web.cpu, stack.network.nat_gateways) == ("nginx:1", 8080, 512, "none")
    assert web.environment == {"MODE": "review"}
    assert web.route is not None
    assert web.route.hosts == ["review.example.com"]


def test_a_program_reads_the_extended_file_itself(files):
    review = {
        "aws:region": "us-west-2",
        "fargate-web:extends": "Pulumi.staging.yaml",
        "fargate-web:services": {
            "api": None,
            "web": {"cpu": 512, "environment": {"MODE": "review", "LEVEL": None}, "route": {"hosts": ["review.example.com"]}},
        },
    }
    loaded = load_program(review, "review")
    assert loaded.stack == load_file("Pulumi.review.yaml").stack
    assert loaded.file == "Pulumi.review.yaml"
    assert loaded.config == {key: value if isinstance(value, str) else json.dumps(value) for key, value in review.items()}


def test_a_program_without_a_stack_file_finds_the_extended_one_where_its_own_would_be(files):
    (files / "Pulumi.review.yaml").unlink()
    config = {"aws:region": "us-west-2", "fargate-web:extends": "Pulumi.staging.yaml", "fargate-web:services": {"web": {"cpu": 1024}}}
    services = load_program(config, "review").stack.services
    assert (services["web"].cpu, services["web"].image, list(services)) == (1024, "nginx:1", ["web", "api"])


def test_a_secret_of_the_stack_replaces_that_of_the_extended_file(files):
    (files / "Pulumi.staging.yaml").write_text(STAGING.replace("MODE: staging", "KEY: {secure: v1:staging}"))
    [fault] = list_faults("Pulumi.review.yaml")
    assert fault.startswith("Pulumi.review.yaml:3:24: services.web.environment.KEY: this is encrypted for the stack of Pulumi.staging.yaml")
    (files / "Pulumi.review.yaml").write_text(REVIEW.replace("MODE: review", "KEY: {secure: v1:review}"))
    services = {
        "api": None,
        "web": {"cpu": 512, "environment": {"KEY": "hidden", "LEVEL": None}, "route": {"hosts": ["review.example.com"]}},
    }
    config = {"aws:region": "us-west-2", "fargate-web:extends": "Pulumi.staging.yaml", "fargate-web:services": services}
    loaded = load_program(config, "review", secret_keys=["fargate-web:services"])
    assert list(loaded.stack.services["web"].environment) == ["KEY"]
    assert "hidden" not in repr(loaded.stack.services["web"].environment)


def test_values_of_the_project_file_come_last(files):
    (files / "Pulumi.yaml").write_text("name: shop\nruntime: python\nconfig:\n  fargate-web:tags: {value: {Team: project}}\n")
    assert load_file("Pulumi.review.yaml").stack.tags == {"Team": "project"}
    (files / "Pulumi.staging.yaml").write_text(STAGING + "  fargate-web:tags: {Team: staging}\n")
    assert load_file("Pulumi.review.yaml").stack.tags == {"Team": "staging"}
    config = {
        "aws:region": "us-west-2",
        "fargate-web:extends": "Pulumi.staging.yaml",
        "fargate-web:services": {"web": {"cpu": 1024}},
        "fargate-web:tags": {"Team": "project"},
    }
    (files / "Pulumi.review.yaml").unlink()
    assert load_program(config, "review").stack.tags == {"Team": "staging"}


def test_chains_cross_folders_and_each_path_starts_at_its_own_file(files):
    (files / "reviews").mkdir()
    (files / "reviews/Pulumi.review.yaml").write_text(REVIEW.replace("Pulumi.staging", "../Pulumi.staging"))
    (files / "Pulumi.pr-7.yaml").write_text(
        "config:\n  aws:region: us-west-2\n  fargate-web:extends: reviews/Pulumi.review.yaml\n  fargate-web:image: nginx:7\n"
    )
    web = load_file("Pulumi.pr-7.yaml").stack.services["web"]
    assert (web.image, web.cpu) == ("nginx:7", 512)


@pytest.mark.parametrize(
    ("extended", "own"),
    [("    web:\n      image: nginx:1\n", "  fargate-web:image: nginx:7\n"), ("", "  fargate-web:services: {web: {image: 'nginx:7'}}\n")],
)
def test_the_nearer_file_wins_in_either_spelling_of_the_image(folder, extended, own):
    short = "" if extended else "  fargate-web:image: nginx:1\n"
    services = "  fargate-web:services:\n" + (extended or "    web:\n") + "      port: 80\n"
    (folder / "Pulumi.base.yaml").write_text(f"config:\n{short}{services}")
    (folder / "Pulumi.dev.yaml").write_text(f"config:\n  aws:region: us-west-2\n  fargate-web:extends: Pulumi.base.yaml\n{own}")
    assert load_file("Pulumi.dev.yaml").stack.services["web"].image == "nginx:7"


def test_each_fault_stands_where_its_value_does(files):
    (files / "Pulumi.staging.yaml").write_text(STAGING.replace("port: 8080", "port: 99999", 1).replace("LEVEL: info", "LEVEL: yes"))
    (files / "Pulumi.review.yaml").write_text(REVIEW.replace("cpu: 512", "cpu: 511").replace("LEVEL: ~", "A: b"))
    places = [fault.split(": ")[0:2] for fault in list_faults("Pulumi.review.yaml")]
    assert places == [
        ["Pulumi.review.yaml:7:12", "services.web.cpu"],
        ["Pulumi.staging.yaml:8:13", "services.web.port"],
        ["Pulumi.staging.yaml:10:43", "services.web.environment.LEVEL"],
    ]


def test_an_ambiguous_value_that_is_replaced_is_still_reported_but_not_its_consequences(files):
    (files / "Pulumi.staging.yaml").write_text(STAGING.replace("MODE: staging", "MODE: yes"))
    [fault] = list_faults("Pulumi.review.yaml")
    assert fault.startswith("Pulumi.staging.yaml:10:27: services.web.environment.MODE: YAML parsers disagree")


def test_a_key_without_a_value_removes_nothing(files):
    (files / "Pulumi.review.yaml").write_text(REVIEW.replace("route: {hosts: [review.example.com]}", "route:"))
    [fault] = list_faults("Pulumi.review.yaml")
    assert fault.startswith("Pulumi.review.yaml:9:7: services.web.route: ")


def test_an_extended_file_that_is_no_stack_file_is_reported_alone(files):
    (files / "Pulumi.staging.yaml").write_text("config:\n  - a\n")
    assert [fault.split(": ")[0] for fault in list_faults("Pulumi.review.yaml")] == ["Pulumi.staging.yaml:1:1"]
    (files / "Pulumi.staging.yaml").write_text("config: {a: [}\n")
    assert [fault.split(": ")[0] for fault in list_faults("Pulumi.review.yaml")] == ["Pulumi.staging.yaml:1:14"]


def test_a_cycle_ends_with_a_report(files):
    (files / "Pulumi.staging.yaml").write_text(STAGING + "  fargate-web:extends: Pulumi.review.yaml\n")
    [fault] = list_faults("Pulumi.review.yaml")
    assert "Pulumi.review.yaml → Pulumi.staging.yaml → Pulumi.review.yaml" in fault


def test_silence_of_the_extended_file_that_silences_nothing_here_is_not_reported(files):
    (files / "Pulumi.staging.yaml").write_text(STAGING + "  fargate-web:silence: {image-not-pinned: only the api needs it}\n")
    (files / "Pulumi.review.yaml").write_text(
        REVIEW.replace("cpu: 512", f"image: nginx@sha256:{64 * 'a'}") + "  fargate-web:silence: {plain-http: nobody minds}\n"
    )
    assert not [fault for fault in load_file("Pulumi.review.yaml").warnings if fault.code == "silence-without-effect"]


def test_an_esc_environment_may_hold_what_is_not_inherited(files):
    (files / "Pulumi.staging.yaml").write_text(STAGING.replace("  aws:region", "  aws:profile: staging\n  aws:region"))
    assert "configuration-not-inherited" in [fault.code for fault in load_file("Pulumi.review.yaml").warnings]
    (files / "Pulumi.review.yaml").write_text("environment: [review]\n" + REVIEW)
    assert "configuration-not-inherited" not in [fault.code for fault in load_file("Pulumi.review.yaml").warnings]


def test_a_list_of_files_is_no_name_of_a_file(folder):
    (folder / "Pulumi.staging.yaml").write_text(STAGING)
    (folder / "Pulumi.review.yaml").write_text(REVIEW.replace("Pulumi.staging.yaml", "[Pulumi.staging.yaml]"))
    with pytest.raises(SettingsError) as caught:
        load_file("Pulumi.review.yaml")
    [fault] = [fault for fault in caught.value.faults if fault.path == ("extends",)]
    assert (fault.code, fault.fixes[0].edits[0].value) == ("wrong-type", "Pulumi.staging.yaml")
