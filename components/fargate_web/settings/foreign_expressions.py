"""Recognises expressions of other tools that somebody left in a value: nothing resolves them here."""

import re
from typing import Final, NamedTuple


class ForeignExpression(NamedTuple):
    """An expression of another tool.

    Attributes:
        text: The expression.
        tool: The tool that resolves it.
        default: The value that it falls back to, if it names one.
    """

    text: str
    tool: str
    default: str | None = None


_EXPRESSIONS: Final = (
    (re.compile(r"\$\{AWS::[A-Za-z]+\}|\{\{resolve:(?:secretsmanager|ssm|ssm-secure):[^}]+\}\}|Fn::[A-Z][A-Za-z0-9]+"), "CloudFormation"),
    (re.compile(r"^!(?:Ref|Sub|GetAtt|Join|ImportValue|FindInMap|Select)\b(?=\s|$)"), "CloudFormation"),
    (
        re.compile(
            r"\$\{(?:var|local|module|data|terraform|path|each|count|self)\.[^}]+\}|\$\{(?:aws|random|tls|azurerm|google)_[a-z0-9_]+\.[^}]+\}"
        ),
        "Terraform",
    ),
    (re.compile(r"^(?:var|local|module)\.[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*|\[[^\]]+\])*$"), "Terraform"),
    (re.compile(r"\$\{\{\s*[a-z]+\.[^}]*\}\}"), "GitHub Actions"),
    (re.compile(r"\$\{(?:self|opt|cf|ssm|sls|param|file)[:(][^}]+\}"), "the Serverless Framework"),
    (re.compile(r"\$\{COPILOT_[A-Z_]+\}"), "Copilot"),
    (re.compile(r"\{\{-?\s*\.?(?:Values|Release|Chart)\.[^}]+\}\}"), "Helm"),
    (re.compile(r"\$\{pulumi\.(?:stack|project|organization|cwd)\}|\$\{fn::[^}]+\}"), "Pulumi YAML"),
)
_COMPOSE_DEFAULT_PATTERN: Final = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*(?::-|-|:\?|:\+)(?P<default>[^}$]*)\}")
_COMPOSE_VARIABLE_PATTERN: Final = re.compile(r"\$\{[A-Z_][A-Z0-9_]*\}")


def find_foreign_expression(text: str, *, with_variables: bool = True) -> ForeignExpression | None:
    """Find an expression of another tool in a text.

    Args:
        text: The text.
        with_variables: Whether variables count (`${VAR:-x}`, or `${VAR}` as the whole text), which a shell resolves as well as Compose.
    """
    if "$" not in text and "{{" not in text and "!" not in text and "::" not in text and not text.startswith(("var.", "local.", "module.")):
        return None
    for pattern, tool in _EXPRESSIONS:
        found = pattern.search(text)
        if found:
            return ForeignExpression(found[0], tool)
    if not with_variables:
        return None
    found = _COMPOSE_DEFAULT_PATTERN.search(text)
    if found:
        is_default = re.match(r"\$\{\w+:?-", found[0]) is not None
        return ForeignExpression(found[0], "Compose", found["default"] if is_default else None)
    found = _COMPOSE_VARIABLE_PATTERN.fullmatch(text)
    return ForeignExpression(found[0], "Compose") if found else None


def explain_foreign_expression(text: str) -> str | None:
    """Explain that nothing resolves an expression in a value that AWS checks. Return None if there is none."""
    found = find_foreign_expression(text)
    if found is None:
        return None
    hint = f"write {text.replace(found.text, found.default)}" if found.default else f"write what {found.text} stands for"
    return f"only {found.tool} resolves {found.text}, and AWS would get it as text; {hint}"
