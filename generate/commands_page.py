"""Renders docs/commands.md: the help of each command for a terminal of 80 columns."""

import os
from importlib import import_module
from unittest.mock import patch

from fargate_web_cli.app import COMMANDS, build_parser
from fargate_web_cli.migrate.command import SOURCES

_HEAD = """\
# Commands

<!-- Made by `make generate` from the parsers of the commands. -->

Each command works on the project of the current folder: the nearest `Pulumi.yaml` in it or above it, or that of another folder with `-C DIR`.
Without `--stack` it is the stack `dev`, or the only one that has a file.

`status`, `logs` and `why` ask AWS about a deployed stack and need `fargate-web-cli[live]`. Without `--stack` it is the one that the Pulumi CLI has
selected. `preflight` asks AWS as well, and reads the stack file.

A project needs no stack file with settings of fargate-web. `preview`, `cost`, `graph` and `diff` show what any Python program registers, with the
configuration of its `Pulumi.<stack>.yaml` or with none; then `AWS_REGION` names the Region. A file with a section of fargate-web, such as
`fargate-web:services`, is checked as a whole first, and so is the file of a program that calls `load_stack()`. The output of a program goes to stderr.
Outputs of other stacks, read by a `StackReference`, are unknown.

Completion of commands, options and stacks:

| Shell | Command |
| --- | --- |
| bash, in `~/.bashrc` | `source <(fargate-web --completion bash)` |
| zsh, into a folder of `fpath` | `fargate-web --completion zsh > ~/.zfunc/_fargate-web` |
| fish | `fargate-web --completion fish > ~/.config/fish/completions/fargate-web.fish` |
"""


def render_commands_page() -> str:
    """Return the page as Markdown."""
    modules = {word: command.module for word, command in COMMANDS.items()}
    modules |= {f"migrate {word}": module for word, (module, _) in SOURCES.items()}
    with patch.dict(os.environ, {"COLUMNS": "80"}):
        helps = {"fargate-web": build_parser().format_help()}
        helps |= {f"fargate-web {word}": import_module(module).build_parser().format_help() for word, module in modules.items()}
    sections = (f"\n## {title}\n\n```text\n{text.strip()}\n```\n" for title, text in helps.items())
    return _HEAD + "".join(sections)
