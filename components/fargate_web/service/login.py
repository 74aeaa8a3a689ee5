"""The action of a listener rule that makes users log in."""

import json
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..settings.authentication import Authentication, OidcProvider

_ARN_PARTS: Final = 7
_ORDER_OF_LOGIN: Final = 1
ORDER_OF_FORWARDING: Final = 2
"""The order of the action that forwards, after the login."""


def build_login_action(authentication: Authentication, parent: pulumi.Resource) -> Any:
    """Return the action that comes before the one that forwards."""
    if authentication.jwt is not None:
        jwt = authentication.jwt
        claims = [{"name": claim.name, "format": claim.format, "values": claim.values} for claim in jwt.additional_claims]
        validation = {"issuer": jwt.issuer, "jwks_endpoint": jwt.jwks_endpoint, "additional_claims": claims or None}
        return {"type": "jwt-validation", "order": _ORDER_OF_LOGIN, "jwt_validation": validation}
    session = {
        "scope": authentication.scope,
        "session_cookie_name": authentication.session_cookie_name,
        "session_timeout": authentication.session_timeout,
        "on_unauthenticated_request": authentication.on_unauthenticated_request,
        "authentication_request_extra_params": authentication.authentication_request_extra_params or None,
    }
    if authentication.cognito is not None:
        pool = authentication.cognito
        users = {key: getattr(pool, key) for key in ("user_pool_arn", "user_pool_client_id", "user_pool_domain")}
        return {"type": "authenticate-cognito", "order": _ORDER_OF_LOGIN, "authenticate_cognito": {**users, **session}}
    provider = authentication.oidc
    if provider is None:
        raise AssertionError("the settings admit no authentication without a way to log in")
    keys = ("issuer", "authorization_endpoint", "token_endpoint", "user_info_endpoint", "client_id")
    endpoints = {key: getattr(provider, key) for key in keys}
    secret = {"client_secret": _find_client_secret(provider, parent)}
    return {"type": "authenticate-oidc", "order": _ORDER_OF_LOGIN, "authenticate_oidc": {**endpoints, **secret, **session}}


def _find_client_secret(provider: OidcProvider, parent: pulumi.Resource) -> pulumi.Output[str]:
    """Return the client secret as a secret of Pulumi. A listener rule takes the value alone, so a reference is looked up."""
    secret = provider.client_secret
    if isinstance(secret, pulumi.Output):
        return pulumi.Output.secret(secret)
    # arn:aws:secretsmanager:region:account:secret:name, with :json-key:version-stage:version-id as in a container's secrets
    parts = secret.split(":")
    json_key, stage, version = (part or None for part in [*parts[_ARN_PARTS:], "", "", ""][:3])
    arn = ":".join(parts[:_ARN_PARTS])
    found = aws.secretsmanager.get_secret_version_output(
        secret_id=arn, version_stage=stage, version_id=version, opts=pulumi.InvokeOptions(parent=parent)
    )
    return pulumi.Output.secret(found.secret_string.apply(lambda text: _read_json_key(text, json_key, arn)))


def _read_json_key(text: str, json_key: str | None, arn: str) -> str:
    """Return the value of a key of the secret, or the whole secret. The messages don't repeat what is in it."""
    if json_key is None:
        return text
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    value = values.get(json_key) if isinstance(values, dict) else None
    if isinstance(value, str) and value:
        return value
    if pulumi.runtime.is_dry_run() or values == {}:
        return text  # the secret has no value yet; no login succeeds until it has one, and an update has read it
    raise pulumi.RunError(
        f"the secret {arn} has no text under the JSON key {json_key!r}, which the login reads; write it there, and update again"
    )
