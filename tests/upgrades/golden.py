"""What a release makes of its examples: `<version>.json` and `<version>/__main__.py`, never changed once it is released.

The first holds the stack files and the importing programs as they were, and for each the resources: type and name as in their URN, with the inputs
whose change would force a replacement. The second is the program of the release. So the program of today and that of the release can be run with
what users of that release have: they have a copy of the program in a project of their own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml
from fargate_web.testing import Run
from fargate_web.testing.programs import Programs
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.recorded_resources import STACK_TYPE, RecordedResource, StackRecord
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.replacement_rules import find_type_rules

from tests.stacks.running import PROJECT, ROOT, attempt
from tests.stacks.test_import_examples import CONFIG, FOLDER, NEEDED, PROJECTS, mocks

FOLDER_OF_GOLDENS = Path(__file__).parent
_REGION = "us-west-2"


@dataclass(frozen=True)
class Subject:
    """One example: a stack file for the program of this repository, or a program of its own.

    Attributes:
        name: Its path in the repository.
        config: Its configuration.
        files: Of a program of its own, the files by name; otherwise nothing.
    """

    name: str
    config: Mapping[str, Any]
    files: Mapping[str, str]

    @property
    def stack(self) -> str:
        """The name of the stack."""
        return "test" if self.files else Path(self.name).stem.removeprefix("Pulumi.")

    def run(self, folder: Path, program: Path = ROOT) -> Run:
        """Run it with the components of today.

        Args:
            folder: An empty one, for the files.
            program: The folder of the program for a stack file. Default: the program of today.
        """
        if not self.files:
            return attempt(self.config, self.stack, program=program)
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        project = self.name.removeprefix("examples/import/")
        return Programs(folder)(config=self.config, mocks=mocks(project), strict=False)


@dataclass(frozen=True)
class Golden:
    """What was written of one example of one release."""

    version: str
    subject: Subject
    resources: Mapping[str, Mapping[str, Any]]
    known: Mapping[str, Sequence[str]]
    """By type, the inputs that were written down: those that were known to force a replacement."""


def subjects() -> Iterator[Subject]:
    """Yield the examples as they are now."""
    for path in sorted((*ROOT.glob("Pulumi.*.yaml"), *ROOT.glob("examples/*.yaml"))):
        yield Subject(path.relative_to(ROOT).as_posix(), yaml.safe_load(path.read_text(encoding="utf-8"))["config"], {})
    for project in PROJECTS:
        files = {
            path.name: path.read_text(encoding="utf-8") for path in sorted((FOLDER / project).iterdir()) if path.suffix in (".py", ".yaml")
        }
        yield Subject(f"examples/import/{project}", {**CONFIG, **NEEDED.get(project, {})}, files)


def record(run: Run) -> StackRecord:
    """Keep of a run what the contract is about, with references in place of made-up ids."""
    resources = [
        RecordedResource(**{each.name: getattr(resource, each.name) for each in fields(RecordedResource)}) for resource in run.resources
    ]
    references = ReferenceLabels(resources)
    return StackRecord(
        tuple(
            RecordedResource(
                **{
                    **{each.name: getattr(resource, each.name) for each in fields(RecordedResource)},
                    "inputs": references.replace_with_labels(_forcing(resource)),
                    "outputs": {},
                    "id": None,
                    "property_dependencies": {},
                }
            )
            for resource in resources
            if resource.type != STACK_TYPE and not resource.read
        ),
        region=_REGION,
    )


def _forcing(resource: RecordedResource) -> dict[str, Any]:
    keys = forcing_inputs(resource.type) if resource.is_managed else []
    return {key: resource.inputs[key] for key in keys if resource.inputs.get(key) is not None}


def forcing_inputs(type_: str) -> list[str]:
    """List the inputs of a type that matter: those that force a replacement, and those that such a one depends on."""
    kind = find_type_rules(type_)
    return (
        []
        if kind.is_routine
        else sorted({find_top_property(path) for path in kind.forcing_properties} | {key for key, _ in kind.conditions.values()})
    )


def written(version: str, runs: Iterable[tuple[Subject, Run]]) -> str:
    """Write the file of a release: a line for each resource."""
    parts, types = [], set()
    for subject, run in runs:
        types |= {each.type for each in record(run).resources if each.is_managed}
        lines = [f"    {_json(place(each.urn))}: {_json(each.inputs)}" for each in record(run).resources]
        head = {"config": subject.config, **({"files": subject.files} if subject.files else {})}
        keys = "".join(f"   {_json(key)}: {_json(value)},\n" for key, value in head.items())
        parts.append(f"  {_json(subject.name)}: {{\n{keys}" + '   "resources": {\n' + ",\n".join(sorted(lines)) + "\n   }\n  }")
    known = ",\n".join(f"  {_json(type_)}: {_json(keys)}" for type_ in sorted(types) if (keys := forcing_inputs(type_)))
    head = f' "version": {_json(version)},\n "known": {{\n{known}\n }},\n "examples": {{\n'
    return "{\n" + head + ",\n".join(parts) + "\n }\n}\n"


def read(path: Path) -> Iterator[Golden]:
    """Read the file of a release."""
    said = json.loads(path.read_text(encoding="utf-8"))
    for name, example in said["examples"].items():
        yield Golden(said["version"], Subject(name, example["config"], example.get("files", {})), example["resources"], said["known"])


def find_program(version: str, folder: Path = FOLDER_OF_GOLDENS) -> Path:
    """Give the place of the program of a release."""
    return folder / version / "__main__.py"


def place(urn: str) -> str:
    """Leave the stack and the project out of a URN."""
    return urn.split("::", 2)[2]


def prefix(subject: Subject) -> str:
    """Give the part of a URN that `place` leaves out."""
    project = yaml.safe_load(subject.files["Pulumi.yaml"])["name"] if subject.files else PROJECT
    return f"urn:pulumi:{subject.stack}::{project}::"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
