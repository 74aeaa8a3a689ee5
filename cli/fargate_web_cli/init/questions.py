"""Asks for the choices of a new project in a terminal."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from fargate_web_cli.init.project_choices import (
    ProjectChoices,
    find_image_faults,
    find_name_faults,
    find_port_faults,
    find_region_faults,
    find_stack_faults,
)


def ask_choices(choices: ProjectChoices, given: set[str], *, with_image: bool) -> ProjectChoices:
    """Ask for every choice that no option sets. An empty answer accepts the default in brackets.

    Args:
        choices: The defaults.
        given: The names of the options on the command line.
        with_image: Whether to ask for image and port, which converted services don't need.
    """
    if "name" not in given:
        choices = replace(choices, name=_ask("Name of the project", choices.name, find_name_faults))
    if "stack" not in given:
        answer = _ask("Stacks, separated by spaces", " ".join(choices.stacks), _find_faults_of_stacks)
        choices = replace(choices, stacks=tuple(answer.split()))
    if "region" not in given:
        choices = replace(choices, region=_ask("AWS Region", choices.region, find_region_faults))
    if with_image and "image" not in given:
        choices = replace(choices, image=_ask("Container image of the service web", choices.image, find_image_faults))
    if with_image and "port" not in given:
        choices = replace(choices, port=int(_ask("Port that its container listens on", str(choices.port), find_port_faults)))
    if "installer" not in given:
        choices = replace(choices, installer=_ask("Install packages with pip or uv", choices.installer, _find_installer_faults))
    if "github" not in given:
        answer = _ask("Write a workflow for GitHub Actions (yes or no)", "no", _find_switch_faults)
        choices = replace(choices, github=answer.lower() in ("yes", "y"))
    return choices


def _ask(question: str, default: str, find_faults: Callable[[str], Iterator[str]]) -> str:
    while True:
        answer = input(f"{question} [{default}]: ").strip() or default
        faults = list(find_faults(answer))
        if not faults:
            return answer
        for fault in faults:
            print(f"  {fault}", file=sys.stderr)


def _find_faults_of_stacks(answer: str) -> Iterator[str]:
    for stack in answer.split():
        yield from find_stack_faults(stack)


def _find_installer_faults(answer: str) -> Iterator[str]:
    if answer not in ("pip", "uv"):
        yield "write pip or uv"


def _find_switch_faults(answer: str) -> Iterator[str]:
    if answer.lower() not in ("yes", "no", "y", "n"):
        yield "write yes or no"
