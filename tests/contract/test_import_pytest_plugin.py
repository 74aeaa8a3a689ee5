"""The pytest plugin, as another project meets it."""

import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytest_plugins = ["pytester"]

Passes = Callable[[str], pytest.RunResult]

SDKS = ("pulumi.", "pulumi_aws.", "fargate_web.")

PROGRAM = """
import pulumi
import pulumi_aws as aws

config = pulumi.Config()
cluster = aws.ecs.Cluster("main", name=config.get("clusterName"), tags=config.get_object("tags"))
pulumi.export("stack", f"{pulumi.get_project()}/{pulumi.get_stack()}")
pulumi.export("password", config.get_secret("password"))
"""
STACK_FILE = """
config:
  aws:region: eu-west-1
  shop:clusterName: shop-prod
  shop:tags: {Team: shop}
  shop:password: {secure: AAABAcipher}
"""


class ImportedModules:
    """A plugin that knows the modules of the SDKs and the components that a run of pytester imported."""

    def __init__(self) -> None:
        self.modules: dict[str, ModuleType] = {}

    def pytest_sessionfinish(self) -> None:
        self.modules |= {name: module for name, module in sys.modules.items() if name.startswith(SDKS)}


@pytest.fixture(autouse=True)
def imported() -> Iterator[ImportedModules]:
    """Keep what is imported, which pytester forgets: a second import of an SDK's module makes a second class of each name."""
    plugin = ImportedModules()
    yield plugin
    for name, module in plugin.modules.items():
        sys.modules.setdefault(name, module)


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project of someone else's: a program, its stack file, and its own tests."""
    for name, text in (("__main__.py", PROGRAM), ("Pulumi.yaml", "name: shop\nruntime: python\n"), ("Pulumi.prod.yaml", STACK_FILE)):
        (pytester.path / name).write_text(text)
    return pytester


@pytest.fixture
def passes(pytester: pytest.Pytester, imported: ImportedModules) -> Passes:
    """Run tests of the project."""

    def run_tests(tests: str) -> pytest.RunResult:
        pytester.makepyfile(test_program=tests)
        return pytester.runpytest_inprocess("-p", "fargate_web.pytest_plugin", "-p", "no:cacheprovider", plugins=[imported])

    return run_tests


def test_the_program_of_the_project_runs_with_its_stack_file(project: pytest.Pytester, passes: Passes) -> None:
    passes(
        """
        def test_prod(pulumi_program):
            result = pulumi_program(stack="prod")
            cluster = result.find_one("aws:ecs/cluster:Cluster")
            assert cluster.inputs == {"name": "shop-prod", "tags": {"Team": "shop"}}
            assert ":eu-west-1:" in cluster.outputs["arn"]
            assert result.outputs == {"stack": "shop/prod", "password": "[secret]"}
            assert result.secret_outputs == {"password"}
            result.assert_tagged("Team")


        def test_a_stack_without_a_file_has_the_configuration_of_the_test(pulumi_program):
            result = pulumi_program(config={"clusterName": "mine", "tags": {"a": "b"}}, secret_keys=["clusterName"])
            cluster = result.find_one("aws:ecs/cluster:Cluster")
            assert cluster.inputs == {"name": "mine", "tags": {"a": "b"}}
            assert result.outputs["stack"] == "shop/test"


        def test_the_configuration_of_the_test_goes_over_that_of_the_file(pulumi_program):
            result = pulumi_program(stack="prod", config={"clusterName": "mine"}, preview=True)
            assert result.find_one("aws:ecs/cluster:Cluster").inputs == {"name": "mine", "tags": {"Team": "shop"}}


        def test_a_function_runs_too(pulumi_program):
            import pulumi_aws as aws

            assert pulumi_program(lambda: aws.s3.Bucket("one")).find_one("aws:s3/bucket:Bucket").name == "one"
        """,
    ).assert_outcomes(passed=4)


def test_the_program_may_stand_in_another_folder(pytester: pytest.Pytester, passes: Passes) -> None:
    infra = pytester.mkdir("infra")
    (infra / "__main__.py").write_text(PROGRAM)
    (infra / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    pytester.makeini("[pytest]\npulumi_program = infra\n")
    passes(
        """
        def test_it(pulumi_program):
            assert pulumi_program().outputs["stack"] == "shop/test"
        """,
    ).assert_outcomes(passed=1)


def test_a_failure_shows_the_tree_and_none_of_the_machinery(project: pytest.Pytester, passes: Passes) -> None:
    result = passes(
        """
        def test_it(pulumi_program):
            pulumi_program().assert_tagged("Team")
        """,
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*There is 1 resource that lacks a tag:", "E*aws:ecs/cluster:Cluster main  ← no Team"])
    result.stdout.no_fnmatch_line("*assertions.py*")


def test_warnings_of_the_provider_s_own_modules_are_not_shown(project: pytest.Pytester, passes: Passes) -> None:
    (project.path / "pulumi_aws_old.py").write_text("import warnings\nwarnings.warn('old', DeprecationWarning)\n")
    (project.path / "old.py").write_text("import warnings\nwarnings.warn('own', DeprecationWarning)\n")
    result = passes(
        """
        def test_it():
            import old, pulumi_aws_old
        """,
    )
    result.assert_outcomes(passed=1, warnings=1)


def test_whoever_does_not_use_the_plugin_waits_for_nothing() -> None:
    code = (
        "import sys, fargate_web.pytest_plugin; "
        "sys.exit(sorted({name.split('.')[0] for name in sys.modules} & {'pulumi', 'pulumi_aws', 'pydantic', 'yaml', 'grpc', 'google'}) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_distribution_hands_the_plugin_to_pytest_under_the_name_of_its_module(root: Path) -> None:
    told = tomllib.loads((root / "components" / "pyproject.toml").read_text())
    assert told["project"]["entry-points"]["pytest11"] == {"fargate_web.pytest_plugin": "fargate_web.pytest_plugin"}
