"""Which requests reach a service: the listener rule."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Self, cast

from pydantic import BeforeValidator

from .authentication import Authentication
from .fix import Edit, Fix, remove, write
from .regular_expressions import Rewrite
from .request_patterns import PathPattern, build_path_patterns
from .rule_conditions import MAX_CONDITION_VALUES, RuleConditions
from .section import ALLOW_FALSE, RuleViolation, describe_field, find_duplicates
from .value_types import build_value_error

_REWRITES = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html"


def _reject_route_text(value: Any) -> Any:
    """Refuse a host or a path that is written instead of the route, and say what to write."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        is_hosts = not any("/" in item for item in value)
        route = {"hosts" if is_hosts else "paths": value}
        raise build_value_error("expected a map, got a list", "route-as-text", fixes=(_write_route(route),))
    if not isinstance(value, str) or value.lower() in ("true", "false"):
        return value
    host, slash, path = re.sub(r"^\w+://", "", value.strip()).partition("/")
    paths = build_path_patterns(f"/{path}") if slash else []
    route = ({"hosts": [host.lower()]} if "." in host else {}) | ({"paths": paths} if path.strip("*/") else {})
    problem = f"expected a map, true or false, got the text {value!r}"
    if route:
        raise build_value_error(problem, "route-as-text", fixes=(_write_route(route),))
    everything = Fix("write route: true for all requests, or {hosts: [api.example.com], paths: [/v1/*]}", (Edit((), "set", True),))
    raise build_value_error(problem, "route-as-text", fixes=(everything,))


def _write_route(route: dict[str, list[str]]) -> Fix:
    parts = ", ".join(f"{key}: [{', '.join(values)}]" for key, values in route.items())
    return Fix(f"write route: {{{parts}}}", (Edit((), "set", route),), is_certain=True)


REJECT_ROUTE_TEXT = BeforeValidator(_reject_route_text)


class Route(RuleConditions):
    """Which requests the load balancer forwards to the service. Without hosts and paths: all of them."""

    url_rewrite: Annotated[
        Rewrite | None,
        describe_field(
            "Rewrites the path and the query string before the service gets the request. Rules compare what the client sent. Health checks are not rewritten.",
            example={"regex": "^/api/(.*)$", "replace": "/$1"},
            source=_REWRITES,
        ),
    ] = None
    host_header_rewrite: Annotated[
        Rewrite | None,
        describe_field(
            "Rewrites the header Host before the service gets the request.",
            example={"regex": r"^(.+)\.example\.com$", "replace": "$1.internal.example.com"},
            source=_REWRITES,
        ),
    ] = None
    authentication: Annotated[
        Authentication | None,
        ALLOW_FALSE,
        describe_field(
            "Makes users log in, or clients bring a token, before their requests reach the service. Needs HTTPS and the strategy rolling. Default: that of the load balancer; `false` turns it off."
        ),
    ] = None
    open_paths: Annotated[
        list[PathPattern],
        describe_field(
            "Paths of the route that need no login, such as those of webhooks; * and ? are wildcards. They get a listener rule of their own. Health checks need no entry.",
            example=["/hooks/*"],
        ),
    ] = []
    open_paths_priority: Annotated[
        int | None,
        describe_field("The priority of the rule for openPaths (1–50000), below that of the route. Default: calculated.", ge=1, le=50_000),
    ] = None

    key_hints = {
        **RuleConditions.key_hints,
        "authenticate": "write authentication: {oidc: {…}}, {cognito: {…}} or {jwt: {…}}",
        "oidc": "write authentication: {oidc: {…}}",
        "cognito": "write authentication: {cognito: {…}}",
        "jwt": "write authentication: {jwt: {…}}",
        "port": "write port at the service",
        "rewrite": "write urlRewrite: {regex: ^/api/(.*)$, replace: /$1}",
        "transforms": "write urlRewrite and hostHeaderRewrite",
        "stripPrefix": "write urlRewrite: {regex: ^/api/(.*)$, replace: /$1}",
        "redirect": "write loadBalancer: {rules: {<name>: {redirect: …}}}",
        "fixedResponse": "write loadBalancer: {rules: {<name>: {fixedResponse: …}}}",
    }

    @property
    def open_route(self) -> "Route | None":
        """What the rule for the paths that need no login matches. None if there is no such rule."""
        if self.authentication is None or not self.open_paths:
            return None
        own = {"paths": self.open_paths, "path_regex_values": [], "priority": self.open_paths_priority, "authentication": None}
        return self.model_copy(update=own)

    def use_authentication(self, default: Authentication | None) -> Self:
        """Return the route with the login of the load balancer, unless it sets or turns off its own. What it sets explicitly stays the same."""
        if default is None or "authentication" in self.model_fields_set:
            return self
        values = {**{field: getattr(self, field) for field in type(self).model_fields}, "authentication": default}
        return cast("Self", type(self).model_construct(_fields_set=set(self.model_fields_set), **values))

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check the conditions, those of the rule for open paths too, and the rewritten host."""
        yield from super().find_violations()
        yield from self._find_open_path_violations()
        yield from self._find_rewrite_violations()
        for duplicate in find_duplicates(self.open_paths):
            fix = write("openPaths", value=list(dict.fromkeys(self.open_paths)), certain=True)
            yield RuleViolation(("open_paths",), f"{duplicate!r} is listed twice", "listed-twice", (fix,))

    def _find_rewrite_violations(self) -> Iterator[RuleViolation]:
        """Check that the rewritten host is one, and that the rewritten URL has its first slash."""
        if self.url_rewrite and self.url_rewrite.loses_first_slash:
            path = re.sub(r"^\w+://[^/]*/?", "", self.url_rewrite.replace)
            yield RuleViolation(
                ("url_rewrite.replace", "url_rewrite.regex"),
                f"{self.url_rewrite.replace!r} has no slash at its start, which the expression takes away, so that the load balancer answers with status 500",
                "rewrite-without-slash",
                (write("urlRewrite", "replace", value=f"/{path}"),),
            )
        replace = self.host_header_rewrite.replace if self.host_header_rewrite else ""
        if re.search(r"[/\s]", replace):
            host = re.sub(r"^\w+://", "", replace).split("/")[0].strip()
            yield RuleViolation(
                ("host_header_rewrite.replace",),
                f"{replace!r} isn't a host name, and the header Host holds nothing else",
                "invalid-host",
                (write("hostHeaderRewrite", "replace", value=host if host and not re.search(r"\s", host) else "$1.internal.example.com"),),
            )

    def _find_open_path_violations(self) -> Iterator[RuleViolation]:
        """Check that the rule for open paths is within AWS's limits, and comes first."""
        if not self.open_paths:
            if self.open_paths_priority is not None:
                yield RuleViolation(
                    ("open_paths_priority", "open_paths"),
                    "without openPaths there is no rule for them, so this would have no effect",
                    "setting-without-effect",
                    (remove("openPathsPriority"),),
                )
            return
        values = self.count_condition_values() - self.path_values + len(self.open_paths)
        if values > MAX_CONDITION_VALUES:
            yield RuleViolation(
                ("open_paths", "hosts", "methods", "headers", "query_strings", "allowed_cidr_blocks"),
                f"the rule for openPaths would have {values} condition values, with those of the route apart from its paths; AWS allows 5 a rule (TooManyConditionValues…); use wildcards",
                "too-many-conditions",
            )
        if self.priority is not None and self.open_paths_priority is not None and self.open_paths_priority >= self.priority:
            fix = (
                write("openPathsPriority", value=self.priority - 1)
                if self.priority > 1
                else write("priority", value=self.open_paths_priority + 1)
            )
            yield RuleViolation(
                ("open_paths_priority", "priority"),
                f"the route has priority {self.priority}, and the rule for openPaths must come before it",
                "open-paths-after-route",
                (fix,),
            )
