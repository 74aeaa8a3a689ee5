"""The errors of AWS and of boto3 in one line each, with what to do."""

import re
from typing import Any, Final

CREDENTIALS_ADVICE: Final = "sign in (aws sso login), or set AWS_PROFILE"
_EXPIRED: Final = frozenset(("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"))
_INVALID: Final = frozenset(
    ("UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure")
)
_SKEWED: Final = frozenset(("RequestTimeTooSkewed", "RequestInTheFuture"))
_DENIED: Final = frozenset(
    ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized", "UnauthorizedException", "AuthorizationError")
)
_THROTTLED: Final = frozenset(
    ("Throttling", "ThrottlingException", "ThrottledException", "RequestLimitExceeded", "TooManyRequestsException", "RequestThrottled")
)
_EXPIRED_SESSIONS: Final = frozenset(
    ("SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError", "SSOError", "LoginRefreshRequired", "LoginTokenLoadError")
)
_CONNECTION_ERRORS: Final = frozenset(
    (
        "EndpointConnectionError",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "ConnectionClosedError",
        "ProxyConnectionError",
        "ConnectionError",
        "HTTPClientError",
    )
)


class LiveError(Exception):
    """AWS can't be asked, or its answer doesn't help. The message is complete as it is."""


class ConnectionLostError(LiveError):
    """AWS can't be reached at the moment. A command that follows something can try again."""


class NotAllowedError(LiveError):
    """The credentials don't have the permission for a call.

    Attributes:
        action: The action of IAM that is missing: `ecs:DescribeServices`.
    """

    def __init__(self, message: str, action: str) -> None:
        super().__init__(message)
        self.action = action


class RefusedError(LiveError):
    """AWS refuses a call for a reason of its own: what it asks for does not exist, for instance.

    Attributes:
        code: The code of AWS: `RepositoryNotFoundException`.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def explain_error(error: Exception, action: str) -> LiveError:
    """Return the error to report instead of one of boto3.

    Args:
        error: The error of boto3 or botocore.
        action: The action of IAM that the call needs: `ecs:DescribeServices`.
    """
    response = getattr(error, "response", None)
    if isinstance(response, dict) and isinstance(response.get("Error"), dict):
        return _explain_answer(response["Error"], action)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    text = _join_lines(str(error))
    if "NoCredentialsError" in kinds:
        return LiveError(f"There are no AWS credentials; {CREDENTIALS_ADVICE}.")
    if kinds & _EXPIRED_SESSIONS:
        return LiveError(f"The AWS session has expired or was never opened; {CREDENTIALS_ADVICE}.")
    if "ProfileNotFound" in kinds:
        return LiveError(f"{text}; correct AWS_PROFILE, or add the profile (aws configure sso).")
    if kinds & {"PartialCredentialsError", "CredentialRetrievalError", "ConfigParseError", "MetadataRetrievalError"}:
        return LiveError(f"The AWS credentials can't be read: {text}")
    if "NoRegionError" in kinds:
        return LiveError("There is no Region; write --region, or set AWS_REGION.")
    if kinds & _CONNECTION_ERRORS:
        return ConnectionLostError(f"AWS can't be reached ({action}): {text}")
    return LiveError(f"{action} failed: {text}")


def _explain_answer(answer: dict[str, Any], action: str) -> LiveError:
    code, message = str(answer.get("Code", "")), _join_lines(str(answer.get("Message", "")))
    if code in _SKEWED or re.match(r"Signature (?:expired|not yet current)", message):
        return LiveError(f"The clock of this machine differs from that of AWS, which refuses the request; set it. ({code}: {message})")
    if code in _EXPIRED:
        return LiveError(f"The AWS credentials have expired; {CREDENTIALS_ADVICE}.")
    if code in _INVALID:
        return LiveError(f"AWS does not accept the credentials ({code}); {CREDENTIALS_ADVICE}.")
    if code in _DENIED:
        denied = re.search(r"not authorized to perform: ([a-z0-9-]+:\w+)", message)
        name = denied[1] if denied else action
        who = re.search(r"(arn:aws[\w-]*:(?:iam|sts)::\S+) is not authorized", message)
        return NotAllowedError(f"{who[1] if who else 'The AWS credentials'} may not do {name}; allow the action in a policy.", name)
    if code in _THROTTLED:
        return ConnectionLostError(f"AWS refuses more calls for now ({action}: {code}); try again in a minute.")
    if code == "ClusterNotFoundException":
        return RefusedError("There is no such cluster in this account and Region; check --region, AWS_PROFILE and the stack.", code)
    if code in ("InternalError", "ServerException", "ServiceUnavailable", "ServiceUnavailableException", "InternalFailure"):
        return ConnectionLostError(f"AWS has a problem of its own ({action}: {code}): {message}")
    return RefusedError(f"{action} failed: {code}: {message}", code)


def _join_lines(text: str) -> str:
    return " ".join(text.split())
