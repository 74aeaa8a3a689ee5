"""What importing the package gives, and what it brings along."""

import ast
import importlib.util
import pkgutil
import subprocess
import sys
from pathlib import Path

import fargate_web
import fargate_web.generated.inputs
import fargate_web.inputs
import fargate_web.testing
import pytest

from generate.typed_arguments.type_tree import COMPONENT_MODELS

OURS = ("fargate_web_cli", "generate", "tests", "benchmarks")


def imported(code: str) -> set[str]:
    """Tell which modules are there after some code, in a Python of its own. A part of the SDK that is put off until it is used is not there yet."""
    text = f"import sys\n{code}\nprint(*(name for name, module in sys.modules.items() if type(module).__name__ != '_LazyModule'))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def imported_apart(*codes: str) -> list[set[str]]:
    """Tell it of several codes, each of which has a process of its own to itself. They have the import of the SDK's core in common, which is long."""
    text = f"""
import os, sys
import pulumi, pulumi_aws
for code in {codes!r}:
    sys.stdout.flush()
    if not os.fork():
        exec(code)
        print(*(name for name, module in sys.modules.items() if type(module).__name__ != "_LazyModule"), flush=True)
        os._exit(0)
    os.wait()
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    found = [set(line.split()) for line in done.stdout.splitlines()]
    assert len(found) == len(codes), done.stderr
    return found


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def parts(modules: set[str]) -> set[str]:
    """Tell which parts of the AWS SDK are there."""
    inner = (name.split(".") for name in modules if name.startswith("pulumi_aws.") and name.count(".") > 1)
    return {part for _, part, *_ in inner if part not in ("config", "types")}


@pytest.mark.parametrize("module", [fargate_web, fargate_web.testing])
def test_the_public_names_are_listed_once_and_there(module: object) -> None:
    names = module.__all__
    assert len(set(names)) == len(names)
    for name in names:
        assert not name.startswith("_")
        assert getattr(module, name) is not None


def test_what_is_not_listed_is_not_there() -> None:
    public = {name for name in vars(fargate_web) if name.isidentifier() and not name.startswith("_")} - set(fargate_web.__all__)
    modules = {each.name for each in pkgutil.iter_modules(fargate_web.__path__)}
    assert public - modules == {"Any", "Final", "TYPE_CHECKING", "gc", "import_module"} & public
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        fargate_web.Nothing  # noqa: B018 - asking is the test


def test_every_name_that_is_listed_can_be_imported_for_types() -> None:
    tree = ast.parse(Path(fargate_web.__file__).read_text())
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    imported = [alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(imported) == sorted(fargate_web.__all__)


def test_a_name_that_is_imported_leaves_the_garbage_collector_as_it_was() -> None:
    ways = (("enable", "Network", True), ("disable", "Cluster", False))
    imported(
        "import gc\n" + "\n".join(f"gc.{way}()\nfrom fargate_web import {name}\nassert gc.isenabled() is {on}" for way, name, on in ways)
    )


def test_the_types_of_all_arguments_are_public() -> None:
    arguments = {name for name in fargate_web.__all__ if name.endswith("Args")}
    assert arguments == {f"{name}Args" for name in COMPONENT_MODELS}
    assert {*fargate_web.inputs.__all__} | arguments == {*fargate_web.generated.inputs.__all__}
    assert sorted(fargate_web.inputs.__all__) == fargate_web.inputs.__all__


def test_the_package_alone_brings_nothing_along() -> None:
    assert packages(imported("import fargate_web")).isdisjoint({"pulumi", "pulumi_aws", "pulumi_awsx", "pydantic", "yaml", *OURS})


def test_the_components_bring_nothing_of_the_program() -> None:
    every = "\n".join(
        f"import {each.name}"
        for each in pkgutil.walk_packages(fargate_web.__path__, "fargate_web.")
        if not each.name.endswith("__main__") and ".plugin" not in each.name
    )
    assert all(importlib.util.find_spec(name) for name in OURS)  # or the names are old
    assert packages(imported(every)).isdisjoint({*OURS, "rich", "jsonschema"})


PARTS_OF_THE_SDK = {
    "Cluster": {"ecs"},
    "Network": {"ec2"},
    "Scaling": {"appautoscaling"},
    "Service": {"cloudwatch", "ec2", "ecs", "iam", "lb", "vpc"},
    "LoadBalancer": {"ec2", "lb", "vpc", "route53"},
    "Monitoring": {"cloudwatch", "sns", "kms"},
}


def test_a_component_brings_only_the_parts_of_the_sdk_that_it_uses() -> None:
    names = (*PARTS_OF_THE_SDK, ", ".join(fargate_web.__all__))
    *found, every = map(parts, imported_apart(*(f"from fargate_web import {name}" for name in names)))
    too_many = {name: more for (name, used), brought in zip(PARTS_OF_THE_SDK.items(), found, strict=True) if (more := brought - used)}
    assert too_many == {}
    assert "ecs" in every
    assert len(every) <= 12, "all components together bring a twentieth of the SDK"
