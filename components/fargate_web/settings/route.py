"""Which requests reach a service: the listener rule."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from .authentication import Authentication
from .fix import Edit, Fix, remove, write
from .section import ALLOW_FALSE, RuleViolation, Section, convert_to_key, describe_field, find_duplicates
from .value_types import NonEmptyString, build_value_error

_HOST_PATTERN = re.compile(r"[A-Za-z0-9.*?-]+")
_PATH_PATTERN = re.compile(r"[A-Za-z0-9_\-.$/~\"'@:+&*?]+")


def _validate_host(value: str) -> str:
    if "://" in value or "/" in value or ":" in value:
        host = re.sub(r"^\w+://", "", value).split("/")[0].split(":")[0].lower()
        problem = f"{value!r} isn't a host name alone, and a rule compares the host without scheme, port and path"
        if not _HOST_PATTERN.fullmatch(host) or "." not in host:
            raise build_value_error(f"{problem}; write it like api.example.com", "invalid-host")
        raise build_value_error(problem, "invalid-host", fixes=(write(value=host, certain=True),))
    if not _HOST_PATTERN.fullmatch(value) or "." not in value:
        raise build_value_error(
            f"{value!r} isn't a host name that a rule can match; it needs a dot, and letters, digits, hyphens and the wildcards * and ?; write it like api.example.com",
            "invalid-host",
        )
    return value.lower()


def _validate_path(value: str) -> str:
    if not value.startswith(("/", "*")):
        below = "" if any(letter in value for letter in "*?") else f", and /{value}/* for the paths below it"
        problem = f"{value!r} would never match, since every path starts with a slash"
        if not _PATH_PATTERN.fullmatch(f"/{value}"):
            raise build_value_error(f"{problem}; write it like /v1/*", "invalid-path-pattern")
        fix = Fix(f"write /{value}{below}", (Edit((), "set", f"/{value}"),), is_certain=True)
        raise build_value_error(problem, "invalid-path-pattern", fixes=(fix,))
    if not _PATH_PATTERN.fullmatch(value):
        path = re.split(r"[?#]", value)[0] if "#" in value or "=" in value else value
        problem = f"{value!r} has characters that a path pattern can't hold (no query string, no spaces)"
        if not _PATH_PATTERN.fullmatch(path) or path == "/":
            raise build_value_error(f"{problem}; write it like /v1/*", "invalid-path-pattern")
        raise build_value_error(problem, "invalid-path-pattern", fixes=(write(value=path),))
    return value


HostPattern = Annotated[
    str,
    Field(max_length=128),
    AfterValidator(_validate_host),
    WithJsonSchema({"type": "string", "maxLength": 128, "pattern": rf"^(?=.*\.){_HOST_PATTERN.pattern}$"}),
]
PathPattern = Annotated[
    str,
    Field(max_length=128),
    AfterValidator(_validate_path),
    WithJsonSchema({"type": "string", "maxLength": 128, "pattern": rf"^(?=[/*]){_PATH_PATTERN.pattern}$"}),
]
HttpMethod = Annotated[str, Field(pattern=r"^[A-Z_-]{1,40}$")]


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


def build_path_patterns(path: str) -> list[str]:
    """Return the patterns that match a path and everything below it."""
    path = path.rstrip("/")
    return [path] if "*" in path or "?" in path or "." in path.rsplit("/", 1)[-1] else [path, f"{path}/*"]


class Header(Section):
    """A header that a request must carry."""

    name: Annotated[NonEmptyString, describe_field("The name of the header (40 characters at most).", max_length=40, example="X-Tenant")]
    values: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=128)]],
        describe_field("Values of which one must match; * and ? are wildcards.", min_length=1, example=["blue"]),
    ]


class Route(Section):
    """Which requests the load balancer forwards to the service. Without hosts and paths: all of them."""

    hosts: Annotated[
        list[HostPattern], describe_field("Host names of which one must match; * and ? are wildcards.", example=["api.example.com"])
    ] = []
    paths: Annotated[
        list[PathPattern], describe_field("Path patterns of which one must match; * and ? are wildcards.", example=["/v1/*"], min_length=1)
    ] = ["/*"]
    methods: Annotated[list[HttpMethod], describe_field("HTTP methods of which one must match, in capitals.")] = []
    headers: Annotated[list[Header], describe_field("Headers that must all match.", max_length=3)] = []
    priority: Annotated[
        int | None,
        describe_field(
            "The priority of the rule (1–50000). Set it if the calculated order of all services (most specific first) is not the intended one, "
            "or if the listener has rules from elsewhere.",
            source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html",
            ge=1,
            le=50_000,
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
        "authenticate": "write authentication: {oidc: {…}}, {cognito: {…}} or {jwt: {…}}",
        "oidc": "write authentication: {oidc: {…}}",
        "cognito": "write authentication: {cognito: {…}}",
        "jwt": "write authentication: {jwt: {…}}",
        "path": "write paths: [/v1/*]",
        "host": "write hosts: [api.example.com]",
        "alias": "write hosts: [api.example.com]",
        "port": "write port at the service",
    }

    @property
    def open_route(self) -> "Route | None":
        """What the rule for the paths that need no login matches. None if there is no such rule."""
        if self.authentication is None or not self.open_paths:
            return None
        return self.model_copy(update={"paths": self.open_paths, "priority": self.open_paths_priority, "authentication": None})

    def use_authentication(self, default: Authentication | None) -> Self:
        """Return the route with the login of the load balancer, unless it sets or turns off its own. What it sets explicitly stays the same."""
        if default is None or "authentication" in self.model_fields_set:
            return self
        values = {**{field: getattr(self, field) for field in type(self).model_fields}, "authentication": default}
        return cast("Self", type(self).model_construct(_fields_set=set(self.model_fields_set), **values))

    def count_condition_values(self) -> int:
        """Count the condition values of the rule."""
        return len(self.hosts) + len([p for p in self.paths if p != "/*"]) + len(self.methods) + sum(len(h.values) for h in self.headers)

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the rule has at most five condition values and six wildcards, and that nothing is listed twice."""
        values = self.count_condition_values()
        if values > 5:
            yield RuleViolation(
                ("hosts", "paths", "methods", "headers"),
                f"the rule would have {values} condition values; AWS allows 5 a rule (TooManyConditionValues…); use wildcards, or spread the paths over several services",
                "too-many-conditions",
            )
        patterns = [
            *self.hosts,
            *(path for path in self.paths if path != "/*"),
            *(value for header in self.headers for value in header.values),
        ]
        wildcards = sum(pattern.count("*") + pattern.count("?") for pattern in patterns)
        if wildcards > 6:
            yield RuleViolation(
                ("paths", "hosts", "headers"),
                f"the rule would have {wildcards} wildcards; AWS allows 6 a rule (A rule can only have '6' condition wildcards); use fewer, or spread the paths over several services",
                "too-many-wildcards",
            )
        yield from self._find_open_path_violations()
        for field in ("hosts", "paths", "methods", "open_paths"):
            listed_values: list[str] = getattr(self, field)
            for duplicate in find_duplicates(listed_values):
                fix = write(convert_to_key(self, field), value=list(dict.fromkeys(listed_values)), certain=True)
                yield RuleViolation((field,), f"{duplicate!r} is listed twice", "listed-twice", (fix,))

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
        values = self.count_condition_values() - len([path for path in self.paths if path != "/*"]) + len(self.open_paths)
        if values > 5:
            yield RuleViolation(
                ("open_paths", "hosts", "methods", "headers"),
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
