"""How the load balancer makes users log in before it forwards their requests."""

import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema

from .arn_types import build_arn_type
from .container_value_types import validate_secret_reference
from .fix import Edit, Fix, SettingPath, remove, write
from .section import RuleViolation, Section, describe_field
from .value_types import ALLOW_OUTPUT, NonEmptyString, build_value_error

LOGIN_RULE_SUFFIX: Final = ":login"
"""The end of the logical name of a listener rule that makes users log in.

Pulumi ignores the actions of the other rules, because ECS changes them. Under a name of its own, a rule with a login is created or deleted, and
never left as it is.
"""
OPEN_RULE_SUFFIX: Final = ":open"
"""The end of the name of the listener rule for the paths that need no login."""

_GUIDE: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"
_JWT_GUIDE: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"
_ENDPOINT_PATTERN: Final = r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#]\S*)?"
_BUILT_IN_CLAIMS: Final = ("exp", "iss", "nbf", "iat")


def _validate_endpoint(value: str) -> str:
    if re.fullmatch(_ENDPOINT_PATTERN, value):
        return value
    url = f"https://{value.removeprefix('http://')}"
    fixes = (write(value=url),) if re.fullmatch(_ENDPOINT_PATTERN, url) else ()
    raise build_value_error(
        f"{value!r} isn't a URL that starts with https://, and the load balancer connects to no other (ValidationError)"
        + ("" if fixes else "; copy it from /.well-known/openid-configuration of the identity provider"),
        "invalid-endpoint",
        fixes=fixes,
    )


def _validate_client_secret(value: str) -> str:
    # The message does not repeat the value: it may be the secret.
    if not value.startswith("arn:"):
        raise build_value_error(
            "the client secret would be in the stack file for everyone to read; encrypt it (`pulumi config set --secret --path`), or write the ARN of a Secrets Manager secret",
            "client-secret-in-plain-text",
        )
    validate_secret_reference(value)
    parts = value.split(":")
    if parts[2] != "secretsmanager":
        raise build_value_error(
            f"{value!r} is an SSM parameter, and the client secret is read from Secrets Manager; write the ARN of a secret there, or encrypt the value in the stack file",
            "invalid-secret-reference",
        )
    return value


Endpoint = Annotated[
    str, AfterValidator(_validate_endpoint), WithJsonSchema({"type": "string", "pattern": f"^{_ENDPOINT_PATTERN}$"}), ALLOW_OUTPUT
]
JwksEndpoint = Annotated[
    str,
    Field(max_length=256),
    AfterValidator(_validate_endpoint),
    WithJsonSchema({"type": "string", "pattern": f"^{_ENDPOINT_PATTERN}$", "maxLength": 256}),
    ALLOW_OUTPUT,
]
ClientSecret = Annotated[
    str,
    AfterValidator(_validate_client_secret),
    WithJsonSchema({"type": "string", "pattern": "^arn:aws[a-z-]*:secretsmanager:"}),
    ALLOW_OUTPUT,
]
UserPoolArn: TypeAlias = build_arn_type(  # type: ignore[valid-type]
    "cognito-idp", "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_EXAMPLE1", "userpool/"
)


class OidcProvider(Section):
    """An identity provider that speaks OpenID Connect, such as Okta, Entra ID, Google or Keycloak."""

    issuer: Annotated[Endpoint, describe_field("Its issuer, as in its tokens.", example="https://idp.example.com", source=_GUIDE)]
    authorization_endpoint: Annotated[
        Endpoint, describe_field("Where users log in.", example="https://idp.example.com/oauth2/authorize", source=_GUIDE)
    ]
    token_endpoint: Annotated[
        Endpoint, describe_field("Where the load balancer gets tokens.", example="https://idp.example.com/oauth2/token", source=_GUIDE)
    ]
    user_info_endpoint: Annotated[
        Endpoint,
        describe_field(
            "Where the load balancer gets the claims of a user.", example="https://idp.example.com/oauth2/userinfo", source=_GUIDE
        ),
    ]
    client_id: Annotated[
        Annotated[NonEmptyString, ALLOW_OUTPUT],
        describe_field("The id of the client that the identity provider knows.", example="fargate-web"),
    ]
    client_secret: Annotated[
        ClientSecret,
        describe_field(
            "The secret of that client: the ARN of a Secrets Manager secret (with `:<json key>::` for one key of it), which each update reads and which is encrypted in the state, or the value, encrypted in the stack file.",
            example="arn:aws:secretsmanager:us-west-2:123456789012:secret:login-a1b2c3:clientSecret::",
            cost="$0.40 a secret and month in Secrets Manager",
        ),
    ]


class CognitoUserPool(Section):
    """A user pool of Amazon Cognito. Its client needs a secret and the authorization code grant."""

    user_pool_arn: Annotated[
        UserPoolArn,
        describe_field("The user pool.", example="arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_EXAMPLE1", source=_GUIDE),
    ]
    user_pool_client_id: Annotated[
        Annotated[NonEmptyString, ALLOW_OUTPUT], describe_field("The id of its client.", example="1example23456789", source=_GUIDE)
    ]
    user_pool_domain: Annotated[
        Annotated[NonEmptyString, ALLOW_OUTPUT],
        describe_field("The prefix of its domain at Amazon Cognito, or its whole custom domain.", example="my-users", source=_GUIDE),
    ]


class JwtClaim(Section):
    """A claim that a token must have."""

    name: Annotated[NonEmptyString, describe_field("Its name, such as aud or scope.", example="aud", source=_JWT_GUIDE)]
    format: Annotated[
        Literal["single-string", "string-array", "space-separated-values"],
        describe_field("How the token has it: one text, a list, or a text with spaces between the values.", source=_JWT_GUIDE),
    ] = "single-string"
    values: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=256)]],
        describe_field(
            "The values of which it must have one (1–10).",
            min_length=1,
            max_length=10,
            example=["https://api.example.com"],
            source=_JWT_GUIDE,
        ),
    ]

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that values have no spaces where spaces separate them."""
        if self.format == "space-separated-values" and any(" " in value for value in self.values):
            yield RuleViolation(
                ("values",),
                "spaces separate the values in the token, so that none contains one (ValidationError)",
                "claim-that-aws-refuses",
                (write("values", value=[word for value in self.values for word in value.split()]),),
            )


class JwtValidation(Section):
    """JSON Web Tokens, which clients send in the header `Authorization: Bearer`. For APIs: nobody is sent to a login page."""

    issuer: Annotated[
        Annotated[str, Field(min_length=1, max_length=256), ALLOW_OUTPUT],
        describe_field("The issuer of the tokens (256 characters at most).", example="https://idp.example.com", source=_JWT_GUIDE),
    ]
    jwks_endpoint: Annotated[
        JwksEndpoint,
        describe_field(
            "Where the load balancer gets the keys of the issuer (256 characters at most).",
            example="https://idp.example.com/.well-known/jwks.json",
            source=_JWT_GUIDE,
        ),
    ]
    additional_claims: Annotated[
        list[JwtClaim],
        describe_field(
            "Further claims that a token must have (10 at most). AWS validates exp, iss, nbf and iat in any case.",
            max_length=10,
            source=_JWT_GUIDE,
        ),
    ] = []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no claim is one that the load balancer validates by itself."""
        for index, claim in enumerate(self.additional_claims):
            place: SettingPath = ("additionalClaims", index) if len(self.additional_claims) > 1 else ("additionalClaims",)
            if claim.name in _BUILT_IN_CLAIMS:
                yield RuleViolation(
                    ("additional_claims",),
                    f"the load balancer validates {claim.name} by itself, and refuses it here (ValidationError)",
                    "claim-that-aws-refuses",
                    (Fix(f"remove {claim.name}", (Edit(place, "remove"),)),),
                )


class Authentication(Section):
    """A login before the load balancer forwards a request: by OpenID Connect, by Amazon Cognito, or by a token that the client brings along."""

    oidc: Annotated[OidcProvider | None, describe_field("An identity provider that speaks OpenID Connect.")] = None
    cognito: Annotated[CognitoUserPool | None, describe_field("A user pool of Amazon Cognito.")] = None
    jwt: Annotated[JwtValidation | None, describe_field("Tokens that clients bring along.")] = None
    scope: Annotated[
        Annotated[str, Field(min_length=1)],
        describe_field("The claims that are asked for, as the identity provider separates them.", example="openid email", source=_GUIDE),
    ] = "openid"
    session_cookie_name: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$", max_length=128)],
        describe_field("The name of the cookies that keep the session.", source=_GUIDE),
    ] = "AWSELBAuthSessionCookie"
    session_timeout: Annotated[
        int, describe_field("Seconds after which a user logs in again (1–604800).", ge=1, le=604_800, source=_GUIDE)
    ] = 604_800
    on_unauthenticated_request: Annotated[
        Literal["authenticate", "deny", "allow"],
        describe_field(
            "What a request without a login gets: the login page, status 401 (for requests of scripts), or the service, which then has to look for the headers x-amzn-oidc-* by itself.",
            source=_GUIDE,
        ),
    ] = "authenticate"
    authentication_request_extra_params: Annotated[
        dict[NonEmptyString, str],
        describe_field(
            "Further query parameters of the login page (10 at most).", max_length=10, example={"prompt": "login"}, source=_GUIDE
        ),
    ] = {}
    key_hints = {
        "clientId": "write oidc: {clientId: …}, or cognito: {userPoolClientId: …}",
        "clientSecret": "write oidc: {clientSecret: …}",
        "issuer": "write oidc: {issuer: …}",
        "authenticateOidc": "write oidc",
        "authenticateCognito": "write cognito",
        "jwtValidation": "write jwt",
        "userPoolArn": "write cognito: {userPoolArn: …}",
        "openPaths": "write openPaths beside it, at the route of a service",
        "publicPaths": "write openPaths beside it, at the route of a service",
        "onUnauthenticated": "write onUnauthenticatedRequest",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is one way to log in, and that every key belongs to it."""
        ways = [field for field in ("oidc", "cognito", "jwt") if getattr(self, field)]
        if len(ways) != 1:
            yield RuleViolation(
                tuple(ways) or ("oidc", "cognito", "jwt"),
                "a rule has one way to log in; "
                + (f"keep one of {' and '.join(ways)}" if ways else "write oidc: {…}, cognito: {…} or jwt: {…}"),
                "no-single-login",
                tuple(remove(way) for way in ways[1:]),
            )
        if ways == ["jwt"]:
            keys = {"scope": "scope", "session_cookie_name": "sessionCookieName", "session_timeout": "sessionTimeout"}
            keys |= {
                "on_unauthenticated_request": "onUnauthenticatedRequest",
                "authentication_request_extra_params": "authenticationRequestExtraParams",
            }
            for field in keys:
                if field in self.model_fields_set:
                    yield RuleViolation(
                        (field, "jwt"),
                        "nobody logs in for a token that the client brings along, so this would have no effect",
                        "setting-without-effect",
                        (remove(keys[field]),),
                    )

    @property
    def protocol(self) -> str:
        """The way to log in, in words."""
        return "OIDC" if self.oidc else "Cognito" if self.cognito else "JWT"
