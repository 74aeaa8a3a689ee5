"""Converts a Dockerfile into the service `web`."""

import re
import shlex
from pathlib import Path
from typing import Any, Final

from fargate_web.analysis.likely_secrets import looks_secret
from fargate_web.faults.fault import Position
from fargate_web.settings.root_user import is_root_user

from fargate_web_cli.migrate.conversion import StackContext
from fargate_web_cli.migrate.dockerfile.dockerfile import (
    DockerfileError,
    Instruction,
    list_final_instructions,
    parse_dockerfile,
    read_pairs,
)
from fargate_web_cli.migrate.dockerfile.instruction_table import ROWS
from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report

_DURATION_PATTERN: Final = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_SECONDS_PER_UNIT: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_HEALTH_CHECK_OPTIONS: Final = {
    "interval": ("interval", 30, 5, 300),
    "timeout": ("timeout", 30, 2, 60),
    "start-period": ("startPeriod", 0, 0, 300),
}
_SERVICE_NAME: Final = "web"


class DockerfileConverter:
    """Converts one Dockerfile, and reports with the lines of its instructions."""

    def __init__(self, file: str, context: StackContext, report: Report) -> None:
        self._file = file
        self._context = context
        self._report = report
        self._settings: dict[str, Any] = {}

    def convert(self, image: str | None, port: int | None) -> None:
        """Convert the file.

        Args:
            image: The address of the built image; None for a placeholder.
            port: The port; None for that of EXPOSE.
        """
        try:
            text = Path(self._file).read_text(encoding="utf-8")
            stages = parse_dockerfile(text)
        except OSError as error:
            self._report.add("fault", None, f"{self._file} can't be read: {error.strerror or error}")
            return
        except UnicodeDecodeError:
            self._report.add("fault", None, f"{self._file} can't be read: it is not UTF-8")
            return
        except DockerfileError as error:
            self._report.add("fault", ManifestValue(None, (), Position(self._file, error.line, 1)), str(error))
            return
        if not stages:
            self._report.add("fault", None, f"{self._file} has no FROM, so it makes no image")
            return
        self._context.write_setting(("services", _SERVICE_NAME), self._settings)
        instructions = list_final_instructions(stages)
        self._write_image(image)
        self._write_port(instructions, port)
        self._write_user(instructions)
        self._write_health_check(instructions)
        if "arm64" in stages[-1].platform:
            self._settings["cpuArchitecture"] = "ARM64"
        for instruction in instructions:
            self._report_rest(instruction)

    def _write_image(self, image: str | None) -> None:
        if image:
            self._settings["image"] = image
            return
        name = re.sub(r"[^a-z0-9._/-]+", "-", (self._context.application or _SERVICE_NAME).lower()).strip("-._/") or _SERVICE_NAME
        self._settings["image"] = f"{self._context.build_repository_address(name)}:latest"
        self._context.comments["services", _SERVICE_NAME, "image"] = "the image that is built: push it, and write its digest here"
        build = f"docker build --file {shlex.quote(self._file)} -t <repository>:<tag> {shlex.quote(str(Path(self._file).parent))}"
        self._report_message(
            "needs",
            None,
            f"build and push it ({build}), and write its address with its digest, or write build instead of image (docs/images.md)",
        )

    def _write_port(self, instructions: list[Instruction], port: int | None) -> None:
        exposed = [
            (instruction, number, protocol.lower() or "tcp")
            for instruction in instructions
            if instruction.word == "EXPOSE"
            for number, _, protocol in (word.partition("/") for word in instruction.arguments.split())
        ]
        tcp = [(instruction, number) for instruction, number, protocol in exposed if protocol == "tcp"]
        for instruction, number, protocol in exposed:
            if protocol != "tcp":
                self._report_message(
                    "left", instruction, f"{protocol} port {number}: the load balancer speaks HTTP, so a service has a TCP port"
                )
        numbers = [(instruction, number) for instruction, number in tcp if number.isdecimal() and 1 <= int(number) <= 65535]
        for instruction, number in tcp:
            if (instruction, number) not in numbers:
                self._report_message("needs", instruction, f"{number} is no single port; write --port, or port in the stack file")
        if port is not None:
            self._settings["port"] = port
        elif numbers:
            self._settings["port"] = int(numbers[0][1])
            for instruction, number in numbers[1:]:
                if int(number) != self._settings["port"]:
                    self._report_message(
                        "left",
                        instruction,
                        f"port {number}: the load balancer leads to port {numbers[0][1]}; write additionalRoutes: {{<name>: {{port: {number}, paths: […]}}}} if it shall lead there too",
                    )
        else:
            self._report_message(
                "needs", None, "there is no EXPOSE, so the service is a worker that nothing connects to; write port if it serves HTTP"
            )

    def _write_user(self, instructions: list[Instruction]) -> None:
        last = next((instruction for instruction in reversed(instructions) if instruction.word == "USER"), None)
        if last is None:
            self._report_message(
                "needs",
                None,
                "there is no USER, so the image runs as its base image does, mostly as root; write USER, or user in the stack file",
            )
        elif "$" in last.arguments:
            self._report_message("needs", last, f"USER {last.arguments} is known to the build only; write user in the stack file")
        else:
            self._settings["user"] = last.arguments
            if is_root_user(last.arguments):
                self._report_message(
                    "differently", last, "the image runs as root; ECS on Fargate allows it, and Security Hub (ECS.20) does not"
                )

    def _write_health_check(self, instructions: list[Instruction]) -> None:
        last = next((instruction for instruction in reversed(instructions) if instruction.word == "HEALTHCHECK"), None)
        if last is None or last.arguments.upper() == "NONE":
            return
        options = dict(re.findall(r"--([a-z-]+)=(\S+)", last.arguments.partition("CMD")[0]))
        found = re.search(r"(?:^|\s)CMD\s+(.*)$", last.arguments)
        if not found:
            self._report_message("left", last, "HEALTHCHECK has no CMD; write containerHealthCheck")
            return
        words = Instruction("CMD", found[1], last.line).parse_list()
        check: dict[str, Any] = {"command": ["CMD", *words] if words else ["CMD-SHELL", found[1]]}
        for option, (key, default, least, most) in _HEALTH_CHECK_OPTIONS.items():
            given = options.pop(option, "")
            parsed = _parse_seconds(given)
            seconds = parsed or default
            if given and parsed is None:
                self._report_message("left", last, f"--{option}={given} is no duration, like 30s; it is the default, {default}s")
            check[key] = min(max(round(seconds), least), most)
            if check[key] != seconds:
                self._report_message("differently", last, f"--{option}={seconds:g}s is {check[key]} s here: ECS takes {least} to {most}")
        if check["timeout"] >= check["interval"]:
            check["timeout"] = max(2, check["interval"] - 1)
            self._report_message("differently", last, f"the timeout is {check['timeout']} s here: it has to be shorter than the interval")
        retries = options.pop("retries", "3")
        check["retries"] = min(max(int(retries), 1), 10) if retries.isdecimal() else 3
        if str(check["retries"]) != retries:
            self._report_message("differently", last, f"--retries={retries} is {check['retries']} here: ECS takes 1 to 10")
        for option in options:
            self._report_message("left", last, f"--{option}: ECS has no such option")
        self._settings["containerHealthCheck"] = check

    def _report_rest(self, instruction: Instruction) -> None:
        row = ROWS.get(instruction.word)
        if row is None:
            self._report_message("left", instruction, f"{instruction.word} is no instruction that is known here")
        elif row.outcome == "left":
            self._report_message("left", instruction, f"{instruction.word} {instruction.arguments}: {row.note}")
        elif instruction.word == "ENV":
            for name, value in read_pairs(instruction).items():
                if looks_secret(name, value):
                    self._report_message(
                        "needs",
                        instruction,
                        f"{name} looks like a secret, which everyone reads who may pull the image; take it out, and write secrets: {{{name}: <ARN or name of an SSM parameter>}}",
                    )

    def _report_message(self, outcome: Any, instruction: Instruction | None, message: str) -> None:
        place = ManifestValue(None, (), Position(self._file, instruction.line if instruction else 1, 1))
        self._report.add(outcome, place, message)


def _parse_seconds(text: str) -> float | None:
    parts = _DURATION_PATTERN.findall(text) if re.fullmatch(f"({_DURATION_PATTERN.pattern})+", text) else []
    return sum(float(number) * _SECONDS_PER_UNIT[unit] for number, unit in parts) if parts else None
