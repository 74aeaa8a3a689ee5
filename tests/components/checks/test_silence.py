"""The section `silence` of a stack file: what it hides, and entries that are wrong or without effect."""

import pytest
from fargate_web.checks import catalogue, check_stack
from fargate_web.checks.catalogue import CheckDescription
from fargate_web.checks.finding import Finding
from fargate_web.checks.silence import SilencedFinding, check_silence, check_silence_effects, split_silenced
from fargate_web.faults.fault import SettingsError
from fargate_web.settings.silence import Silence
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import load_file

REASON = "only dev uses this image"
WEB = {"image": "nginx:1.29", "port": 80}
CATALOGUE = {
    code: CheckDescription(code, severity, "a title", "a consequence", "a fix", can_be_silenced=silenceable)
    for code, severity, silenceable in (
        ("image-not-pinned", "advice", False),
        ("likely-mistake", "warning", False),
        ("surely-wrong", "error", False),
        ("two-lists", "error", True),
    )
}


def silences(**entries):
    return {code.replace("_", "-"): Silence.model_validate(entry) for code, entry in entries.items()}


def stack_with(entries, **service):
    data = {"silence": {code.replace("_", "-"): entry for code, entry in entries.items()}, "services": {"web": WEB | service}}
    return Stack.model_validate(data)


def split(finding, **entries):
    reported, silenced = split_silenced([finding], stack_with(entries), CATALOGUE)
    return [found.code for found in reported], [reason for _, reason in silenced]


@pytest.mark.parametrize(
    ("code", "severity", "is_silenced"),
    [
        ("image-not-pinned", "warning", True),
        ("image-not-pinned", "error", True),  # on a protected stack
        ("likely-mistake", "warning", True),
        ("likely-mistake", "error", False),  # here it is certain
        ("surely-wrong", "error", False),
        ("two-lists", "error", True),
    ],
)
def test_warnings_and_advice_are_silenced_and_errors_only_where_they_are_a_choice(code, severity, is_silenced):
    finding = Finding(code, ("services", "web", "image"), "it is so", severity)
    found = split(finding, **{code: {"reason": REASON}})
    assert found == (([], [REASON]) if is_silenced else ([code], []))


@pytest.mark.parametrize(
    ("paths", "is_silenced"),
    [
        ([], True),
        (["services.web"], True),
        (["services.web.image"], True),
        (["services.we"], False),
        (["services.api", "services.web"], True),
        (["services.web.image.tag"], False),
        (["services"], True),
    ],
)
def test_a_path_silences_the_setting_and_what_is_below_it(paths, is_silenced):
    finding = Finding("likely-mistake", ("services", "web", "image"), "it is so", "warning")
    assert bool(split(finding, likely_mistake={"reason": REASON, "paths": paths})[1]) is is_silenced


def test_an_unknown_identifier_is_an_error_with_the_nearest():
    [finding] = check_silence(silences(image_not_pined={"reason": REASON}), CATALOGUE)
    assert (finding.code, finding.severity, finding.path) == ("unknown-check", "error", ("silence", "image-not-pined"))
    [fix] = finding.fixes
    assert (fix.text, fix.is_certain) == ("write image-not-pinned", True)


def test_a_word_of_an_identifier_leads_to_it():
    [finding] = check_silence(silences(image={"reason": REASON}), CATALOGUE)
    [fix] = finding.fixes
    assert (fix.text, fix.is_certain) == ("write image-not-pinned", False)


def test_an_identifier_like_no_other_leads_to_the_list():
    [finding] = check_silence(silences(everything={"reason": REASON}), CATALOGUE)
    assert finding.message.endswith("write an identifier that `fargate-web explain` lists")


def test_what_would_fail_can_t_be_silenced():
    [finding] = check_silence(silences(surely_wrong={"reason": REASON}, two_lists={"reason": REASON}), CATALOGUE)
    assert (finding.code, finding.path) == ("check-not-silenceable", ("silence", "surely-wrong"))


def test_an_entry_without_effect_is_a_warning():
    finding = Finding("likely-mistake", ("services", "web", "image"), "it is so", "warning")
    entries = silences(likely_mistake={"reason": REASON, "paths": ["services.web", "services.api"]}, two_lists={"reason": REASON})
    silenced = [SilencedFinding(finding, REASON)]
    unused_path, unused_entry = check_silence_effects(entries, silenced, CATALOGUE)
    assert (unused_path.severity, unused_path.path) == ("warning", ("silence", "likely-mistake", "paths", 1))
    assert unused_path.fixes[0].edits[0].value == ["services.web"]
    assert (unused_entry.path, unused_entry.fixes[0].text) == (("silence", "two-lists"), "remove two-lists")


def test_an_entry_whose_paths_all_silence_nothing_is_removed_and_not_left_for_the_whole_stack():
    elsewhere = Finding("likely-mistake", ("services", "api", "image"), "it is so", "warning")
    entries = silences(likely_mistake={"reason": REASON, "paths": ["services.web"]})
    [finding] = check_silence_effects(entries, [SilencedFinding(elsewhere, "it has a reason of its own")], CATALOGUE)
    assert (finding.path, finding.fixes[0].edits[0].action) == (("silence", "likely-mistake"), "remove")
    assert "at services.web" in finding.message


def test_a_check_of_workflows_is_never_without_effect_to_the_program():
    assert not list(check_silence_effects(silences(drift_in_every_run={"reason": REASON}), []))


def test_what_a_container_silences_is_counted_with_its_reason(stacks):
    stack = stacks.of(
        {"web": {"image": "nginx:1.29", "port": 80, "silence": {"image": REASON}}, "api": {"port": 81, "route": {"paths": ["/api/*"]}}}
    )
    result = check_stack(stack, "us-west-2", stacks.priorities(stack))
    assert [(found.code, found.path, reason) for found, reason in result.silenced] == [
        ("image-not-pinned", ("services", "web", "image"), REASON)
    ]
    assert "image-not-pinned" not in [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("code", "path", "severity", "key", "is_silenced"),
    [
        ("image-not-pinned", ("image",), "warning", "image", True),
        ("image-not-pinned", ("image",), "error", "image", True),
        ("image-not-pinned", ("sidecars", "proxy", "image"), "warning", "image", False),  # the sidecar has a section of its own
        ("likely-mistake", ("environment", "PORT"), "warning", "environment", False),  # another key
        ("likely-mistake", ("image",), "error", "image", False),  # here it is certain
        ("likely-mistake", ("image",), "warning", None, False),
        ("surely-wrong", ("image",), "error", "image", False),
        ("likely-mistake", ("sidecars", "proxy", "environment", "A"), "warning", "environment", True),
        ("likely-mistake", ("migration", "command"), "warning", "image", True),
    ],
)
def test_a_container_silences_what_concerns_it_by_the_key_of_the_advice(code, path, severity, key, is_silenced):
    sidecars = {"proxy": {"image": "envoy:1", "silence": {"environment": REASON}}}
    stack = stack_with({}, silence={"image": REASON}, sidecars=sidecars)
    finding = Finding(code, ("services", "web", *path), "it is so", severity, silence_key=key)
    assert bool(split_silenced([finding], stack, CATALOGUE)[1]) is is_silenced


SERVICES = """\
  fargate-web:services: {web: {image: "nginx:1.29", port: 80, user: "101", readonlyRootFilesystem: false}}
"""


def write_stack(folder, silence, project_silence=""):
    (folder / "Pulumi.yaml").write_text(f"name: shop\nruntime: python\n{project_silence}")
    path = folder / "Pulumi.dev.yaml"
    path.write_text(f"config:\n  aws:region: us-west-2\n{silence}{SERVICES}")
    return path


def test_a_wrong_identifier_in_a_stack_file_is_reported_where_it_stands(tmp_path):
    path = write_stack(tmp_path, "  fargate-web:silence:\n    silence-without-efect: because it is so\n")
    with pytest.raises(SettingsError) as caught:
        load_file(path)
    [fault] = caught.value.faults
    assert (fault.code, fault.line) == ("unknown-check", 4)
    assert fault.message.endswith("; write silence-without-effect")


def test_a_reason_is_required(tmp_path):
    path = write_stack(tmp_path, "  fargate-web:silence: {silence-without-effect: no reason}\n")
    with pytest.raises(SettingsError, match="less than 10"):
        load_file(path)


def test_an_entry_for_all_stacks_of_a_project_may_be_without_effect_in_one(tmp_path, monkeypatch):
    monkeypatch.setitem(catalogue.CATALOGUE, "two-lists", CATALOGUE["two-lists"])
    entry = "{two-lists: because it is so}"
    written = write_stack(tmp_path, f"  fargate-web:silence: {entry}\n")
    assert "silence-without-effect" in [fault.code for fault in load_file(written).warnings]
    loaded = load_file(write_stack(tmp_path, "", f"config:\n  fargate-web:silence: {{value: {entry}}}\n"))
    assert "silence-without-effect" not in [fault.code for fault in loaded.warnings]
    assert "two-lists" in loaded.stack.silence


def test_the_report_of_an_entry_without_effect_can_be_silenced_too(tmp_path, monkeypatch):
    monkeypatch.setitem(catalogue.CATALOGUE, "two-lists", CATALOGUE["two-lists"])
    entries = "{two-lists: because it is so, silence-without-effect: another stack needs it}"
    loaded = load_file(write_stack(tmp_path, f"  fargate-web:silence: {entries}\n"))
    assert "silence-without-effect" in [finding.code for finding, _ in loaded.silenced]
