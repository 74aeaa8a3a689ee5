"""The JSON that `aws.iam.get_policy_document` renders, as the provider does it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

PolicyArguments = Mapping[str, Any]

_LIST_KEYS = (("actions", "Action"), ("notActions", "NotAction"), ("resources", "Resource"), ("notResources", "NotResource"))
_PRINCIPAL_KEYS = (("principals", "Principal"), ("notPrincipals", "NotPrincipal"))


def build_policy_document(args: PolicyArguments) -> dict[str, Any]:
    """Return the document: statements of the sources, those given, then overrides; the last with a `Sid` wins."""
    statements = _parse_statements(args.get("sourcePolicyDocuments", []))
    statements = _merge_statements(statements, [_build_statement(each) for each in args.get("statements", [])])
    statements = _merge_statements(statements, _parse_statements(args.get("overridePolicyDocuments", [])))
    document: dict[str, Any] = {"Version": args.get("version", "2012-10-17")}
    if "policyId" in args:
        document["Id"] = args["policyId"]
    return document | {"Statement": statements}


def render_policy_document(args: PolicyArguments) -> dict[str, str]:
    """Return the outputs of the function."""
    document = build_policy_document(args)
    return {"json": json.dumps(document, indent=2), "minifiedJson": json.dumps(document, separators=(",", ":"))}


def _build_statement(given: PolicyArguments) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    if given.get("sid"):
        statement["Sid"] = given["sid"]
    statement["Effect"] = given.get("effect", "Allow")
    for name, key in _LIST_KEYS:
        if given.get(name):
            statement[key] = _one_or_many(given[name])
    for name, key in _PRINCIPAL_KEYS:
        if given.get(name):
            statement[key] = _build_principals(given[name])
    if given.get("conditions"):
        statement["Condition"] = _build_conditions(given["conditions"])
    return statement


def _build_principals(given: Sequence[PolicyArguments]) -> Any:
    if any(principal["type"] == "*" for principal in given):
        return "*"
    identifiers: dict[str, list[str]] = {}
    for principal in given:
        identifiers.setdefault(principal["type"], []).extend(principal["identifiers"])
    return {type_: _one_or_many(values) for type_, values in identifiers.items()}


def _build_conditions(given: Sequence[PolicyArguments]) -> dict[str, dict[str, Any]]:
    conditions: dict[str, dict[str, Any]] = {}
    for condition in given:
        # The order of several values is kept, that of everything else has no meaning.
        values = condition["values"]
        conditions.setdefault(condition["test"], {})[condition["variable"]] = values[0] if len(values) == 1 else list(values)
    return conditions


def _one_or_many(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else sorted(values, reverse=True)


def _parse_statements(documents: Sequence[str]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = []
    for document in documents:
        found = json.loads(document).get("Statement", [])
        statements += [found] if isinstance(found, dict) else found
    return statements


def _merge_statements(statements: list[dict[str, Any]], more: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    merged = list(statements)
    for statement in more:
        same = [index for index, each in enumerate(merged) if statement.get("Sid") and each.get("Sid") == statement["Sid"]]
        if same:
            merged[same[0]] = statement
        else:
            merged.append(statement)
    return merged
