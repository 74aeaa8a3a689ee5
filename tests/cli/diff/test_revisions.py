"""Two revisions of a repository, each run with its own files, from the command to the difference."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from fargate_web_cli import app as cli
from fargate_web_cli.diff import command, worktrees
from fargate_web_cli.diff.model import Diff
from fargate_web_cli.diff.progress import show_progress
from fargate_web_cli.diff.revision_diff import DiffRequest, diff_revisions
from fargate_web_cli.diff.revisions import RevisionError, check_out, find_default_base
from fargate_web_cli.diff.value_text import format_value

from tests.cli.diff.repositories import git
from tests.stacks.running import ROOT

SHOP = """\
config:
  aws:region: us-west-2
  fargate-web:protected: true
  fargate-web:loadBalancer: {https: {domainName: www.example.com, hostedZone: example.com}}
  fargate-web:services:
    web:
      image: 123456789012.dkr.ecr.us-west-2.amazonaws.com/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      port: 80
      readonlyRootFilesystem: true
      user: "10001:10001"
      environment: {LEVEL: info, KEY: {secure: AAABAJZ0y0rwOOm2qYIKhk9CrYy9}}
      deployment: {forceNewDeployment: true}
      route: {hosts: [www.example.com]}
      targetGroup: {protocolVersion: HTTP1}
"""
SMALL = SHOP.replace("  fargate-web:protected: true\n", "").replace("      deployment: {forceNewDeployment: true}\n", "")


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repository")
    for name in ("__main__.py", "Pulumi.yaml"):
        shutil.copy(ROOT / name, folder)
    (folder / "Pulumi.shop.yaml").write_text(SHOP)
    (folder / "Pulumi.gone.yaml").write_text(SMALL)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "base")
    # A later revision of the program that fails.
    (folder / "__main__.py").write_text("raise ValueError('not now')\n")
    git(folder, "commit", "--quiet", "--all", "--message", "broken")
    shutil.copy(ROOT / "__main__.py", folder)
    (folder / "Pulumi.shop.yaml").write_text(
        SHOP.replace("HTTP1", "HTTP2").replace("LEVEL: info", "LEVEL: debug").replace("AAABAJZ0", "AAABAJZ9")
    )
    (folder / "Pulumi.gone.yaml").unlink()
    (folder / "Pulumi.new.yaml").write_text(SMALL)
    (folder / "Pulumi.broken.yaml").write_text(SMALL.replace("port: 80", "port: 99999"))
    return folder


@pytest.fixture(scope="module")
def diff(repository):
    before = (git(repository, "status", "--porcelain"), sorted(repository.iterdir()))
    found = diff_revisions(DiffRequest(base="HEAD~1", project_folder=repository))
    # The working tree is as it was, and no worktree is left.
    assert (git(repository, "status", "--porcelain"), sorted(repository.iterdir())) == before
    assert git(repository, "worktree", "list").count("\n") == 0
    return found


def stack(diff, name):
    [found] = [each for each in diff.stacks if each.name == name]
    return found


def test_every_stack_file_of_both_is_compared(diff):
    assert [each.name for each in diff.stacks] == ["broken", "gone", "new", "shop"]
    assert diff.title.startswith("HEAD~1 (")
    assert diff.title.endswith(") → the working tree")


def test_the_target_groups_of_a_service_are_replaced_and_the_rule_with_them(diff):
    replaced = {(each.type.rpartition(":")[2], each.name) for each in stack(diff, "shop").changes if each.op == "replace"}
    assert replaced == {("TargetGroup", "web-blue"), ("TargetGroup", "web-green"), ("ListenerRule", "web"), ("TaskDefinition", "web")}


def test_the_change_of_a_container_is_shown_by_its_part_although_a_secret_makes_all_of_it_secret(diff):
    [change] = [each for each in stack(diff, "shop").changes if each.type.endswith("TaskDefinition")]
    assert [
        (each.change.display_path, format_value(each.change.old), format_value(each.change.new)) for each in change.property_changes
    ] == [("containerDefinitions[web].environment[LEVEL].value", "[secret]", "[secret]")]


def test_what_is_encrypted_anew_is_told(diff):
    assert stack(diff, "shop").warnings[0].startswith("encrypted again: services.web.environment.KEY.")


def test_what_is_new_in_each_run_is_no_change(diff):
    [service] = [each for each in stack(diff, "shop").changes if each.type.endswith("service:Service")]
    assert all(each.derived for each in service.property_changes)


def test_nothing_else_happens_to_the_stack(diff):
    changed = {each.type.rpartition(":")[2] for each in stack(diff, "shop").changes if each.op == "update"}
    assert changed <= {"Service", "MetricAlarm", "Dashboard", "Policy"}
    assert {each.op for each in stack(diff, "shop").changes} == {"replace", "update"}


def test_the_guard_stops_what_carries_traffic_in_a_protected_stack(diff):
    assert [each.entry.partition("/")[2] for each in stack(diff, "shop").stopped] == ["web-blue", "web-green", "web"]


def test_a_stack_that_only_the_head_has_is_created(diff):
    found = stack(diff, "new")
    assert [*found.operation_counts] == ["create"]
    assert "has no file of this stack: everything is new" in found.warnings[0]


def test_a_stack_that_only_the_base_has_is_told_and_nothing_happens(diff):
    found = stack(diff, "gone")
    assert (found.changes, found.error) == ((), "")
    assert "deletes no resources" in found.warnings[0]


def test_the_faults_of_a_stack_file_are_told_with_their_place(diff):
    found = stack(diff, "broken")
    assert "services.web.port" in found.error
    assert "Pulumi.broken.yaml:" in found.error


def test_a_base_that_fails_is_told_and_everything_is_new(repository):
    compared = diff_revisions(DiffRequest(base="HEAD", stack="organization/fargate-web/shop", project_folder=repository))
    found = stack(compared, "shop")
    assert [*found.operation_counts] == ["create"]
    assert compared.subject == "preview diff shop"
    assert "can't be run, so that everything is shown as new: the program failed: ValueError: not now" in found.warnings[0]


def test_the_base_is_where_the_branch_began(repository, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(repository), str(clone))
    git(clone, "checkout", "--quiet", "-b", "feature", "HEAD~1")
    assert find_default_base(clone) == git(clone, "rev-parse", "HEAD")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "more")
    assert find_default_base(clone) == git(clone, "rev-parse", "HEAD~1")


def test_without_a_repository_there_is_nothing_to_compare_with(tmp_path):
    with pytest.raises(RevisionError, match="There is no commit to compare with"):
        find_default_base(tmp_path)


def test_a_revision_that_is_not_there_is_told_with_what_helps(repository):
    with pytest.raises(RevisionError, match=r"no revision 'v9'.*fetch-depth: 0"), check_out(repository, "v9"):
        pass


def test_a_file_that_neither_revision_has_is_told(repository):
    with pytest.raises(RevisionError, match=r"Neither revision has a Pulumi\.none\.yaml"):
        diff_revisions(DiffRequest(base="HEAD", stack="none", project_folder=repository))


# --- the command --------------------------------------------------------------------------------------------------------


@pytest.fixture
def given(monkeypatch, diff):
    choices = []

    def found(choice):
        choices.append(choice)
        return Diff(diff.title, tuple(each for each in diff.stacks if each.name == "new"))

    monkeypatch.setattr(command, "diff_revisions", found)
    return choices


def test_the_command_is_found_by_its_word(given, capsys):
    assert cli.main(["diff", "--base", "v1", "--head", "v2", "--stack", "new", "--json"]) == 0
    assert given == [DiffRequest("v1", "v2", "new", project_folder=Path.cwd())]
    assert capsys.readouterr().out.startswith('{\n    "config": {')


def test_without_a_stack_the_documents_stand_by_name(given, capsys):
    assert cli.main(["diff", "--json"]) == 0
    assert capsys.readouterr().out.startswith('{\n    "stacks": {\n        "new": {')


def test_changes_that_were_not_expected_are_an_error(given, capsys):
    assert cli.main(["diff", "--expect-no-changes"]) == 1
    assert capsys.readouterr().err == "No changes were expected, and there are some: new.\n"


def test_a_revision_that_can_not_be_had_is_no_traceback(monkeypatch, capsys):
    def fails(_):
        raise RevisionError("There is no revision 'x'.")

    monkeypatch.setattr(command, "diff_revisions", fails)
    assert cli.main(["diff"]) == 2
    assert capsys.readouterr().err == "There is no revision 'x'.\n"


@pytest.mark.parametrize("word", ["diff", "render"])
def test_help_has_examples_and_exit_statuses(word, capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main([word, "--help"])
    said = capsys.readouterr().out
    assert "examples:" in said
    assert "exit status: 0" in said


def test_a_pipe_gets_no_progress(capsys):
    with show_progress("Running"):
        pass
    assert capsys.readouterr().err == ""


def test_the_working_tree_of_the_current_folder_is_compared_by_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert dataclasses.astuple(DiffRequest()) == (None, None, None, None, None, None, False, tmp_path, False)


def test_a_folder_without_a_project_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["diff"]) == 1
    assert "Pulumi.yaml" in capsys.readouterr().err


def test_a_branch_that_only_the_remote_has_is_named(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=feature")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "base")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    with (
        pytest.raises(RevisionError, match=r"^There is no revision 'main'; write origin/main, which exists\.$"),
        check_out(tmp_path, "main"),
    ):
        pass


def test_why_git_works_with_no_repository_is_told_in_its_own_words(repository, tmp_path, monkeypatch):
    with pytest.raises(RevisionError, match="not a git repository"), check_out(tmp_path, "HEAD"):
        pass
    # As in a container where the files belong to another user.
    monkeypatch.setitem(worktrees.os.environ, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(worktrees, "build_git_environment", lambda: dict(worktrees.os.environ))
    with pytest.raises(RevisionError, match=r"dubious ownership.*safe\.directory"):
        find_default_base(repository)
    with pytest.raises(RevisionError, match="dubious ownership"), check_out(repository, "HEAD"):
        pass


@pytest.mark.parametrize("request_", [DiffRequest(base=""), DiffRequest(base="HEAD", head="")], ids=["base", "head"])
def test_an_empty_revision_takes_no_other_one(repository, request_):
    with pytest.raises(RevisionError, match="The name of a revision is empty"):
        diff_revisions(dataclasses.replace(request_, project_folder=repository))
