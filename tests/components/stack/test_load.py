import json

import pytest
from fargate_web.faults.fault import SettingsError
from fargate_web.faults.schema_index import index_schema
from fargate_web.stack.load import load_file

STACK = "config:\n  aws:region: us-west-2\n  fargate-web:services: {web: {image: nginx, port: 80}}\n"


def test_a_file_gives_the_settings_and_what_pulumi_would_hand_to_a_program(folder):
    text = STACK + "  fargate-web:protected: 'false'\n  fargate-web:tags: {Team: web}\n  other:key: 070\n  other:list: [1, 2.0]\n"
    (folder / "Pulumi.dev.yaml").write_text(text)
    loaded = load_file("Pulumi.dev.yaml")
    assert loaded.stack.services["web"].port == 80
    assert (loaded.region, loaded.stack_name, loaded.file, loaded.secret_keys) == ("us-west-2", "dev", "Pulumi.dev.yaml", [])
    assert loaded.config == {
        "aws:region": "us-west-2",
        "fargate-web:services": json.dumps({"web": {"image": "nginx", "port": 80}}),
        "fargate-web:protected": "false",
        "fargate-web:tags": '{"Team": "web"}',
        "other:key": "070",
        "other:list": "[1, 2]",
    }


def test_settings_are_found_in_the_file_later_as_well(folder):
    (folder / "Pulumi.dev.yaml").write_text(STACK)
    locate = load_file("Pulumi.dev.yaml").find_position
    assert locate(("services", "web", "port")) == ("Pulumi.dev.yaml", 3, 52)
    assert locate(("network", "natGateways")) == ("Pulumi.dev.yaml", 1, 1)
    assert locate(("services", "web", "cpu"), at_key=True) == ("Pulumi.dev.yaml", 3, 26)


def test_what_the_whole_stack_could_do_better_is_a_warning_with_its_place(folder):
    (folder / "Pulumi.dev.yaml").write_text(STACK)
    warnings = [str(warning) for warning in load_file("Pulumi.dev.yaml").warnings]
    assert any(warning.startswith("Pulumi.dev.yaml:3:39: services.web.image: ") for warning in warnings)


def test_what_only_the_whole_stack_can_tell_is_told_beside_the_other_faults(told):
    faults = told(
        "fargate-web:services:\n  a: {image: nginx, port: 80, desiredCount: '2'}\n  b: {image: nginx, port: 80}\n"
        "fargate-web:network: {availabilityZones: [us-west-2a, eu-west-1a]}\n"
    )
    text = "\n".join(faults)
    assert "services.a.desiredCount: expected a whole number" in text
    assert "network.availabilityZones[1]: eu-west-1a is no zone of us-west-2" in text


def test_the_whole_stack_is_not_judged_by_values_that_are_not_the_users(told):
    faults = told("fargate-web:services: {a: {image: nginx, port: 80, route: {paths: [/*, x y]}}, b: {image: nginx, port: 80}}")
    assert [fault.split(": ")[1] for fault in faults] == ["services.a.route.paths[1]"]


def test_what_a_wrong_value_elsewhere_would_settle_is_not_told_as_well(told):
    service = "{image: nginx, port: 80, deployment: {strategy: blueGreen, testTraffic: true}}"
    faults = told(f"fargate-web:loadBalancer: {{testListener: none}}\nfargate-web:services: {{a: {service}}}")
    assert [fault.split(": ")[1] for fault in faults] == ["loadBalancer.testListener"]


def test_a_stack_without_a_file_is_told_which_stacks_have_one(folder):
    for name in ("Pulumi.dev.yaml", "Pulumi.prod.yaml", "Pulumi.yaml"):
        (folder / name).write_text(STACK)
    with pytest.raises(SettingsError) as caught:
        load_file("Pulumi.qa.yaml")
    (fault,) = caught.value.faults
    assert str(fault) == 'no config for stack "qa" (looked for Pulumi.qa.yaml); stacks that have one: dev, prod'
    with pytest.raises(SettingsError, match=r"there is no file other\.yaml; stacks that have one: dev, prod"):
        load_file("other.yaml")
    with pytest.raises(SettingsError, match="there is no file nowhere"):
        load_file("nowhere/other.yaml")


def test_the_region_may_come_from_the_environment(folder):
    (folder / "Pulumi.dev.yaml").write_text("config:\n  fargate-web:services: {web: {image: nginx}}\n")
    assert load_file("Pulumi.dev.yaml", environ={"AWS_DEFAULT_REGION": "eu-west-1"}).region == "eu-west-1"
    assert load_file("Pulumi.dev.yaml", environ={"AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-2"}).region == "eu-west-2"
    with pytest.raises(SettingsError, match='"eu-wset-1" is not a Region of AWS; did you mean eu-west-1'):
        load_file("Pulumi.dev.yaml", environ={"AWS_REGION": "eu-wset-1"})


PROJECT = """\
name: fargate-web
runtime: python
config:
  aws:region: eu-west-1
  services: {type: object, description: the services, default: {}}
  fargate-web:tags: {value: {Team: web}}
  protected: {type: boolean}
  network:
    default: {natGateways: single}
  other: 3
"""


def test_the_projects_values_hold_for_all_stacks_and_the_stacks_own_come_first(folder):
    (folder / "Pulumi.yaml").write_text(PROJECT.replace("  other: 3\n", ""))
    (folder / "Pulumi.dev.yaml").write_text("config:\n  fargate-web:services: {web: {image: nginx}}\n  fargate-web:network: {name: dev}\n")
    loaded = load_file("Pulumi.dev.yaml", environ={})
    assert loaded.region == "eu-west-1"
    assert loaded.stack.tags == {"Team": "web"}
    assert (loaded.stack.network.name, loaded.stack.network.nat_gateways) == ("dev", "onePerAz")
    assert loaded.config["fargate-web:tags"] == '{"Team": "web"}'
    assert "fargate-web:protected" not in loaded.config


def test_a_fault_in_the_projects_values_is_told_in_the_projects_file(folder):
    (folder / "Pulumi.yaml").write_text(PROJECT.replace("single", "dual"))
    (folder / "Pulumi.dev.yaml").write_text("config:\n  other:key: 1\n")
    with pytest.raises(SettingsError) as caught:
        load_file("Pulumi.dev.yaml", environ={})
    faults = [str(fault) for fault in caught.value.faults]
    assert any(fault.startswith("Pulumi.yaml:9:28: network.natGateways: ") for fault in faults)
    assert any(fault.startswith("Pulumi.yaml:10:3: other: there is no key") for fault in faults)
    # A default that says nothing is no place to look at.
    assert any(fault.startswith("Pulumi.dev.yaml:1:1: services: there is no service") for fault in faults)


def test_a_file_elsewhere_is_named_as_it_is_reached_from_here(folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "shop.yaml").write_text(STACK.replace("port", "prot"))
    with pytest.raises(SettingsError, match=r"1 fault in deep/shop.yaml; nothing was changed:\n  deep/shop.yaml:3:46: services.web.prot: "):
        load_file(folder / "deep" / "shop.yaml")


def test_every_stack_file_of_the_project_and_every_example_loads(root, monkeypatch):
    monkeypatch.chdir(root)
    files = sorted([*root.glob("Pulumi.*.yaml"), *root.glob("examples/*.yaml")])
    assert len(files) > 2
    for file in files:
        assert load_file(file).stack.services


@pytest.mark.parametrize("file", ["Pulumi.dev.yaml", "Pulumi.prod.yaml", "examples/kinds-of-work.yaml"])
def test_a_file_without_faults_is_loaded_without_the_index_of_all_settings(root, file):
    # Only messages need it, and to make it takes a tenth of a second.
    index_schema.cache_clear()
    load_file(root / file)
    assert index_schema.cache_info().currsize == 0
