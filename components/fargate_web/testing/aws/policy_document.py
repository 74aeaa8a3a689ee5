"""The JSON of `aws.iam.get_policy_document`, rendered like the provider."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

PolicyArguments = Mapping[str, Any]

_LIST_KEYS = (("actions", "Action"), ("notActions", "NotAction"), ("resources", "Resource"), ("notResources", "NotResource"))
_PRINCIPAL_KEYS = (("principals", "Principal"), ("notPrincipals", "NotPrincipal"))


def build_policy_document(args: PolicyArguments) -> dict[str, Any]:
    """Return the document: the statements of the sources, the arguments and the overrides. The last statement with a `Sid` wins."""
    statements = _parse_statements(args.get("sourcePolicyDocuments", []))
    statements = _merge_statements(statements, [_build_statement(statement) for statement in args.get("statements", [])])
    statements = _merge_statements(statements, _parse_statements(args.get("overridePolicyDocuments", [])))
    document: dict[str, Any] = {"Version": args.get("version", "2012-10-17")}
    if "policyId" in args:
        document["Id"] = args["policyId"]
    return document | {"Statement": statements}


def render_policy_document(args: PolicyArguments) -> dict[str, str]:
    """Return the outputs of the function."""
    document = build_policy_document(args)
    return {"json": json.dumps(document, indent=2), "minifiedJson": json.dumps(document, separators=(",", ":"))}


def _build_statement(args: PolicyArguments) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    if args.get("sid"):
        statement["Sid"] = args["sid"]
    statement["Effect"] = args.get("effect", "Allow")
    for name, key in _LIST_KEYS:
        if args.get(name):
            statement[key] = _one_or_many(args[name])
    for name, key in _PRINCIPAL_KEYS:
        if args.get(name):
            statement[key] = _build_principals(args[name])
    if args.get("conditions"):
        statement["Condition"] = _build_conditions(args["conditions"])
    return statement


def _build_principals(principals: Sequence[PolicyArguments]) -> Any:
    if any(principal["type"] == "*" for principal in principals):
        return "*"
    identifiers: dict[str, list[str]] = {}
    for principal in principals:
        identifiers.setdefault(principal["type"], []).extend(principal["identifiers"])
    return {type_: _one_or_many(values) for type_, values in identifiers.items()}


def _build_conditions(conditions: Sequence[PolicyArguments]) -> dict[str, dict[str, Any]]:
    operators: dict[str, dict[str, Any]] = {}
    for condition in conditions:
        # The order of several values is kept; the order of everything else has no meaning.
        values = condition["values"]
        operators.setdefault(condition["test"], {})[condition["variable"]] = values[0] if len(values) == 1 else list(values)
    return operators


def _one_or_many(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else sorted(values, reverse=True)


def _parse_statements(documents: Sequence[str]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = []
    for document in documents:
        parsed = json.loads(document).get("Statement", [])
        statements += [parsed] if isinstance(parsed, dict) else parsed
    return statements


def _merge_statements(statements: list[dict[str, Any]], more: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    merged = list(statements)
    for statement in more:
        indexes = [index for index, earlier in enumerate(merged) if statement.get("Sid") and earlier.get("Sid") == statement["Sid"]]
        if indexes:
            merged[indexes[0]] = statement
        else:
            merged.append(statement)
    return merged
