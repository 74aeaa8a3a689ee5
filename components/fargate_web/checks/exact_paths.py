"""Checks of paths without a wildcard, which match one path only."""

from collections.abc import Iterator
from typing import Final

from ..analysis.wildcards import pattern_covers
from ..settings.fix import Edit, Fix
from ..settings.route import Route
from ..settings.rule_names import find_route_path
from ..settings.stack import Stack
from .finding import Finding

_EXACT_PATHS: Final = ("/graphql", "/health", "/healthz", "/livez", "/login", "/logout", "/metrics", "/ping", "/readyz", "/status", "/ws")
"""Paths that are customarily a single page or endpoint."""


def check_exact_paths(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find paths such as `/admin`, of which the author most likely expects that `/admin/users` belongs to the service too."""
    routes = {name: service.active_route for name, service in stack.services_by_route.items() if service.active_route}
    for name in routes:
        yield from _check_paths(name, routes)


def _check_paths(name: str, routes: dict[str, Route]) -> Iterator[Finding]:
    """Find a path without wildcard that looks like a folder: it matches neither what is below it nor itself with a slash."""
    all_paths = [path for route in routes.values() for path in route.paths]
    for index, path in enumerate(routes[name].paths):
        if "*" in path or "?" in path or "." in path.rsplit("/", 1)[-1] or path.rstrip("/") in _EXACT_PATHS:
            continue
        below = f"{path.rstrip('/')}/*"
        if below in all_paths or any(other.endswith("*") and other != "/*" and pattern_covers(other, below) for other in all_paths):
            continue
        fix = "/*" if below == "/*" else f"{path}, {below}" if path != "/" and not path.endswith("/") else below
        # Both patterns count as a value, of which a rule has five.
        added = [f"{path}*"] if routes[name].count_condition_values() >= 5 and path != "/" else fix.split(", ")
        paths = [*routes[name].paths[:index], *added, *routes[name].paths[index + 1 :]]
        place = (*find_route_path(name), "paths")
        yield Finding(
            "exact-path",
            (*place, index),
            f"{path} matches exactly this path and no request below it, such as {path.rstrip('/')}/a (silence: {{route: <why this path alone>}} if that is meant)",
            "warning",
            fixes=(Fix(f"write paths: [{', '.join(map(_quote_pattern, paths))}]", (Edit(place, "set", paths),)),),
            silence_key="route",
        )


def _quote_pattern(pattern: str) -> str:
    """Quote a pattern for YAML, where a word that starts with an asterisk is an alias."""
    return f"'{pattern}'" if pattern.startswith("*") else pattern
