"""A base that is not known is an error or stops a protected stack: nothing is compared with HEAD itself, or called new, in its place."""

import pytest
from fargate_web_cli.diff import revision_diff
from fargate_web_cli.diff.exit_status import find_exit_status
from fargate_web_cli.diff.model import Diff
from fargate_web_cli.diff.recorded_resources import StackRecord
from fargate_web_cli.diff.revision_diff import DiffRequest, diff_revisions
from fargate_web_cli.diff.revisions import RevisionError, check_out, find_default_base
from fargate_web_cli.diff.unknown_base import mentions_protection, text_mentions_protection
from fargate_web_cli.diff.worktrees import build_git_environment, run_git

from tests.cli.diff.diffs import LOG_GROUP, record, resource
from tests.cli.diff.repositories import commit, git

# --- no base ------------------------------------------------------------------------------------------------------------


def test_a_repository_without_a_main_branch_has_no_base_and_head_is_none(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=develop")
    commit(tmp_path, {"file": "one"})
    with pytest.raises(
        RevisionError, match=r"^There is no main branch to compare with \(origin/HEAD, .*--base origin/<branch>.*--base HEAD"
    ):
        find_default_base(tmp_path)


def test_the_default_branch_of_the_remote_is_the_base_whatever_its_name(tmp_path):
    git(tmp_path, "init", "--quiet", "--initial-branch=develop", "origin")
    start = commit(tmp_path / "origin", {"file": "one"})
    git(tmp_path, "clone", "--quiet", "origin", "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "-b", "feature")
    commit(tmp_path / "clone", {"file": "two"})
    assert find_default_base(tmp_path / "clone") == start


def test_a_shallow_clone_without_the_start_of_the_branch_is_told_what_to_fetch(tmp_path):
    start = commit(tmp_path / "origin", {"file": "one"})
    git(tmp_path / "origin", "checkout", "--quiet", "-b", "feature")
    for text in ("two", "three"):
        commit(tmp_path / "origin", {"file": text})
    git(tmp_path / "origin", "checkout", "--quiet", "main")
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=feature", f"file://{tmp_path}/origin", "clone")
    with pytest.raises(RevisionError, match=r"^This clone is shallow and .*git fetch --unshallow, or fetch-depth: 0"):
        find_default_base(tmp_path / "clone")
    # As with `fetch-depth: 1` for both branches: there is a main branch, but not where they part.
    git(tmp_path / "clone", "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    with pytest.raises(RevisionError, match=r"^This clone is shallow"):
        find_default_base(tmp_path / "clone")
    git(tmp_path / "clone", "fetch", "--quiet", "--unshallow", "origin")
    assert find_default_base(tmp_path / "clone") == start


def test_a_branch_that_has_nothing_in_common_with_main_has_no_base(tmp_path):
    commit(tmp_path, {"file": "one"})
    git(tmp_path, "checkout", "--quiet", "--orphan", "other")
    commit(tmp_path, {"file": "two"})
    with pytest.raises(RevisionError, match=r"^main and HEAD have no commit in common\. Name the base"):
        find_default_base(tmp_path)


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_no_base(tmp_path, name):
    with pytest.raises(RevisionError, match="The name of a revision is empty; write --base main"), check_out(tmp_path, name):
        pass


def test_the_variables_of_a_git_hook_lead_to_no_other_repository(tmp_path, monkeypatch):
    for name in ("one", "other"):
        commit(tmp_path / name, {"file": name})
    hook = {"GIT_DIR": str(tmp_path / "other/.git"), "GIT_WORK_TREE": str(tmp_path / "other"), "GIT_INDEX_FILE": "/index"}
    for key, value in hook.items():
        monkeypatch.setenv(key, value)
    assert run_git(tmp_path / "one", "rev-parse", "HEAD").stdout.strip() == git(tmp_path / "one", "rev-parse", "HEAD")
    kept = {"GIT_SSH_COMMAND": "ssh -i key", "GIT_ASKPASS": "ask", "PATH": "/bin"}
    assert build_git_environment({**hook, "GIT_CONFIG_COUNT": "1", **kept}) == kept


# --- the base of a stack ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "config:\n  fargate-web:protected: true\n",
        "config: {fargate-web:protected: true}\n",
        'config:\n  "fargate-web:protected": "true"\n',
        "config:\n  shop:protected: True\n",
        "config:\n\tbroken: [\n  fargate-web:protected: true # here\n",
    ],
)
def test_the_protection_of_a_file_that_can_not_be_loaded_is_seen(tmp_path, text):
    (tmp_path / "Pulumi.prod.yaml").write_text(text)
    assert mentions_protection(tmp_path / "Pulumi.prod.yaml")


@pytest.mark.parametrize(
    "text", ["config:\n  fargate-web:protected: false\n", "# fargate-web:protected: true\n", "a:unprotected: true\n", ""]
)
def test_a_file_without_protection_has_none(tmp_path, text):
    (tmp_path / "Pulumi.prod.yaml").write_text(text)
    assert not mentions_protection(tmp_path / "Pulumi.prod.yaml")


def test_a_file_that_can_not_be_read_counts_as_protected(tmp_path):
    assert mentions_protection(tmp_path / "Pulumi.gone.yaml")
    assert not mentions_protection(None)


@pytest.fixture
def compare(tmp_path, monkeypatch):
    """Compare two records of a stack that the fakes of two revisions return."""
    text = "config: {fargate-web:protected: true}\n"
    commit(tmp_path, {"Pulumi.yaml": "name: shop\nruntime: python\n", "__main__.py": "", "Pulumi.prod.yaml": text})

    def run(old, new):
        monkeypatch.setattr(revision_diff, "capture_revisions", lambda _: {"base": old, "head": {"prod": new}})
        [stack] = diff_revisions(DiffRequest(base="HEAD", project_folder=tmp_path)).stacks
        return stack

    return run


@pytest.mark.parametrize(
    ("old", "protected", "kinds"),
    [
        ({"prod": StackRecord(error="boom")}, True, ["unknown base"]),
        # The file of the base protects the stack, although its program can't be run.
        ({"prod": StackRecord(error="boom")}, False, ["unknown base", "loss of protection"]),
    ],
)
def test_a_protected_stack_whose_base_is_not_known_is_stopped(compare, old, protected, kinds):
    found = compare(old, record(resource(LOG_GROUP, "web"), protected=protected))
    assert [change.kind for change in found.stopped] == kinds
    assert find_exit_status(Diff("", (found,)), expect_no_changes=False) == (3 if kinds else 0)


def test_the_report_says_what_to_do_about_a_base_that_is_not_known(compare):
    failed = {"prod": StackRecord(error="boom")}
    [stop] = compare(failed, record(protected=True)).stopped
    assert stop.sentence.startswith("HEAD (")
    assert "can't be run: what the change replaces, deletes or takes a protection from is not known" in stop.sentence
    assert (stop.setting, stop.entry) == ("allowReplacement", "pulumi:pulumi:Stack/shop-test")
    allowed = record(protected=True, allow_replacement=(stop.entry,))
    found = compare(failed, allowed)
    assert (found.stopped, [warning for warning in found.warnings if "allowReplacement" in warning]) == ((), [])


def test_a_tree_that_is_the_same_as_its_base_is_told(compare, tmp_path):
    diff = diff_revisions_of(tmp_path, compare)
    assert diff.notes[-1].startswith(
        "the working tree is the same as the base: there is nothing to compare. Name another base, such as --base "
    )
    (tmp_path / "file").write_text("more")
    assert "nothing to compare" not in diff_revisions_of(tmp_path, compare).notes[-1]


def diff_revisions_of(folder, compare):
    compare({"prod": record()}, record())
    return diff_revisions(DiffRequest(project_folder=folder))


def test_a_file_is_protected_by_the_file_that_it_extends(tmp_path):
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  fargate-web:extends: shared/Pulumi.base.yaml # as prod\n")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/Pulumi.base.yaml").write_text("config:\n  fargate-web:extends: ../Pulumi.dev.yaml\n")
    assert not mentions_protection(tmp_path / "Pulumi.dev.yaml")
    (tmp_path / "shared/Pulumi.base.yaml").write_text("config:\n  fargate-web:protected: true\n")
    assert mentions_protection(tmp_path / "Pulumi.dev.yaml")
    (tmp_path / "shared/Pulumi.base.yaml").unlink()
    assert mentions_protection(tmp_path / "Pulumi.dev.yaml")


def test_the_text_of_a_file_that_extends_another_may_be_protected():
    assert text_mentions_protection("config: {'fargate-web:extends': Pulumi.prod.yaml}")
    assert not text_mentions_protection("config:\n  # fargate-web:extends: Pulumi.prod.yaml\n")
