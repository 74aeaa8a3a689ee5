"""An upgrade within a major version replaces, renames and deletes nothing of an existing stack; and if it did, the test would say what."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fargate_web_cli.diff.recorded_resources import RecordedResource, StackRecord

from tests.stacks.running import ROOT
from tests.upgrades.__main__ import write
from tests.upgrades.contract import broken, in_contract
from tests.upgrades.golden import (
    FOLDER_OF_GOLDENS,
    Golden,
    Subject,
    find_program,
    forcing_inputs,
    place,
    prefix,
    read,
    record,
    subjects,
    written,
)

CURRENT = tomllib.loads((ROOT / "components/pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
VERSIONS = sorted((path.stem for path in FOLDER_OF_GOLDENS.glob("*.json")), key=lambda version: [*map(int, version.split("."))])
GOLDENS = [golden for version in VERSIONS if in_contract(version, CURRENT) for golden in read(FOLDER_OF_GOLDENS / f"{version}.json")]
NAMES = [f"{golden.version}-{golden.subject.name}" for golden in GOLDENS]

BALANCER, GROUP, RULE = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup", "aws:lb/listenerRule:ListenerRule"
LISTENER, TASK, COMPONENT = "aws:lb/listener:Listener", "aws:ecs/taskDefinition:TaskDefinition", "fargate-web:index:Service"
SUBJECT = Subject("Pulumi.dev.yaml", {}, {})
START = prefix(SUBJECT)
KNOWN = {type_: forcing_inputs(type_) for type_ in (BALANCER, GROUP, RULE, LISTENER, TASK)}


STACK_FILES = [golden for golden in GOLDENS if not golden.subject.files]
PROGRAM = (ROOT / "__main__.py").read_text(encoding="utf-8")
RELEASED = re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("golden", GOLDENS, ids=NAMES)
def test_an_upgrade_replaces_and_deletes_nothing_of_a_stack_of_an_earlier_release(golden: Golden, tmp_path: Path) -> None:
    run = golden.subject.run(tmp_path)
    assert run.error is None, f"{golden.subject.name} of {golden.version} is no longer taken: {run.error}"
    report = broken(golden, record(run))
    assert not report, report


@pytest.mark.parametrize("golden", STACK_FILES, ids=[f"{golden.version}-{golden.subject.name}" for golden in STACK_FILES])
def test_the_program_of_an_earlier_release_goes_on_working(golden: Golden, tmp_path: Path) -> None:
    program = find_program(golden.version)
    if program.read_text(encoding="utf-8") == PROGRAM:
        return  # it is the program of the test above
    run = golden.subject.run(tmp_path, program.parent)
    assert run.error is None, f"the program of {golden.version} fails with {golden.subject.name}: {run.error}"
    report = broken(golden, record(run))
    assert not report, report


def test_the_program_of_a_release_is_kept() -> None:
    assert [version for version in VERSIONS if not find_program(version).is_file()] == []


def test_the_program_that_is_kept_is_the_one_that_will_be_released() -> None:
    unreleased = [version for version in VERSIONS if version not in RELEASED]
    changed = [version for version in unreleased if find_program(version).read_text(encoding="utf-8") != PROGRAM]
    assert not changed, f"copy __main__.py to {find_program(changed[0]).relative_to(ROOT)}"


def test_a_program_that_is_kept_is_run_instead_of_the_one_of_today(tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text("raise ValueError('another program')\n")
    run = next(each for each in subjects() if not each.files).run(tmp_path, tmp_path)
    assert "another program" in str(run.error)


def test_every_example_was_written_down() -> None:
    assert {golden.subject.name for golden in GOLDENS} > {"Pulumi.dev.yaml", "Pulumi.prod.yaml", "examples/import/one-service"}
    assert all(golden.resources for golden in GOLDENS)


def test_every_release_of_the_changelog_has_its_file() -> None:
    assert [version for version in RELEASED if version not in VERSIONS] == []


def test_the_page_tells_how_to_come_to_each_major_version() -> None:
    page = (ROOT / "docs/upgrading.md").read_text(encoding="utf-8")
    older = [version for version in VERSIONS if not in_contract(version, CURRENT)]
    line = ".".join(CURRENT.split(".")[: 2 if CURRENT.startswith("0.") else 1])
    assert not older or f"\n## To {line}\n" in page


# --- what is reported ---------------------------------------------------------------------------------------------------


def resource(type_: str, name: str, /, parent: str = "", **options: Any) -> RecordedResource:
    urn = f"{START}{parent}{'$' if parent else ''}{type_}::{name}"
    return RecordedResource(type_, name, urn, custom=not type_.startswith("fargate-web:"), **options)


def report(before: list[RecordedResource], now: list[RecordedResource]) -> str:
    golden = Golden("0.1.0", SUBJECT, {place(each.urn): each.inputs for each in before}, KNOWN)
    return broken(golden, StackRecord(tuple(now), region="us-west-2"))


def test_what_is_the_same_is_not_reported() -> None:
    same = [resource(COMPONENT, "web"), resource(GROUP, "web", COMPONENT, inputs={"port": 80})]
    assert report(same, same) == ""


def test_what_is_new_is_not_reported() -> None:
    one = resource(GROUP, "web")
    assert report([one], [one, resource(RULE, "web")]) == ""


def test_a_renamed_resource_is_reported_with_its_new_name_and_what_to_do() -> None:
    said = report([resource(GROUP, "web")], [resource(GROUP, "web-blue")])
    assert said.startswith("Pulumi.dev.yaml of 0.1.0: an upgrade would replace or delete 1 resource of existing stacks:\n")
    assert f"  aws:lb:TargetGroup web  ({START}{GROUP}::web)\n    deleted, and web-blue of the same type created" in said
    assert 'aliases=[pulumi.Alias(name="<former name>")]' in said
    assert "new major version" in said


def test_a_moved_resource_is_reported() -> None:
    assert "deleted" in report([resource(GROUP, "web")], [resource(GROUP, "web", COMPONENT)])


def test_an_alias_makes_it_good_also_for_what_refers_to_it() -> None:
    before = [resource(BALANCER, "front"), resource(LISTENER, "front", inputs={"loadBalancerArn": "<lb:LoadBalancer front>.arn"})]
    now = [
        resource(BALANCER, "main", aliases=(before[0].urn,)),
        resource(LISTENER, "main", aliases=(before[1].urn,), inputs={"loadBalancerArn": "<lb:LoadBalancer main>.arn"}),
    ]
    assert report(before, now) == ""
    assert "LoadBalancer front" in report(before, [replace(now[0], aliases=()), now[1]])


def test_an_alias_of_a_component_leads_its_children_too() -> None:
    before = [resource(COMPONENT, "web"), resource(GROUP, "web", COMPONENT)]
    other = "fargate-web:index:WebService"
    top = resource(other, "web", aliases=(before[0].urn,))
    child = replace(resource(GROUP, "web", other), parent=top.urn)
    assert report(before, [top, child]) == ""
    assert "deleted" in report(before, [replace(top, aliases=()), child])


def test_an_input_that_forces_a_replacement_is_reported_with_both_values_and_why() -> None:
    said = report([resource(GROUP, "web", inputs={"port": 80})], [resource(GROUP, "web", inputs={"port": 8080})])
    assert "    port: 80 → 8080\n    replaced: port changes: " in said
    assert "    effect: " in said


def test_an_input_that_comes_or_goes_is_reported() -> None:
    with_it, without = resource(GROUP, "web", inputs={"name": "web"}), resource(GROUP, "web")
    assert 'name: "nothing" → "web"' in report([without], [with_it])
    assert 'name: "web" → "nothing"' in report([with_it], [without])


def test_a_new_revision_of_a_task_definition_is_everyday() -> None:
    before, now = (resource(TASK, "web", inputs={"cpu": cpu}) for cpu in ("256", "512"))
    assert report([before], [now]) == ""


def test_what_the_table_has_learnt_since_the_release_is_not_reported() -> None:
    before = Golden("0.1.0", SUBJECT, {place(resource(GROUP, "web").urn): {}}, {GROUP: ["name"]})
    assert broken(before, StackRecord((resource(GROUP, "web", inputs={"port": 80}),), region="us-west-2")) == ""


@pytest.mark.parametrize(
    ("version", "current", "bound"),
    [
        ("0.1.0", "0.1.0", True),
        ("0.1.0", "0.1.9", True),
        ("0.1.0", "0.2.0", False),
        ("0.9.0", "1.0.0", False),
        ("1.0.0", "1.4.2", True),
        ("1.9.0", "2.0.0", False),
    ],
)
def test_a_major_version_is_bound_and_before_the_first_a_minor_one(version: str, current: str, *, bound: bool) -> None:
    assert in_contract(version, current) is bound


# --- the files ----------------------------------------------------------------------------------------------------------


def test_the_file_of_a_release_is_never_written_anew(tmp_path: Path) -> None:
    (tmp_path / f"{CURRENT}.json").write_text("{}")
    with pytest.raises(SystemExit, match=r"is there already\. What a release made is never changed"):
        write(CURRENT, tmp_path)
    assert (tmp_path / f"{CURRENT}.json").read_text() == "{}"
    assert not find_program(CURRENT, tmp_path).exists()


def test_the_program_of_a_release_is_never_written_anew(tmp_path: Path) -> None:
    find_program(CURRENT, tmp_path).parent.mkdir()
    find_program(CURRENT, tmp_path).write_text("import pulumi\n")
    with pytest.raises(SystemExit, match=r"__main__\.py is there already\. What a release made is never changed"):
        write(CURRENT, tmp_path)
    assert find_program(CURRENT, tmp_path).read_text() == "import pulumi\n"


def test_the_program_is_kept_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.upgrades.__main__.subjects", lambda: iter([]))
    assert write(CURRENT, tmp_path) == tmp_path / f"{CURRENT}.json"
    assert find_program(CURRENT, tmp_path).read_text(encoding="utf-8") == PROGRAM


def test_the_file_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=f"says version {re.escape(CURRENT)}; write VERSION={re.escape(CURRENT)}"):
        write("99.0.0", tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_what_is_written_can_be_read_and_does_not_break_itself(tmp_path: Path) -> None:
    subject = next(each for each in subjects() if each.name == "Pulumi.dev.yaml")
    run = subject.run(tmp_path)
    text = written("0.1.0", [(subject, run)])
    (tmp_path / "0.1.0.json").write_text(text)
    [golden] = read(tmp_path / "0.1.0.json")
    assert golden.subject == subject
    assert broken(golden, record(run)) == ""
    assert written("0.1.0", [(subject, subject.run(tmp_path))]) == text


def test_a_program_of_another_name_is_known_by_its_own_project() -> None:
    [subject] = [each for each in subjects() if each.name == "examples/import/one-service"]
    assert re.fullmatch(r"urn:pulumi:test::[a-z-]+::", prefix(subject))
    assert not prefix(subject).endswith("::fargate-web::")
