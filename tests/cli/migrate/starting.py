"""Converts what a project can start from, for tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from fargate_web.stack.load import load_file
from fargate_web_cli.migrate.conversion import StackContext
from fargate_web_cli.migrate.report import Report
from fargate_web_cli.migrate.stack_file_writer import render_stack_file


class Converted(NamedTuple):
    """What came of a conversion: the sections, and what was told."""

    sections: dict[str, Any]
    report: Report

    def told(self, outcome: str) -> list[str]:
        """List what was told, without the place."""
        return [fault.message for fault in self.report.faults_by_outcome[outcome]]

    def lines(self) -> str:
        """Give the whole report."""
        return "\n".join(self.report.format_lines())


def convert(folder: Path, name: str, text: str, converter: Callable[[str, StackContext, Report], None]) -> Converted:
    """Convert a text that stands in a file, and load what is written as the program would."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    context, report = StackContext("us-west-2", "123456789012", "shop", "dev"), Report()
    converter(str(file), context, report)
    if not report.faults_by_outcome["fault"]:
        written = folder / "Pulumi.dev.yaml"
        written.write_text(
            render_stack_file(context.sections, context.comments, region="us-west-2", title=[], schema=None), encoding="utf-8"
        )
        load_file(written, environ={})
    return Converted(context.sections, report)
