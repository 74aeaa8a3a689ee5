"""Completion scripts for shells, made by shtab from the parsers of all commands."""

import argparse
from importlib import import_module
from typing import Any, Final

import shtab

_STACKS_IN_SH: Final = """\
# The stacks of the nearest project: the names of its files Pulumi.<stack>.yaml.
_fargate_web_stacks() {
  local folder="$PWD" file name
  while [ -n "$folder" ] && [ ! -f "$folder/Pulumi.yaml" ] && [ ! -f "$folder/Pulumi.yml" ]; do folder="${folder%/*}"; done
  command ls "$folder" 2>/dev/null | while IFS= read -r file; do
    case "$file" in
      Pulumi.?*.yaml|Pulumi.?*.yml) name="${file#Pulumi.}"; printf '%s\\n' "${name%.*}" ;;
    esac
  done
}
"""
_PREAMBLES: Final = {
    "bash": f'{_STACKS_IN_SH}_fargate_web_complete_stacks() {{ compgen -W "$(_fargate_web_stacks)" -- "$1"; }}\n',
    "zsh": f'{_STACKS_IN_SH}_fargate_web_complete_stacks() {{ compadd -- ${{(f)"$(_fargate_web_stacks)"}} }}\n',
    "fish": """\
function _fargate_web_complete_stacks
  set -l folder $PWD
  while test -n "$folder"; and not test -f "$folder/Pulumi.yaml"; and not test -f "$folder/Pulumi.yml"
    set folder (string replace -r '/[^/]*$' '' -- $folder)
  end
  command ls "$folder" 2>/dev/null | string replace -rf '^Pulumi\\\\.(.+)\\\\.ya?ml$' '$1'
end
""",
}
_COMPLETIONS: Final[dict[str, Any]] = {
    "stack": {
        "bash": "_fargate_web_complete_stacks",
        "zsh": "_fargate_web_complete_stacks",
        "fish": "(_fargate_web_complete_stacks)",
    },
    "file": shtab.FILE,
    "directory": shtab.DIRECTORY,
}


def render_completion(parser: argparse.ArgumentParser, modules: dict[str, str], shell: str) -> str:
    """Write the completion script of a shell.

    Args:
        parser: The parser of the command itself, with its verbs.
        modules: The verbs: the word → the module with its `build_parser()`.
        shell: bash, zsh or fish.
    """
    verbs = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for word, module in modules.items():
        verbs.choices[word] = import_module(module).build_parser()
    for each in (parser, *verbs.choices.values()):
        for action in each._actions:
            kind = getattr(action, "completion", None)
            if kind is not None:
                action.complete = _COMPLETIONS[kind]
    return str(shtab.complete(parser, shell=shell, root_prefix="fargate_web", preamble=_PREAMBLES[shell]))
