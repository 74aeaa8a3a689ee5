"""The order in which services are deployed: a service that others call by Service Connect comes before its callers.

A task knows only the names that its namespace had when the task was deployed, and does not learn later ones.
Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html
"""

from ..settings.stack import Stack


def list_callees(stack: Stack, caller: str) -> list[str]:
    """List the services that a service calls by Service Connect: those whose `allowFrom` names it."""
    if stack.services[caller].service_connect is None:
        return []
    return [
        name
        for name, service in stack.services.items()
        if name != caller
        and service.service_connect_server
        and caller in [allowed for allowed in service.allow_from or [] if isinstance(allowed, str)]
    ]


def order_deployments(stack: Stack) -> dict[str, list[str]]:
    """Order the services by deployment, each with the services that it must follow.

    If services call each other in a circle, one of them still comes first; `checks.discovery` reports the circle.
    """
    order: dict[str, list[str]] = {}
    visiting: set[str] = set()

    def visit(name: str) -> None:
        if name in order or name in visiting:
            return
        visiting.add(name)
        callees = list_callees(stack, name)
        for callee in callees:
            visit(callee)
        order[name] = [callee for callee in callees if callee in order]

    for name in stack.services:
        visit(name)
    return order


def find_call_cycles(stack: Stack) -> list[tuple[str, str]]:
    """List the calls that go against the deployment order, as caller and callee: the callee has no name yet when its caller is deployed."""
    order = order_deployments(stack)
    return [(caller, callee) for caller in order for callee in list_callees(stack, caller) if callee not in order[caller]]
