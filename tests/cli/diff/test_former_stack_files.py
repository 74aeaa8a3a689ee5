"""A stack without a file in the base is new, unless it may exist already: then a protected one is stopped."""

import pytest
from fargate_web_cli.diff import revision_diff
from fargate_web_cli.diff.exit_status import find_exit_status
from fargate_web_cli.diff.model import Diff
from fargate_web_cli.diff.revision_diff import DiffRequest, diff_revisions

from tests.cli.diff.diffs import LOG_GROUP, record, resource
from tests.cli.diff.repositories import commit, git, write_files

PROJECT = {"Pulumi.yaml": "name: shop\nruntime: python\n", "__main__.py": ""}
PROTECTED = "config: {fargate-web:protected: true}\n"
OPEN = "config: {}\n"


@pytest.fixture
def stop(tmp_path, monkeypatch):
    """Compare the working tree with its last commit, and return what is stopped of a stack that only the working tree has."""

    def run(name, *, protected=True, folder=tmp_path, **request):
        monkeypatch.setattr(
            revision_diff,
            "capture_revisions",
            lambda requests: {
                "base": {},
                "head": {stack: record(resource(LOG_GROUP, "web"), protected=protected) for stack in requests["head"].stack_files},
            },
        )
        found = {each.name: each for each in diff_revisions(DiffRequest(base="HEAD", project_folder=folder, **request)).stacks}[name]
        assert find_exit_status(Diff("", (found,)), expect_no_changes=False) == (3 if found.stopped else 0)
        assert "has no file of this stack: everything is new" in found.warnings[0]
        return {change.kind: change.sentence for change in found.stopped}

    return run


@pytest.mark.parametrize("request_", [{}, {"stack": "live"}])
def test_a_protected_stack_that_is_added_is_new(tmp_path, stop, request_):
    commit(tmp_path, {**PROJECT, "Pulumi.prod.yaml": PROTECTED})
    write_files(tmp_path, {"Pulumi.live.yaml": PROTECTED})
    assert stop("live", **request_) == {}


@pytest.mark.parametrize("request_", [{}, {"stack": "live"}])
@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (PROTECTED, PROTECTED, ["unknown base"]),
        (PROTECTED, OPEN, ["unknown base", "loss of protection"]),
        (OPEN, PROTECTED, ["unknown base"]),
        (OPEN, OPEN, []),
    ],
)
def test_a_renamed_file_may_be_a_renamed_stack(tmp_path, stop, before, after, kinds, request_):
    commit(tmp_path, {**PROJECT, "Pulumi.prod.yaml": before})
    (tmp_path / "Pulumi.prod.yaml").unlink()
    write_files(tmp_path, {"Pulumi.live.yaml": after})
    stopped = stop("live", protected=after == PROTECTED, **request_)
    assert [*stopped] == kinds
    if kinds:
        assert "and Pulumi.prod.yaml is gone, so that it may be an old stack under another name" in stopped["unknown base"]


@pytest.mark.parametrize(("protected", "kinds"), [(True, ["unknown base"]), (False, ["unknown base", "loss of protection"])])
def test_a_file_that_was_removed_earlier_leaves_a_stack(tmp_path, stop, protected, kinds):
    commit(tmp_path, {**PROJECT, "Pulumi.prod.yaml": PROTECTED})
    (tmp_path / "Pulumi.prod.yaml").unlink()
    removal = commit(tmp_path, {"file": "one"})
    commit(tmp_path, {"file": "two"})
    write_files(tmp_path, {"Pulumi.prod.yaml": PROTECTED if protected else OPEN})
    stopped = stop("prod", protected=protected)
    assert [*stopped] == kinds
    assert f"has no file of this stack any more, because {removal[:9]} removed it: what the change" in stopped["unknown base"]


def test_a_shallow_clone_does_not_know_what_was_removed(tmp_path, stop):
    commit(tmp_path / "origin", PROJECT)
    commit(tmp_path / "origin", {"file": "two"})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/origin", "clone")
    write_files(tmp_path / "clone", {"Pulumi.prod.yaml": PROTECTED})
    assert "the clone is too shallow to know whether it had one" in stop("prod", folder=tmp_path / "clone")["unknown base"]
    git(tmp_path / "clone", "fetch", "--quiet", "--unshallow")
    assert stop("prod", folder=tmp_path / "clone") == {}


def test_a_file_that_git_ignores_is_in_no_base(tmp_path, stop):
    commit(tmp_path, {**PROJECT, ".gitignore": "Pulumi.*.yaml\n"})
    write_files(tmp_path, {"Pulumi.prod.yaml": PROTECTED})
    assert "because git ignores it" in stop("prod")["unknown base"]


@pytest.mark.parametrize(
    ("before", "removed", "after", "former"),
    [
        # The same stack, from a file with a name of its own.
        ("Pulumi.prod.yaml", False, "stacks/prod.yaml", "Pulumi.prod.yaml"),
        ("stacks/prod.yaml", True, "stacks/live.yaml", "stacks/prod.yaml"),
        ("stacks/dev.yaml", False, "stacks/prod.yaml", ""),
    ],
)
def test_a_file_with_a_name_of_its_own_may_be_that_of_an_old_stack(tmp_path, stop, before, removed, after, former):
    commit(tmp_path, {**PROJECT, before: PROTECTED})
    if removed:
        (tmp_path / before).unlink()
    write_files(tmp_path, {after: PROTECTED})
    stack = after.removeprefix("stacks/").removesuffix(".yaml")
    stopped = stop(stack, config_file=tmp_path / after)
    assert [*stopped] == (["unknown base"] if former else [])
    assert former in stopped.get("unknown base", "")


def test_a_project_that_is_added_has_new_stacks(tmp_path, stop):
    commit(tmp_path, {"other/Pulumi.yaml": "name: other\nruntime: python\n", "other/Pulumi.prod.yaml": PROTECTED})
    write_files(tmp_path / "shop", {**PROJECT, "Pulumi.prod.yaml": PROTECTED})
    assert stop("prod", folder=tmp_path / "shop") == {}


def test_a_project_that_is_moved_and_renamed_may_have_old_stacks(tmp_path, stop):
    commit(tmp_path, {"other/Pulumi.yaml": "name: other\nruntime: python\n", "other/Pulumi.prod.yaml": PROTECTED})
    for name in ("Pulumi.yaml", "Pulumi.prod.yaml"):
        (tmp_path / "other" / name).unlink()
    write_files(tmp_path / "shop", {**PROJECT, "Pulumi.prod.yaml": PROTECTED})
    assert "other/Pulumi.prod.yaml is gone" in stop("prod", folder=tmp_path / "shop")["unknown base"]
