"""Checks of the login at the load balancer."""

from typing import Final

from .check_description import CheckDescription

_USERS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"
_TOKENS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"
_TARGET_GROUPS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"
_MODIFY_RULE: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html"

CHECKS_OF_LOGINS: Final = (
    CheckDescription(
        "invalid-endpoint",
        "error",
        "an endpoint of an identity provider that is not a URL with HTTPS",
        "The rule is refused (ValidationError): the load balancer connects by HTTPS only.",
        "Copy the whole URL from /.well-known/openid-configuration of the identity provider.",
        _USERS,
    ),
    CheckDescription(
        "client-secret-in-plain-text",
        "error",
        "a client secret that is written out",
        "Everyone who reads the stack file could pass for the load balancer.",
        "Encrypt it in the stack file, or write the ARN of a Secrets Manager secret.",
        _USERS,
    ),
    CheckDescription(
        "no-single-login",
        "error",
        "a login without one way to log in",
        "A rule has one action that authenticates.",
        "Write one of oidc, cognito and jwt.",
        _USERS,
    ),
    CheckDescription(
        "claim-that-aws-refuses",
        "error",
        "a claim of a token that the load balancer refuses",
        "The rule is refused (ValidationError).",
        "Remove exp, iss, nbf and iat, which are always validated, and spaces from values that spaces separate.",
        _TOKENS,
    ),
    CheckDescription(
        "login-with-traffic-shift",
        "error",
        "a login of a service whose deployments shift traffic",
        "ECS replaces all actions of the rule to shift traffic. AWS does not give out the client secret of a rule, and the infrastructure role of ECS may not read user pools: the deployment fails, or "
        "the login is lost, as after a rollback of CodeDeploy.",
        "Deploy the service by the strategy rolling, or let the service itself make users log in.",
        _MODIFY_RULE,
    ),
    CheckDescription(
        "login-for-protocol",
        "error",
        "a login of a service for HTTP/2 or gRPC",
        "The rule is refused (InvalidLoadBalancerAction): rules to such target groups can only forward.",
        "Write protocolVersion: HTTP1, or let the service itself check who calls it.",
        _TARGET_GROUPS,
    ),
    CheckDescription(
        "login-without-https",
        "error",
        "a login without an HTTPS listener",
        "The rule is refused (InvalidLoadBalancerAction).",
        "Give the load balancer a certificate: loadBalancer.https.",
        _USERS,
    ),
    CheckDescription(
        "identity-provider-out-of-reach",
        "error",
        "an internal load balancer without a way to the identity provider",
        "The load balancer asks the identity provider for tokens and keys over the internet. Users get status 500 after they log in.",
        "Give the network a NAT gateway: natGateways: single.",
        _USERS,
    ),
    CheckDescription(
        "open-paths-without-login",
        "error",
        "open paths of a route without a login",
        "They have no effect: all paths are open.",
        "Remove openPaths, or write authentication.",
    ),
    CheckDescription(
        "open-path-outside-route",
        "error",
        "an open path that is not within the paths of its route",
        "Its rule would take requests that the route doesn't, from other services too.",
        "Write a path of the route.",
    ),
    CheckDescription(
        "open-paths-after-route",
        "error",
        "a rule for open paths that comes after its service's own, or another that matches all that it does",
        "The rule never matches, and users have to log in there too.",
        "Write openPathsPriority below the priority of the route.",
    ),
    CheckDescription(
        "login-without-service",
        "warning",
        "a login of the load balancer that no service has",
        "It has no effect.",
        "Remove authentication, or remove authentication: false from a route.",
    ),
)
