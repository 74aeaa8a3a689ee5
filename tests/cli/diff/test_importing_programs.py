"""Programs that import the components and have no stack file of ours, anywhere in a repository."""

import pytest
from fargate_web_cli.diff.recorded_resources import STACK_TYPE
from fargate_web_cli.diff.revision_diff import DiffRequest, diff_revisions
from fargate_web_cli.diff.revisions import RevisionError

from tests.cli.diff.repositories import commit, git, write_files

PROGRAM = """\
import pulumi
from fargate_web import Repository
from sizes import COUNT

for number in range(COUNT):
    Repository(f"images-{number}", {"tags": {"Project": pulumi.get_project()}}, pulumi.ResourceOptions(protect=PROTECT))
"""
FILES = {
    "apps/shop/Pulumi.yaml": "name: shop\nruntime: python\n",
    "apps/shop/__main__.py": PROGRAM.replace("PROTECT", "False"),
    "apps/shop/sizes.py": "COUNT = 1\n",
    # Modules of the project that are called like those of Python are for the program alone.
    "apps/shop/secrets.py": "raise ImportError('the wrong module')\n",
    "README.md": "A repository with more than one project.\n",
}


@pytest.fixture(autouse=True)
def region(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-west-1")


@pytest.fixture
def repository(tmp_path):
    commit(tmp_path, FILES)
    return tmp_path


def compare(folder, **options):
    return diff_revisions(DiffRequest(base="HEAD", project_folder=folder, **options))


def created(stack):
    return sorted(change.name for change in stack.changes if change.op == "create" and change.type.startswith("aws:ecr/repository:"))


def test_a_program_without_a_stack_file_is_compared_without_a_configuration(repository):
    write_files(repository, {"apps/shop/sizes.py": "COUNT = 2\n"})
    diff = compare(repository / "apps/shop")
    [stack] = diff.stacks
    assert (stack.name, stack.region, stack.error, created(stack)) == ("dev", "eu-west-1", "", ["images-1"])
    assert {change.op for change in stack.changes} == {"create"}
    assert [warning for warning in stack.warnings if "this stack has no settings of fargate-web" in warning]
    # Nothing of it is left in the working tree.
    assert git(repository, "status", "--porcelain") == "M apps/shop/sizes.py"


def test_its_configuration_is_that_of_its_stack_file(repository):
    program = PROGRAM.replace("PROTECT", "False").replace("COUNT)", 'pulumi.Config().require_int("count"))')
    commit(repository, {"apps/shop/__main__.py": program, "apps/shop/Pulumi.prod.yaml": "config: {aws:region: us-west-2, shop:count: 1}\n"})
    write_files(repository, {"apps/shop/Pulumi.prod.yaml": "config: {aws:region: us-west-2, shop:count: 3}\n"})
    [stack] = compare(repository / "apps/shop").stacks
    assert (stack.name, stack.region, created(stack)) == ("prod", "us-west-2", ["images-1", "images-2"])


def test_a_region_that_nobody_names_is_told(repository, monkeypatch):
    monkeypatch.delenv("AWS_REGION")
    [stack] = compare(repository / "apps/shop").stacks
    assert stack.error.startswith("there is no Region for stack dev: write aws:region")


def test_what_pulumi_protects_is_guarded_and_may_be_allowed_in_any_program(repository):
    file = "config:\n  aws:region: us-west-2\n"
    commit(repository, {"apps/shop/__main__.py": PROGRAM.replace("PROTECT", "True"), "apps/shop/Pulumi.dev.yaml": file})
    write_files(repository, {"apps/shop/sizes.py": "COUNT = 0\n"})
    [stack] = compare(repository / "apps/shop").stacks
    assert "images-0" in [each.entry.partition("/")[2] for each in stack.stopped]
    allowed = "".join(f"    - {each.urn}\n" for each in stack.stopped)
    write_files(repository, {"apps/shop/Pulumi.dev.yaml": f"{file}  fargate-web:allowReplacement:\n{allowed}"})
    [stack] = compare(repository / "apps/shop").stacks
    assert stack.stopped == ()


def test_a_project_that_moved_to_another_folder_is_found_by_its_name(repository):
    (repository / "services").mkdir()
    git(repository, "mv", "apps/shop", "services/shop")
    diff = compare(repository / "services/shop")
    assert [stack.changes for stack in diff.stacks] == [()]
    assert [note for note in diff.notes if note.endswith("the project is in apps/shop of the repository")]


def test_a_project_that_is_renamed_is_compared_as_if_its_stacks_were_renamed_with_it(repository):
    commit(repository, {"apps/shop/Pulumi.dev.yaml": "config: {aws:region: us-west-2}\n"})
    write_files(repository, {"apps/shop/Pulumi.yaml": "name: store\nruntime: python\n"})
    diff = compare(repository / "apps/shop")
    [stack] = diff.stacks
    # What changes is what the program makes of the name.
    assert {change.op for change in stack.changes if change.type != STACK_TYPE} == {"update"}
    assert [note for note in diff.notes if "pulumi stack rename --stack shop/dev <organization>/store/dev" in note]


def test_the_main_program_may_stand_in_another_folder(repository):
    git(repository, "mv", "apps/shop/__main__.py", "apps/shop/sizes.py", "apps")
    (repository / "apps/shop/source").mkdir()
    git(repository, "mv", "apps/__main__.py", "apps/sizes.py", "apps/shop/source")
    write_files(repository, {"apps/shop/Pulumi.yaml": "name: shop\nruntime: python\nmain: source/\n"})
    [stack] = compare(repository / "apps/shop").stacks
    assert (stack.error, stack.changes) == ("", ())


def test_a_base_without_the_project_makes_everything_new(repository):
    write_files(
        repository, {name.replace("apps/shop", "apps/other"): text.replace("name: shop", "name: other") for name, text in FILES.items()}
    )
    [stack] = compare(repository / "apps/other").stacks
    assert created(stack) == ["images-0"]
    assert "everything is new" in stack.warnings[0]


def test_a_head_without_the_project_is_told(repository):
    write_files(
        repository, {name.replace("apps/shop", "apps/other"): text.replace("name: shop", "name: other") for name, text in FILES.items()}
    )
    with pytest.raises(RevisionError, match=r"^HEAD \(\w+\) has no Pulumi project other\.$"):
        compare(repository / "apps/other", head="HEAD")


def test_each_revision_is_checked_against_what_it_pins_itself(repository):
    commit(repository, {"apps/shop/requirements.txt": "fargate-web==0.0.1\n--no-index\n"})
    write_files(repository, {"apps/shop/requirements.txt": "fargate-web>=0.1\n"})
    with pytest.raises(RevisionError, match=r"^HEAD \(\w+\) pins versions in its requirements\.txt"):
        compare(repository / "apps/shop")
    diff = compare(repository / "apps/shop", same_environment=True)
    assert [stack.changes for stack in diff.stacks] == [()]
    assert (
        "--same-environment: it ran with the versions of this environment, not with those that it pins: fargate-web 0.0.1" in diff.notes[0]
    )
    assert diff.notes[1].endswith("leaves versions open (fargate-web): it ran with those of this environment")
