"""The command line of `fargate-web explain`."""

import difflib
import sys
from collections.abc import Sequence
from typing import Final

from fargate_web_cli.terminal.command_parser import CommandParser, add_stack_arguments, build_command_parser, measure_help_width
from fargate_web_cli.terminal.standard_output import write_standard_output

_DESCRIPTION: Final = """\
Explain a check, a key of a stack file, or why a resource exists.

A check is named by the identifier that a report shows in brackets; without a word, all are listed. A key is a path, or the end of one. A resource is
named by its logical name, its type, both, or its URN: the program runs as for `fargate-web preview`, and the answer is the key and the line that the
resource comes from.
"""

_EXAMPLES: Final = """\
examples:
  fargate-web explain                                  the identifiers of all checks
  fargate-web explain unknown-key                      a check
  fargate-web explain lb-tls-policy                    a security control
  fargate-web explain services.*.healthCheck           a key
  fargate-web explain healthCheck                      the same, wherever it is
  fargate-web explain aws:lb:ListenerRule/web          a resource
  fargate-web explain web-execution --stack prod       a resource of a stack

exit status: 0 if there is an explanation; 1 if the stack can't be previewed; 2 if nothing has that name or the command line is wrong.
environment: AWS_REGION is the Region if the file says none.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: The arguments after `explain`.

    Returns:
        The exit status.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    word, width = arguments.word, measure_help_width()
    # After the arguments, so that --help does not wait for the models.
    from fargate_web.checks.catalogue import CATALOGUE
    from fargate_web.controls.catalogue import CONTROLS

    from fargate_web_cli.explain.checks import explain_check, explain_control, list_checks
    from fargate_web_cli.explain.settings import SettingIndex

    if word is None:
        return _print(list_checks(width))
    if word in CATALOGUE:
        return _print(explain_check(CATALOGUE[word], width))
    controls = {control.id: control for control in CONTROLS}
    if word in controls:
        return _print(explain_control(controls[word], width))
    index = SettingIndex()
    known = [
        *CATALOGUE,
        *controls,
        *dict.fromkeys(setting.key for setting in index.settings),
        *(setting.path for setting in index.settings),
    ]
    asks_for_resource = ":" in word or arguments.stack is not None or arguments.config_file is not None
    settings = index.find(word) if not asks_for_resource or word.startswith("fargate-web:") else []
    if settings:
        return _print(index.explain(settings, width))
    closest = _find_closest(word, known)
    if asks_for_resource or not closest:
        from fargate_web_cli.explain.resources import explain_resources, find_resources, list_names
        from fargate_web_cli.project.project import ProjectError, find_project
        from fargate_web_cli.project.stack_preview import PreviewError, preview_stack

        try:
            project = find_project()
            preview = preview_stack(arguments.stack, arguments.config_file, project)
        except (PreviewError, ProjectError) as error:
            if asks_for_resource:
                print(error, file=sys.stderr)
                return 1
        else:
            resources = find_resources(preview, word)
            if resources:
                return _print(explain_resources(preview, resources, project, width))
            closest = _find_closest(word, [*list_names(preview), *known])
    return parser.error(f"no check, key or resource has the name {word}" + (f"; did you mean {' or '.join(closest)}?" if closest else ""))


def _find_closest(word: str, known: Sequence[str]) -> list[str]:
    by_spelling = {name.lower(): name for name in reversed(known)}
    return [by_spelling[name] for name in difflib.get_close_matches(word.lower(), by_spelling, n=3, cutoff=0.7)]


def _print(text: str) -> int:
    return write_standard_output(lambda stream: stream.write(f"{text}\n"), "The explanation")


def build_parser() -> CommandParser:
    """Build the parser of the command."""
    parser = build_command_parser("fargate-web explain", _DESCRIPTION, _EXAMPLES)
    parser.add_argument("word", metavar="WORD", nargs="?", help="a check, a key or a resource (default: list all checks)")
    add_stack_arguments(parser)
    return parser
