"""Checks that callers, proxies and the load balancer speak the protocol of a service."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_PROTOCOLS: Final = (
    CheckDescription(
        "not-http-in-service-connect",
        "warning",
        "a server without HTTP behind the HTTP proxy of Service Connect",
        "The proxy breaks every connection.",
        "Write serviceConnect: {appProtocol: tcp}.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts.html",
        can_be_silenced=True,
    ),
    CheckDescription(
        "grpc-as-http",
        "warning",
        "the port of gRPC behind the HTTP/1.1 proxy of Service Connect",
        "Calls fail.",
        "Write serviceConnect: {appProtocol: grpc}.",
        can_be_silenced=True,
    ),
    CheckDescription(
        "not-http-behind-load-balancer",
        "warning",
        "a server without HTTP behind the Application Load Balancer",
        "The health checks fail (Target.FailedHealthChecks), and the deployment is rolled back.",
        "Write route: false, and name the callers in allowFrom.",
        can_be_silenced=True,
    ),
    CheckDescription(
        "called-while-starting",
        "warning",
        "a service that others call before it is ready",
        "Callers get errors in every deployment, because nothing tells when a task is ready.",
        "Write a containerHealthCheck.",
        "https://github.com/aws/containers-roadmap/issues/2334",
        can_be_silenced=True,
    ),
)
