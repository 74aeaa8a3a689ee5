"""`OidcProvider`, `CognitoUserPool`, `JwtClaim`, `JwtValidation`, `Authentication`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi


class OidcProvider(TypedDict):
    """An identity provider that speaks OpenID Connect, such as Okta, Entra ID, Google or Keycloak."""

    issuer: pulumi.Input[str]
    """Its issuer, as in its tokens. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    authorization_endpoint: pulumi.Input[str]
    """Where users log in. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    token_endpoint: pulumi.Input[str]
    """Where the load balancer gets tokens. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    user_info_endpoint: pulumi.Input[str]
    """Where the load balancer gets the claims of a user. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    client_id: pulumi.Input[str]
    """The id of the client that the identity provider knows."""
    client_secret: pulumi.Input[str]
    """The secret of that client: the ARN of a Secrets Manager secret (with `:<json key>::` for one key of it), which each update reads and which is encrypted in the state, or the value, encrypted in the stack file. Cost: $0.40 a secret and month in Secrets Manager."""


class CognitoUserPool(TypedDict):
    """A user pool of Amazon Cognito. Its client needs a secret and the authorization code grant."""

    user_pool_arn: pulumi.Input[str]
    """The user pool. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    user_pool_client_id: pulumi.Input[str]
    """The id of its client. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    user_pool_domain: pulumi.Input[str]
    """The prefix of its domain at Amazon Cognito, or its whole custom domain. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""


class JwtClaim(TypedDict):
    """A claim that a token must have."""

    name: str
    """Its name, such as aud or scope. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"""
    format: NotRequired[Literal["single-string", "string-array", "space-separated-values"]]
    """How the token has it: one text, a list, or a text with spaces between the values. Default: single-string. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"""
    values: list[str]
    """The values of which it must have one (1–10). See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"""


class JwtValidation(TypedDict):
    """JSON Web Tokens, which clients send in the header `Authorization: Bearer`. For APIs: nobody is sent to a login page."""

    issuer: pulumi.Input[str]
    """The issuer of the tokens (256 characters at most). See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"""
    jwks_endpoint: pulumi.Input[str]
    """Where the load balancer gets the keys of the issuer (256 characters at most). See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"""
    additional_claims: NotRequired[list[JwtClaim]]
    """Further claims that a token must have (10 at most). AWS validates exp, iss, nbf and iat in any case. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"""


class Authentication(TypedDict):
    """A login before the load balancer forwards a request: by OpenID Connect, by Amazon Cognito, or by a token that the client brings along."""

    oidc: NotRequired[OidcProvider]
    """An identity provider that speaks OpenID Connect."""
    cognito: NotRequired[CognitoUserPool]
    """A user pool of Amazon Cognito."""
    jwt: NotRequired[JwtValidation]
    """Tokens that clients bring along."""
    scope: NotRequired[str]
    """The claims that are asked for, as the identity provider separates them. Default: openid. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    session_cookie_name: NotRequired[str]
    """The name of the cookies that keep the session. Default: AWSELBAuthSessionCookie. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    session_timeout: NotRequired[int]
    """Seconds after which a user logs in again (1–604800). Default: 604800. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    on_unauthenticated_request: NotRequired[Literal["authenticate", "deny", "allow"]]
    """What a request without a login gets: the login page, status 401 (for requests of scripts), or the service, which then has to look for the headers x-amzn-oidc-* by itself. Default: authenticate. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
    authentication_request_extra_params: NotRequired[Mapping[str, str]]
    """Further query parameters of the login page (10 at most). See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"""
