"""The formats of `fargate-web check`: each has the identifier, all positions and the fixes."""

import json
from pathlib import Path

import pytest
from fargate_web.faults.fault import Fault, Position
from fargate_web.settings.fix import Edit, Fix
from fargate_web_cli.check.github import render_github
from fargate_web_cli.check.json_document import render_json
from fargate_web_cli.check.line_changes import LineChange, find_line_changes
from fargate_web_cli.check.sarif import render_sarif
from fargate_web_cli.check.stack_check import SilencedFault, StackCheck
from fargate_web_cli.check.text import render_text

TEXT = """\
config:
  fargate-web:services:
    web: {image: nginx, desiredCount: 0}  # the shop
    api: {image: nginx, desiredCount: 0}
"""
CERTAIN = Fix("write desiredCount: 1", (Edit(("services", "web", "desiredCount"), "set", 1),), is_certain=True)
UNCERTAIN = Fix("remove desiredCount", (Edit(("services", "web", "desiredCount"), "remove"),))


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(TEXT)
    return path


def fault(name="web", line=3, message="there is no task", **more):
    return Fault(("services", name, "desiredCount"), message, "Pulumi.dev.yaml", line, 25, "no-task", **more)


def check(file, *faults, warnings=(), silenced=()):
    return StackCheck("dev", file, faults=faults, warnings=warnings, silenced=silenced)


def test_text_ends_with_the_identifier_and_names_other_positions(file):
    related = (Position("Pulumi.dev.yaml", 4, 10), Position("Pulumi.yaml", 7, 3))
    lines = render_text([check(file, fault(related=related))]).splitlines()
    assert lines[:2] == [
        "Pulumi.dev.yaml:3:25: error: services.web.desiredCount: there is no task [no-task]",
        "    see 4:10, Pulumi.yaml:7:3",
    ]


def test_the_same_fault_of_several_services_is_one_report_that_names_them(file):
    lines = render_text([check(file, fault(), fault("api", 4))]).splitlines()
    assert lines == [
        "Pulumi.dev.yaml:3:25: error: services.web.desiredCount: there is no task [no-task]",
        "    also services.api.desiredCount (4:25)",
        "1 stack file checked (dev): 2 faults, no warnings.",
    ]


def test_faults_with_different_words_are_reports_of_their_own(file):
    lines = render_text([check(file, fault(message="write 1"), fault("api", 4, message="write 2"))]).splitlines()
    assert len(lines) == 3


def test_what_is_silenced_is_counted(file):
    text = render_text([check(file, silenced=(SilencedFault(fault(), "nobody uses it"),))])
    assert text == "1 stack file checked (dev): no faults, no warnings, 1 silenced.\n"


def test_json_has_identifier_positions_and_fixes(file):
    related = (Position("Pulumi.dev.yaml", 4, 10),)
    silenced = (SilencedFault(fault("api", 4), "nobody uses it"),)
    document = json.loads(render_json([check(file, fault(fixes=(CERTAIN, UNCERTAIN), related=related), silenced=silenced)]))
    [found] = document["stacks"]["dev"]["faults"]
    assert (found["check"], found["line"], found["column"]) == ("no-task", 3, 25)
    assert found["related"] == [{"file": "Pulumi.dev.yaml", "line": 4, "column": 10}]
    assert found["fixes"] == [
        {
            "text": "write desiredCount: 1",
            "certain": True,
            "edits": [{"path": "services.web.desiredCount", "action": "set", "value": 1}],
        },
        {"text": "remove desiredCount", "certain": False, "edits": [{"path": "services.web.desiredCount", "action": "remove"}]},
    ]
    assert [entry["reason"] for entry in document["stacks"]["dev"]["silenced"]] == ["nobody uses it"]


def test_files_of_one_stack_in_two_projects_stay_apart_in_json(file, tmp_path):
    other = tmp_path / "other" / "Pulumi.dev.yaml"
    document = json.loads(render_json([check(file), StackCheck("dev", other)]))
    assert list(document["stacks"]) == ["Pulumi.dev.yaml", "other/Pulumi.dev.yaml"]


def test_an_annotation_of_github_suggests_the_certain_change(file):
    [annotation, _] = render_github([check(file, fault(fixes=(UNCERTAIN, CERTAIN)))]).splitlines()
    head, _, text = annotation[2:].partition("::")
    assert head == "error file=Pulumi.dev.yaml,line=3,col=25,title=services.web.desiredCount%3A no-task"
    assert text.split("%0A") == [
        "there is no task",
        "Suggested change:",
        "-     web: {image: nginx, desiredCount: 0}  # the shop",
        "+     web: {image: nginx, desiredCount: 1}  # the shop",
    ]


def test_sarif_has_rules_positions_and_fixes(file):
    found = fault(fixes=(CERTAIN,), related=(Position("Pulumi.dev.yaml", 4, 10),))
    [run] = json.loads(render_sarif([check(file, found)]))["runs"]
    [result] = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "no-task"
    assert result["level"] == "error"
    [location] = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "Pulumi.dev.yaml", "uriBaseId": "%SRCROOT%"}
    assert location["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 25}
    [related] = result["relatedLocations"]
    assert related["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 10}
    [fix] = result["fixes"]
    [replacement] = fix["artifactChanges"][0]["replacements"]
    assert replacement == {
        "deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 1},
        "insertedContent": {"text": "    web: {image: nginx, desiredCount: 1}  # the shop\n"},
    }


def test_sarif_describes_the_rules_of_the_catalogue_and_keeps_what_is_silenced_as_suppressed(file):
    unknown = Fault(("silence", "x"), "there is no check x", "Pulumi.dev.yaml", 1, 1, "unknown-check")
    [run] = json.loads(render_sarif([check(file, unknown, silenced=(SilencedFault(fault("api", 4), "nobody uses it"),))]))["runs"]
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "unknown-check")
    assert set(rule) == {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"}
    assert [result.get("suppressions") for result in run["results"]] == [
        None,
        [{"kind": "inSource", "justification": "nobody uses it"}],
    ]


def test_sarif_names_files_from_the_root_of_the_repository(file, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(file.parent.parent))
    [run] = json.loads(render_sarif([check(file, fault())]))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == f"{file.parent.name}/Pulumi.dev.yaml"


def test_a_fix_of_a_setting_that_the_file_does_not_contain_changes_no_line(file):
    elsewhere = Fault((), "a fault of the project", "Pulumi.yaml", 1, 1)
    assert find_line_changes(file, elsewhere, CERTAIN) == []
    assert find_line_changes(Path("nowhere.yaml"), fault(), CERTAIN) == []
    assert find_line_changes(file, fault(), CERTAIN) == [
        LineChange(3, ["    web: {image: nginx, desiredCount: 0}  # the shop"], ["    web: {image: nginx, desiredCount: 1}  # the shop"])
    ]
