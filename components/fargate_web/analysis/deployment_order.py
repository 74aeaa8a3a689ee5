"""In which order services are deployed: who is called by Service Connect before who calls it.

A task knows the names that its namespace had when it was deployed; it does not learn of later ones.
Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
"""

from ..settings.stack import Stack


def list_callees(stack: Stack, caller: str) -> list[str]:
    """List the services that a service calls by Service Connect, as far as they let it in by name."""
    if stack.services[caller].service_connect is None:
        return []
    return [
        name
        for name, service in stack.services.items()
        if name != caller
        and service.service_connect_server
        and caller in [each for each in service.allow_from or [] if isinstance(each, str)]
    ]


def order_deployments(stack: Stack) -> dict[str, list[str]]:
    """Give the services in the order in which they are made, each with those that go before it.

    Where services call each other in a circle, one of them goes first all the same; `checks.discovery` says so.
    """
    order: dict[str, list[str]] = {}
    under_way: set[str] = set()

    def visit(name: str) -> None:
        if name in order or name in under_way:
            return
        under_way.add(name)
        called = list_callees(stack, name)
        for each in called:
            visit(each)
        order[name] = [each for each in called if each in order]

    for name in stack.services:
        visit(name)
    return order


def find_call_cycles(stack: Stack) -> list[tuple[str, str]]:
    """List the calls that go against the order: the caller, and whom it calls before that one has a name."""
    order = order_deployments(stack)
    return [(name, called) for name in order for called in list_callees(stack, name) if called not in order[name]]
